"""One program we started: its log, its end. Nothing here ever touches a process that is not our own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from launch.lifeline import VARIABLE
from launch.settings import ROOT

_GRACE_SECONDS = 10


class Child:
    """A Python module run as a program of its own, which can be started again after it ended."""

    def __init__(self, module: str, arguments: Sequence[str], environment: dict[str, str], log: Path) -> None:
        self._command = [sys.executable, "-m", module, *arguments]
        self._environment = {**environment, VARIABLE: "stdin"}
        self._process: subprocess.Popen[bytes] | None = None
        self.log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_bytes(b"")

    def start(self) -> Child:
        """Start the program in a process group of its own, so that Ctrl-C reaches only us and we end it in order."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    @property
    def exit_code(self) -> int | None:
        """The code the program ended with, or None while it runs or was never started."""
        return self._process.poll() if self._process else None

    @property
    def running(self) -> bool:
        """Whether the program was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def ask_to_stop(self) -> None:
        """Ask the program to end, without waiting for it."""
        self._signal(signal.SIGTERM)

    def stop(self, grace: float = _GRACE_SECONDS) -> None:
        """Ask the program to end, and end it when it does not."""
        if self._process is None:
            return
        self.ask_to_stop()
        try:
            self._process.wait(grace)
        except subprocess.TimeoutExpired:
            self.kill()
        self._close_lifeline()

    def kill(self) -> None:
        """End the program at once, as a crash would."""
        if self._process is None:
            return
        self._signal(signal.SIGKILL)
        self._process.wait()
        self._close_lifeline()

    def _signal(self, number: int) -> None:
        """Signal the program's group, which bears its id; once it is waited for, that id may be anyone's."""
        if self._process is not None and self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def _close_lifeline(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
