"""How many outside questions are understood, and which are not.

A question is right if its settled intent answers one of its topics (`topics.yml`) and, where it names therapies that
are ours, one of them is a subject (or none is: a guide answers on a condition, whatever the therapy). Of a message that
asks several things (`all`), each is counted besides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from bench.understanding.parsing import Model, Parsed, named
from nlu.lexicon import is_guide

TOPICS = yaml.safe_load(Path(__file__).with_name("topics.yml").read_text(encoding="utf-8"))
DECLINED = "out_of_scope"
Question = Mapping[str, Any]


def intents_of(topic: str) -> list[str]:
    """The intents that answer a sample's topic."""
    return list(TOPICS.get(topic, [f"ask_{topic}"]))


def answered(found: Parsed) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each thing that is going to be answered: intent and subjects."""
    yield found.intent, tuple(found.subjects)
    for more in found.entities.get("also") or []:
        yield more["intent"], tuple(more["subjects"])


def wanted_by(question: Question) -> set[str]:
    """The intents that answer a question."""
    return {intent for topic in (question["topic"], *question["topic_alt"]) for intent in intents_of(topic)}


def is_right(question: Question, found: Parsed) -> bool:
    """Whether a question was understood."""
    wanted = wanted_by(question)
    ours = {subject for code in question["therapy"] if (subject := named(code))}
    told = {subject for _, subjects in answered(found) for subject in subjects if not is_guide(subject)}
    return any(intent in wanted for intent, _ in answered(found)) and (not ours or not told or bool(ours & told))


def parts_right(question: Question, found: Parsed) -> tuple[int, int]:
    """Of the things that a message asks, how many are answered, and how many there are."""
    right = 0
    for code, topic in question.get("all") or ():
        subject = named(code) if code else None
        right += any(
            intent in intents_of(topic) and (subject is None or not about or subject in about)
            for intent, about in answered(found)
        )
    return right, len(question.get("all") or ())


def report(model: Model, questions: Sequence[Question], picture: Path | None) -> None:
    """Accuracy, refusals, latency, and the misread questions in full."""
    parsed = [model.parse(question["text"]) for question in questions]
    both = list(zip(questions, parsed, strict=True))
    right = [is_right(question, found) for question, found in both]
    print(f"questions: {sum(right)} of {len(right)} right ({100 * sum(right) / len(right):.1f} %)")
    _report_declined(both)
    parts = [parts_right(question, found) for question, found in both]
    if whole := sum(count for _, count in parts):
        print(f"of messages that ask several things: {sum(done for done, _ in parts)} of {whole} things answered")
    print(f"median {median(found.milliseconds for found in parsed):.0f} ms a message")
    for (question, found), fine in zip(both, right, strict=True):
        if not fine:
            print(f"- wanted {question['topic']} {question['topic_alt']} {question['therapy']}, ", end="")
            print(f"read {found.intent} [{', '.join(found.subjects)}]:\n  {question['text']}")
    if picture:
        draw(Counter((question["topic"], found.intent) for question, found in both), picture)


def _report_declined(both: Sequence[tuple[Question, Parsed]]) -> None:
    """Precision and recall of refusals; where a sample allows either, neither counts against them."""
    either = [q["topic"] != DECLINED and DECLINED in q["topic_alt"] for q, _ in both]
    declined = [found.intent == DECLINED for _, found in both]
    outside = [question["topic"] == DECLINED for question, _ in both]
    hit = sum(d and o for d, o in zip(declined, outside, strict=True))
    said = sum(d and not e for d, e in zip(declined, either, strict=True))
    print(f"out of scope: precision {hit}/{said}, recall {hit}/{sum(outside)}")


def draw(pairs: Mapping[tuple[str, str], int], picture: Path) -> None:
    """The topics of the questions against the intents that were read, as a picture."""
    from matplotlib import pyplot

    rows, columns = (sorted({pair[i] for pair in pairs}) for i in (0, 1))
    figure, axes = pyplot.subplots(figsize=(2 + len(columns) * 0.4, 2 + len(rows) * 0.35))
    axes.imshow([[pairs.get((row, column), 0) for column in columns] for row in rows], cmap="Blues")
    axes.set_xticks(range(len(columns)), columns, rotation=90)
    axes.set_yticks(range(len(rows)), rows)
    figure.tight_layout()
    figure.savefig(picture)
    print(f"confusion matrix: {picture}")
