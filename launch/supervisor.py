"""`make run`: both servers on their fixed ports, watched over until someone stops them or Rasa ends."""

from __future__ import annotations

import time

from launch.child import Child
from launch.ports import require_free
from launch.progress import Tell, say
from launch.servers import Servers
from launch.settings import DEFAULT_ACTION_PORT, DEFAULT_PORT, http_api_wanted, port, shown, tracker_db
from launch.training import ensure_model
from launch.trouble import Trouble

_POLL_SECONDS = 0.5
_LONGEST_PAUSE = 30.0


def run() -> None:
    """Start the bot, say where it is, and watch over it."""
    rasa_port, action_port = chosen_ports()
    ensure_model()
    servers = Servers(
        port=rasa_port,
        action_port=action_port,
        tracker_db=tracker_db(),
        log_prefix="",
        http_api=http_api_wanted(),
        tell=say,
    )
    say(f"Starting the bot on port {rasa_port}, its action server on port {action_port} (logs: var/log/)")
    with servers:
        say(f"Ready: {servers.url}")
        say(f"Chat:  {servers.page}")
        say(f"""Try:   curl -s {servers.url} -d '{{"sender": "me", "message": "hello"}}'   (Ctrl-C stops the bot)""")
        try:
            watch(servers)
        except KeyboardInterrupt:
            say("\nStopping the bot.")


def chosen_ports() -> tuple[int, int]:
    """The two ports asked for, once it is certain that they can be had."""
    rasa_port, action_port = port("PORT", DEFAULT_PORT), port("ACTION_PORT", DEFAULT_ACTION_PORT)
    if rasa_port == action_port:
        raise Trouble(f"PORT and ACTION_PORT are both {rasa_port}: the bot and its action server need one each.")
    require_free(rasa_port, "PORT", "the bot")
    require_free(action_port, "ACTION_PORT", "its action server")
    return rasa_port, action_port


def watch(servers: Servers) -> None:
    """Restart the action server whenever it ends; end with a sentence when Rasa does."""
    assert servers.rasa and servers.actions
    revival = Revival(servers.actions)
    while servers.rasa.running:
        revival.attend()
        time.sleep(_POLL_SECONDS)
    code, log = servers.rasa.exit_code, shown(servers.rasa.log)
    raise Trouble(f"Rasa stopped by itself (exit code {code}), so the bot ends: see {log}")


class Revival:
    """Starts a program again after it ended: at once the first time, more slowly when it keeps ending."""

    def __init__(self, child: Child, tell: Tell = say) -> None:
        self._child, self._tell = child, tell
        self._pause, self._not_before = 0.0, 0.0

    def attend(self, now: float | None = None) -> None:
        """Start the program if it has ended and its pause is over."""
        now = time.monotonic() if now is None else now
        if self._child.running or now < self._not_before:
            return
        self._tell(
            f"The action server stopped (exit code {self._child.exit_code}) and is started again; "
            f"answers may fail for a moment (log: {shown(self._child.log)})"
        )
        quickly_again = now < self._not_before + 60
        self._pause = min(self._pause * 2 or 1.0, _LONGEST_PAUSE) if quickly_again else 1.0
        self._not_before = now + self._pause
        self._child.start()
