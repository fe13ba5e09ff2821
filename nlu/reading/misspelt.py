"""Finds the therapy or product that a misspelt word means; rapidfuzz measures how near it is."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz, process

from nlu.lexicon import OTHER, PRODUCT, SUBJECT, Meaning, meanings

FUZZY_FROM = 6
"""Letters from which a word may be a misspelt name."""
FUZZY_SCORE = 84
FUZZY_LEAD = 6
"""How far the best name must lead over the best name of something else."""


def correct(word: str) -> tuple[Meaning, ...]:
    """The meanings of a misspelt therapy or product name; none where it is not clearly one.

    The names of other medicines compete too, so that a drug which is not ours never turns into one that is.
    """
    if len(word) < FUZZY_FROM or not word.isalpha():
        return ()
    names = _names()
    best = process.extract(word, names, scorer=fuzz.ratio, limit=6, score_cutoff=FUZZY_SCORE - FUZZY_LEAD)
    if not best or best[0][1] < FUZZY_SCORE or best[0][0][0] != word[0]:
        return ()
    found = meanings()[best[0][0]]
    rival = next((score for name, score, _ in best[1:] if not _same(found, meanings()[name])), 0)
    return found if best[0][1] - rival >= FUZZY_LEAD and all(m.kind in (SUBJECT, PRODUCT) for m in found) else ()


def _same(one: tuple[Meaning, ...], other: tuple[Meaning, ...]) -> bool:
    return bool(set(one) & set(other))


@lru_cache(maxsize=1)
def _names() -> list[str]:
    """Single-word names of therapies, products and medicines of others."""
    kinds = (SUBJECT, PRODUCT, OTHER)
    return [
        p
        for p, found in meanings().items()
        if p.isalpha() and len(p) >= FUZZY_FROM and any(m.kind in kinds for m in found)
    ]
