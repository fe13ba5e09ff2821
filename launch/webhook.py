"""Speaks to a running bot over REST, as any client would."""

from __future__ import annotations

import http.client
import json
import urllib.request
from typing import Any

Message = dict[str, Any]

# A proxy meant for the outside world must not come between us and our own machine.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
UNREACHABLE = (OSError, http.client.HTTPException, ValueError)


def send(url: str, sender: str, text: str, timeout: float = 60) -> list[Message]:
    """Post one message to the webhook at `url` and return the bot's messages."""
    body = json.dumps({"sender": sender, "message": text}).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with _OPENER.open(request, timeout=timeout) as reply:
        messages: list[Message] = json.load(reply)
    return messages


def is_up(url: str, timeout: float = 2) -> bool:
    """Whether a GET of `url` succeeds."""
    try:
        with _OPENER.open(url, timeout=timeout):
            return True
    except UNREACHABLE:
        return False


def truly_answers(url: str, sender: str, text: str = "hello") -> bool:
    """Whether the bot replies with words of its own, and not with the channel's sentence for a failed turn."""
    try:
        messages = send(url, sender, text)
    except UNREACHABLE:
        return False
    return any(message.get("text") or message.get("custom") for message in messages) and not any(
        "error" in message for message in messages
    )
