"""The web chat on a server of its own, with an echo in the place of Rasa."""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import UserMessage
from sanic import Sanic

from channels.web import WebChat, WebSettings
from launch.ports import free_ports

SECRET = "a secret of the tests, long enough to sign"


@dataclass(frozen=True)
class Answer:
    """Status, headers and body of an answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        """The code of a refusal."""
        return str(self.json["error"])


@dataclass(frozen=True)
class Site:
    """A running web chat; `said` is what reached the echo, as (sender, text)."""

    port: int
    said: list[tuple[str, str]]

    def ask(self, method: str, path: str, body: bytes | str | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, f"/chat{path}", body, named)
        reply = connection.getresponse()
        found = Answer(reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read())
        connection.close()
        return found

    def session(self) -> str:
        """A fresh token."""
        return str(self.ask("POST", "/session").json["token"])

    def send(self, token: str, content: object, **headers: str) -> Answer:
        """Posts a message as the page does."""
        named = {"Content_Type": "application/json", "Authorization": f"Bearer {token}", **headers}
        return self.ask("POST", "/message", json.dumps(content), **named)


def serve(settings: WebSettings, secret: str = SECRET) -> Iterator[Site]:
    """Runs a web chat until the test is over."""
    said: list[tuple[str, str]] = []

    async def echo(message: UserMessage) -> None:
        said.append((message.sender_id, str(message.text)))
        if message.text == "slow":
            await asyncio.sleep(0.4)
        if message.text == "/summarise":
            await message.output_channel.send_custom_json(message.sender_id, {"note": "A note", "advice": {}})
            return
        if message.text == "crash":
            raise RuntimeError("words")
        if message.text != "silence":
            await message.output_channel.send_text_message(message.sender_id, f"You said {message.text}")

    Sanic.test_mode = True  # several servers in one process
    chat, (port,) = WebChat(settings, secret), free_ports(1)
    app = Sanic(f"web_chat_{port}", configure_logging=False)
    app.blueprint(chat.blueprint(echo), url_prefix=chat.url_prefix())
    loop, ready = asyncio.new_event_loop(), threading.Event()

    def run() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(app.create_server("127.0.0.1", port, return_asyncio_server=True))
        loop.run_until_complete(server.startup())
        loop.run_until_complete(server.start_serving())
        ready.set()
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield Site(port, said)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


OPEN = {"commands": ("give_facts", "ask_*"), "per_minute": 60_000.0, "in_a_row": 1000}
