"""Arguing about a plan: why, why not, what if, what was amended, what would change it."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest

from knowledge.answer import Answer
from knowledge.explain.amended import amended
from knowledge.explain.changes import gist
from knowledge.explain.what_changes import MOST, what_changes
from knowledge.explain.what_if import what_if
from knowledge.explain.why import why, why_not
from knowledge.load import knowledge
from knowledge.model import AUDIENCES
from knowledge.patient import UNSURE, Patient
from knowledge.plan import plan

PEOPLE, SLOW, MOST_WORDS = 40, 4, 300
Facts = dict[str, Any]


def of(facts: Facts) -> Patient:
    return Patient(knowledge(), facts)


def body(answer: Answer) -> str:
    return "\n".join(answer.lines)


def notice(name: str, audience: str = "clinician") -> str:
    return knowledge().notices[name].words(audience)


def why_not_one(facts: Facts, therapy: str, audience: str = "clinician") -> Answer:
    return why_not(knowledge(), of(facts), audience, [therapy])


def people() -> Iterator[Facts]:
    """Made-up patients, the same in every run, some of them undecided."""
    chance = random.Random(20261127)
    therapies = [therapy.id for therapy in knowledge().therapies() if therapy.route not in ("topical", "none")]
    for _ in range(PEOPLE):
        facts: Facts = {
            "infection": chance.choice(["none"] * 10 + ["bacterial", "herpetic", UNSURE]),
            "severity": chance.choice(("severe", "severe", "moderate", "mild")),
            "topical_trial": chance.choice(["adequate"] * 5 + ["inadequate", UNSURE]),
            "contact_allergy": chance.choice(["no"] * 8 + ["yes"]),
            "age": chance.choice((0.3, 4, 9, 15, 40, 70)),
            "weight": chance.choice((4.9, 16, 28, 45, 80)),
            "pregnancy": chance.choice(["none"] * 6 + ["pregnant", "planning", "breastfeeding"]),
            "region": chance.choice(("us", "eu")),
            "systemic_history": {t: chance.choice(("failed", "used")) for t in chance.sample(therapies, 2)},
        }
        for fact in knowledge().facts.values():
            if fact.kind == "condition" and fact.id not in facts and chance.random() < 0.8:
                facts[fact.id] = chance.choices(["no", "yes", UNSURE], [30, 2, 1])[0]
        left = chance.sample(sorted(facts), chance.choice((0, 0, 1, 3)))
        yield {name: value for name, value in facts.items() if name not in left}


@lru_cache(maxsize=1)
def sampled() -> list[tuple[str, Facts, Answer]]:
    """Replies of every kind on the made-up patients, with the name of what was asked."""
    chance, found, everyone = random.Random(20261128), list[tuple[str, Facts, Answer]](), list(people())
    therapies = [therapy for step in knowledge().steps for therapy in step.offers]
    for i, facts in enumerate(everyone):
        supposed = {name: value for name, value in chance.choice(everyone).items() if chance.random() < 0.1}
        for audience in AUDIENCES:
            offered = [option.therapy.id for option in plan(knowledge(), of(facts)).options][:3]
            found.append(("why", facts, why(knowledge(), of(facts), audience, offered)))
            found.append(("what_if", facts, what_if(knowledge(), of(facts), supposed or {"age": 40}, audience)))
            before = of({**facts, "age": 33})
            found.append(("amended", facts, amended(knowledge(), before, of(facts), audience, "fact-changed")))
            if i < SLOW:
                three = chance.sample(therapies, 3)
                found.append(("why_not", facts, why_not(knowledge(), of(facts), audience, three)))
                found.append(("what_changes", facts, what_changes(knowledge(), of(facts), audience)))
    return found


@pytest.mark.parametrize("audience", AUDIENCES)
def test_why_names_the_facts_that_were_told_and_cites_the_step(adult: Facts, audience: str) -> None:
    answer = why(knowledge(), of(adult), audience)
    for words in ("no skin infection", "severe eczema", "adequate topical trial", "no suspected contact allergy"):
        assert words in body(answer)
    assert answer.statements == ("algorithm.dupilumab", "dupilumab.dose-adult")
    assert knowledge().step("dupilumab").title[audience] in answer.lines[0] and "age" not in body(answer).split()


def test_why_names_each_fact_that_passed_a_step_once(adult: Facts) -> None:
    for facts in (adult, *people()):
        told = [
            line.split(": passes ")[0] for line in why(knowledge(), of(facts), "clinician").lines if "passes" in line
        ]
        assert len(told) == len(set(told))
        for words in ("no skin infection", f"{facts.get('severity')} eczema", "topical trial without control"):
            assert sum(words in line for line in told) <= 1, (words, told)


def test_why_gives_the_dose_and_caution_of_the_therapy_that_is_named(after_dupilumab: Facts) -> None:
    answer = why(knowledge(), of({**after_dupilumab, "asthma": "yes"}), "clinician", ["nemolizumab"])
    assert "nemolizumab.dose-us" in answer.statements and "tralokinumab.dose-adult-us" not in answer.statements
    assert any(name.startswith("safety.") for name in answer.statements)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_why_says_no_step_of_which_it_is_not_known_whether_it_holds(audience: str) -> None:
    patient = of({"age": 40, "severity": "severe"})
    answer, step = why(knowledge(), patient, audience), plan(knowledge(), patient).step
    assert step.id not in answer.statements and step.title[audience] not in body(answer)


def test_why_with_a_red_flag_says_only_that(adult: Facts) -> None:
    (line,) = why(knowledge(), of({**adult, "infection": "herpetic"}), "clinician").lines
    assert line.startswith("**URGENT.**")


def test_why_not_what_was_tried(after_dupilumab: Facts) -> None:
    answer = why_not_one(after_dupilumab, "dupilumab")
    assert answer.lines[0] == "**Dupilumab: already tried.**" and "not used before" in answer.lines[1]
    assert answer.verdicts == (("dupilumab", "already tried"),)


def test_why_not_what_is_to_be_avoided_names_the_rule_and_the_way_back(after_dupilumab: Facts) -> None:
    answer = why_not_one({**after_dupilumab, "vte": "yes"}, "upadacitinib")
    assert answer.lines[0].startswith("**Upadacitinib: avoid.** JAK inhibitors: avoid at increased risk of thrombosis")
    assert "safety.jak-thrombosis" in answer.statements
    assert answer.lines[1] == f"**{notice('considered-if')}** no {knowledge().facts['vte'].label}."


def test_why_not_what_is_not_approved_here(after_dupilumab: Facts) -> None:
    answer = why_not_one(after_dupilumab, "baricitinib")
    assert answer.lines[0].startswith("**Baricitinib: not approved.** ") and "Europe" in answer.lines[1]
    assert "baricitinib.approval-us" in answer.statements


@pytest.mark.parametrize("audience", AUDIENCES)
def test_why_not_what_comes_later_names_both_steps(adult: Facts, audience: str) -> None:
    answer = why_not_one(adult, "upadacitinib", audience)
    assert notice("why-not-later", audience) in answer.lines[0] and "algorithm.after-dupilumab" in answer.statements
    assert knowledge().step("dupilumab").title[audience] in answer.lines[1]
    assert "dupilumab failed before" in answer.lines[2] and answer.verdicts == (("upadacitinib", "undecided"),)


def test_why_not_what_no_step_offers(adult: Facts) -> None:
    steroids = why_not_one(adult, "systemic-corticosteroids")
    assert "avoid" in steroids.lines[0] and "safety.no-steroid-maintenance" in steroids.statements
    cream = why_not_one({**adult, "severity": "moderate"}, "crisaborole")
    assert notice("why-not-outside") in cream.lines[0] and notice("considered-if") not in body(cream)


def test_why_not_what_is_offered_now(after_dupilumab: Facts) -> None:
    answer = why_not_one(after_dupilumab, "tralokinumab")
    assert notice("why-not-offered") in answer.lines[0] and "tralokinumab.dose-adult-us" in answer.statements


def test_why_not_does_not_call_an_option_what_is_undecided(after_dupilumab: Facts) -> None:
    answer = why_not_one(after_dupilumab, "lebrikizumab")
    assert answer.verdicts == (("lebrikizumab", "undecided"),) and "depends on weight" in body(answer)
    assert "it is an option" not in body(answer)


def test_why_not_answers_on_each_of_several(after_dupilumab: Facts) -> None:
    asked = ["dupilumab", "baricitinib", "cyclosporine", "methotrexate"]
    answer = why_not(knowledge(), of(after_dupilumab), "clinician", asked)
    assert [name for name, _ in answer.verdicts] == asked and "**Cyclosporine, methotrexate:**" in body(answer)


def test_what_if_leaves_the_stored_patient_untouched(adult: Facts) -> None:
    patient = of(copy.deepcopy(adult))
    what_if(knowledge(), patient, {"age": 9, "weight": 28, "systemic_history": {"dupilumab": "failed"}}, "clinician")
    assert patient.facts == adult and gist(plan(knowledge(), patient)) == gist(plan(knowledge(), of(adult)))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_if_says_when_nothing_differs(adult: Facts, audience: str) -> None:
    answer = what_if(knowledge(), of(adult), {"asthma": "no"}, audience)
    assert answer.lines[1:] == (notice("same-advice", audience),) and "no asthma" in answer.lines[0]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_if_shows_the_dose_of_today_beside_the_new_one(adult: Facts, audience: str) -> None:
    child = {**adult, "age": 9, "weight": 28, "region": "us"}
    answer = what_if(knowledge(), of(child), {"weight": 32}, audience)
    new, old = body(answer).split("\n")[1:]
    assert new.startswith("**Dupilumab**") and "200 mg every 2 weeks" in new
    assert old.lower().startswith(f"- {notice('today', audience)}") and "300 mg every 4 weeks" in old


def test_what_if_puts_a_red_flag_first_and_no_plan_after_it(adult: Facts) -> None:
    answer = what_if(knowledge(), of(adult), {"infection": "herpetic"}, "clinician")
    assert answer.lines[0].startswith("**URGENT.**") and len(answer.lines) == 2 and " mg" not in body(answer)


def test_what_if_leaves_no_verdict_without_its_reason(adult: Facts, after_dupilumab: Facts) -> None:
    tried = {"systemic_history": {"dupilumab": "failed", "tralokinumab": "failed"}}
    for facts, supposed in ((after_dupilumab, tried), (adult, {"severity": "mild"}), (adult, {"age": 0.3})):
        answer = what_if(knowledge(), of(facts), supposed, "clinician")
        assert len(answer.lines) > 1 and not [line for line in answer.lines if line.endswith(":")], body(answer)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_correction_is_told_old_and_new_with_an_arrow(adult: Facts, audience: str) -> None:
    answer = amended(knowledge(), of(adult), of({**adult, "severity": "mild"}), audience, "fact-changed")
    assert answer.lines[0] == f"**{notice('fact-changed', audience)}** severe eczema \N{RIGHTWARDS ARROW} mild eczema."
    assert notice("before", audience) in answer.lines[1] and "repeat_recommendation" in [
        o.intent for o in answer.offers
    ]


def test_what_was_taken_back_is_told_without_an_arrow(adult: Facts) -> None:
    left = {name: value for name, value in adult.items() if name != "age"}
    answer = amended(knowledge(), of(adult), of(left), "clinician", "forgotten")
    assert answer.lines[0] == f"**{notice('forgotten')}** age 40 years." and "\N{RIGHTWARDS ARROW}" not in body(answer)
    assert "age" in answer.lines[1] and "resume_assessment" in [offer.intent for offer in answer.offers]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_changes_groups_the_facts_by_what_the_advice_would_become(adult: Facts, audience: str) -> None:
    answer = what_changes(knowledge(), of(adult), audience)
    outcomes = [line.rsplit(": ", 1)[1] for line in answer.lines if line.startswith("- ")]
    assert len(outcomes) == len(set(outcomes)) <= MOST and f"{notice('changes-urgent', audience)}." in outcomes
    assert any(line.startswith("- mild eczema: ") for line in answer.lines)


def test_what_changes_names_first_what_is_still_open(after_dupilumab: Facts) -> None:
    assert (
        what_changes(knowledge(), of(after_dupilumab), "clinician").lines[0] == f"**{notice('changes-open')}** weight."
    )


@pytest.mark.parametrize("asked", ["why", "why_not", "what_if", "what_changes"])
def test_no_reply_is_longer_than_it_may_be(asked: str) -> None:
    for name, facts, answer in sampled():
        assert name != asked or 0 < len(body(answer).split()) <= MOST_WORDS, (facts, body(answer))


def test_every_reply_has_its_citations_in_order_with_references_and_the_disclaimer() -> None:
    disclaimers = {notice("disclaimer-line", audience) for audience in AUDIENCES}
    for name, facts, answer in sampled():
        marks = list(dict.fromkeys(int(mark) for mark in re.findall(r"\[(\d+)\]", body(answer))))
        assert marks == [reference.number for reference in answer.references], (name, facts, body(answer))
        assert marks == list(range(1, len(marks) + 1)) and answer.text.splitlines()[-1] in disclaimers
