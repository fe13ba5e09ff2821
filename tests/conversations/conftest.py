"""One running bot for all conversations, and a fresh conversation for each test."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from launch.servers import Servers

Talk = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """Both servers on free ports with a throw-away database; whoever stops one starts it again."""
    with Servers() as running:
        yield running


@pytest.fixture
def talk(servers: Servers) -> Talk:
    """Says something in a conversation that belongs to this test alone, and returns the bot's messages."""
    servers.start_actions()
    sender = uuid.uuid4().hex
    return lambda text: servers.say(sender, text)
