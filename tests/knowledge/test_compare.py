"""Therapies side by side: the shape of the table, what stands beside it, and how long it may be."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pytest

from knowledge.answer import Answer
from knowledge.explain.compare import TOPICS, compare
from knowledge.load import knowledge
from knowledge.model import AUDIENCES
from knowledge.patient import Patient

PEOPLE, MOST_WORDS = 120, 310
SIZES = (2, 3, 4)
FOUR = ("dupilumab", "upadacitinib", "tralokinumab", "nemolizumab")
HEADS_UP = "heads-up-2021"
Facts = dict[str, Any]


def table(answer: Answer) -> list[list[str]]:
    """The cells of each line of the table."""
    return [line.strip("|").split("|") for line in answer.lines if line.startswith("|")]


def body(answer: Answer) -> str:
    return "\n".join(answer.lines)


def side_by_side(facts: Facts, *subjects: str, audience: str = "clinician", nearest: Sequence[str] = ()) -> Answer:
    return compare(knowledge(), Patient(knowledge(), facts), audience, subjects, nearest)


def cited(answer: Answer, source: str) -> list[str]:
    """The statements of an answer that cite a source."""
    every = {s.id: s for subject in knowledge().subjects.values() for s in subject.statements}
    return [name for name in answer.statements if name in every and source in [c.source for c in every[name].cites]]


@lru_cache(maxsize=1)
def sampled() -> list[tuple[int, Facts, Answer]]:
    """Comparisons of made-up patients, the same in every run."""
    chance, found = random.Random(20261126), []
    therapies = [therapy.id for therapy in knowledge().therapies()]
    conditions = [fact.id for fact in knowledge().facts.values() if fact.kind == "condition"]
    for _ in range(PEOPLE):
        facts: Facts = {
            "age": chance.choice((0.5, 4, 9, 15, 40, 70)),
            "weight": chance.choice((6, 16, 30, 60, 90)),
            "severity": chance.choice(("mild", "moderate", "severe")),
            "pregnancy": chance.choice(["none"] * 4 + ["pregnant", "planning"]),
            "region": chance.choice(("us", "eu")),
            "infection": "none",
            "systemic_history": dict.fromkeys(chance.sample(therapies, chance.randint(0, 3)), "failed"),
        } | {name: chance.choices(["no", "yes"], [12, 1])[0] for name in conditions if chance.random() < 0.7}
        for size in SIZES:
            subjects = chance.sample(therapies, size)
            for audience in AUDIENCES:
                found.append((size, facts, side_by_side(facts, *subjects, audience=audience)))
    return found


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("size", SIZES)
def test_two_three_or_four_therapies_have_a_column_each(adult: Facts, size: int, audience: str) -> None:
    answer = side_by_side(adult, *FOUR[:size], audience=audience)
    head = [cell.strip() for cell in table(answer)[0]]
    assert [cell.lower() for cell in head[1:]] == list(FOUR[:size])
    assert answer.subjects == FOUR[:size]


def test_every_line_of_a_table_has_as_many_columns_as_its_head() -> None:
    for size, facts, answer in sampled():
        assert {len(row) for row in table(answer)} == {size + 1}, (facts, body(answer))


def test_more_than_four_are_cut_to_four(adult: Facts) -> None:
    answer = side_by_side(adult, *FOUR, "abrocitinib")
    assert answer.subjects == FOUR and "Abrocitinib" not in table(answer)[0]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("order", [("dupilumab", "upadacitinib"), ("upadacitinib", "dupilumab")])
def test_a_head_to_head_trial_is_told_once_before_the_table(
    order: tuple[str, str], audience: str, adult: Facts
) -> None:
    lead = knowledge().notices["head-to-head"].words(audience)
    for facts in ({}, adult):
        answer = side_by_side(facts, *order, audience=audience)
        leading = [i for i, line in enumerate(answer.lines) if line.startswith(f"**{lead}**")]
        first = next(i for i, line in enumerate(answer.lines) if line.startswith("|"))
        assert len(leading) == 1 and leading[0] < first
        assert len(cited(answer, HEADS_UP)) == 1, cited(answer, HEADS_UP)


def test_without_a_trial_of_one_against_the_other_none_is_told(adult: Facts) -> None:
    answer = side_by_side(adult, "tralokinumab", "nemolizumab")
    assert knowledge().notices["head-to-head"].words("clinician") not in body(answer)


def test_figures_of_different_trials_are_always_warned_of() -> None:
    warnings = {knowledge().notices["compare-warning"].words(audience) for audience in AUDIENCES}
    assert all(answer.lines[-1] in warnings for _, _, answer in sampled())


@pytest.mark.parametrize("drug", ["upadacitinib", "abrocitinib", "baricitinib"])
def test_a_jak_inhibitor_is_to_be_avoided_after_a_clot(after_dupilumab: Facts, drug: str) -> None:
    answer = side_by_side({**after_dupilumab, "vte": "yes"}, "tralokinumab", drug)
    here = next(row for row in table(answer) if row[0].strip() == knowledge().notices["row-here"].words("clinician"))
    assert here[2].strip() == "avoid" and here[1].strip().startswith("option")
    assert (drug, "avoid") in answer.verdicts and ("safety.jak-thrombosis", "avoid") in answer.verdicts
    assert "thrombosis" in answer.lines[0] and answer.statements.count("safety.jak-thrombosis") == 1


def test_without_a_patient_there_is_no_verdict() -> None:
    for facts in ({}, {"region": "eu"}):
        answer = side_by_side(facts, "dupilumab", "tralokinumab")
        assert not answer.verdicts and knowledge().notices["row-here"].words("clinician") not in body(answer)


def test_a_red_flag_speaks_before_the_table_and_no_dose_is_told(adult: Facts) -> None:
    answer = side_by_side({**adult, "infection": "herpetic"}, "dupilumab", "upadacitinib")
    assert answer.lines[0].startswith("**URGENT.**")
    assert "dupilumab.dose-adult" not in answer.statements


def test_what_the_table_leaves_out_is_offered_for_the_same_therapies() -> None:
    titles = {topic: knowledge().topics[topic]["title"] for topic in TOPICS}
    answer = side_by_side({}, *FOUR)
    shown = {row[0].strip() for row in table(answer)}
    offered = {offer.intent.removeprefix("ask_") for offer in answer.offers}
    assert offered and not {topic for topic in offered if titles[topic] in shown}
    assert offered | {topic for topic in TOPICS if titles[topic] in shown} == set(TOPICS)
    assert all(dict(offer.entities)["subject"] == list(FOUR) for offer in answer.offers)


def test_the_row_that_the_question_is_near_to_comes_first() -> None:
    near = next(s.id for s in knowledge().subjects["dupilumab"].statements if s.topics[0] == "monitoring")
    answer = side_by_side({}, "dupilumab", "tralokinumab", nearest=[near])
    rows = [row[0].strip() for row in table(answer)]
    titles = [knowledge().topics[topic]["title"] for topic in TOPICS]
    assert next(row for row in rows if row in titles) == knowledge().topics["monitoring"]["title"]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("subjects", [(), ("upadacitinib",)])
def test_of_fewer_than_two_it_is_asked_which(subjects: tuple[str, ...], audience: str, adult: Facts) -> None:
    answer = side_by_side(adult, *subjects, audience=audience)
    assert answer.lines == (knowledge().notices["compare-which"].words(audience),)
    assert {offer.intent for offer in answer.offers} == {"ask_comparison"} and not answer.disclaimer
    assert all(len(dict(offer.entities)["subject"]) == 2 for offer in answer.offers)


@pytest.mark.parametrize("size", SIZES)
def test_no_comparison_is_longer_than_a_reply_may_be(size: int) -> None:
    longest = max(
        ((len(body(a).split()), str(f), body(a)) for n, f, a in sampled() if n == size), key=lambda row: row[0]
    )
    assert longest[0] <= MOST_WORDS, longest


def test_every_citation_of_a_comparison_has_its_reference_in_order_and_a_disclaimer() -> None:
    for _, facts, answer in sampled():
        marks = list(dict.fromkeys(int(mark) for mark in re.findall(r"\[(\d+)\]", body(answer))))
        assert marks == [reference.number for reference in answer.references], (facts, body(answer))
        assert marks == list(range(1, len(marks) + 1)) and answer.disclaimer
