"""The REST webhook: Rasa's own, without its silences.

Rasa's RestInput answers a failed turn, an empty text and a malformed body with `200 []`, puts everyone without a
sender into one shared conversation, and lets a client that hangs up cancel its turn. Here a person always gets a
sentence (they are in credentials.yml), and a broken client a 4xx with `{"error": <code>, "message": <sentence>}`.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, fields
from typing import Any

from rasa.core.channels.rest import RestInput
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from channels.turns import OnNewMessage, Refusal, Settings, Turns, body_of, well_formed

LONGEST_SENDER = 255
NOTE_COMMAND, NOTE_FILE = "/summarise", "consultation-note.md"
"""The command that asks for the note of a conversation, and the name of its file."""


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
        self._turns = Turns(self._settings, self.name())

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
                incoming = read(await body_of(request, self._settings.max_body_bytes))
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
        """The messages that go back for one request."""
        return await self._turns.answer(incoming.sender, incoming.text, incoming.metadata, on_new_message)


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
