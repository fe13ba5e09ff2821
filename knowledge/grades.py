"""How a guideline grades a therapy, as a sentence."""

from __future__ import annotations

import re

from knowledge import figures
from knowledge.answer import Composer
from knowledge.model import Citation, Recommendation


def grade(composer: Composer, row: Recommendation, owner: str) -> str:
    """One guideline's grade as a sentence; what was not seen is said to be not verified."""
    source = composer.knowledge.sources[row.guideline]
    strength = (
        "a recommendation of unverified strength"
        if row.strength == "not verified"
        else f"{row.strength} recommendation"
    )
    direction = {"for": "for", "against": "against", "information": "on"}[row.direction]
    population = figures.fill(row.population, owner, composer.knowledge)
    certainty = (
        "certainty not verified" if row.certainty == "not verified" else f"{row.certainty} certainty of evidence"
    )
    if composer.audience == "patient":
        return _plain(composer, row, population)
    mark = "" if row.verified == "high" else " (not verified)"
    cite = composer.cite([Citation(row.guideline)])
    return f"{source.short}: {strength} {direction} it; {population}; {certainty}{mark}. {cite}"


PLAIN = {
    "strong": "strong advice",
    "conditional": "weaker advice",
    "criteria-based": "advice with conditions",
    "expert consensus": "advice of experts",
    "not verified": "advice",
}
"""A guideline's strength in plain words."""


def _plain(composer: Composer, row: Recommendation, population: str) -> str:
    """The same in short plain sentences."""
    known = composer.knowledge.sources[row.guideline]
    way = {"for": "for it", "against": "against it", "information": "on it"}[row.direction]
    sure = "not checked" if row.certainty == "not verified" else row.certainty
    whom = re.sub(r"\b(?:atopic dermatitis|AD)\b", "eczema", population).replace("adolescents", "teenagers")
    mark = "" if row.verified == "high" else " (not verified)"
    cite = composer.cite([Citation(row.guideline)])
    return f"{known.short}: {PLAIN[row.strength]} {way}. For whom: {whom}. How sure the proof is: {sure}{mark}. {cite}"
