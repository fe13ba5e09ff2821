"""The form's validation, the recommendation, red flags and a new patient."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions import ActionNewPatient, ActionRecommend, ActionUrgent, ValidateAssessmentForm
from actions.assessment import ANSWERS, FORM
from knowledge.load import knowledge
from knowledge.patient import Patient
from knowledge.plan import plan
from knowledge.questions import ask, asked_together

Make = Callable[..., Any]
Facts = dict[str, Any]
FORM_AGAIN = [
    {"event": "action_execution_rejected", "name": FORM},
    {"event": "action", "name": "action_answer_question"},
]


def slots_set(events: list[dict[str, Any]]) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


def question(facts: Facts, audience: str = "clinician") -> str:
    """The question that the knowledge puts next."""
    patient = Patient(knowledge(), facts)
    asked = ask(knowledge(), patient, plan(knowledge(), patient).missing, audience)
    assert asked is not None
    return asked.text


def first_missing(facts: Facts) -> str:
    return asked_together(knowledge(), plan(knowledge(), Patient(knowledge(), facts)).missing)[0]


@pytest.mark.parametrize("facts", [{}, {"infection": "none"}, {"infection": "none", "age": 34.0, "sex": "female"}])
def test_the_form_asks_for_the_first_missing_fact(run: Make, tracker: Make, facts: Facts) -> None:
    said, events = run(ValidateAssessmentForm(), tracker(facts, entities=facts or {"sex": "female"}))
    assert [message["text"] for message in said] == [question(facts)]
    assert slots_set(events)["requested_slot"] == first_missing(facts)


def test_every_question_offers_quick_replies_that_state_facts(run: Make, tracker: Make) -> None:
    said, _ = run(ValidateAssessmentForm(), tracker())
    payloads = [button["payload"] for button in said[0]["buttons"]]
    assert payloads and all(payload.startswith('/give_facts{"infection"') for payload in payloads)


def test_a_patient_is_asked_in_plain_words(run: Make, tracker: Make) -> None:
    said, _ = run(ValidateAssessmentForm(), tracker({"audience": "patient"}))
    assert said[0]["text"] == question({}, "patient") != question({})


def test_the_form_asks_until_nothing_is_missing_and_then_ends(run: Make, tracker: Make, adult: Facts) -> None:
    said, events = run(ValidateAssessmentForm(), tracker(adult, in_form=True, entities={"contact_allergy": "no"}))
    assert said == [] and slots_set(events)["requested_slot"] is None


def test_validation_changes_no_fact(run: Make, tracker: Make, adult: Facts) -> None:
    _, events = run(ValidateAssessmentForm(), tracker({**adult, "age": None}, in_form=True))
    changed = {name: value for name, value in slots_set(events).items() if name != "requested_slot"}
    assert changed and all(value == adult[name] for name, value in changed.items())


@pytest.mark.parametrize("intent", ["ask_dosing", "ask_why", "thanks", "out_of_scope", "report_emergency", "recap"])
def test_a_digression_is_left_to_its_rule_at_the_first_call(run: Make, tracker: Make, intent: str) -> None:
    said, events = run(ValidateAssessmentForm(), tracker({"infection": "none"}, intent, in_form=True))
    assert said == [] and [event["event"] for event in events] == ["action_execution_rejected"]
    assert events[0]["name"] == FORM


def test_after_a_digression_the_question_is_put_again_without_complaint(run: Make, tracker: Make) -> None:
    facts = {"infection": "none"}
    back = tracker(facts, "ask_dosing", in_form=True, events=FORM_AGAIN)
    said, events = run(ValidateAssessmentForm(), back)
    assert [message["text"] for message in said] == [question(facts)]
    assert slots_set(events)["requested_slot"] == first_missing(facts)


def test_outside_the_form_no_message_is_a_digression(run: Make, tracker: Make) -> None:
    said, events = run(ValidateAssessmentForm(), tracker(intent="ask_dosing"))
    assert said and slots_set(events)["requested_slot"] == first_missing({})


@pytest.mark.parametrize("intent", ANSWERS)
def test_the_form_takes_its_answers_itself(run: Make, tracker: Make, intent: str) -> None:
    said, events = run(ValidateAssessmentForm(), tracker({"infection": "none"}, intent, in_form=True))
    assert said and slots_set(events)["requested_slot"] == first_missing({"infection": "none"})


@pytest.mark.parametrize("audience", ["clinician", "patient"])
def test_an_implausible_value_is_questioned_with_its_name(run: Make, tracker: Make, audience: str) -> None:
    facts = {"infection": "none", "audience": audience}
    said, events = run(ValidateAssessmentForm(), tracker(facts, entities={"implausible": {"age": 250.0}}, in_form=True))
    assert said[0]["text"].startswith(knowledge().notices["implausible"].words(audience))
    assert "(age 250)" in said[0]["text"] and said[0]["text"].endswith(question(facts, audience))
    assert slots_set(events)["requested_slot"] == first_missing(facts)


def test_an_implausible_value_is_questioned_even_where_the_form_starts(run: Make, tracker: Make) -> None:
    said, _ = run(ValidateAssessmentForm(), tracker(entities={"implausible": {"weight": 900.0}}))
    assert "(weight 900)" in said[0]["text"]


@pytest.mark.parametrize("intent", ["nlu_fallback", "affirm", "deny", "dont_know"])
def test_an_answer_that_was_not_understood_is_told_so(run: Make, tracker: Make, intent: str) -> None:
    facts = {"infection": "none"}
    said, _ = run(ValidateAssessmentForm(), tracker(facts, intent, in_form=True))
    assert said[0]["text"] == f"{knowledge().notices['not-understood'].words('clinician')}\n{question(facts)}"


@pytest.mark.parametrize("intent", ["start_assessment", "resume_assessment", "repeat_recommendation"])
def test_going_on_is_no_misunderstanding(run: Make, tracker: Make, intent: str) -> None:
    said, _ = run(ValidateAssessmentForm(), tracker({"infection": "none"}, intent, in_form=True))
    assert said[0]["text"] == question({"infection": "none"})


def test_the_recommendation_says_what_a_widget_and_a_test_need(run: Make, tracker: Make, adult: Facts) -> None:
    said, events = run(ActionRecommend(), tracker(adult))
    text, custom = said[0]["text"], said[1]["custom"]
    known = {statement.id for subject in knowledge().subjects.values() for statement in subject.statements}
    assert events == [] and known & set(custom["statements"])
    assert all({"number", "source", "title", "year", "kind", "link"} <= set(cite) for cite in custom["citations"])
    assert all(f"[{cite['number']}]" in text for cite in custom["citations"])
    assert custom["verdicts"]["dupilumab"] in ("option", "preferred")
    assert custom["knowledge_version"] and custom["review"] == "pending human review"


@pytest.mark.parametrize("audience", ["clinician", "patient"])
def test_the_recommendation_carries_its_disclaimer(run: Make, tracker: Make, adult: Facts, audience: str) -> None:
    said, _ = run(ActionRecommend(), tracker({**adult, "audience": audience}))
    assert said[0]["text"].endswith(knowledge().notices["disclaimer-line"].words(audience))


def test_without_facts_nothing_is_recommended(run: Make, tracker: Make) -> None:
    said, _ = run(ActionRecommend(), tracker())
    assert said[1]["custom"]["verdicts"] == {} and said[1]["custom"]["subjects"] == []


def test_no_text_has_a_blank_line_that_a_channel_would_split(run: Make, tracker: Make, adult: Facts) -> None:
    said, _ = run(ActionRecommend(), tracker(adult))
    assert "\n\n" not in said[0]["text"]


def test_right_after_a_red_flag_nothing_is_recommended(run: Make, tracker: Make, adult: Facts) -> None:
    assert run(ActionRecommend(), tracker(adult, "report_emergency")) == ([], [])


@pytest.mark.parametrize(
    ("slots", "entities"),
    [({"infection": "herpetic"}, {"infection": "herpetic"}), ({}, {"supposed": {"infection": "herpetic"}})],
)
def test_a_red_flag_is_answered_stated_or_supposed(run: Make, tracker: Make, slots: Facts, entities: Facts) -> None:
    said, _ = run(ActionUrgent(), tracker(slots, "report_emergency", entities))
    assert "safety.eczema-herpeticum" in said[1]["custom"]["statements"]


def test_an_emergency_without_known_signs_still_gets_an_answer(run: Make, tracker: Make) -> None:
    said, _ = run(ActionUrgent(), tracker(intent="report_emergency"))
    assert said[0]["text"].startswith(knowledge().notices["possible-emergency"].words("clinician"))


def test_a_new_patient_clears_every_fact_but_reader_and_region(run: Make, tracker: Make, adult: Facts) -> None:
    slots = {**adult, "audience": "patient", "region": "eu"}
    _, events = run(ActionNewPatient(), tracker(slots, "new_patient"))
    cleared = slots_set(events)
    assert set(cleared) == {*knowledge().facts, "case", "cases"} - {"audience", "region"}
    assert set(cleared.values()) == {None}


def test_a_new_patient_keeps_what_the_same_message_states(run: Make, tracker: Make, adult: Facts) -> None:
    now = {"age": 9.0, "weight": 27.0}
    _, events = run(ActionNewPatient(), tracker({**adult, **now}, "new_patient", now))
    assert {name: value for name, value in slots_set(events).items() if value is not None} == now
