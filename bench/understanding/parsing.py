"""Messages as the trained model understands them, each in a fresh conversation."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from rasa.core.agent import Agent
from rasa.model import get_latest_model

from nlu.lexicon import SUBJECT, meanings

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Parsed:
    """A message, its settled intent, what was read, and the milliseconds that took."""

    text: str
    intent: str
    entities: Mapping[str, Any]
    milliseconds: float

    @property
    def subjects(self) -> list[str]:
        """The therapies, classes and guides that it is taken to be about."""
        return list(self.entities[SUBJECT])


class Model:
    """A trained model: the newest."""

    def __init__(self, path: str | None = None) -> None:
        """Loads it, or the model at a path."""
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
        self._agent = Agent.load(path or get_latest_model(str(ROOT / "models")))
        self.parse("warm up")

    def parse(self, text: str) -> Parsed:
        """Understands one message."""
        started = time.perf_counter()
        found = asyncio.run(self._agent.parse_message(text))
        milliseconds = 1000 * (time.perf_counter() - started)
        read = {row["entity"]: row["value"] for row in found["entities"]}
        read[SUBJECT] = [row["value"] for row in found["entities"] if row["entity"] == SUBJECT]
        return Parsed(text, found["intent"]["name"], read, milliseconds)


def named(code: str) -> str | None:
    """The subject that a sample calls by some name; None for what is none of ours."""
    words = code.replace("_", " ").lower()
    known = meanings().get(words, ()) or meanings().get(words.rstrip("s"), ())
    return next((meaning.value for meaning in known if meaning.kind == SUBJECT), None)
