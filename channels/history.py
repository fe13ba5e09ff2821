"""What was said in a conversation so far, as the page shows it again after a reload."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.core.agent import Agent
from rasa.shared.core.events import BotUttered, Event, UserUttered

MOST = 200
"""How many of the latest messages are shown again."""


async def history(agent: Agent, sender: str) -> list[dict[str, Any]]:
    """The latest messages of a conversation, oldest first, each with `from`: "user" or "bot"."""
    tracker = await agent.tracker_store.retrieve_full_tracker(sender) if agent.tracker_store else None
    return list(said(tracker.events))[-MOST:] if tracker else []


def said(events: Iterable[Event]) -> Iterable[dict[str, Any]]:
    """The messages among events; of a quick reply its title, of what the page asks for by itself nothing."""
    titles: dict[str, str] = {}
    for event in events:
        if isinstance(event, BotUttered):
            message = shown({"text": event.text, **{name: value for name, value in event.data.items() if value}})
            titles |= {str(button.get("payload")): str(button.get("title")) for button in message.get("buttons", ())}
            if message:
                yield {"from": "bot", **message}
        elif isinstance(event, UserUttered) and event.text:
            words = titles.get(event.text) or event.text
            if not words.startswith("/"):
                yield {"from": "user", "text": words}


def shown(message: dict[str, Any]) -> dict[str, Any]:
    """Of a message of the bot, what a page needs; the record that advice is replayed from stays here."""
    found = {name: message[name] for name in ("text", "buttons", "error") if message.get(name)}
    custom = message.get("custom")
    if isinstance(custom, dict):
        found["custom"] = {name: value for name, value in custom.items() if name != "advice"}
    return found
