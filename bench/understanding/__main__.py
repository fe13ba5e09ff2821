"""How well outside questions and patients are understood by the trained model.

    python -m bench.understanding --samples FOLDER [FOLDER ...] [--folds] [--picture confusion.png]

A folder holds questions.jsonl (text, topic, topic_alt, therapy) and vignettes.jsonl (text, slots); neither is ever
trained on. --folds adds the cross-validation on data/.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.understanding import folds, patients, questions
from bench.understanding.parsing import Model
from bench.understanding.rows import lines


def main() -> None:
    """Measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=Path, nargs="+", required=True)
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--picture", type=Path)
    chosen = parser.parse_args()
    if chosen.folds:
        print("## cross-validation")
        folds.report()
    model = Model()
    for folder in chosen.samples:
        print(f"\n## {folder.name}")
        if asked := lines(folder / "questions.jsonl"):
            questions.report(model, asked, chosen.picture)
        if described := lines(folder / "vignettes.jsonl"):
            patients.report(model, described)


if __name__ == "__main__":
    main()
