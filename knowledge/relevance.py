"""Puts the statements that a question is about first: those that share its rarer words. It only orders them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from knowledge.model import Statement

STEM = 6
"""Letters of a word that count: "discontinued" and "discontinuation" are alike."""
SHORTEST = 3
WORD = re.compile(r"[a-z]+")


def by_question(statements: Sequence[Statement], question: str) -> list[Statement]:
    """The statements, those nearest to the question first; the order stays where they are equally near."""
    asked = _stems(question)
    texts = [_stems(f"{statement.id} {statement.clinician} {statement.patient}") for statement in statements]
    weights = {stem: math.log(len(texts) / df) for stem in asked if (df := sum(stem in text for text in texts))}
    nearness = [sum(weights.get(stem, 0.0) for stem in asked & text) for text in texts]
    order = sorted(range(len(texts)), key=lambda i: -nearness[i])
    return [statements[i] for i in order]


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in WORD.findall(text.lower()) if len(word) >= SHORTEST}
