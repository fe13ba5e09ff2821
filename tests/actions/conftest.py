"""Hand-made conversations for the actions, without a Rasa server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from knowledge.load import knowledge

FORM = "assessment_form"


@pytest.fixture(scope="session")
def adult() -> dict[str, Any]:
    """The slots of a man of 40 with severe eczema after failed topicals; nothing is left to ask."""
    return {
        "age": 40.0, "sex": "male", "severity": "severe", "topical_trial": "adequate", "infection": "none",
        "contact_allergy": "no", "systemic_history": {},
    }  # fmt: skip


@pytest.fixture(scope="session")
def tracker() -> Callable[..., Tracker]:
    """Makes a tracker whose last message has an intent, some entities and a text."""

    def make(
        slots: dict[str, Any] | None = None,
        intent: str = "give_facts",
        entities: dict[str, Any] | None = None,
        text: str = "a message",
        in_form: bool = False,
        events: list[dict[str, Any]] | None = None,
    ) -> Tracker:
        rows = [{"entity": name, "value": value} for name, value in (entities or {}).items()]
        message = {"intent": {"name": intent, "confidence": 1.0}, "entities": rows, "text": text}
        said = {"event": "user", "text": text, "parse_data": message}
        every = {**dict.fromkeys(knowledge().facts), **(slots or {})}
        loop = {"name": FORM} if in_form else {}
        return Tracker("test", every, message, [said, *(events or [])], False, None, loop, "action_listen")

    return make


@pytest.fixture(scope="session")
def run() -> Callable[[Action, Tracker], tuple[list[dict[str, Any]], list[dict[str, Any]]]]:
    """Runs an action on a tracker; what it said, and its events."""

    def once(action: Action, about: Tracker) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        dispatcher = CollectingDispatcher()
        events = asyncio.run(action.run(dispatcher, about, {}))
        return dispatcher.messages, events

    return once
