"""What a request to the web chat may look like: from where, in which form, and saying what."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from fnmatch import fnmatchcase
from typing import Any

from sanic.request import Request

from channels.turns import Refusal

COMMAND = re.compile(r"/([a-z_]+)(\{.*\})?", re.DOTALL)
"""How a quick reply states an intent and entities."""
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
"""Headers of every answer that is data."""


class Visits:
    """Where requests come from.

    Args:
        origin: where the page is seen, if a proxy stands in front; else a request's own host counts.
        proxies: how many proxies of ours stand in front.
    """

    def __init__(self, origin: str, proxies: int) -> None:
        self._origin, self._proxies = origin.rstrip("/").lower(), proxies

    def check_origin(self, request: Request) -> None:
        """Refuses a request that a browser makes for a page of another origin.

        Raises:
            Refusal: the origin is another.
        """
        origin = request.headers.get("origin")
        own = self._origin or f"{request.scheme}://{request.host}".lower()
        if origin is not None and origin.rstrip("/").lower() != own:
            raise Refusal(403, "origin_not_allowed", "The chat does not take requests of that page.")

    def address(self, request: Request) -> str:
        """The address of the visitor: of the peer, or what the outermost proxy of ours saw. What stands before that in
        X-Forwarded-For is the visitor's own word and does not count."""
        listed = [part.strip() for part in ",".join(request.headers.getall("x-forwarded-for", [])).split(",")]
        listed = [part for part in listed if part]
        if self._proxies and len(listed) >= self._proxies:
            return listed[-self._proxies]
        return str(request.ip)


def words_of(request: Request, body: bytes, commands: Collection[str]) -> str:
    """What a message says: `text` in words, or `choice`, the payload of a quick reply.

    Raises:
        Refusal: the body is not JSON of that form, or the choice names no command of the chat.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refusal(415, "not_json", "Send the message as application/json.")
    said = _object(body)
    if set(said) == {"text"} and isinstance(said["text"], str):
        return str(said["text"]).strip().lstrip("/")
    if set(said) == {"choice"} and isinstance(said["choice"], str):
        return _choice(said["choice"], commands)
    raise Refusal(400, "bad_message", 'Send either {"text": "..."} or {"choice": "..."}, nothing else.')


def _object(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise Refusal(400, "malformed_json", "The body must be JSON.") from None
    if not isinstance(content, dict):
        raise Refusal(400, "not_an_object", "The body must be a JSON object.")
    return content


def _choice(choice: str, commands: Collection[str]) -> str:
    """The payload of a quick reply, if it is one that the chat knows; a payload without a slash is words."""
    if not choice.startswith("/"):
        return choice
    match = COMMAND.fullmatch(choice)
    if match is None or not any(fnmatchcase(match.group(1), command) for command in commands):
        raise Refusal(400, "choice_not_allowed", "That choice is not one of the chat.")
    try:
        entities = json.loads(match.group(2) or "{}")
    except (ValueError, RecursionError):
        raise Refusal(400, "choice_not_allowed", "That choice is not one of the chat.") from None
    return choice if isinstance(entities, dict) else ""
