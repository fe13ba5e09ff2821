"""Keeps only sound facts: of the right shape and in range. What a client sends in a quick reply may be anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge.base import Knowledge
from knowledge.model import Fact
from knowledge.patient import OUTCOMES, UNSURE


def sound(knowledge: Knowledge, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that are known ones with a sound value; a single product becomes a list."""
    kept: dict[str, Any] = {}
    for name, value in facts.items():
        fact = knowledge.facts.get(name)
        if fact is None or value is None:
            continue
        if fact.kind == "products" and isinstance(value, str) and value != UNSURE:
            value = [value]
        if value == UNSURE or _is_sound(knowledge, fact, value):
            kept[name] = value
    return kept


def _is_sound(knowledge: Knowledge, fact: Fact, value: Any) -> bool:
    """Whether a value can be one of the fact."""
    if fact.kind == "number":
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return number and fact.plausible(value)
    if fact.kind == "history":
        return isinstance(value, dict) and all(t in knowledge.subjects and o in OUTCOMES for t, o in value.items())
    if fact.kind == "products":
        return isinstance(value, list) and all(product in knowledge.products for product in value)
    if not isinstance(value, str):
        return False
    return value in (knowledge.subjects if fact.kind == "therapy" else fact.values)
