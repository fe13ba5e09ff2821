"""The web chat, under /chat/: for pages on the internet, so with sessions that the server signs, limits, and nothing
that a visitor may choose but what is said.

Every refusal is `{"error": <code>, "message": <sentence>}` with a 4xx; docs/chat.md lists the codes.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

import aiohttp
from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from channels.history import history, shown
from channels.limits import Lanes, Rate
from channels.page import Asset, assets, policy, send
from channels.sessions import Sessions
from channels.turns import OnNewMessage, Refusal, Settings, Turns, body_of, place_of
from channels.visits import HEADERS, Visits, words_of

logger = logging.getLogger(__name__)

NOTE_COMMAND, NOTE_FILE = "/summarise", "consultation-note.md"
Handler = Callable[[Request], Awaitable[HTTPResponse]]


@dataclass(frozen=True)
class WebSettings(Settings):
    """What credentials.yml may set for the web chat, besides what any channel has.

    `commands`: intents that a quick reply may name, "ask_*" for all that begin so. `origin`: where the page is seen,
    where a proxy stands in front ("https://chat.example.org"). `embedding`: origins of pages that may show the chat in
    a frame. `proxies`: how many proxies of ours stand in front, each of which adds an address to X-Forwarded-For.
    """

    commands: tuple[str, ...] = ()
    origin: str = ""
    embedding: tuple[str, ...] = ()
    proxies: int = 0
    session_seconds: int = 43200
    in_a_row: int = 15
    per_minute: float = 30
    of_an_address: int = 8
    waiting: int = 2


class WebChat(InputChannel):
    """The routes of the web chat."""

    def __init__(self, settings: WebSettings, secret: str = "") -> None:
        self._settings = settings
        self._turns = Turns(settings, self.name())
        self._sessions = Sessions(secret, settings.session_seconds)
        self._visits = Visits(settings.origin, settings.proxies)
        self._of_session = Rate(settings.in_a_row, settings.per_minute)
        many = settings.of_an_address
        self._of_address = Rate(settings.in_a_row * many, settings.per_minute * many)
        self._lanes = Lanes(settings.waiting)

    @classmethod
    def name(cls) -> str:
        """The name of the channel in the tracker store."""
        return "web"

    def url_prefix(self) -> str:
        """Where the channel is: Rasa puts the routes below /chat."""
        return "/chat"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebChat:
        """Make the channel from its entry in credentials.yml; an unknown key is an error, and so is a short secret."""
        given = dict(credentials or {})
        known = [field.name for field in fields(WebSettings)]
        if unknown := sorted(set(given) - set(known)):
            raise RasaException(f"credentials.yml: unknown {', '.join(unknown)}; there are {', '.join(known)}.")
        for name in ("commands", "embedding"):
            given[name] = tuple(given.get(name) or ())
        try:
            return cls(WebSettings(**given), os.environ.get("CHAT_SECRET", ""))
        except ValueError as error:
            raise RasaException(str(error)) from None

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The routes: the page and its files, session, message, history, note and health."""
        routes = Blueprint("web_chat", __name__)
        for address, asset in assets().items():
            routes.add_route(self._page(asset), f"/{address}", methods=["GET"], name=f"file_{address or 'index'}")
        posts = {"session": self._session, "message": partial(self._message, on_new_message)}
        gets = {"history": self._history, "note": partial(self._note, on_new_message), "health": self._health}
        for name, handle in posts.items():
            routes.add_route(self._safe(handle), f"/{name}", methods=["POST"], name=name, stream=True)
        for name, handle in gets.items():
            routes.add_route(self._safe(handle), f"/{name}", methods=["GET"], name=name)
        return routes

    async def _session(self, request: Request) -> HTTPResponse:
        """A new session, or the one of the request with a fresh token."""
        await body_of(request, self._settings.max_body_bytes)
        header = request.headers.get("authorization")
        session = self._sessions.renewed(header) if header else self._sessions.new()
        return response.json({"token": session.token, "seconds": session.seconds})

    async def _message(self, on_new_message: OnNewMessage, request: Request) -> HTTPResponse:
        """What the bot replies to a message."""
        sender = self._sender(request)
        text = words_of(request, await body_of(request, self._settings.max_body_bytes), self._settings.commands)
        return response.json({"messages": await self._said(sender, text, on_new_message)})

    async def _history(self, request: Request) -> HTTPResponse:
        """What was said so far."""
        sender, agent = self._sender(request), _agent(request)
        return response.json({"messages": await history(agent, sender) if agent else []})

    async def _note(self, on_new_message: OnNewMessage, request: Request) -> HTTPResponse:
        """The note of the consultation as a file."""
        messages = await self._said(self._sender(request), NOTE_COMMAND, on_new_message)
        found = next((text for m in messages if (text := (m.get("custom") or {}).get("note"))), None)
        if found is None:
            raise Refusal(503, "unavailable", self._settings.unavailable)
        named = {"Content-Disposition": f'attachment; filename="{NOTE_FILE}"'}
        return response.text(str(found), headers=named, content_type="text/markdown; charset=utf-8")

    async def _health(self, request: Request) -> HTTPResponse:
        """Whether the model is loaded and the action server answers."""
        parts = {"model": _has_model(request), "actions": await _actions_answer(request)}
        return response.json({"ready": all(parts.values()), **parts}, status=200 if all(parts.values()) else 503)

    def _page(self, asset: Asset) -> Handler:
        """A handler that sends a file of the page."""
        headers = {**HEADERS, "Content-Security-Policy": policy(self._settings.embedding)}

        async def page(request: Request) -> HTTPResponse:
            if asset.kind.startswith("text/html") and not request.path.endswith("/"):
                return response.redirect(f"{request.path}/", headers=headers, status=308)
            return send(asset, request, headers)

        return page

    def _safe(self, handle: Handler) -> Handler:
        """A handler that refuses what is not allowed in JSON, and sends the headers of the web chat."""

        async def safe(request: Request) -> HTTPResponse:
            try:
                self._visits.check_origin(request)
                self._of_address.take(self._visits.address(request))
                answer = await handle(request)
            except Refusal as refusal:
                answer = response.json(refusal.body, status=refusal.status)
            except Exception as error:
                logger.error("A request failed.\n%s", place_of(error))
                broken = Refusal(503, "unavailable", self._settings.unavailable)
                answer = response.json(broken.body, status=broken.status)
            answer.headers.update(HEADERS)
            return answer

        return safe

    def _sender(self, request: Request) -> str:
        """The conversation of a request, whose rate it counts against."""
        sender = self._sessions.sender(request.headers.get("authorization"))
        self._of_session.take(sender)
        return sender

    async def _said(self, sender: str, text: str, on_new_message: OnNewMessage) -> list[dict[str, Any]]:
        """What the bot replies, in turn."""
        async with self._lanes.turn(sender):
            messages = await self._turns.answer(sender, text, None, on_new_message)
        return [shown(message) for message in messages]


def _agent(request: Request) -> Agent | None:
    """Rasa's agent; None while it is still loading."""
    return getattr(request.app.ctx, "agent", None)


def _has_model(request: Request) -> bool:
    agent = _agent(request)
    return bool(agent and agent.is_ready())


async def _actions_answer(request: Request) -> bool:
    """Whether the action server answers its health check."""
    endpoint = getattr(_agent(request), "action_endpoint", None)
    if endpoint is None or not endpoint.url:
        return False
    try:
        url, wait = endpoint.url.rsplit("/", 1)[0] + "/health", aiohttp.ClientTimeout(total=2)
        async with aiohttp.ClientSession(timeout=wait) as client, client.get(url) as answer:
            return answer.status == 200
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
        return False
