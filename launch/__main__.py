"""The launcher's commands: `python -m launch run|train|shell|validate|stories`."""

from __future__ import annotations

import argparse
import signal
import sys
from types import FrameType

from launch import chat, checks, supervisor, training
from launch.progress import say
from launch.settings import shown
from launch.trouble import Trouble


def train() -> None:
    """Make sure there is a model of the present files."""
    say(f"The model is up to date: {shown(training.ensure_model())}")


COMMANDS = {
    "run": (supervisor.run, "start the bot and keep it running"),
    "train": (train, "train the model if the files it is made from have changed"),
    "shell": (chat.shell, "talk to the bot in the terminal"),
    "validate": (checks.validate, "rasa data validate, where any warning is a failure"),
    "stories": (checks.stories, "rasa test on tests/stories, where any wrong prediction is a failure"),
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; a failure is one sentence and exit code 1, Ctrl-C and SIGTERM are an orderly end."""
    parser = argparse.ArgumentParser(prog="python -m launch")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, (_, text) in COMMANDS.items():
        commands.add_parser(name, help=text, description=text)
    command, _ = COMMANDS[parser.parse_args(arguments).command]
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        command()
    except Trouble as trouble:
        print(trouble, file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130
    return 0


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
