"""Checks the explanations of plans against brute force: what is reported to change the advice does change it, and
nothing smaller does."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from knowledge.base import Knowledge
from knowledge.explain.alternatives import others
from knowledge.explain.changes import Changes, changed, gist, offers, single, towards
from knowledge.patient import UNSURE, Patient
from knowledge.plan import plan

SAYS = (
    "Explanations: a single fact is reported to change the advice if and only if its other value does; each reported "
    "way to a therapy brings it into reach, and where it takes two facts no single one does"
)
SEED = 20261124
REGIONS = ("us", "eu")
AGES = (0.3, 3, 6, 9, 12, 15, 18, 34, 64, 65, 80)
WEIGHTS = (4.9, 9, 15, 22, 29.9, 30, 40, 59.9, 60, 80, 120)
"""Years and kg on and around the limits of licences and doses; any others would do."""
OUTCOMES = ("failed", "intolerant", "reacted", "partial", "effective", "used")
Facts = dict[str, Any]


def sampled(knowledge: Knowledge, count: int) -> Iterator[Facts]:
    """So many made-up patients, the same in every run; most are far enough on for a decided plan."""
    chance = random.Random(SEED)
    for _ in range(count):
        yield _facts(knowledge, chance)


def _facts(knowledge: Knowledge, chance: random.Random) -> Facts:
    therapies = [therapy.id for therapy in knowledge.therapies() if therapy.route not in ("topical", "none")]
    facts: Facts = {
        "infection": chance.choice(["none"] * 10 + ["bacterial", "herpetic", UNSURE]),
        "severity": chance.choice(["severe"] * 4 + ["moderate"] * 3 + ["mild"]),
        "topical_trial": chance.choice(["adequate"] * 6 + ["inadequate", UNSURE]),
        "contact_allergy": chance.choice(["no"] * 8 + ["yes", UNSURE]),
        "age": chance.choice(AGES),
        "weight": chance.choice(WEIGHTS),
        "sex": chance.choice(["female", "male"]),
        "pregnancy": chance.choice(["none"] * 6 + ["pregnant", "planning", "breastfeeding"]),
        "region": chance.choice(REGIONS),
        "systemic_history": {t: chance.choice(OUTCOMES) for t in chance.sample(therapies, chance.randint(0, 5))},
    }
    for fact in knowledge.facts.values():
        if fact.kind == "condition" and fact.id not in facts and chance.random() < 0.8:
            facts[fact.id] = chance.choices(["no", "yes", UNSURE], [30, 2, 1])[0]
    if chance.random() < 0.25:
        facts["current_therapy"] = chance.choice(therapies)
        facts["current_weeks"] = chance.choice((2, 12, 16, 30))
        facts["current_response"] = chance.choice(("good", "partial", "none", "intolerant"))
    return facts


def out_of_reach(knowledge: Knowledge, patient: Patient) -> list[str]:
    """The therapies that some step offers, and this patient is not offered now."""
    offered = dict.fromkeys(therapy for step in knowledge.steps for therapy in step.offers)
    return [therapy for therapy in offered if not offers(knowledge, patient, therapy)]


def broken(knowledge: Knowledge, facts: Facts, therapies: Sequence[str] | None = None) -> list[str]:
    """What is wrong with the explanations for a patient: of what would change the advice, and of the ways to some
    therapies; to one by chance, if none are named."""
    patient = Patient(knowledge, facts)
    if therapies is None:
        beyond = out_of_reach(knowledge, patient)
        therapies = random.Random(repr(sorted(facts.items()))).sample(beyond, min(1, len(beyond)))
    found = wrong_singles(knowledge, patient)
    for therapy in therapies:
        found += wrong_ways(knowledge, patient, therapy, towards(knowledge, patient, therapy))
    return found


def wrong_singles(knowledge: Knowledge, patient: Patient) -> list[str]:
    """The single facts that are reported to change the advice and do not, or do and are not reported."""
    today = gist(plan(knowledge, patient))
    reported = {(other.fact, other.words) for other, _ in single(knowledge, patient)}
    differ = {
        (other.fact, other.words)
        for other in others(knowledge, patient)
        if gist(plan(knowledge, Patient(knowledge, {**patient.facts, other.fact: other.value}))) != today
    }
    return [f"explained wrongly: {fact}, {words}" for fact, words in sorted(reported ^ differ)]


def wrong_ways(knowledge: Knowledge, patient: Patient, therapy: str, ways: Sequence[Changes]) -> list[str]:
    """What is wrong with the reported ways to a therapy: one that does not bring it, a single fact that would do and is
    not reported, two facts where one would do."""
    found = [
        f"no way to {therapy}: {', '.join(other.words for other in way)}"
        for way in ways
        if not offers(knowledge, changed(patient, way), therapy)
    ]
    alone = [
        other.words for other in others(knowledge, patient) if offers(knowledge, changed(patient, [other]), therapy)
    ]
    reported = [way[0].words for way in ways if len(way) == 1]
    if alone != reported:
        found.append(f"single facts that lead to {therapy}: {alone}, reported: {reported}")
    if reported and len(reported) != len(ways):
        found.append(f"pairs of facts that lead to {therapy} are reported beside single ones")
    return found
