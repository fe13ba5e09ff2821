"""Denials and affirmations that cues alone do not tell: checklists, lists with one result at the end, signs in front
of a word, and findings with a date of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlu.lexicon import one_of, terms

_LISTED = r"(?:\s*[/+&]\s*[\w-]{1,4}|\s+(?:and|or)\s+[a-z]\b)*"
"""Further short items of a list ("hep B + C", "hep B and C")."""
_JOINED = re.compile(rf"^{_LISTED}\s*(?:[/+&]|\band\b|\bor\b|,\s*and\b)\s*$", re.I)
_COMMA = re.compile(rf"^{_LISTED}\s*(?:[/+&,]|\band\b|\bor\b)\s*(?:and\s+|or\s+)?$", re.I)
_DASHED = re.compile(r"(?:^|(?<=[\s,(]))[-\u2212\u2013]$")
_PLUS = re.compile(r"(?:^|[\s,(])\+\s?[a-z]", re.I)
_LATER = re.compile(
    r"^\W{0,3}(?:[\w-]+\s+){0,2}?\(?(?:in\s+|since\s+|from\s+)?(?:(?:19|20)\d\d\b|\d+\s*(?:years?|yrs?|months?|weeks?)\s+ago)",
    re.I,
)
"""A date, or how long ago: what stands so behind a mention is told and not denied."""
_PREDICATE = re.compile(
    r"^\s+(?:on|since|with|needing|requiring|treated|managed|under|controlled|well|currently|uses?|using|takes|taking|from)\b",
    re.I,
)
"""What tells more of an item than a denied one has."""
_OR = re.compile(r"\b(?:or|nor)\b", re.I)


@dataclass(frozen=True)
class Place:
    """Where a mention stands."""

    start: int
    end: int


def said(text: str, end: int) -> str | None:
    """What is said of an item right behind it, as in a check list: "denied", "affirmed", "doubtful" or nothing."""
    match = _answers().match(text[end:])
    return match.lastgroup if match else None


def denied_in_lists(text: str, places: Sequence[Place]) -> set[int]:
    """The positions of the mentions that a result at the end of their list denies ("hep B/C/HIV neg", "TB, HIV and
    hep B all negative")."""
    found: set[int] = set()
    for last, place in enumerate(places):
        if said(text, place.end) != "denied":
            continue
        found.add(last)
        joint = _COMMA if _all().match(text[place.end :]) else _JOINED
        at = last
        while at > 0 and joint.match(text[places[at - 1].end : places[at].start]):
            at -= 1
            found.add(at)
    return found


def dashed(text: str, start: int) -> bool:
    """Whether a minus stands right before an item: within a line, or where others have a plus."""
    before = text[:start]
    if not _DASHED.search(before):
        return False
    return bool(before[:-1].strip()) or bool(_PLUS.search(text))


def told_later(text: str, end: int) -> bool:
    """Whether a mention has a date, or a treatment, of its own and stands in no list with "or"."""
    return bool(_LATER.match(text[end:]) or _PREDICATE.match(text[end:])) and not _OR.search(text[end:])


@lru_cache(maxsize=1)
def _answers() -> re.Pattern[str]:
    """An answer behind an item, up to the end of the item."""
    words = {kind: one_of(listed) for kind, listed in terms()["checklist"].items()}
    soft = r"(?:\s*\(?(?:screen|test|tests|serology|status|history|hx|is|are|was|were|all|both)\b\)?)*"
    return re.compile(
        rf"^{_LISTED}{soft}\s*[:=?-]{{0,2}}\s*(?:(?P<denied>{words['denied']})|(?P<affirmed>{words['affirmed']})|(?P<doubtful>{words['doubtful']}))"
        r"\s*(?=[,.;)\n\u2013-]|\band\b|$)",
        re.I,
    )


@lru_cache(maxsize=1)
def _all() -> re.Pattern[str]:
    return re.compile(rf"^{_LISTED}\s*[:=-]?\s*(?:all|are all|were all)\b", re.I)
