"""Short messages after an answer: what they add to its question, and what asks something of its own."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.settling.settle import settle
from nlu.settling.turn import Context, Settled

DOSE = Context(last_topic="ask_dosing", just_asked="dosing", subjects=("upadacitinib",))


def after(text: str, intent: str, confidence: float = 0.4, context: Context = DOSE, **known: Any) -> Settled:
    return settle(text, [{"name": intent, "confidence": confidence}], known, context)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("he also takes ketoconazole", "cyp3a4_inhibitor"),
        ("she has asthma", "asthma"),
        ("on rifampicin", "enzyme_inducer"),
        ("hemoglobin 7.5", "hemoglobin"),
    ],
)
def test_a_fact_after_an_answer_is_kept_and_answers_the_question_anew(text: str, fact: str) -> None:
    found = after(text, "give_facts", 0.9)
    assert found.intent == "ask_dosing" and fact in found.stated


@pytest.mark.parametrize(
    "text", ["severe eczema", "failed dupilumab", "EASI 24", "adequate topicals, no infection", "34F, EASI 24, 70 kg"]
)
def test_who_begins_to_describe_a_patient_is_assessed(text: str) -> None:
    assert after(text, "give_facts", 0.9).intent == "give_facts"


def test_in_the_form_a_fact_answers_the_form() -> None:
    context = Context(asking=True, last_topic="ask_dosing", just_asked="dosing", subjects=("upadacitinib",))
    assert after("takes ketoconazole", "give_facts", 0.9, context).intent == "give_facts"


def test_after_another_message_a_fact_begins_an_assessment() -> None:
    context = Context(last_topic="ask_dosing", subjects=("upadacitinib",))
    assert after("takes ketoconazole", "give_facts", 0.9, context).intent == "give_facts"


@pytest.mark.parametrize("text", ["and with 105 kg?", "what if eGFR is 45?", "and under the FDA label?", "and if 70?"])
def test_a_follow_up_asks_the_last_question_again(text: str) -> None:
    assert after(text, "ask_overview", age=34, weight=70).intent == "ask_dosing"


def test_a_follow_up_on_a_clear_topic_asks_that() -> None:
    assert after("and what about vaccines?", "ask_vaccination", 0.9).intent == "ask_vaccination"


@pytest.mark.parametrize("text", ["SCORAD 55?", "EASI 16?", "POEM of 20?"])
def test_a_score_with_a_question_mark_asks_what_it_means(text: str) -> None:
    assert settle(text, [{"name": "give_facts", "confidence": 0.9}], {}).intent == "ask_severity"


def test_a_question_on_a_therapy_for_somebody_is_not_given_up() -> None:
    ranking = [{"name": "greet", "confidence": 0.2}]
    asked = "68-year-old ex-smoker, upadacitinib 30 mg?"
    assert settle(asked, ranking, {}).intent == "ask_dosing"
    assert settle("68-year-old ex-smoker, upadacitinib?", ranking, {}).intent == "ask_contraindication"


def test_a_follow_up_goes_on_supposing_what_was_supposed() -> None:
    context = Context(
        last_topic="ask_dosing", just_asked="dosing", subjects=("upadacitinib",), supposed={"age": 70, "egfr": 22}
    )
    found = after("he also takes ketoconazole", "give_facts", 0.9, context)
    assert found.supposed == {"age": 70, "egfr": 22} and found.stated["cyp3a4_inhibitor"] == "yes"
    assert after("and if 66?", "ask_overview", 0.4, context, age=70).supposed == {"age": 66, "egfr": 22}


def test_a_question_on_signs_is_about_their_guide() -> None:
    found = settle("tunnels between the fingers, is it eczema?", [{"name": "ask_recognition", "confidence": 0.5}], {})
    assert found.subjects == ["scabies"]


def test_a_question_that_names_a_cream_is_about_that_cream() -> None:
    ranking = [{"name": "ask_topical_optimisation", "confidence": 0.8}, {"name": "ask_dosing", "confidence": 0.15}]
    settled = settle("how much tapinarof may I use?", ranking, {})
    assert settled.intent == "ask_topical_optimisation" and settled.subjects == ["tapinarof"]


def test_a_note_on_a_named_cream_that_surely_asks_is_a_question() -> None:
    ranking = [{"name": "ask_topical_optimisation", "confidence": 0.9}, {"name": "give_facts", "confidence": 0.06}]
    ranking += [{"name": "ask_dosing", "confidence": 0.04}]
    settled = settle("tapinarof: largest body area and amount", ranking, {})
    assert settled.intent == "ask_topical_optimisation" and settled.subjects == ["tapinarof"]


def test_what_to_do_about_nothing_named_is_the_main_question() -> None:
    ranking = [{"name": "ask_treatment", "confidence": 0.8}]
    assert settle("what do I do about severe eczema in my toddler?", ranking, {}).intent == "ask_algorithm"
