"""Programs we start end when we want, when we die, and are started again when they should run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from launch import settings
from launch.child import Child
from launch.supervisor import Revival

_SLEEPER = "import launch.lifeline, time; launch.lifeline.follow_launcher(); print('up', flush=True); time.sleep(60)"


@pytest.fixture
def sleeper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Child:
    (tmp_path / "sleeper.py").write_text(_SLEEPER)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{settings.ROOT}")
    return Child("sleeper", [], settings.child_environment(), tmp_path / "log")


def wait_for(condition: object, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_child_stops_and_can_be_started_again(sleeper: Child) -> None:
    sleeper.start()
    assert sleeper.running
    sleeper.stop()
    assert sleeper.exit_code == -signal.SIGTERM
    sleeper.start()
    sleeper.kill()
    assert sleeper.exit_code == -signal.SIGKILL
    sleeper.stop()


def test_a_child_ends_with_a_launcher_that_was_killed(sleeper: Child, tmp_path: Path) -> None:
    launcher = (
        "import sys, time; from pathlib import Path; from launch import settings; from launch.child import Child\n"
        f"child = Child('sleeper', [], settings.child_environment(), Path({str(sleeper.log)!r})).start()\n"
        "print(child._process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", launcher], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        pid = int(process.stdout.readline())
        wait_for(lambda: "up" in sleeper.log.read_text())
        process.kill()
    wait_for(lambda: not _alive(pid))


def _alive(pid: int) -> bool:
    """Whether a process runs: a zombie nobody waits for, as in a container, does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


class Fragile:
    """A child that ends whenever it is told to."""

    exit_code, log = -9, settings.LOGS / "actions.log"

    def __init__(self) -> None:
        self.running, self.starts = False, 0

    def start(self) -> None:
        self.running, self.starts = True, self.starts + 1


def test_a_child_that_ended_is_started_again_and_this_is_said() -> None:
    child, told = Fragile(), []
    revival = Revival(child, told.append)  # type: ignore[arg-type]
    revival.attend(now=100)
    assert child.starts == 1
    assert "started again" in told[0]
    assert "var/log/actions.log" in told[0]


def test_a_child_that_keeps_ending_is_started_ever_more_slowly() -> None:
    child = Fragile()
    revival = Revival(child, lambda text: None)  # type: ignore[arg-type]
    for tenth in range(1000):
        child.running = False
        revival.attend(now=1000 + tenth / 10)
    assert child.starts < 10


def test_the_servers_run_quiet_local_and_with_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    environment = settings.child_environment(ACTION_PORT=7)
    assert "PYTHONDONTWRITEBYTECODE" not in environment
    assert "LOG_LEVEL" not in environment
    assert environment["SANIC_HOST"] == "127.0.0.1"
    assert environment["RASA_TELEMETRY_ENABLED"] == "false"
    assert environment["ACTION_PORT"] == "7"
