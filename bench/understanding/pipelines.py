"""Compares pipelines of Rasa on the same data: what they understand, how fast, in how much memory, trained how long.

    python -m bench.understanding.pipelines --samples FOLDER [FOLDER ...] [--only ROW ...]

Each pipeline is trained and measured in a process of its own. Right is the best intent by itself, before anything is
settled, if it answers a topic of the question.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from bench.understanding.parsing import Model
from bench.understanding.questions import wanted_by
from bench.understanding.rows import lines

ROOT = Path(__file__).resolve().parent.parent.parent
PLAIN = [
    {"name": "WhitespaceTokenizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
]
TUNED = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"][1:4]
LINEAR = {"name": "nlu.components.classifier.LinearIntentClassifier", "strength": 10}
DIET = {"name": "DIETClassifier", "epochs": 10, "entity_recognition": False}
"""Ten epochs; it needs features of words beside a vector of the sentence."""
LIGHT = {**DIET, "number_of_transformer_layers": 0, "batch_size": [256, 512]}
"""DIET without a transformer, in large batches: many times faster."""
ROWS: dict[str, list[dict[str, Any]]] = {
    "n-grams, Rasa's logistic regression": [*PLAIN, {"name": "LogisticRegressionClassifier"}],
    "n-grams, DIET": [*PLAIN, DIET],
    "words, DIET without transformer": [*PLAIN[:2], LIGHT],
    "encoder as it came, linear": [TUNED[0], {**TUNED[1], "tuned": False}, LINEAR],
    "words and encoder as it came, DIET": [
        TUNED[0],
        {**TUNED[1], "tuned": False},
        {"name": "CountVectorsFeaturizer"},
        DIET,
    ],
    "words and encoder as it came, DIET without transformer": [
        TUNED[0],
        {**TUNED[1], "tuned": False},
        {"name": "CountVectorsFeaturizer"},
        LIGHT,
    ],
    "encoder tuned, linear (in use)": [TUNED[0], TUNED[1], LINEAR],
}


def measure(name: str, folders: list[Path]) -> dict[str, Any]:
    """Trains one pipeline and measures it."""
    from rasa.model_training import train_nlu

    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.yml"
        settings = {"recipe": "default.v1", "language": "en", "assistant_id": "bench", "pipeline": ROWS[name]}
        config.write_text(yaml.safe_dump(settings), encoding="utf-8")
        started = time.time()
        model = train_nlu(str(config), str(ROOT / "data"), folder, fixed_model_name="model")
        trained = time.time() - started
        loaded = Model(model)
    asked = [row for place in folders for row in lines(place / "questions.jsonl")]
    parsed = [loaded.parse(question["text"]) for question in asked]
    right = sum(found.intent in wanted_by(question) for question, found in zip(asked, parsed, strict=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took = median(found.milliseconds for found in parsed)
    return {"right": right, "of": len(asked), "ms": took, "trained": trained, "peak": peak}


def main() -> None:
    """Measures the rows, each in a process of its own, and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=Path, nargs="+", required=True)
    parser.add_argument("--only", nargs="*", choices=ROWS, default=list(ROWS))
    parser.add_argument("--row", choices=ROWS, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.row:
        print(json.dumps(measure(chosen.row, chosen.samples)))
        return
    print("| pipeline | right | median ms | training s | peak MB, training included |\n|---|---|---|---|---|")
    for name in chosen.only:
        command = [sys.executable, "-m", "bench.understanding.pipelines", "--row", name, "--samples"]
        done = subprocess.run([*command, *map(str, chosen.samples)], stdout=subprocess.PIPE, text=True, check=True)
        row = json.loads(done.stdout.splitlines()[-1])
        figures = f"{row['right']} of {row['of']} | {row['ms']:.0f} | {row['trained']:.0f} | {row['peak']:.0f}"
        print(f"| {name} | {figures} |", flush=True)


if __name__ == "__main__":
    main()
