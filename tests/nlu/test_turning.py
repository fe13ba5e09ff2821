"""Several patients of one conversation: what is told of each, and to which of them a message turns."""

from __future__ import annotations

import pytest

from nlu.reading.cases import cases_told
from nlu.settling.turning import turned_to

CASES = {
    "A": {"age": 66.0, "sex": "male", "current_therapy": "tralokinumab"},
    "B": {"age": 15.0, "sex": "female", "weight": 41.0},
}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("pt A 50F failed dupilumab, pt B 7M 22 kg", {"A": {"age": 50.0}, "B": {"age": 7.0, "weight": 22.0}}),
        ("#1 33F on cyclosporine #2 55M with CKD", {"1": {"age": 33.0}, "2": {"renal_disease": "yes"}}),
        ("first patient 28F pregnant; second patient 71M", {"1": {"pregnancy": "pregnant"}, "2": {"age": 71.0}}),
        ("A: 45M 80 kg. B: 9 yo girl. A has asthma", {"A": {"age": 45.0, "weight": 80.0}, "B": {"age": 9.0}}),
    ],
)
def test_the_facts_of_each_patient_are_kept_apart(text: str, facts: dict[str, dict[str, object]]) -> None:
    told = cases_told(text)
    assert set(told) == set(facts)
    for label, expected in facts.items():
        assert expected.items() <= told[label].items()


@pytest.mark.parametrize(
    "text",
    [
        "hepatitis B: negative, hepatitis C: negative, 45M 80 kg",
        "either a) dupilumab or b) upadacitinib 15 mg?",
        "case of 34F, 70 kg",
        "patient one is better",
    ],
)
def test_a_message_on_one_patient_tells_of_no_others(text: str) -> None:
    assert cases_told(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "begin with B", "B", "ok now patient B please", "and the girl?", "what about B", "the second one first",
        "the 15 year old", "let's do the teenager",
    ],
)  # fmt: skip
def test_a_message_may_do_nothing_but_turn_to_another_patient(text: str) -> None:
    found = turned_to(text, CASES, "A")
    assert found and found.label == "B" and found.alone


@pytest.mark.parametrize(
    "text", ["could the girl take a tablet", "dose for B?", "does she need blood tests", "is B old enough for a JAK"]
)
def test_a_question_may_turn_to_another_patient(text: str) -> None:
    found = turned_to(text, CASES, "A")
    assert found and found.label == "B" and not found.alone


@pytest.mark.parametrize(
    "text",
    [
        "is a biologic better", "hepatitis B negative", "does he need labs", "what should his mother watch for",
        "is it different for either", "the first step", "can A have it", "start with a biologic",
    ],
)  # fmt: skip
def test_other_messages_stay_with_the_patient(text: str) -> None:
    assert turned_to(text, CASES, "A") is None


def test_without_several_patients_nothing_turns() -> None:
    assert turned_to("the other one", {}, None) is None
