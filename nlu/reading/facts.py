"""The facts of one sentence: numbers, conditions with their cues, treatments, people, and who writes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from knowledge.load import knowledge
from nlu.lexicon import SUBJECT, one_of, terms
from nlu.reading.conditions import conditions
from nlu.reading.measures import DURATION
from nlu.reading.mentions import Mention
from nlu.reading.people import Who, sex_of, share
from nlu.reading.quantities import Quantity, best
from nlu.reading.treatments import treatments

Ranks = dict[str, int]
"""How surely a sentence tells a fact that others may tell otherwise: ages, weights, scores and the sex."""


def facts_of(
    sentence: str, found: Sequence[Mention], measured: Sequence[Quantity], about: Who, personal: bool
) -> tuple[dict[str, Any], Ranks]:
    """All facts that a sentence gives, stated or supposed, and how surely it tells some of them."""
    facts, ranks = _numbers(measured)
    if bias := share(sentence, about):
        ranks = {name: ranked + bias for name, ranked in ranks.items()}
    facts |= conditions(sentence, found, about, gives_age="age" in facts)
    facts |= treatments(sentence, found, measured, about, personal).facts()
    if told := sex_of(sentence, found, about, gives_age="age" in facts):
        facts["sex"], ranks["sex"] = told
    return facts | _readers(sentence), ranks


def subjects_of(found: Sequence[Mention]) -> list[str]:
    """The therapies, classes and guides that a sentence mentions; a product counts as its class."""
    result = []
    for mention in found:
        subject = mention.means(SUBJECT)
        if subject and subject not in result:
            result.append(subject)
    return result


def _numbers(measured: Sequence[Quantity]) -> tuple[dict[str, Any], Ranks]:
    """Ages, weights and scores, each with its rank."""
    facts: dict[str, Any] = {}
    ranks: Ranks = {}
    for name in dict.fromkeys(q.fact for q in measured if q.fact != DURATION):
        if chosen := best(measured, name):
            facts[name] = knowledge().facts[name].in_unit(chosen.value)
            ranks[name] = chosen.rank
    return facts, ranks


@lru_cache(maxsize=1)
def _reader_cues() -> list[tuple[str, str, re.Pattern[str]]]:
    rows = []
    for fact in ("audience", "region"):
        for value, listed in terms()[fact].items():
            phrases = "|".join(re.escape(phrase) for phrase in listed if not (fact == "region" and phrase == "us"))
            rows.append((fact, value, re.compile(rf"(?<![\w'-])(?:{phrases})(?![\w'-])", re.I)))
    own = one_of(terms()["own"])
    rows.append(("audience", "patient", re.compile(rf"\b(?:my|our)\s+(?:[\w-]+\s+){{0,2}}?(?:{own})\b", re.I)))
    rows.append(("region", "us", re.compile(r"\bUS\b|\bin the us\b")))
    return rows


def _readers(sentence: str) -> dict[str, str]:
    """Who writes, and where."""
    facts: dict[str, str] = {}
    for fact, value, pattern in _reader_cues():
        if pattern.search(sentence):
            facts[fact] = value
    return facts
