"""The REST webhook: Rasa's own, without its silences.

Rasa's RestInput answers a failed turn, an empty text and a malformed body with `200 []`, puts everyone without a
sender into one shared conversation, and lets a client that hangs up cancel its turn. Here a person always gets a
sentence (they are in credentials.yml), and a broken client a 4xx with `{"error": <code>, "message": <sentence>}`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import traceback
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

logger = logging.getLogger(__name__)

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]

# These two of Rasa's commands may rightly say nothing.
MAY_BE_SILENT = ("/session_start", "/restart")
LONGEST_SENDER = 255
NOTE_COMMAND, NOTE_FILE = "/summarise", "consultation-note.md"
"""The command that asks for the note of a conversation, and the name of its file."""


class Refusal(Exception):
    """A request that no person typed: answered with an HTTP status, a code and a sentence."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.body = status, {"error": code, "message": sentence}


@dataclass(frozen=True)
class Settings:
    """What credentials.yml may set."""

    unavailable: str = (
        "Sorry, I could not work out an answer just now. Please send your message again in a minute. "
        "If this is an emergency, contact your local emergency services or a doctor now."
    )
    empty: str = "I did not get any text with that message. Please type your question or answer in words."
    too_long: str = "That message is too long for me. Please send it in parts of at most {limit} characters."
    max_characters: int = 4000
    max_body_bytes: int = 65536
    turn_seconds: float = 30


@dataclass(frozen=True)
class Incoming:
    """One request, made safe: a sender that exists, a text that may still be unusable, metadata or none."""

    sender: str
    text: object
    metadata: dict[str, Any] | None


class RestChannel(RestInput):
    """Rasa's REST channel, same address and same messages, that never leaves a person without a reply."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> RestChannel:
        """Make the channel from its entry in credentials.yml; an unknown key is an error."""
        credentials = credentials or {}
        known = [field.name for field in fields(Settings)]
        if unknown := sorted(set(credentials) - set(known)):
            raise RasaException(f"credentials.yml: unknown {', '.join(unknown)}; there are {', '.join(known)}.")
        return cls(Settings(**credentials))

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The routes of this channel: a health check and the webhook."""
        routes = Blueprint("rest_webhook", __name__)

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.route("/webhook", methods=["POST"], stream=True)
        async def receive(request: Request) -> HTTPResponse:
            try:
                incoming = read(await self._body(request))
            except Refusal as refusal:
                return response.json(refusal.body, status=refusal.status)
            messages = await self.answer(incoming, on_new_message)
            if str(request.args.get("stream")).lower() == "true":
                lines = "".join(json.dumps(message) + "\n" for message in messages)
                return response.text(lines, content_type="text/event-stream")
            return response.json(messages)

        @routes.route("/note", methods=["GET"])
        async def note(request: Request) -> HTTPResponse:
            try:
                text = await self._note(request.args.get("sender"), on_new_message)
            except Refusal as refusal:
                return response.json(refusal.body, status=refusal.status)
            headers = {"Content-Disposition": f'attachment; filename="{NOTE_FILE}"', "Cache-Control": "no-store"}
            return response.text(text, headers=headers, content_type="text/markdown; charset=utf-8")

        return routes

    async def _note(self, sender: str | None, on_new_message: OnNewMessage) -> str:
        """The whole note of a conversation, as the bot sends it in the payload of its summary."""
        if not sender:
            raise Refusal(400, "sender_missing", "Name the conversation: /note?sender=...")
        messages = await self.answer(Incoming(_sender(sender), NOTE_COMMAND, None), on_new_message)
        found = next((note for message in messages if (note := (message.get("custom") or {}).get("note"))), None)
        if found is None:
            raise Refusal(503, "unavailable", self._settings.unavailable)
        return str(found)

    async def answer(self, incoming: Incoming, on_new_message: OnNewMessage) -> list[dict[str, Any]]:
        """The messages that go back for one request; never none, except for commands that may be silent."""
        text = well_formed(incoming.text).strip() if isinstance(incoming.text, str) else ""
        if not text:
            return [self._instead(incoming.sender, "empty")]
        if len(text) > self._settings.max_characters:
            return [self._instead(incoming.sender, "too_long")]
        collector = CollectingOutputChannel()
        message = UserMessage(text, collector, incoming.sender, input_channel=self.name(), metadata=incoming.metadata)
        finished = await self._take_turn(on_new_message, message)
        if collector.messages or (finished and text in MAY_BE_SILENT):
            return list(collector.messages)
        return [self._instead(incoming.sender, "unavailable")]

    async def _take_turn(self, on_new_message: OnNewMessage, message: UserMessage) -> bool:
        """Hand the message to Rasa and wait a while; True if the turn ended well.

        The turn is a task of its own: it goes on, and its facts are kept, when the client hangs up or the wait is over.
        """
        turn = asyncio.ensure_future(on_new_message(message))
        turn.add_done_callback(log_failure)
        done, _ = await asyncio.wait({turn}, timeout=self._settings.turn_seconds)
        if not done:
            logger.error("A turn took longer than %s seconds.", self._settings.turn_seconds)
        return bool(done) and not turn.cancelled() and turn.exception() is None

    def _instead(self, sender: str, code: str) -> dict[str, Any]:
        """One of the channel's own sentences, marked with its code so that a program can tell it from an answer."""
        sentence: str = getattr(self._settings, code)
        text = sentence.replace("{limit}", str(self._settings.max_characters))
        return {"recipient_id": sender, "text": text, "error": code}

    async def _body(self, request: Request) -> bytes:
        """Read the body no further than allowed."""
        body = b""
        while (part := await request.stream.read()) is not None:
            body += part
            if len(body) > self._settings.max_body_bytes:
                limit = self._settings.max_body_bytes
                raise Refusal(413, "body_too_large", f"The body of a request may hold {limit} bytes, no more.")
        return body


def read(body: bytes) -> Incoming:
    """Turn the body of a request into a message, or refuse it."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise Refusal(400, "malformed_json", "The body must be JSON.") from None
    if not isinstance(content, dict):
        raise Refusal(400, "not_an_object", 'The body must be a JSON object like {"sender": "me", "message": "hello"}.')
    metadata = content.get("metadata")
    return Incoming(
        sender=_sender(content.get("sender")),
        text=content.get("message"),
        metadata=metadata if isinstance(metadata, dict) else None,
    )


def _sender(sender: object) -> str:
    """The conversation a message belongs to; without a sender a new one, which its replies name as recipient_id."""
    if sender is None or sender == "":
        return uuid.uuid4().hex
    if isinstance(sender, bool) or not isinstance(sender, (str, int)) or len(str(sender)) > LONGEST_SENDER:
        raise Refusal(400, "bad_sender", f"The sender must be a text of at most {LONGEST_SENDER} characters.")
    return well_formed(str(sender))


def well_formed(text: str) -> str:
    """The text without lone surrogates, which JSON can carry but no database can keep."""
    return text.encode("utf-8", "replace").decode("utf-8")


def log_failure(turn: asyncio.Future[Any]) -> None:
    """Log where a turn failed, but not the words of the exception: they may quote the conversation."""
    if not turn.cancelled() and (error := turn.exception()) is not None:
        place = "".join(traceback.format_tb(error.__traceback__))
        logger.error("A turn failed.\n%s%s", place, type(error).__name__)
