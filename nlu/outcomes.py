"""Reads what became of a treatment from the words around its name: failed, not tolerated, partial, in use, planned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from nlu.lexicon import terms
from nlu.mentions import Mention
from nlu.quantities import Quantity

WORST_FIRST = ("reacted", "intolerant", "failed", "partial", "effective", "used", "current", "planned")
DURATION_GAP = re.compile(r"^\s*(?:of|on|into)?\s*(?:the\s+)?$", re.I)
LIST_WORDS = re.compile(
    r"\b(?:and|or|then|plus|with|for|of|the|a|x|bd|od|daily|twice|once|weekly|cream|ointment|on|to|trial|course|courses)\b"
    r"|\d+(?:\.\d+)?\s*(?:%|mg|g|kg|weeks?|wks?|months?|mo|days?|d|years?|yrs?|times)?\b%?",
    re.I,
)
BEFORE_WORDS, AFTER_WORDS = 5, 12
"""How many words may stand between an outcome and the treatment it leads or follows."""


def in_use(text: str, clause: tuple[int, int], group: Sequence[Mention], measured: Sequence[Quantity]) -> bool:
    """Whether the treatment is in use now: "on", "taking", or a duration, right before its name, with no failure in
    front."""
    before = text[clause[0] : group[0].start]
    if any(
        q.fact == "duration" and DURATION_GAP.match(text[q.end : group[0].start])
        for q in measured
        if q.end <= group[0].start
    ):
        return True
    for outcome, pattern in _cues():
        match = next((m for m in pattern.finditer(before) if not before[m.end() :].strip()), None)
        if match and outcome != "used":
            return outcome == "current" and _nearest_end(before[: match.start()]) not in (
                "failed",
                "partial",
                "reacted",
                "intolerant",
            )
    return False


def outcome_of(text: str, clause: tuple[int, int], group: Sequence[Mention], named: Sequence[Mention]) -> str | None:
    """The outcome word that belongs to the treatments: the nearest in the clause that no other treatment stands
    between."""
    start, end = group[0].start, group[-1].end
    low = max([m.end for m in named if m.end <= start and m.end > clause[0]], default=clause[0])
    high = min([m.start for m in named if m.start >= end and m.start < clause[1]], default=clause[1])
    hits: list[tuple[int, str]] = []
    covered: list[tuple[int, int]] = []
    for outcome, pattern in _cues():
        for match in pattern.finditer(text, clause[0], clause[1]):
            if any(match.start() < b and a < match.end() for a, b in covered):
                continue
            covered.append(match.span())
            leads = low <= match.end() <= start and _near(text, match.end(), start, BEFORE_WORDS)
            follows = end <= match.start() and match.end() <= high and _near(text, end, match.start(), AFTER_WORDS)
            if outcome != "current" and (leads or follows):
                hits.append((start - match.end() if leads else match.start() - end, outcome))
    if not hits:
        return _outcome_before_list(text, clause, start, named)
    nearest = min(hits)[1]
    strong = [hit for hit in hits if hit[1] not in ("used", "planned")]
    return "planned" if nearest == "planned" else min(strong or hits)[1]


def outcome_in(text: str) -> str | None:
    """The outcome that a text without a treatment's name tells ("failed", "still on it"); the most telling one."""
    hits = {outcome for outcome, pattern in _cues() if pattern.search(text)}
    return next((outcome for outcome in WORST_FIRST if outcome in hits), None)


@lru_cache(maxsize=1)
def _cues() -> list[tuple[str, re.Pattern[str]]]:
    """Outcome words as patterns, the longest first, so that "no response" is not read as "response"."""
    pairs = [(outcome, phrase) for outcome, listed in terms()["outcomes"].items() for phrase in listed]
    pairs.sort(key=lambda pair: -len(pair[1]))
    return [(outcome, re.compile(rf"(?<![\w'-]){re.escape(phrase)}(?![\w'-])", re.I)) for outcome, phrase in pairs]


def _nearest_end(text: str) -> str | None:
    """The outcome whose word ends a text ("flared" in "flared on")."""
    return next(
        (outcome for outcome, pattern in _cues() if any(not text[m.end() :].strip() for m in pattern.finditer(text))),
        None,
    )


def _outcome_before_list(text: str, clause: tuple[int, int], start: int, named: Sequence[Mention]) -> str | None:
    """An outcome that leads a list of treatments ("failed A for a month and B")."""
    for outcome, pattern in _cues():
        found = pattern.search(text, clause[0], start) if outcome in ("failed", "used", "intolerant") else None
        if found and _is_list(text, found.end(), start, named):
            return outcome
    return None


def _is_list(text: str, start: int, end: int, named: Sequence[Mention]) -> bool:
    """Whether a stretch of text is nothing but treatments with doses and durations."""
    inside = [m for m in named if start <= m.start and m.end <= end]
    rest = text[start:end]
    for mention in inside:
        rest = rest.replace(mention.text, " ")
    return bool(inside) and not LIST_WORDS.sub(" ", rest).strip(" ,;/+&.()-")


def _near(text: str, start: int, end: int, most: int) -> bool:
    """Whether at most so many words stand between two places."""
    return len(text[start:end].split()) <= most
