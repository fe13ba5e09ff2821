"""The discretised patients: the edges of every band of the content, every condition alone and in pairs, every state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

from knowledge import bands
from knowledge.base import Knowledge
from knowledge.patient import UNSURE

Facts = dict[str, Any]
REGIONS = ("us", "eu")
JUST_BELOW = {"age": 0.01, "weight": 0.1}
OLD, HEAVY = 80.0, 110.0
EGFR = (10.0, 14.9, 15.0, 29.9, 30.0, 59.9, 60.0)
"""Renal function at the edges of the stages and just below them, mL/min."""
COUNTS = ("lymphocytes", "neutrophils", "hemoglobin", "platelets")
PEOPLE: tuple[Facts, ...] = (
    {"age": 0.75, "weight": 8.0, "sex": "female"},
    {"age": 9.0, "weight": 30.0, "sex": "male"},
    {"age": 15.0, "weight": 55.0, "sex": "female"},
    {"age": 34.0, "weight": 70.0, "sex": "female"},
    {"age": 52.0, "weight": 90.0, "sex": "male"},
    {"age": 70.0, "weight": 75.0, "sex": "male"},
)
"""One of each kind of age, for the blocks that do not walk the bands."""


def patients(knowledge: Knowledge) -> dict[str, Iterator[Facts]]:
    """Block -> its patients."""
    return {
        "laboratory values": _measured(knowledge),
        "bands of age and weight": _bands(knowledge),
        "conditions, alone and in pairs": _conditions(knowledge),
        "states before a treatment": _states(knowledge),
        "current treatments": _current(knowledge),
        "facts left out, alone and in pairs": _left_out(knowledge),
    }


def edges(knowledge: Knowledge, fact: str) -> list[float]:
    """Every edge that a condition of the content sets for a number, just below it, and something beyond the last."""
    found = set(bands.edges(knowledge, fact))
    step = JUST_BELOW.get(fact, 0.01)
    beyond = {"age": OLD, "weight": HEAVY}.get(fact, max(found) * 2)
    return sorted(found | {round(edge - step, 3) for edge in found if edge > step} | {beyond})


def stages(knowledge: Knowledge) -> list[Facts]:
    """Histories of treatment: none, after each step, everything failed, not tolerated, and without a result."""
    offered = [step.offers for step in knowledge.steps if step.offers and step.number and step.number > 1]
    done: list[str] = []
    found: list[Facts] = [{"systemic_history": {}}]
    for therapies in offered:
        done += therapies
        found.append({"systemic_history": dict.fromkeys(done, "failed")})
    first = offered[0][0]
    return [*found, *({"systemic_history": {first: outcome}} for outcome in ("intolerant", "reacted", "used"))]


def settled(knowledge: Knowledge) -> Facts:
    """A patient of whom everything that is asked is known, and nothing stands in the way."""
    screens = {fact.id: "no" for fact in knowledge.facts.values() if fact.kind == "condition" and fact.asks}
    return {**screens, "severity": "severe", "topical_trial": "adequate", "infection": "none", "pregnancy": "none"}


def conditions(knowledge: Knowledge) -> list[str]:
    """The facts that are conditions and not red flags, which end every plan in the same way."""
    flags = {fact for rule in knowledge.rules if rule.verdict == "urgent" for fact in rule.when if len(rule.when) == 1}
    return [fact.id for fact in knowledge.facts.values() if fact.kind == "condition" and fact.id not in flags]


def _bands(knowledge: Knowledge) -> Iterator[Facts]:
    base = settled(knowledge)
    weights = [None, *edges(knowledge, "weight")]
    for age, weight, region, severity, stage in product(
        edges(knowledge, "age"), weights, REGIONS, ("moderate", "severe"), stages(knowledge)
    ):
        told = {"age": age, "region": region, "severity": severity, "sex": "male", **stage}
        yield {**base, **told, **({} if weight is None else {"weight": weight})}


def _conditions(knowledge: Knowledge) -> Iterator[Facts]:
    base, listed = settled(knowledge), conditions(knowledge)
    alone = [{name: value} for name in listed for value in ("yes", UNSURE)]
    pairs = [
        {one: first, other: second}
        for one, other in combinations(listed, 2)
        for first, second in (("yes", "yes"), ("yes", UNSURE), (UNSURE, "yes"))
    ]
    for who, region, stage, told in product(PEOPLE, REGIONS, stages(knowledge)[:3], [*alone, *pairs]):
        yield {**base, **who, "region": region, **stage, **told}


def _measured(knowledge: Knowledge) -> Iterator[Facts]:
    base = settled(knowledge)
    values = [("egfr", value) for value in EGFR]
    values += [(count, value) for count in COUNTS for value in edges(knowledge, count)]
    for who, region, stage, (fact, value) in product(PEOPLE, REGIONS, stages(knowledge), values):
        yield {**base, **who, "region": region, **stage, fact: value}


def _states(knowledge: Knowledge) -> Iterator[Facts]:
    base = settled(knowledge)
    choices: dict[str, Sequence[Any]] = {
        "pregnancy": (*knowledge.facts["pregnancy"].values, UNSURE, None),
        "infection": (*knowledge.facts["infection"].values, UNSURE, None),
        "topical_trial": (*knowledge.facts["topical_trial"].values, UNSURE, None),
        "contact_allergy": ("yes", "no", None),
        "severity": ("mild", "severe", None),
    }
    for who, region, stage, values in product(PEOPLE, REGIONS, stages(knowledge), product(*choices.values())):
        told = {**base, **who, "region": region, **stage, **dict(zip(choices, values, strict=True))}
        yield {name: value for name, value in told.items() if value is not None}


def _current(knowledge: Knowledge) -> Iterator[Facts]:
    base = settled(knowledge)
    therapies = [therapy for step in knowledge.steps if step.number and step.number > 1 for therapy in step.offers]
    responses = (*knowledge.facts["current_response"].values, None)
    for who, region, therapy, weeks, response, pregnancy in product(
        PEOPLE, REGIONS, therapies, (1.0, 8.0, 15.9, 16.0, 30.0, None), responses, ("none", "pregnant", "planning")
    ):
        told = {"current_therapy": therapy, "current_weeks": weeks, "current_response": response}
        given = {**base, **who, "region": region, "systemic_history": {}, "pregnancy": pregnancy, **told}
        yield {name: value for name, value in given.items() if value is not None}


def _left_out(knowledge: Knowledge) -> Iterator[Facts]:
    base = settled(knowledge)
    for who, region, stage in product(PEOPLE, REGIONS, stages(knowledge)):
        whole = {**base, **who, "region": region, **stage}
        asked = [name for name in whole if name not in ("region", "sex")]
        for out in [*combinations(asked, 1), *combinations(asked, 2)]:
            yield {name: value for name, value in whole.items() if name not in out}
