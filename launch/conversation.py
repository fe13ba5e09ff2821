"""Prints a stored conversation as JSON: `python -m launch.conversation SENDER > conversation.json`.

`python -m knowledge replay conversation.json` then shows that its advice can be given again.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

from launch.settings import shown, tracker_db
from launch.trouble import Trouble


def events(database: Path, sender: str) -> list[dict[str, Any]]:
    """The events of a conversation, in their order.

    Raises:
        Trouble: there is no database, or no such conversation in it.
    """
    if not database.is_file():
        raise Trouble(f"There is no store of conversations at {shown(database)}.")
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        rows = connection.execute("select data from events where sender_id = ? order by id", (sender,)).fetchall()
    if not rows:
        raise Trouble("There is no conversation with that sender.")
    return [json.loads(row[0]) for row in rows]


def main(arguments: list[str] | None = None) -> int:
    """Prints one conversation."""
    parser = argparse.ArgumentParser(prog="python -m launch.conversation", description=__doc__.splitlines()[0])
    parser.add_argument("sender")
    chosen = parser.parse_args(arguments)
    try:
        print(json.dumps({"sender_id": chosen.sender, "events": events(tracker_db(), chosen.sender)}, indent=1))
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
