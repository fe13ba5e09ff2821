"""The edges that the conditions of the content set for numbers: where age or weight begin to make a difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.base import Knowledge
from knowledge.model import Condition


def edges(knowledge: Knowledge, fact: str) -> list[float]:
    """Every edge that a condition sets for a number, in the unit of the fact, worked out once."""
    key = ("edges", fact)
    if key not in knowledge.memo:
        bands = [condition[fact] for condition in _conditions(knowledge) if isinstance(condition.get(fact), Mapping)]
        knowledge.memo[key] = sorted({float(edge) for band in bands for edge in band.values()})
    found: list[float] = knowledge.memo[key]
    return found


def _conditions(knowledge: Knowledge) -> Iterator[Condition]:
    for subject in knowledge.subjects.values():
        yield from (row.when for row in subject.approvals)
        yield from (statement.when for statement in subject.statements)
    yield from (rule.when for rule in knowledge.rules)
    yield from (step.when for step in knowledge.steps)
