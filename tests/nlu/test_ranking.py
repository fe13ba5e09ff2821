"""The classifier's ranking, changed by what a message is about."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from nlu.settling.ranking import asking, topic_of, weighed


def ranked(**guesses: float) -> list[dict[str, object]]:
    return [{"name": name, "confidence": confidence} for name, confidence in guesses.items()]


def best(guesses: list[dict[str, object]], near: dict[str, float], about: list[str], named: Sequence[str] = ()) -> str:
    return str(weighed(guesses, near, about, named)[0]["name"])


NEAR_SAFETY = {"dupilumab.serum-sickness": 0.9, "dupilumab.dose-adult": 0.2}


def test_the_topic_of_a_near_statement_gains() -> None:
    guesses = ranked(ask_dosing=0.4, ask_safety=0.35)
    assert best(guesses, {}, ["dupilumab"]) == "ask_dosing"
    assert best(guesses, NEAR_SAFETY, ["dupilumab"]) == "ask_safety"


def test_a_sure_topic_stays_although_another_is_nearer() -> None:
    assert best(ranked(ask_dosing=0.97, ask_safety=0.02), NEAR_SAFETY, ["dupilumab"]) == "ask_dosing"


def test_what_topics_gain_together_they_lose_together() -> None:
    guesses = ranked(ask_dosing=0.4, ask_safety=0.3, give_facts=0.3)
    told = {guess["name"]: guess["confidence"] for guess in weighed(guesses, NEAR_SAFETY, ["dupilumab"])}
    assert told["ask_dosing"] + told["ask_safety"] == pytest.approx(0.7)
    assert told["give_facts"] == pytest.approx(0.3)


def test_a_topic_on_which_the_subject_has_no_statement_loses() -> None:
    near = {"phototherapy.children-age": 0.5}
    assert best(ranked(ask_boxed_warning=0.4, ask_children=0.2), near, ["phototherapy"]) == "ask_children"


def test_one_therapy_alone_is_not_compared() -> None:
    guesses = ranked(ask_comparison=0.6, ask_efficacy=0.3)
    assert best(guesses, {}, ["phototherapy"]) == "ask_efficacy"
    assert best(guesses, {}, ["phototherapy", "dupilumab"]) == "ask_comparison"


def test_where_a_guide_is_named_the_general_guides_are_not_meant() -> None:
    guesses = ranked(ask_pitfalls=0.6, ask_treatment=0.2)
    assert best(guesses, {}, ["contact-allergy"]) == "ask_treatment"
    assert best(guesses, {}, ["dupilumab"]) == "ask_pitfalls"


def test_a_topic_of_nothing_gives_way_to_a_likely_question_that_needs_no_subject() -> None:
    assert best(ranked(ask_approval=0.7, ask_review_status=0.25), {}, []) == "ask_review_status"
    assert best(ranked(ask_approval=0.9, ask_review_status=0.05), {}, []) == "ask_approval"


def test_a_faint_guess_of_an_emergency_is_none() -> None:
    assert best(ranked(report_emergency=0.3, ask_safety=0.25), {}, ["dupilumab"]) == "ask_safety"
    assert best(ranked(report_emergency=0.6, ask_safety=0.25), {}, ["dupilumab"]) == "report_emergency"


def test_asking_counts_all_questions_together() -> None:
    assert asking(ranked(ask_dosing=0.3, ask_safety=0.4, greet=0.2)) == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("intent", "topic"),
    [("ask_dosing", "dosing"), ("ask_algorithm", None), ("dosing", None), ("nlu_fallback", None)],
)
def test_only_questions_on_a_topic_have_one(intent: str, topic: str | None) -> None:
    assert topic_of(intent) == topic


def test_a_topic_of_a_guide_that_one_question_answers_whole_is_that_question() -> None:
    assert best(ranked(ask_treatment=0.5, ask_dosing=0.3), {}, ["pitfalls"], ["pitfalls"]) == "ask_pitfalls"


def test_a_guide_that_is_not_named_keeps_the_topic() -> None:
    assert best(ranked(ask_treatment=0.5, ask_dosing=0.3), {}, ["pitfalls"]) == "ask_treatment"
