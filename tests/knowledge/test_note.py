"""The note of a consultation: what was told, the advice for it, and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest

from knowledge.answer import Answer
from knowledge.load import knowledge
from knowledge.model import AUDIENCES
from knowledge.note import TITLES, note
from knowledge.patient import Patient
from knowledge.plan import plan

Facts = dict[str, Any]


def of(facts: Facts, audience: str = "clinician", whole: bool = False) -> Answer:
    return note(knowledge(), Patient(knowledge(), facts), audience, whole)


def line(answer: Answer, heading: str, audience: str = "clinician") -> str:
    """The line under one of the headings of a note; empty if there is none."""
    return next((line for line in answer.lines if line.startswith(f"**{TITLES[audience][heading]}**")), "")


def body(answer: Answer) -> str:
    return "\n".join(answer.lines)


def told(answer: Answer) -> str:
    """What the note says of the patient: the lines between the patient and the assessment."""
    return "\n".join(line for line in answer.lines if line.startswith(("**Noted:**", "**Denied:**")))


def test_a_note_tells_the_facts_that_were_given(adult: Facts) -> None:
    said = told(of({**adult, "weight": 71, "asthma": "yes"}))
    for words in ("age 40 years", "male", "severe eczema", "weight 71 kg", "asthma", "adequate topical trial"):
        assert words in said
    assert "contact allergy" in said.split("**Denied:**")[1] and "skin infection" in said.split("**Denied:**")[1]


def test_a_note_tells_no_fact_that_was_not_given(adult: Facts) -> None:
    said = told(of(adult))
    given = {knowledge().facts[name].label for name in adult}
    for fact in knowledge().facts.values():
        if fact.id not in adult and not any(fact.label in label for label in given):
            assert not re.search(rf"\b{re.escape(fact.label)}\b", said), fact.label
    assert "weight" not in said and "region" not in said


def test_a_note_of_nobody_says_that_nothing_was_noted() -> None:
    assert knowledge().notices["nothing-known"].words("clinician") in of({}).lines


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_note_names_the_step_the_dose_and_when_dupilumab_is_reviewed(adult: Facts, audience: str) -> None:
    answer, step = of(adult, audience), knowledge().step("dupilumab")
    assessed = line(answer, "assessment", audience)
    assert f"Step 3: {step.title[audience]}." in assessed and step.id in answer.statements
    dose = next(line for line in answer.lines if line.startswith("- Dupilumab (option): "))
    assert "600 mg" in dose and "300 mg every 2 weeks" in dose and "dupilumab.dose-adult" in answer.statements
    assert "(Dupilumab): week 16." in line(answer, "review", audience)
    assert ("dupilumab", "option") in answer.verdicts


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("facts", [{}, {"infection": "herpetic"}, {"age": 40, "severity": "mild"}])
def test_a_note_ends_with_the_version_and_date_of_the_knowledge(facts: Facts, audience: str) -> None:
    answer = of(facts, audience)
    assert answer.lines[-1] == f"Knowledge version {knowledge().version} of {knowledge().date}."
    assert answer.version == knowledge().version and answer.disclaimer


def test_a_note_names_what_is_still_open(after_dupilumab: Facts) -> None:
    assert line(of(after_dupilumab), "open") == "**Not known**: weight."
    open_ = line(of({**after_dupilumab, "vte": "unsure"}), "open")
    assert "weight" in open_ and knowledge().facts["vte"].label in open_
    assert not line(of({**after_dupilumab, "weight": 80}), "open")


def test_a_note_names_every_open_fact_once() -> None:
    for facts in ({}, {"age": 9}, {"age": 40, "severity": "severe", "infection": "none"}):
        advice = plan(knowledge(), Patient(knowledge(), facts))
        labels = [knowledge().facts[fact].label for fact in (*advice.missing, *advice.unsure)]
        assert line(of(facts), "open") == f"**Not known**: {', '.join(dict.fromkeys(labels))}."


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("facts", [{}, {"age": 40, "severity": "severe"}])
def test_a_note_does_not_assess_what_nothing_points_to(facts: Facts, audience: str) -> None:
    advice = plan(knowledge(), Patient(knowledge(), facts))
    assert not advice.decided and advice.step.title[audience] not in body(of(facts, audience))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_short_note_of_several_options_names_them_without_a_dose(after_dupilumab: Facts, audience: str) -> None:
    answer = of(after_dupilumab, audience)
    assert "- option: tralokinumab, nemolizumab, upadacitinib, abrocitinib, phototherapy" in answer.lines
    assert "- not approved: baricitinib" in answer.lines and "- undecided: lebrikizumab" in answer.lines
    assert " mg" not in body(answer) and not [name for name in answer.statements if ".dose" in name]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_whole_note_has_at_least_what_the_short_one_has(
    adult: Facts, after_dupilumab: Facts, last_resort: Facts, audience: str
) -> None:
    for facts in (adult, after_dupilumab, last_resort, {}, {**adult, "infection": "herpetic"}):
        short, whole = of(facts, audience), of(facts, audience, whole=True)
        assert set(short.statements) <= set(whole.statements) and set(short.verdicts) <= set(whole.verdicts)
        assert {r.source.id for r in short.references} <= {r.source.id for r in whole.references}
        plain = re.sub(r"\[\d+\]", "", "\n".join(whole.lines))
        for line in short.lines:
            told = [] if line.startswith("- ") else re.split(r"(?:\[\d+\])+", line)
            assert all(part.strip() in plain for part in told), line
        assert len(whole.text) >= len(short.text)


def test_the_whole_note_has_dose_and_review_of_each_option(after_dupilumab: Facts) -> None:
    answer = of(after_dupilumab, whole=True)
    for name in ("Tralokinumab", "Nemolizumab", "Upadacitinib", "Abrocitinib"):
        assert any(line.startswith(f"- {name} (option): ") and " mg" in line for line in answer.lines)
        assert any(line.startswith(f"**Review** ({name}): week ") for line in answer.lines)


@pytest.mark.parametrize("whole", [False, True])
def test_a_red_flag_stands_in_the_note_in_place_of_a_plan(adult: Facts, whole: bool) -> None:
    answer = of({**adult, "infection": "herpetic"}, whole=whole)
    assert "**URGENT.**" in body(answer) and " mg" not in body(answer)
    assert not line(answer, "assessment") and not line(answer, "plan")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_citations_of_a_note_are_numbered_in_order(after_dupilumab: Facts, audience: str) -> None:
    for whole in (False, True):
        answer = of(after_dupilumab, audience, whole)
        marks = list(dict.fromkeys(int(mark) for mark in re.findall(r"\[(\d+)\]", body(answer))))
        assert marks == [reference.number for reference in answer.references] == list(range(1, len(marks) + 1))
