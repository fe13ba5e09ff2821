"""A message that asks several things is cut into clauses, and each thing is asked once."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.clauses import CLAUSE, ClauseSplitter, clauses
from nlu.settling.intent import FACTS, FALLBACK
from nlu.settling.several import Clause, asked_in, with_questions
from nlu.settling.turn import Settled


def clause(intent: str, *subjects: str, sentence: int = 0, partial: bool = False, sure: float = 0.9) -> Clause:
    return Clause(sentence, partial, Settled(intent=intent, confidence=sure, subjects=list(subjects)))


def settled(intent: str, *subjects: str, **more: Any) -> Settled:
    return Settled(intent=intent, confidence=0.5, subjects=list(subjects), **more)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("how often is it given?", []),
        ("how often is it given? does it hurt?", ["how often is it given?", "does it hurt?"]),
        ("we saw the nurse today. how often is it given?", ["how often is it given?"]),
        (
            "the tablet: tests and price please, and does another drug matter?",
            ["the tablet: tests, price please", "does another drug matter?"],
        ),
        ("we saw the nurse today. " * 6 + "how often is it given?", ["how often is it given?"]),
        ("what is the price and who pays", ["what is the price", "who pays"]),
        ("dose, tests and price of it?", ["dose", "tests", "price of it?"]),
        ("the tablet how often. and is it safe", ["the tablet how often.", "is it safe"]),
    ],
)
def test_clauses_that_may_ask_are_cut_out(text: str, parts: list[str]) -> None:
    assert [part for part, _, _ in clauses(text)] == parts


def test_a_very_long_message_is_not_cut() -> None:
    assert clauses("is it safe? does it work? " * 200) == []


def test_the_clauses_follow_their_message_and_a_quick_reply_has_none() -> None:
    found = ClauseSplitter().process([Message({TEXT: "is it safe? does it work?"}), Message({TEXT: "/ask_safety"})])
    assert [(message.get(TEXT), message.get(CLAUSE)) for message in found] == [
        ("is it safe? does it work?", None),
        ("is it safe?", (0, False)),
        ("does it work?", (1, False)),
        ("/ask_safety", None),
    ]


def test_a_question_without_a_name_is_about_the_one_named_before_it() -> None:
    listed = [
        clause("ask_dosing", "dupilumab", sentence=0),
        clause("ask_safety", sentence=1),
        clause("ask_dosing", sentence=2),
    ]
    asked = asked_in(listed, settled("ask_dosing", "dupilumab"))
    assert [(one.intent, one.subjects) for one in asked] == [
        ("ask_dosing", ["dupilumab"]),
        ("ask_safety", ["dupilumab"]),
    ]


def test_the_parts_of_a_list_count_only_where_they_ask_differently() -> None:
    whole = clause("ask_dosing", "dupilumab", sure=0.5)
    alike = [whole, clause("ask_dosing", "dupilumab", partial=True), clause("ask_dosing", partial=True)]
    apart = [whole, clause("ask_dosing", "dupilumab", partial=True), clause("ask_safety", partial=True)]
    assert [one.intent for one in asked_in(alike, whole.settled)] == ["ask_dosing"]
    assert [one.intent for one in asked_in(apart, whole.settled)] == ["ask_dosing", "ask_safety"]


def test_a_faint_guess_asks_nothing() -> None:
    assert asked_in([clause("ask_dosing", "dupilumab", sure=0.2)], settled("ask_dosing", "dupilumab")) == []


def test_the_first_question_leads_and_the_others_follow() -> None:
    asked = [settled("ask_safety", "dupilumab"), settled("ask_dosing", "abrocitinib")]
    found = with_questions(settled("ask_efficacy", "dupilumab", stated={"age": 40.0}), asked)
    assert (found.intent, found.subjects, found.stated) == ("ask_safety", ["dupilumab"], {"age": 40.0})
    assert [(row["intent"], row["subjects"]) for row in found.also] == [("ask_dosing", ["abrocitinib"])]


@pytest.mark.parametrize("intent", ["report_emergency", "new_patient", "greet"])
def test_an_emergency_or_a_move_stays_what_it_is(intent: str) -> None:
    whole = settled(intent, "dupilumab")
    assert with_questions(whole, [settled("ask_safety", "dupilumab"), settled("ask_dosing", "abrocitinib")]) is whole


def test_one_question_takes_over_only_where_the_whole_was_not_understood() -> None:
    one = [settled("ask_safety", "dupilumab")]
    assert with_questions(settled(FALLBACK), one).intent == "ask_safety"
    assert with_questions(settled("ask_dosing", "dupilumab"), one).intent == "ask_dosing"


def test_a_described_patient_keeps_the_plan_unless_two_things_on_therapies_are_asked() -> None:
    described = settled(FACTS, stated={"age": 40.0})
    assert with_questions(described, [settled("ask_safety", "dupilumab")]) is described
    assert (
        with_questions(described, [settled("ask_safety", "dupilumab"), settled("ask_dosing", "dupilumab")]).intent
        == "ask_safety"
    )
