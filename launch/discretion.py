"""Keeps what people write out of the logs of failures.

When an action fails, the action server answers with the whole conversation, and Rasa logs that answer as the text of an
exception. An exception raised by our own code may quote a message too. Its type and its place are enough to find it.
"""

from __future__ import annotations

import logging
import traceback


class WithoutConversation(logging.Filter):
    """Replaces the exception of a log record by an outline of it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, but no exception's own words."""
        if record.exc_info and record.exc_info[1] is not None:
            record.msg = f"{record.getMessage()}\n{outline(record.exc_info[1])}"
            record.args, record.exc_info, record.exc_text = None, None, None
        return True


def outline(error: BaseException) -> str:
    """Where an exception happened and of which type it was, and the same of what caused it; no messages."""
    own = f"{''.join(traceback.format_tb(error.__traceback__))}{type(error).__name__}"
    cause = error.__cause__ or error.__context__
    return f"{outline(cause)}\nled to\n{own}" if cause else own


def apply_to(logger: str) -> None:
    """Keep conversations out of what the named logger writes."""
    logging.getLogger(logger).addFilter(WithoutConversation())
