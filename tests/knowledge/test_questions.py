"""The plan asks its own questions: safety first, only what can still change the advice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from knowledge.load import knowledge
from knowledge.patient import UNSURE, Patient
from knowledge.plan import Plan, plan
from knowledge.questions import Question, ask

Planned = Callable[..., Plan]
Facts = dict[str, Any]

WOMAN = {
    "age": 34, "sex": "female", "easi": 24, "asthma": "yes", "infection": "none", "topical_weeks": 17,
    "topical_products": ["betamethasone-valerate", "tacrolimus"], "topical_outcome": "failed",
}  # fmt: skip


def interview(facts: Facts, answer: Callable[[Question], Facts], audience: str = "clinician") -> list[Question]:
    """The questions that are put until the plan needs no more, each answered by `answer`."""
    asked: list[Question] = []
    told = dict(facts)
    for _ in range(40):
        patient = Patient(knowledge(), told)
        question = ask(knowledge(), patient, plan(knowledge(), patient).missing, audience)
        if question is None:
            return asked
        asked.append(question)
        told |= answer(question)
    raise AssertionError("the questions do not come to an end")


def denied(question: Question) -> Facts:
    """Absence of everything asked ("none of these", "no"); the first reply where nothing stands for absence."""
    absent = [knowledge().facts[fact].absent for fact in question.facts]
    return dict(zip(question.facts, absent, strict=True)) if all(absent) else dict(question.replies[0].facts)


def unsure(question: Question) -> Facts:
    return dict.fromkeys(question.facts, UNSURE)


def facts_of(questions: list[Question]) -> list[str]:
    return [fact for question in questions for fact in question.facts]


def test_a_woman_of_34_with_failed_topicals_and_asthma_needs_exactly_two_questions() -> None:
    asked = interview(WOMAN, denied)
    assert [question.facts for question in asked] == [("pregnancy", "contact_allergy"), ("systemic_history",)]


def test_a_man_is_not_asked_about_pregnancy() -> None:
    asked = interview({**WOMAN, "sex": "male"}, denied)
    assert [question.facts for question in asked] == [("contact_allergy",), ("systemic_history",)]


def test_a_girl_under_12_is_not_asked_about_pregnancy(planned: Planned) -> None:
    assert "pregnancy" not in planned(WOMAN, age=11).missing


def test_an_adult_is_not_asked_for_weight_but_a_child_is(planned: Planned) -> None:
    assert "weight" not in planned(WOMAN).missing
    assert "weight" in planned(WOMAN, age=9).missing
    assert "weight" in planned(WOMAN, age=17.99).missing and "weight" not in planned(WOMAN, age=18).missing


def test_infection_is_asked_before_anything_else() -> None:
    first = ask(knowledge(), Patient(knowledge(), {}), plan(knowledge(), Patient(knowledge(), {})).missing, "patient")
    assert first is not None and first.facts == ("infection",)


@pytest.mark.parametrize("facts", [{}, {"age": 9}, WOMAN, {"systemic_history": {"dupilumab": "failed"}}])
def test_missing_facts_stand_in_the_order_of_the_file_which_is_safety_first(planned: Planned, facts: Facts) -> None:
    order = list(knowledge().facts)
    missing = planned(facts).missing
    assert list(missing) == sorted(missing, key=order.index)


def test_what_was_told_or_is_unsure_is_not_asked_again() -> None:
    for answer in (denied, unsure):
        questions = interview({}, answer)
        asked = facts_of(questions)
        assert len(asked) == len(set(asked))


@pytest.mark.parametrize(
    "step",
    [{"severity": "mild"}, {"topical_trial": "none"}, {"infection": "bacterial"}, {"contact_allergy": "yes"},
     {"current_therapy": "dupilumab", "current_weeks": 20, "current_response": "good"}, {}],
)  # fmt: skip
def test_nothing_is_asked_once_the_advice_is_settled(planned: Planned, adult: Facts, step: Facts) -> None:
    assert planned(adult, **step).missing == ()


@pytest.mark.parametrize("fact", ["vte", "smoking", "hypertension", "photosensitivity"])
def test_the_risks_of_later_steps_are_not_asked_before_dupilumab(planned: Planned, fact: str) -> None:
    for facts in ({}, WOMAN, {"age": 9, "severity": "severe"}):
        assert fact not in planned(facts).missing


def test_after_dupilumab_the_weight_and_two_screens_are_asked(adult: Facts) -> None:
    asked = interview({**adult, "systemic_history": {"dupilumab": "failed"}}, denied)
    assert [knowledge().facts[q.facts[0]].group for q in asked] == [None, "jak-screen", "light-screen"]


def test_every_fact_asked_can_change_the_advice(planned: Planned, adult: Facts) -> None:
    """For each missing fact some two answers lead to different steps or verdicts, or to different further questions."""

    def outcome(facts: Facts) -> tuple[Any, ...]:
        told = planned(facts)
        return told.step.id, told.decided, told.missing, tuple(o.verdict for o in told.options), told.urgent

    for facts in (adult, {**adult, "systemic_history": {"dupilumab": "failed"}}, {**adult, "age": 9}):
        for missing in planned(facts).missing:
            fact = knowledge().facts[missing]
            values = (5, 40, 70) if fact.kind == "number" else tuple(fact.values)
            others = {m: "no" for m in planned(facts).missing if knowledge().facts[m].kind == "condition"}
            assert len({outcome({**facts, **others, missing: value}) for value in values}) > 1, missing


def test_the_result_of_a_treatment_named_without_one_is_asked(adult: Facts) -> None:
    patient = Patient(knowledge(), {**adult, "systemic_history": {"dupilumab": "used"}})
    question = ask(knowledge(), patient, plan(knowledge(), patient).missing, "clinician")
    assert question is not None and "dupilumab" in question.text
    assert {"dupilumab": "failed"} in [reply.facts["systemic_history"] for reply in question.replies]


@pytest.mark.parametrize("audience", ["clinician", "patient"])
def test_every_question_has_a_text_a_reason_and_a_reply_for_not_knowing(audience: str) -> None:
    for fact in knowledge().facts.values():
        if fact.question or fact.asks:
            question = ask(knowledge(), Patient(knowledge(), {}), [fact.id], audience)
            assert question is not None and question.text and question.facts == (fact.id,)
            assert "{" not in question.text and "\n\n" not in question.text
            assert dict(question.replies[-1].facts) == {fact.id: UNSURE}


def test_someone_who_does_not_know_the_history_is_not_asked_for_the_weeks_of_a_treatment(
    planned: Planned, adult: Facts
) -> None:
    missing = planned(adult, systemic_history=UNSURE).missing
    assert "current_weeks" not in missing and "current_response" not in missing


@pytest.mark.parametrize("sex", ["female", "male", None, UNSURE])
@pytest.mark.parametrize("pregnancy", ["none", "pregnant", None, UNSURE])
@pytest.mark.parametrize("history", [{}, {"dupilumab": "failed"}, {"dupilumab": "used"}, None, UNSURE])
def test_an_undecided_plan_always_names_a_fact_that_it_depends_on(
    planned: Planned, adult: Facts, sex: str | None, pregnancy: str | None, history: Any
) -> None:
    for age in (9, 30, None, UNSURE):
        told = planned(adult, sex=sex, pregnancy=pregnancy, systemic_history=history, age=age)
        assert told.decided or told.missing or told.unsure, (age, told.step.id)
