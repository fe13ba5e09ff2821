"""Compares what the intent classifier may be given: five-fold cross-validation on data/, and outside questions.

    python -m bench.understanding.features [--questions questions.jsonl] [--only ROW ...] [--rasas-own]

A question is right if its intent, settled as the bot settles it, is one that answers its topic. The tuned encoder was
tuned on all of data/, so its cross-validation says nothing; the outside questions do.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from nlu.classifier import fit
from nlu.encoder import encode
from nlu.network import network
from nlu.settle import settle
from nlu.tokenizer import ClinicalTokenizer
from nlu.tuning import examples, plain

ROOT = Path(__file__).resolve().parent.parent.parent
TOPICS = Path(__file__).with_name("topics.yml")
ROWS = {
    "counted words": ("words",),
    "encoder, raw text": ("raw",),
    "encoder, masked text": ("masked",),
    "words + masked": ("words", "masked"),
    "tuned encoder": ("tuned",),
    "words + tuned": ("words", "tuned"),
    "words + masked + tuned": ("words", "masked", "tuned"),
}
Predict = Callable[[Sequence[int]], tuple[np.ndarray, np.ndarray]]


class Material:
    """All texts, examples first, in every form a classifier may be given."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Tokenizes and encodes the texts once."""
        tokenizer = ClinicalTokenizer(ClinicalTokenizer.get_default_config())
        tokens = [tokenizer.tokenize(Message({"text": text}), "text") for text in texts]
        self.words = [" ".join(token.text for token in found) for found in tokens]
        masked, both = plain(texts), network()
        self.dense = {
            "raw": encode(texts, both.meaning),
            "masked": encode(masked, both.meaning),
            "tuned": encode(masked, both.asking),
        }

    def counts(self, train: Sequence[int], rare: int) -> csr_matrix:
        """Counted words and letters of all texts, the vocabulary from the rows to train on."""
        word = CountVectorizer(ngram_range=(1, 2), token_pattern=r"\S+", lowercase=False, min_df=rare)
        letters = CountVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=rare)
        parts = [counter.fit([self.words[i] for i in train]).transform(self.words) for counter in (word, letters)]
        return hstack(parts).tocsr()

    def ours(self, parts: Sequence[str], train: Sequence[int], intents: Sequence[str], strength: float) -> Predict:
        """The project's classifier, trained on some rows."""
        counts = self.counts(train, 2) if "words" in parts else csr_matrix((len(self.words), 0))
        nothing = np.zeros((len(self.words), 0))
        vectors = np.hstack([nothing, *(self.dense[part] for part in parts if part != "words")])
        weights = fit(counts[train], vectors[train], intents, strength)
        return lambda rows: (weights.probabilities(counts[rows], vectors[rows]), weights.intents)

    def rasas(self, train: Sequence[int], intents: Sequence[str]) -> Predict:
        """Rasa's own classifier on counted words, as it would be configured."""
        counts = self.counts(train, 1)
        model = LogisticRegression(max_iter=300, class_weight="balanced", random_state=1).fit(counts[train], intents)
        return lambda rows: (model.predict_proba(counts[rows]), model.classes_)


def compare(
    name: str, train: Callable[[Any, Sequence[str]], Predict], intents: np.ndarray, questions: list[Any]
) -> None:
    """Prints one row of the table."""
    right: list[float] = []
    for learnt, held in StratifiedKFold(5, shuffle=True, random_state=1).split(intents, intents):
        sure, order = train(learnt, intents[learnt])(held)
        right.append(float((order[sure.argmax(axis=1)] == intents[held]).mean()))
    started = time.time()
    everything = train(np.arange(len(intents)), intents)
    seconds = time.time() - started
    answered = _answered(everything, len(intents), questions) if questions else "-"
    print(
        f"| {name} | {100 * np.mean(right):.1f} ± {100 * np.std(right):.1f} | {answered} | {seconds:.0f} |", flush=True
    )


def _answered(predict: Predict, first: int, questions: list[Any]) -> str:
    """How many outside questions get an intent that answers their topic."""
    topics = yaml.safe_load(TOPICS.read_text(encoding="utf-8"))
    sure, order = predict(np.arange(first, first + len(questions)))
    right = 0
    for question, row in zip(questions, sure, strict=True):
        ranking = [{"name": str(order[i]), "confidence": float(row[i])} for i in np.argsort(-row)[:5]]
        wanted = [
            name
            for topic in (question["topic"], *question["topic_alt"])
            for name in topics.get(topic, [f"ask_{topic}"])
        ]
        right += settle(question["text"], ranking, {}).intent in wanted
    return f"{right} of {len(questions)}"


def main() -> None:
    """Runs the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, help="JSON lines with text, topic and topic_alt")
    parser.add_argument("--only", nargs="*", choices=ROWS, default=list(ROWS))
    parser.add_argument("--strength", nargs="*", type=float, default=[10.0])
    parser.add_argument("--rasas-own", action="store_true", help="Rasa's own classifier too: about ten minutes")
    chosen = parser.parse_args()
    texts, intents = (np.array(column, dtype=object) for column in zip(*examples(), strict=True))
    questions = [json.loads(line) for line in chosen.questions.read_text().splitlines()] if chosen.questions else []
    material = Material([*texts, *(question["text"] for question in questions)])
    print(f"{len(texts)} examples, {len(set(intents))} intents")
    print("| features | cross-validation % | outside questions | s to fit |\n|---|---|---|---|")
    if chosen.rasas_own:
        compare("counted words, Rasa's own classifier", material.rasas, intents, questions)
    for name in chosen.only:
        for strength in chosen.strength:
            title = f"{name}, strength {strength:g}"
            compare(
                title,
                lambda rows, known, n=name, c=strength: material.ours(ROWS[n], rows, known, c),
                intents,
                questions,
            )


if __name__ == "__main__":
    main()
