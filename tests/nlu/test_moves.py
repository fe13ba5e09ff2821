"""Messages that take back, suppose, or ask to be told why, by what they name."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.reading.message import read
from nlu.reading.withdrawn import withdrawn
from nlu.settling.settle import settle
from nlu.settling.turn import NO_CONTEXT, Context, Settled


def settled(text: str, intent: str, sure: float = 0.9, context: Context = NO_CONTEXT, **known: Any) -> Settled:
    return settle(text, [{"name": intent, "confidence": sure}], known, context)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("forget the asthma", ["asthma"]),
        ("scrap what i said about the weight", ["weight"]),
        ("take the 54 kg back", ["weight"]),
        ("remove the EASI and the age", ["easi", "age"]),
        ("she never had the methotrexate, delete it", ["systemic_history.methotrexate"]),
        ("forget it", []),
    ],
)
def test_what_is_taken_back_is_named_by_value_or_by_name(text: str, facts: list[str]) -> None:
    assert set(withdrawn(text, read(text))) - {"sex"} == set(facts)


def test_a_message_that_takes_back_states_nothing() -> None:
    found = settled("forget the asthma", "forget_fact", asthma="yes")
    assert (found.intent, found.stated, found.withdrawn) == ("forget_fact", {}, ["asthma"])


@pytest.mark.parametrize(
    ("text", "supposed"),
    [
        ("what if she gets pregnant", {"pregnancy": "pregnant"}),
        ("suppose he weighs 58 kg", {"weight": 58.0}),
        ("had she been 11?", {"age": 11.0}),
        ("what if she were on methotrexate 20 weeks and it failed", {"systemic_history": {"methotrexate": "failed"}}),
        ("what if he was a girl of 15", {"sex": "female", "age": 15.0}),
    ],
)
def test_what_is_supposed_is_not_stated_and_a_pronoun_supposes_no_sex(text: str, supposed: dict[str, Any]) -> None:
    found = settled(text, "ask_what_if", severity="severe")
    assert found.intent == "ask_what_if" and not found.stated
    assert found.supposed == supposed


def test_without_a_patient_nothing_is_planned_for_a_supposition() -> None:
    assert settled("what if i get pregnant", "ask_what_if").intent != "ask_what_if"


def test_a_bare_number_near_the_known_weight_is_no_leap_of_age() -> None:
    assert read("she's 41 now", {"age": 12.0, "weight": 35.0}).stated == {"weight": 41.0, "sex": "female"}
    assert read("she's 41 years old", {"age": 12.0, "weight": 35.0}).stated["age"] == 41.0


def test_a_question_on_the_age_of_a_grown_up_is_not_on_children() -> None:
    assert settled("baricitinib dose at his age?", "ask_children", age=81.0).intent == "ask_contraindication"
    assert settled("baricitinib in children?", "ask_children", age=81.0).intent == "ask_children"


def test_a_supposition_right_after_a_dose_asks_for_that_dose_again() -> None:
    context = Context(last_topic="ask_dosing", just_asked="dosing", subjects=("dupilumab",))
    found = settled("what if he were 29 kg", "ask_what_if", context=context, severity="severe")
    assert (found.intent, found.supposed) == ("ask_dosing", {"weight": 29.0})


def test_a_supposition_right_after_a_plan_asks_for_the_plan() -> None:
    assert settled("and if he were 29 kg", "ask_children", 0.3, severity="severe").intent == "ask_what_if"


def test_why_not_keeps_the_therapy_that_it_names() -> None:
    assert settled("why not methotrexate?", "ask_why_not").subjects == ["methotrexate"]


@pytest.mark.parametrize(
    "text",
    [
        "case A 66M on tralokinumab, MI last year. case B 15F 41 kg, naive",
        "patient 1: 45M failed methotrexate. patient 2: 17F, topicals only",
    ],
)
def test_of_two_patients_in_one_message_nothing_is_noted(text: str) -> None:
    found = settled(text, "give_facts")
    assert (found.intent, found.stated) == ("two_patients", {})


@pytest.mark.parametrize("text", ["case of 34F, 70 kg", "child 1 year old, 10 kg", "patient is 45, smoker, 80 kg"])
def test_one_patient_is_not_taken_for_two(text: str) -> None:
    assert settled(text, "give_facts").intent == "give_facts"


def test_a_pronoun_in_a_request_for_the_note_describes_nobody() -> None:
    assert settled("write the note for his GP", "summarise").intent == "summarise"


def test_a_message_for_a_relative_of_another_age_is_on_a_new_patient() -> None:
    found = settled("same question for my sister, she's 29", "give_facts", age=44.0, sex="male")
    assert found.intent == "new_patient"
    assert found.stated["age"] == 29


def test_a_message_for_a_relative_while_nobody_is_known_describes_that_relative() -> None:
    assert settled("a plan for my sister, she's 29", "give_facts").intent == "give_facts"


@pytest.mark.parametrize(("text", "intent"), [("sorry, just tired", "apology"), ("this is hopeless", "frustration")])
def test_an_apology_right_after_an_emergency_does_not_end_it(text: str, intent: str) -> None:
    assert settled(text, intent, context=Context(emergency=True)).intent == "report_emergency"
    assert settled(text, intent).intent == intent


def test_a_short_follow_up_is_only_out_of_scope_where_that_is_sure() -> None:
    spoken = Context(subjects=("topical-calcineurin-inhibitors",))
    assert settled("how long until it stops stinging", "out_of_scope", 0.6, spoken).intent != "out_of_scope"
    assert settled("how long until it stops stinging", "out_of_scope", 0.95, spoken).intent == "out_of_scope"


def test_a_drug_that_is_named_in_another_language_is_spoken_of() -> None:
    assert settled("Hilft Dupixent bei Kindern?", "other_language").subjects == ["dupilumab"]


@pytest.mark.parametrize("text", ["Mi hija pesa 19 kilos", "wie viel bekommt ein Kind mit 25 kg"])
def test_of_a_message_in_another_language_nothing_is_noted(text: str) -> None:
    found = settled(text, "other_language")
    assert (found.intent, found.stated, found.subjects) == ("other_language", {}, [])


def test_an_emergency_is_one_whatever_the_language_seems_to_be() -> None:
    assert settled("punched-out erosions, fieber", "other_language").intent == "report_emergency"


def test_a_bare_number_corrects_the_only_one_that_was_told_before() -> None:
    found = settled("i mean 82", "give_facts", context=Context(told={"weight": 28.0}), weight=28.0)
    assert (found.intent, found.stated) == ("give_facts", {"weight": 82.0})
    both = Context(told={"weight": 28.0, "age": 54.0})
    assert settled("i mean 82", "give_facts", context=both, weight=28.0, age=54.0).stated == {}


def test_a_fact_with_and_in_front_is_told_and_not_supposed() -> None:
    found = settled("and he weighs 82 kg", "ask_what_if", 0.2, Context(last_topic="ask_dosing"), age=54)
    assert (found.intent, found.stated["weight"]) == ("give_facts", 82.0)


def test_asking_whether_to_stop_a_treatment_does_not_stop_the_assessment() -> None:
    spoken = Context(subjects=("dupilumab",), last_topic="ask_safety", just_asked="safety")
    assert settled("should i stop it", "stop_assessment", context=spoken).intent == "ask_safety"
    assert settled("should i stop it", "stop_assessment", context=Context(subjects=("dupilumab",))).intent == (
        "ask_response_assessment"
    )
    assert settled("stop", "stop_assessment", context=spoken).intent == "stop_assessment"


def test_a_doubt_about_another_fact_does_not_answer_the_question_of_the_form() -> None:
    asked = {"infection": "none", "age": 45.0, "severity": "severe", "topical_trial": "adequate", "sex": "male"}
    found = settled("no idea about TB", "dont_know", 0.4, Context(asking=True), **asked)
    assert found.stated == {"tuberculosis": "unsure"}


def test_more_that_is_told_after_an_answer_on_harm_asks_for_what_was_not_said() -> None:
    context = Context(
        subjects=("dupilumab",), last_topic="ask_safety", just_asked="safety",
        nearest=("dupilumab.eye-treatment", "dupilumab.eye-before"), said=("dupilumab.eye-before",),
    )  # fmt: skip
    found = settled("the drops have not changed a thing", "give_facts", context=context)
    assert (found.intent, found.nearest[0]) == ("ask_safety", "dupilumab.eye-treatment")
    assert "dupilumab.eye-before" not in found.nearest
