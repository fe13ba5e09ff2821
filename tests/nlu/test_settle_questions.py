"""What a message asks, where the classifier alone does not tell."""

from __future__ import annotations

from typing import Any

from nlu.settling.intent import FACTS, FALLBACK
from nlu.settling.settle import settle
from nlu.settling.turn import Context, Settled


def told(text: str, guess: str, sure: float = 0.9, **more: Any) -> Settled:
    """A message that the classifier takes for `guess`."""
    return settle(text, [{"name": guess, "confidence": sure}], more.pop("known", {}), **more)


def test_a_message_that_surely_asks_something_states_nothing_by_one_word() -> None:
    ranking = [{"name": name, "confidence": 0.25} for name in ("ask_comorbidity", "ask_safety", "ask_treatment")]
    found = settle("conjunctivitis w dupilumab: counselling points", ranking, {})
    assert found.intent.startswith("ask_") and not found.stated


def test_a_question_at_the_end_of_a_telling_sentence_is_heard() -> None:
    found = told("my boy is 9 and wants to inject himself, is he old enough", "ask_administration")
    assert found.intent == "ask_administration" and found.stated["age"] == 9


def test_an_unclear_question_on_a_named_therapy_is_answered_by_a_statement_that_is_very_near() -> None:
    ranking = [{"name": "greet", "confidence": 0.2}]
    asked = "serum sickness on dupilumab then?"
    assert settle(asked, ranking, {}, meaning={"dupilumab.serum-sickness": 0.8}).intent == "ask_safety"
    assert settle("what then on dupilumab?", ranking, {}).intent == FALLBACK


def test_a_question_on_the_service_needs_less_confidence() -> None:
    assert told("who is this for", "ask_about", 0.32).intent == "ask_about"
    assert told("who is this for", "ask_severity", 0.32).intent == FALLBACK


def test_what_comes_next_is_answered_although_the_failure_is_a_fact() -> None:
    found = told("dupixent failed, what comes next?", "ask_next_step")
    assert found.intent == "ask_next_step" and found.stated["systemic_history"] == {"dupilumab": "failed"}


def test_another_age_in_a_follow_up_is_supposed() -> None:
    context = Context(last_topic="ask_dosing", subjects=("dupilumab",))
    found = told("and at 6 months", FACTS, 0.4, known={"age": 0.4, "weight": 7.0}, context=context)
    assert found.intent == "ask_dosing" and found.supposed == {"age": 0.5} and not found.stated


def test_a_step_asked_for_without_a_name_is_a_question_on_the_algorithm() -> None:
    found = told(
        "which agents make up the last line?", "ask_place_in_therapy", context=Context(subjects=("dupilumab",))
    )
    assert found.intent == "ask_algorithm" and found.step == 5


def test_a_question_for_somebody_of_an_age_needs_no_question_mark() -> None:
    found = told("upadacitinib dose for a 14 year old 45kg", "ask_dosing")
    assert found.intent == "ask_dosing" and {"age": 14, "weight": 45}.items() <= found.stated.items()


def test_a_patient_described_with_treatments_is_assessed_whatever_the_guess() -> None:
    assert told("34F EASI 24, failed dupilumab 4 months", "ask_dosing").intent == FACTS


def test_a_question_on_a_baby_is_not_about_the_older_patient() -> None:
    found = told("is it all right for a baby?", "ask_children", known={"age": 14.0, "weight": 45.0})
    assert found.supposed == {"age": "unsure", "weight": "unsure"} and not found.stated
    assert told("is it all right for a baby?", "ask_children", known={"age": 0.7}).supposed == {}
