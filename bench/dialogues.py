"""Says dialogues to the running bot and prints each reply below what is expected of it, for a person to judge.

    python -m bench.dialogues FILE.jsonl [--server http://127.0.0.1:5005]

A line of the file holds `id` and `turns`, each with what the `user` says and what a reply has to (`must`) and must not
(`must_not`) do.
"""

from __future__ import annotations

import argparse
import json
import uuid
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from bench.understanding.rows import lines


def say(server: str, sender: str, text: str) -> list[str]:
    """What the bot replies, a text each, with its quick replies in parentheses."""
    body = json.dumps({"sender": sender, "message": text}).encode()
    request = Request(f"{server}/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
    with urlopen(request, timeout=60) as answer:
        replies: list[dict[str, Any]] = json.load(answer)
    found = []
    for reply in (reply for reply in replies if "text" in reply):
        titles = " | ".join(button["title"] for button in reply.get("buttons") or [])
        found.append(reply["text"] + (f"\n   ({titles})" if titles else ""))
    return found


def main() -> None:
    """Plays the dialogues of a file, each in a conversation of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--server", default="http://127.0.0.1:5005")
    chosen = parser.parse_args()
    for dialogue in lines(chosen.file):
        sender = uuid.uuid4().hex
        print(f"\n{'=' * 20} {dialogue['id']}")
        for turn in dialogue["turns"]:
            expected = turn["expect"]
            print(f"\n> {turn['user']}")
            print(f"  must: {'; '.join(expected['must'])}\n  must not: {'; '.join(expected['must_not'])}")
            print("\n".join(say(chosen.server, sender, turn["user"])), flush=True)


if __name__ == "__main__":
    main()
