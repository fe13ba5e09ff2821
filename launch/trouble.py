"""What went wrong, said in one sentence to the person at the terminal."""

from __future__ import annotations


class Trouble(Exception):
    """A failure that needs no traceback: its message is all the reader has to know."""
