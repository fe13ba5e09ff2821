"""The bot says so when its action server is gone, and answers again when it is back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from launch.servers import Servers
from launch.webhook import truly_answers


def test_nobody_is_left_without_a_word_while_the_action_server_is_gone(
    servers: Servers, talk: Callable[[str], list[dict[str, Any]]]
) -> None:
    servers.kill_actions()
    try:
        assert all(message.get("text") or message.get("custom") for message in talk("hello"))
        assert talk("hello")
    finally:
        servers.start_actions()
    assert truly_answers(servers.url, "after-the-outage")
