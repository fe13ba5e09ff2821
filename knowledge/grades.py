"""How a guideline grades a therapy, as a sentence."""

from __future__ import annotations

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
    mark = "" if row.verified == "high" else " (not verified)"
    cite = composer.cite([Citation(row.guideline)])
    return f"{source.short}: {strength} {direction} it; {population}; {certainty}{mark}. {cite}"
