"""An unknown fact never yields a more permissive answer than the worst of its possible values."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from knowledge.base import Knowledge
from knowledge.certificate.space import PEOPLE, REGIONS, Facts, edges, settled, stages
from knowledge.conditions import evaluate
from knowledge.model import Fact, Truth
from knowledge.patient import Patient
from knowledge.plan import plan

SAYS = "an unknown fact never yields a more permissive answer than the worst of its values"


def pairs(knowledge: Knowledge) -> Iterator[tuple[Facts, str]]:
    """Patients of whom one asked fact that can apply to them is left out, with its name."""
    asked = [f.id for f in knowledge.facts.values() if (f.question or f.asks) and f.kind != "history"]
    for who, region, stage in product(PEOPLE, REGIONS, stages(knowledge)):
        whole = {**settled(knowledge), **who, "region": region, **stage}
        for name in asked:
            left = {fact: value for fact, value in whole.items() if fact != name}
            if name in whole and evaluate(knowledge.facts[name].applies, Patient(knowledge, left)) is not Truth.NO:
                yield left, name


def broken(knowledge: Knowledge, facts: Facts, name: str) -> Iterator[str]:
    """The therapies that are offered while a fact is unknown, and would not be for one of its values."""
    offered = _offered(knowledge, facts)
    for value in _values(knowledge, knowledge.facts[name]) if offered else ():
        for therapy in offered - _offered(knowledge, {**facts, name: value}):
            yield f"{SAYS} ({therapy}, {name} {value})"


def _offered(knowledge: Knowledge, facts: Facts) -> set[str]:
    found = plan(knowledge, Patient(knowledge, facts))
    return {option.therapy.id for option in found.usable} if found.decided else set()


def _values(knowledge: Knowledge, fact: Fact) -> list[Any]:
    if fact.kind == "number":
        return edges(knowledge, fact.id) if fact.id in ("age", "weight") else []
    return ["yes", "no"] if fact.kind == "condition" else list(fact.values)
