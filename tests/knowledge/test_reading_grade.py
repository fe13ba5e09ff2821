"""Patients get plain words: the reading grade of what they are told, measured with textstat (Flesch-Kincaid).

textstat would download a dictionary of syllables; without it, it hyphenates with pyphen, which needs no download.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median
from typing import Any

import pytest
import textstat
from textstat.backend.counts import _count_syllables

from knowledge import advice, figures, topics
from knowledge.answer import Answer
from knowledge.load import knowledge
from knowledge.model import Text
from knowledge.patient import Patient
from knowledge.requests import Request, respond

HIGHEST, FEWEST_WORDS = 8.0, 20
CASES: tuple[dict[str, Any], ...] = (
    {"age": 9, "weight": 27, "severity": "severe", "topical_trial": "adequate", "infection": "none", "sex": "male",
     "contact_allergy": "no", "systemic_history": {}},
    {"age": 34, "weight": 70, "severity": "severe", "topical_trial": "adequate", "infection": "none", "sex": "male",
     "contact_allergy": "no", "systemic_history": {"dupilumab": "failed"}},
    {"age": 34, "severity": "moderate", "topical_trial": "none", "infection": "none", "sex": "male",
     "contact_allergy": "no", "systemic_history": {}},
)  # fmt: skip


@pytest.fixture(autouse=True)
def without_download(monkeypatch: pytest.MonkeyPatch) -> None:
    """Syllables are counted by hyphenation."""
    monkeypatch.setattr(_count_syllables, "get_cmudict", lambda language: None)


def grade(answer: Answer) -> float:
    """The reading grade of a reply, without its references and headings; a few words have none."""
    lines = [line for line in answer.lines if not re.fullmatch(r"\*\*[^*]+\*\*", line)]
    said = " ".join(f"{line.strip(' -|')}." for line in lines)
    if len(said.split()) < FEWEST_WORDS:
        return 0.0
    plain = re.sub(r"\[\d+\]|\*\*|\(not verified\)", "", said)
    return float(textstat.flesch_kincaid_grade(re.sub(r"\s*[.:]+\s*\.", ".", plain)))


def topic_answers() -> Iterator[tuple[str, Answer]]:
    nobody = Patient(knowledge(), {})
    for subject in knowledge().subjects.values():
        for topic in knowledge().topics:
            if subject.speaks_of(topic):
                yield f"{subject.id} {topic}", topics.answer(knowledge(), nobody, topic, [subject.id], "patient")


def test_what_a_patient_is_told_on_a_topic_has_a_reading_grade_of_8_or_below() -> None:
    grades = {name: grade(answer) for name, answer in topic_answers()}
    assert not {name: found for name, found in grades.items() if found > HIGHEST}
    assert median(grades.values()) < 6


@pytest.mark.parametrize("facts", CASES)
def test_what_a_patient_is_advised_has_a_reading_grade_of_8_or_below(facts: dict[str, Any]) -> None:
    requests = [
        Request("recommend", facts, "patient", {"supposed": {}}),
        Request("why", facts, "patient"),
        Request("why_not", facts, "patient", {"therapies": ["methotrexate", "upadacitinib"]}),
        Request("what_if", facts, "patient", {"supposed": {"age": 15.0}}),
        Request("note", facts, "patient"),
    ]
    assert not {r.ask: g for r in requests if (g := grade(respond(knowledge(), r))) > HIGHEST}


def test_no_statement_for_patients_is_much_harder_than_that() -> None:
    texts: dict[str, Text] = {s.id: s for subject in knowledge().subjects.values() for s in subject.statements}
    texts |= {rule.id: rule for rule in knowledge().rules} | {step.id: step for step in knowledge().steps}
    said = {name: figures.fill(text.patient, name.split(".")[0], knowledge()) for name, text in texts.items()}
    assert not {name: g for name, text in said.items() if (g := textstat.flesch_kincaid_grade(text)) > HIGHEST + 1}


def test_the_urgent_message_is_easy_to_read() -> None:
    for value in ("herpetic",):
        answer = advice.urgent(knowledge(), Patient(knowledge(), {"infection": value}), "patient")
        assert answer is not None and grade(answer) <= HIGHEST
