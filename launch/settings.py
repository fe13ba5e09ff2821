"""Where things lie, which ports are used, and the environment the servers run in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from launch.trouble import Trouble

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "models"
VAR = ROOT / "var"
LOGS = VAR / "log"
HOST = "127.0.0.1"
DEFAULT_PORT = 5005
DEFAULT_ACTION_PORT = 5055

# Never inherited: the first would cost every start its bytecode, the others could make Rasa log what people write.
_DROPPED = ("PYTHONDONTWRITEBYTECODE", "LOG_LEVEL", "LOG_LEVEL_RASA", "LOG_LEVEL_LIBRARIES")
_FIXED = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SANIC_HOST": HOST,
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONUNBUFFERED": "1",
    # Large pieces of memory go back to the system when they are freed: 130 MB less for the weights of the encoder.
    "MALLOC_MMAP_THRESHOLD_": "1048576",
}


def port(name: str, default: int, environ: Mapping[str, str] = os.environ) -> int:
    """The port an environment variable asks for, or the default when it is unset or empty."""
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise Trouble(f"{name}={text} is not a port: choose a number from 1 to 65535, for example {name}={default}.")
    return int(text)


def tracker_db(environ: Mapping[str, str] = os.environ) -> Path:
    """The file that keeps the conversations: TRACKER_DB, or var/conversations.db."""
    return ROOT / (environ.get("TRACKER_DB") or VAR / "conversations.db")


def http_api_wanted(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether HTTP_API=1 asks for Rasa's own HTTP API, which lets anyone on this machine read conversations."""
    return environ.get("HTTP_API", "") not in ("", "0")


def child_environment(**more: object) -> dict[str, str]:
    """The environment of every program we start: ours, made quiet and local, with `more` on top."""
    environment = {name: value for name, value in os.environ.items() if name not in _DROPPED}
    return {**environment, **_FIXED, **{name: str(value) for name, value in more.items()}}


def shown(path: Path) -> str:
    """A path as the reader would type it: relative to the project where possible."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
