"""Which statements a question is about: those that share its rarer words, or were found nearest. It only orders."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

from knowledge.model import Statement

STEM = 6
"""Letters of a word that count: "discontinued" and "discontinuation" are alike."""
SHORTEST = 3
WORD = re.compile(r"[a-z]+")


def shared_words(statements: Sequence[Statement], question: str) -> list[float]:
    """For each statement the share of the question's words that are in it, weighted by how few statements have them: 0
    to 1."""
    asked = _stems(question)
    texts = [_stems(f"{statement.id} {statement.clinician} {statement.patient}") for statement in statements]
    weights = {stem: math.log(len(texts) / df) for stem in asked if (df := sum(stem in text for text in texts))}
    whole = sum(weights.values()) or 1.0
    return [sum(weights.get(stem, 0.0) for stem in asked & text) / whole for text in texts]


def nearest_first(statements: Sequence[Statement], nearest: Sequence[str]) -> list[Statement]:
    """The statements, those among the `nearest` ids first and in that order; what led before comes second at the
    latest, the others keep their order."""
    place = {name: position for position, name in enumerate(nearest)}
    ordered = sorted(statements, key=lambda statement: place.get(statement.id, len(place)))
    if not statements or ordered[0] is statements[0]:
        return ordered
    return [ordered[0], statements[0], *(s for s in ordered[1:] if s is not statements[0])]


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    """The stems of a text; those of the statements are worked out once."""
    return frozenset(word[:STEM] for word in WORD.findall(text.lower()) if len(word) >= SHORTEST)
