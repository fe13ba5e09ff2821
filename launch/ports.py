"""Whether a port can be had, and a free one when any will do."""

from __future__ import annotations

import socket

from launch.settings import HOST
from launch.trouble import Trouble


def is_free(port: int) -> bool:
    """Whether nothing answers on the port and it can be bound."""
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((HOST, port)) == 0:
            return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def require_free(port: int, variable: str, purpose: str) -> None:
    """Say in one sentence that a port is taken and how to choose another."""
    if not is_free(port):
        raise Trouble(
            f"Port {port}, wanted for {purpose}, cannot be used: another program has it, or it needs more rights; "
            f"choose another one with {variable}=, for example: make run {variable}={port + 1}"
        )


def free_ports(count: int) -> list[int]:
    """Distinct ports that are free right now."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind((HOST, 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()
