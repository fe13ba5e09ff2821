"""The two servers of the bot, Rasa and its action server, as one thing to start, talk to and stop."""

from __future__ import annotations

import tempfile
import time
import uuid
from pathlib import Path
from types import TracebackType

from launch import webhook
from launch.child import Child
from launch.logs import because
from launch.ports import free_ports
from launch.progress import Progress, Tell, nothing
from launch.settings import HOST, LOGS, child_environment
from launch.training import ensure_model
from launch.trouble import Trouble

_POLL_SECONDS = 0.25
_LONGEST_START = 300
_LONGEST_SILENCE = 30


class Servers:
    """Starts both servers on entering and stops them on leaving.

    Without arguments: free ports, a throw-away database, silence, and the model of the present files.
    """

    def __init__(
        self,
        *,
        port: int | None = None,
        action_port: int | None = None,
        tracker_db: Path | None = None,
        log_prefix: str = "test-",
        http_api: bool = False,
        tell: Tell = nothing,
    ) -> None:
        free = free_ports(2)
        self.port, self.action_port = port or free[0], action_port or free[1]
        self._scratch = tempfile.TemporaryDirectory(prefix="bot-")
        self.tracker_db = tracker_db or Path(self._scratch.name) / "conversations.db"
        self._log_prefix, self._http_api, self._tell = log_prefix, http_api, tell
        self.rasa: Child | None = None
        self.actions: Child | None = None

    @property
    def url(self) -> str:
        """The address of the REST webhook."""
        return f"http://{HOST}:{self.port}/webhooks/rest/webhook"

    @property
    def page(self) -> str:
        """The address of the chat page."""
        return f"http://{HOST}:{self.port}/chat/"

    def __enter__(self) -> Servers:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start both servers at once and return when the bot truly answers."""
        model = ensure_model(self._tell)
        self.tracker_db.parent.mkdir(parents=True, exist_ok=True)
        environment = child_environment(ACTION_PORT=self.action_port, TRACKER_DB=self.tracker_db)
        self.actions = self._new_actions(environment).start()
        self.rasa = self._new_rasa(model, environment).start()
        self._wait_until_answering(self.actions, self.rasa)

    def stop(self) -> None:
        """Stop what was started, and throw away what was to be thrown away."""
        started = [child for child in (self.rasa, self.actions) if child is not None]
        for child in started:
            child.ask_to_stop()
        for child in started:
            child.stop()
        self._scratch.cleanup()

    def say(self, sender: str, text: str) -> list[webhook.Message]:
        """Send one message and return the bot's messages."""
        return webhook.send(self.url, sender, text)

    def actions_are_up(self) -> bool:
        """Whether the action server answers."""
        return webhook.is_up(f"http://{HOST}:{self.action_port}/health")

    def kill_actions(self) -> None:
        """End the action server at once, as a crash would."""
        if self.actions is not None:
            self.actions.kill()

    def start_actions(self) -> None:
        """Start the action server again, if it is not running, and return when it answers."""
        if self.actions is None:
            raise Trouble("The servers have not been started.")
        if not self.actions.running:
            self.actions.start()
        progress = Progress(self._tell)
        while not self.actions_are_up():
            _require_running(self.actions, "The action server")
            _require_patience(progress, self.actions)
            time.sleep(_POLL_SECONDS)

    def _new_actions(self, environment: dict[str, str]) -> Child:
        arguments = ["--actions", "actions", "--port", str(self.action_port)]
        return Child("launch.actions_cli", arguments, environment, LOGS / f"{self._log_prefix}actions.log")

    def _new_rasa(self, model: Path, environment: dict[str, str]) -> Child:
        arguments = ["run", "--interface", HOST, "--port", str(self.port), "--model", str(model)]
        arguments += ["--credentials", "credentials.yml", "--endpoints", "endpoints.yml"]
        arguments += ["--enable-api"] if self._http_api else []
        return Child("launch.rasa_cli", arguments, environment, LOGS / f"{self._log_prefix}rasa.log")

    def _wait_until_answering(self, actions: Child, rasa: Child) -> None:
        progress = Progress(self._tell)
        while not self._both_up(progress):
            _require_running(actions, "The action server")
            _require_running(rasa, "Rasa")
            _require_patience(progress, rasa)
            time.sleep(_POLL_SECONDS)
        first_words, sender = Progress(self._tell), f"start-up-check-{uuid.uuid4().hex}"
        while not webhook.truly_answers(self.url, sender):
            _require_running(rasa, "Rasa")
            first_words.at("both servers are up, waiting for the first true answer")
            _require_patience(first_words, rasa, _LONGEST_SILENCE)
            time.sleep(1)

    def _both_up(self, progress: Progress) -> bool:
        actions_are_up = self.actions_are_up()
        progress.at("Rasa is loading the model" if actions_are_up else "both servers are loading")
        return actions_are_up and webhook.is_up(f"http://{HOST}:{self.port}/webhooks/rest/")


def _require_running(child: Child, name: str) -> None:
    if not child.running:
        raise Trouble(f"{name} stopped while starting (exit code {child.exit_code}): {because(child.log)}")


def _require_patience(progress: Progress, child: Child, seconds: float = _LONGEST_START) -> None:
    if progress.seconds > seconds:
        raise Trouble(f"The bot gave no true answer within {seconds} seconds: {because(child.log)}")
