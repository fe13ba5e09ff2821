"""Replays the advice of a stored conversation: the same facts on the same knowledge must give the same text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.base import Knowledge
from knowledge.errors import KnowledgeError
from knowledge.requests import replay


@dataclass(frozen=True)
class Replayed:
    """One piece of advice: what was asked for, on which version, the text that was said, and what came of replaying it:
    "same", "differs", or why it could not be replayed."""

    ask: str
    version: str
    said: str
    outcome: str


def replayed(knowledge: Knowledge, events: Sequence[Mapping[str, Any]]) -> Iterator[Replayed]:
    """Each piece of advice in the events of a Rasa conversation; its text stands in the bot event before its record."""
    said = ""
    for event in events:
        if event.get("event") != "bot":
            continue
        kept = ((event.get("data") or {}).get("custom") or {}).get("advice")
        if kept is None:
            said = str(event.get("text") or "")
            continue
        try:
            outcome = "same" if replay(knowledge, kept).text == said else "differs"
        except KnowledgeError as error:
            outcome = str(error)
        except (KeyError, TypeError, ValueError):
            outcome = "the record is not whole"
        yield Replayed(str(kept.get("ask")), str(kept.get("version")), said, outcome)
