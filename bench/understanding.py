"""How well outside questions and patients are understood by the trained model.

    python -m bench.understanding --samples FOLDER [--picture confusion.png]

FOLDER holds questions.jsonl (text, topic, topic_alt, therapy) and vignettes.jsonl (text, slots); neither is trained on.
A question is right if its settled intent answers one of its topics (`topics.yml`) and, where it names therapies that
are ours, one of them is the subject. Of the patients, every fact that the sample gives is compared with what was read.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

import structlog
import yaml
from rasa.core.agent import Agent
from rasa.model import get_latest_model

from knowledge.load import knowledge
from knowledge.patient import SEVERITIES, Patient
from knowledge.soundness import sound
from nlu.lexicon import SUBJECT, meanings
from nlu.mentions import mentions

ROOT = Path(__file__).resolve().parent.parent
TOPICS = yaml.safe_load(Path(__file__).with_name("topics.yml").read_text(encoding="utf-8"))
DECLINED = "out_of_scope"
NUMBERS = {"age_years": "age", "weight_kg": "weight"}
SEXES = {"F": "female", "M": "male"}
Parsed = Mapping[str, Any]


def lines(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON lines file; none if it is not there."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def parse(agent: Agent, text: str) -> tuple[Parsed, float]:
    """A message as the model understands it in a fresh conversation, and the milliseconds that took."""
    started = time.perf_counter()
    parsed = asyncio.run(agent.parse_message(text))
    return parsed, 1000 * (time.perf_counter() - started)


def entities(parsed: Parsed) -> dict[str, Any]:
    """Entity -> value; the subjects as a list."""
    found = {row["entity"]: row["value"] for row in parsed["entities"]}
    return {**found, SUBJECT: [row["value"] for row in parsed["entities"] if row["entity"] == SUBJECT]}


def named(code: str) -> str | None:
    """The subject that a sample calls by some name."""
    words = code.replace("_", " ")
    known = meanings().get(words, ()) or meanings().get(words.rstrip("s"), ())
    return next((meaning.value for meaning in known if meaning.kind == SUBJECT), None)


def is_right(question: Mapping[str, Any], parsed: Parsed) -> bool:
    """Whether a question was understood."""
    topics = (question["topic"], *question["topic_alt"])
    wanted = {intent for topic in topics for intent in TOPICS.get(topic, [f"ask_{topic}"])}
    ours = {subject for code in question["therapy"] if (subject := named(code))}
    told = set(entities(parsed)[SUBJECT])
    return parsed["intent"]["name"] in wanted and (not ours or not told or bool(ours & told))


def facts_given(slots: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The facts of a sample patient, in our names."""
    for theirs, ours in NUMBERS.items():
        if slots.get(theirs) is not None:
            yield ours, float(slots[theirs])
    if slots.get("sex") in SEXES:
        yield "sex", SEXES[slots["sex"]]
    if slots.get("severity") in SEVERITIES:
        yield "severity", slots["severity"]
    for key, value in (("comorbidities_present", "yes"), ("comorbidities_denied", "no")):
        for words in slots.get(key) or ():
            yield from ((fact, value) for fact in conditions(words))


def conditions(words: str) -> list[str]:
    """The facts that a comorbidity is a word of."""
    kinds = [meaning.kind for mention in mentions(words) for meaning in mention.meanings if meaning.is_fact]
    return [kind for kind in dict.fromkeys(kinds) if knowledge().facts[kind].kind == "condition"]


def same(wanted: Any, read: Any) -> bool:
    """Whether a fact was read as it was given."""
    return abs(wanted - read) < 0.05 if isinstance(wanted, float) and isinstance(read, (int, float)) else wanted == read


def report_questions(agent: Agent, questions: list[dict[str, Any]], picture: Path | None) -> None:
    """Accuracy, refusals, latency, and the misread questions in full."""
    parsed = [parse(agent, question["text"]) for question in questions]
    right = [is_right(question, found) for question, (found, _) in zip(questions, parsed, strict=True)]
    declined = [found["intent"]["name"] == DECLINED for found, _ in parsed]
    outside = [DECLINED in (question["topic"], *question["topic_alt"]) for question in questions]
    both = sum(d and o for d, o in zip(declined, outside, strict=True))
    print(f"questions: {sum(right)} of {len(right)} right ({100 * sum(right) / len(right):.0f} %)")
    print(f"out of scope: precision {both}/{sum(declined)}, recall {both}/{sum(outside)}")
    print(f"median {median(ms for _, ms in parsed):.0f} ms a message")
    pairs = Counter((q["topic"], found["intent"]["name"]) for q, (found, _) in zip(questions, parsed, strict=True))
    for question, (found, _), fine in zip(questions, parsed, right, strict=True):
        if not fine:
            told = ", ".join(entities(found)[SUBJECT])
            print(f"- wanted {question['topic']} {question['therapy']}, read {found['intent']['name']} [{told}]:")
            print(f"  {question['text']}")
    if picture:
        draw(pairs, picture)


def report_facts(agent: Agent, patients: list[dict[str, Any]]) -> None:
    """Recall of the facts that the samples give, fact by fact; a denied fact that was read as present is named."""
    given, found = Counter[str](), Counter[str]()
    for patient in patients:
        read = entities(parse(agent, patient["text"])[0])
        read["severity"] = Patient(knowledge(), sound(knowledge(), read)).value("severity")
        for fact, value in facts_given(patient["slots"]):
            given[fact] += 1
            found[fact] += same(value, read.get(fact))
            if value == "no" and read.get(fact) == "yes":
                print(f"- denied, but read as present: {fact}\n  {patient['text']}")
            elif not same(value, read.get(fact)):
                print(f"- {fact}: wanted {value}, read {read.get(fact)}\n  {patient['text']}")
    print(f"facts: {sum(found.values())} of {sum(given.values())} read as given")
    print("; ".join(f"{fact} {found[fact]}/{count}" for fact, count in given.most_common()))


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


def main() -> None:
    """Measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=Path, required=True)
    parser.add_argument("--picture", type=Path)
    chosen = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    agent = Agent.load(get_latest_model(str(ROOT / "models")))
    questions, patients = lines(chosen.samples / "questions.jsonl"), lines(chosen.samples / "vignettes.jsonl")
    if questions:
        report_questions(agent, questions, chosen.picture)
    if patients:
        report_facts(agent, patients)


if __name__ == "__main__":
    main()
