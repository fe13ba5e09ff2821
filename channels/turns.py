"""One turn of a conversation, whichever channel it comes in by: a person always gets a sentence, and a client that
hangs up loses nothing."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from sanic.request import Request

logger = logging.getLogger(__name__)

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]

# These two of Rasa's commands may rightly say nothing.
MAY_BE_SILENT = ("/session_start", "/restart")


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


class Turns:
    """Hands messages to Rasa, one at a time, and replaces its silences by sentences."""

    def __init__(self, settings: Settings, channel: str) -> None:
        self._settings, self._channel = settings, channel

    async def answer(
        self, sender: str, said: object, metadata: dict[str, Any] | None, on_new_message: OnNewMessage
    ) -> list[dict[str, Any]]:
        """The messages that go back for what was said; never none, except for commands that may be silent."""
        text = well_formed(said).strip() if isinstance(said, str) else ""
        if not text:
            return [self._instead(sender, "empty")]
        if len(text) > self._settings.max_characters:
            return [self._instead(sender, "too_long")]
        collector = CollectingOutputChannel()
        message = UserMessage(text, collector, sender, input_channel=self._channel, metadata=metadata)
        finished = await self._take(on_new_message, message)
        if collector.messages or (finished and text in MAY_BE_SILENT):
            return list(collector.messages)
        return [self._instead(sender, "unavailable")]

    async def _take(self, on_new_message: OnNewMessage, message: UserMessage) -> bool:
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


async def body_of(request: Request, most: int) -> bytes:
    """The body of a streamed request, read no further than allowed.

    Raises:
        Refusal: it is longer than `most` bytes.
    """
    body = b""
    while (part := await request.stream.read()) is not None:
        body += part
        if len(body) > most:
            raise Refusal(413, "body_too_large", f"The body of a request may hold {most} bytes, no more.")
    return body


def well_formed(text: str) -> str:
    """The text without lone surrogates, which JSON can carry but no database can keep."""
    return text.encode("utf-8", "replace").decode("utf-8")


def log_failure(turn: asyncio.Future[Any]) -> None:
    """Log where a turn failed, but not the words of the exception: they may quote the conversation."""
    if not turn.cancelled() and (error := turn.exception()) is not None:
        logger.error("A turn failed.\n%s", place_of(error))


def place_of(error: BaseException) -> str:
    """Where an exception was raised and of which kind it is, without its words."""
    return "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__
