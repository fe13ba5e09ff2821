"""Telegrams that end in a question on a treatment, and what is told of treatments before it."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.components.clauses import clauses
from nlu.reading.message import read
from nlu.reading.sentences import is_question, sentences
from nlu.settling.asking import only_supposed
from nlu.settling.several import with_questions
from nlu.settling.turn import Settled


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("9yo 31 kg severe AD failed TCS and TCI, dupilumab dose please", "dupilumab dose please"),
        ("40M failed creams, ciclosporin dosing and monitoring", "ciclosporin dosing and monitoring"),
        ("methotrexate no use: dupilumab or tralokinumab?", "dupilumab or tralokinumab?"),
        ("creams failed, MTX failed, no infection, no asthma: dupilumab or nemolizumab?", "dupilumab or nemolizumab?"),
    ],
)
def test_what_is_asked_last_is_a_sentence_of_its_own(text: str, last: str) -> None:
    assert sentences(text)[-1] == last
    assert is_question(last)


@pytest.mark.parametrize(
    "text", ["on upadacitinib, bloods fine", "dupilumab: 200 or 300 mg?", "asthma, methotrexate dose halved in May"]
)
def test_what_is_told_stays_in_one(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "history"),
    [
        ("9yo 31 kg severe AD failed TCS and TCI, dupilumab dose please", None),
        ("40M failed methotrexate, ciclosporin dose", {"methotrexate": "failed"}),
        ("61F 70 kg. TCS failed, methotrexate failed: upadacitinib or abrocitinib?", {"methotrexate": "failed"}),
    ],
)
def test_a_treatment_that_is_asked_about_was_not_had(text: str, history: Any) -> None:
    assert read(text).stated.get("systemic_history") == history


def asked(intent: str, confidence: float = 0.9) -> Settled:
    return Settled(intent=intent, confidence=confidence, subjects=["dupilumab"])


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        (asked("ask_dosing"), "ask_dosing"),
        (asked("ask_monitoring"), "ask_monitoring"),
        (asked("ask_indication"), "give_facts"),
        (asked("ask_dosing", 0.5), "give_facts"),
    ],
)
def test_beside_a_patient_only_what_is_surely_looked_up_is_answered_at_once(question: Settled, answered: str) -> None:
    whole = Settled(intent="give_facts", confidence=0.9, stated={"age": 17, "weight": 59, "severity": "severe"})
    settled = with_questions(whole, [question])
    assert settled.intent == answered
    assert settled.stated == whole.stated


def test_a_name_of_two_words_leads_the_topics_behind_it() -> None:
    assert [text for text, *_ in clauses("Roflumilast cream: storage, and cost?")] == [
        "Roflumilast cream storage",
        "cost?",
    ]


@pytest.mark.parametrize(
    ("text", "age"),
    [("what if he turns 18", 18), ("suppose she turns 6", 6), ("what if she was nearly 12", 11.9)],
)
def test_a_birthday_that_is_supposed_has_come(text: str, age: float) -> None:
    assert read(text).supposed["age"] == age


def test_a_birthday_that_is_supposed_has_come_for_the_plan_as_well() -> None:
    reading = read("what if she turns 18", {"age": 16})
    only_supposed("what if she turns 18", {"age": 16}, reading)
    assert reading.supposed["age"] == 18


def test_a_birthday_that_is_told_is_still_to_come() -> None:
    assert read("she turns 12 next week").stated["age"] == 11.9


def test_a_partners_treatment_is_not_the_writers() -> None:
    told = read("27F, my boyfriend is on methotrexate, i have severe eczema").stated
    assert "current_therapy" not in told and told["severity"] == "severe"
    assert read("my husband has severe eczema and is on methotrexate").stated["current_therapy"] == "methotrexate"
