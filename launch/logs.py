"""Finds in a program's log the reason it ended."""

from __future__ import annotations

import re
from pathlib import Path

from launch.settings import shown

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_RED = re.compile(r"\x1b\[91m(.*?)\x1b\[0m", re.DOTALL)  # how Rasa prints what it gives up for
_NAMES_AN_ERROR = re.compile(r"\b\w*(Error|Exception)\b")
_LONGEST_QUOTE = 300


def plain_lines(log: Path) -> list[str]:
    """The lines of a log that hold something, without colours."""
    return [line.strip() for line in _COLOUR.sub("", _text(log)).splitlines() if line.strip()]


def last_error(log: Path) -> str:
    """What best says why the program ended: what Rasa gave up for, the last line naming an error, or the last line."""
    red = _RED.findall(_text(log))
    named = [line for line in plain_lines(log) if _NAMES_AN_ERROR.search(line)]
    best = (red or named or plain_lines(log) or [""])[-1]
    return " ".join(best.split())[:_LONGEST_QUOTE]


def because(log: Path) -> str:
    """The end of a sentence: the reason a log gives, and where to read the rest."""
    reason = last_error(log)
    return f"{reason} (the whole story: {shown(log)})" if reason else f"see {shown(log)}"


def _text(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
