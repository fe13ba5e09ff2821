"""A port that cannot be had is one sentence that names it and says how to choose another."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from launch import __main__ as command_line
from launch import settings, supervisor
from launch.ports import free_ports, is_free, require_free
from launch.trouble import Trouble


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_in_use_is_named_with_the_way_to_choose_another(taken: int) -> None:
    with pytest.raises(Trouble) as caught:
        require_free(taken, "ACTION_PORT", "its action server")
    assert str(taken) in str(caught.value)
    assert "ACTION_PORT=" in str(caught.value)


def test_run_ends_with_that_sentence_and_no_traceback(
    taken: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", str(taken))
    assert command_line.main(["run"]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1
    assert f"Port {taken}" in output.err


def test_free_ports_are_free_and_distinct() -> None:
    ports = free_ports(3)
    assert len(set(ports)) == 3
    assert all(is_free(port) for port in ports)


def test_an_empty_variable_means_the_default() -> None:
    assert settings.port("PORT", 5005, {"PORT": ""}) == 5005
    assert settings.port("PORT", 5005, {"PORT": "6001"}) == 6001


@pytest.mark.parametrize("text", ["abc", "0", "-1", "65536", "1e3"])
def test_what_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(Trouble, match="PORT="):
        settings.port("PORT", 5005, {"PORT": text})


def test_both_servers_cannot_share_a_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "6001")
    monkeypatch.setenv("ACTION_PORT", "6001")
    with pytest.raises(Trouble, match="both 6001"):
        supervisor.chosen_ports()
