"""What is told before the last question, and where an answer that nobody could give would lead."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.advice import provisional, recommend
from knowledge.load import knowledge
from knowledge.model import AUDIENCES
from knowledge.patient import UNSURE, Patient
from knowledge.plan import plan

Facts = dict[str, Any]


def patient(facts: Facts, **more: Any) -> Patient:
    return Patient(knowledge(), {name: value for name, value in {**facts, **more}.items() if value is not None})


@pytest.mark.parametrize("audience", AUDIENCES)
def test_before_the_last_question_the_step_and_dose_are_told_on_condition(adult: Facts, audience: str) -> None:
    asked = patient(adult, contact_allergy=None)
    missing = plan(knowledge(), asked).missing
    answer = provisional(knowledge(), asked, audience, missing)
    assert missing == ("contact_allergy",) and answer is not None
    assert answer.lines[0].startswith("**If n") and "step 3 of 5" in answer.text and "600 mg" in answer.text
    assert "dupilumab" in answer.subjects and answer.references


@pytest.mark.parametrize(
    "more",
    [
        {"contact_allergy": None, "infection": None},
        {"contact_allergy": None, "severity": None},
        {"systemic_history": None},
        {"contact_allergy": None, "anaphylaxis": "yes"},
        {"contact_allergy": None, "infection": "herpetic"},
        {},
    ],
)
def test_nothing_is_told_while_more_is_open_or_it_is_urgent_or_nothing_is_asked(adult: Facts, more: Facts) -> None:
    asked = patient(adult, **more)
    assert provisional(knowledge(), asked, "clinician", plan(knowledge(), asked).missing) is None


def test_an_answer_that_nobody_can_give_is_followed_by_the_next_question(adult: Facts) -> None:
    open_ = patient(adult, infection=UNSURE, contact_allergy=None, systemic_history=None)
    assert plan(knowledge(), open_).missing == ("contact_allergy", "systemic_history")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_where_only_what_nobody_knows_is_open_each_value_leads_somewhere(adult: Facts, audience: str) -> None:
    told = recommend(knowledge(), patient(adult, infection=UNSURE), audience).text
    assert "No skin infection: step 3" in told and "Bacterial superinfection: step 2" in told
    assert "Eczema herpeticum: urgent" in told and " mg" not in told


def test_the_only_option_of_several_is_told_by_name_and_the_others_by_verdict(after_dupilumab: Facts) -> None:
    child = patient(after_dupilumab, age=9, weight=30, region="eu")
    lines = recommend(knowledge(), child, "clinician").lines
    assert "Baricitinib (option): " in lines[0] and "4 mg once daily" in lines[0]
    assert any(line.startswith("- not approved: ") and "tralokinumab" in line for line in lines)
    assert not any("contraindicated in pregnancy" in line for line in lines)
