"""Finds ages without a unit: a number alone between commas beside a sex, a weight, a height or who somebody is
("34, woman, 58 kilos", "Retired postman, 78", "13 stone 10 and 40")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from knowledge.load import knowledge
from nlu.lexicon import one_of, terms
from nlu.reading.units import A_WEIGHT

OLDEST = 110
Place = tuple[int, int]
Taken = tuple[str, int, int]

_BOUNDARY = re.compile(r"[;:()\n|]|[,.](?!\d)|(?<=\s)[-\u2013\u2014/](?=\s)|\band\b|&", re.I)
_ALONE = re.compile(
    r"^(?:(?:now|aged?|just|only|about|around|approx|im|i'm|s?hes|s?he's|is|am)\s+)*(\d{1,3})\s?(?:y|yrs?|years?)?$",
    re.I,
)
_HEIGHT = re.compile(r"\d\s*(?:ft|foot|feet|'|cm\b)|\b1[.]\d\d?\s*m\b", re.I)
_WEIGHT = re.compile(A_WEIGHT, re.I)
_FEW = 4
"""Words within which somebody is named in front of an age."""


def bare_ages(text: str, taken: Sequence[Taken]) -> Iterator[tuple[float, Place]]:
    """Each bare age with its place.

    Args:
        text: one sentence, with digits.
        taken: what was measured already, with its place; where an age is among it, no bare number is one.
    """
    if any(fact == "age" for fact, _, _ in taken):
        return
    parts = list(_parts(text))
    for position, (start, part) in enumerate(parts):
        neighbours = [parts[i][1] for i in (position - 1, position + 1) if 0 <= i < len(parts)]
        alone, named = _ALONE.match(part), _named().match(part)
        found = alone if alone and any(_of_a_person(n) for n in neighbours) else named
        if found is None or not 0 < int(found.group(1)) <= OLDEST:
            continue
        place = (start + found.start(1), start + found.end(1))
        if not any(place[0] < end and begin < place[1] for _, begin, end in taken):
            yield float(found.group(1)), place
            return


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """What stands between commas and the like, without the blanks around it."""
    start = 0
    for end, after in [*((m.start(), m.end()) for m in _BOUNDARY.finditer(text)), (len(text), len(text))]:
        part = text[start:end]
        if part.strip():
            yield start + len(part) - len(part.lstrip()), part.strip()
        start = after


def _of_a_person(part: str) -> bool:
    """Whether a part tells a weight, a height or who somebody is."""
    if part.lower() in ("m", "f"):
        return True
    words = re.findall(r"[a-z'-]+", part.lower())
    return bool(_WEIGHT.search(part) or _HEIGHT.search(part) or (len(words) <= _FEW and _people() & set(words)))


@lru_cache(maxsize=1)
def _people() -> frozenset[str]:
    """The words for people: those that tell a sex, and what people are."""
    sexed = {word for listed in knowledge().facts["sex"].words.values() for word in listed}
    return frozenset((sexed - set(terms()["pronouns"])) | set(terms()["people"]))


@lru_cache(maxsize=1)
def _named() -> re.Pattern[str]:
    """A part that names somebody and ends in the age ("Fisherman 46")."""
    people = one_of(_people())
    return re.compile(rf"^(?:[\w'-]+\s+){{0,{_FEW}}}?(?:{people})\s+(\d{{1,3}})(?:\s?(?:y|yrs?|years?))?$", re.I)
