"""Checks that no sample stands in the training data: what was trained on measures nothing.

    python -m bench.understanding.unseen [--add FOLDER]

Samples are the JSON lines in samples/ beside this file, and outside ones, of which only fingerprints are kept
(`fingerprints.txt`); --add takes in those of a folder. Upper and lower case, punctuation and blanks do not count.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.understanding.rows import lines
from nlu.components.tuning import examples

HERE = Path(__file__).parent
FINGERPRINTS = HERE / "fingerprints.txt"
FEWEST_WORDS = 4
"""Words from which a text is somebody's own and not a phrase that everybody uses ("thank you")."""


def fingerprint(text: str) -> str | None:
    """A text's fingerprint, None where it is too short to be told apart."""
    words = re.findall(r"\w+", text.lower())
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16] if len(words) >= FEWEST_WORDS else None


def texts(folder: Path) -> Iterator[str]:
    """What the samples of a folder say, turns of dialogues included."""
    for path in sorted(folder.rglob("*.jsonl")):
        for row in lines(path):
            yield from [row["text"]] if "text" in row else [turn["user"] for turn in row["turns"]]


def seen(trained: Iterator[tuple[str, str]]) -> list[str]:
    """The training examples that are samples."""
    known = set(FINGERPRINTS.read_text(encoding="utf-8").split()) | {fingerprint(text) for text in texts(HERE)} - {None}
    return [text for text, _ in trained if fingerprint(text) in known]


def main() -> None:
    """Checks, or takes in the fingerprints of a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--add", type=Path)
    chosen = parser.parse_args()
    if chosen.add:
        known = set(FINGERPRINTS.read_text(encoding="utf-8").split()) if FINGERPRINTS.exists() else set()
        known |= {found for text in texts(chosen.add) if (found := fingerprint(text))}
        FINGERPRINTS.write_text("\n".join(sorted(known)) + "\n", encoding="utf-8")
    if found := seen(examples()):
        print("Samples stand in the training data; take them out of data/:", *found, sep="\n- ")
        sys.exit(1)
    print("No sample stands in the training data.")


if __name__ == "__main__":
    main()
