"""Which treatments a text says were used, with what outcome and for how long: earlier systemics, the current one,
topical products."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from knowledge.load import knowledge
from nlu.lexicon import PRODUCT, SUBJECT, terms
from nlu.mentions import Mention
from nlu.quantities import Quantity

WORST_FIRST = ("reacted", "intolerant", "failed", "partial", "effective", "used", "current", "planned")
CLAUSE_END = re.compile(
    r"[.;!?\n]|,\s*(?=(?:but|now|then|currently|and now|on|started|switched)\b)|\b(?:but|then|now on|currently on)\b",
    re.I,
)
RESPONSES = {
    "failed": "none",
    "partial": "partial",
    "effective": "good",
    "intolerant": "intolerant",
    "reacted": "intolerant",
}
"""The outcome of a treatment in use as its response."""
DENIED = re.compile(
    r"\b(?:no|not|never|without|nor)(?:\s+(?:had|has had|been on|on|tried|any|used|yet|started))*\s*$", re.I
)
DURATION_GAP = re.compile(r"^\s*(?:of|on|into)?\s*(?:the\s+)?$", re.I)
LIST_WORDS = re.compile(
    r"\b(?:and|or|then|plus|with|for|of|the|a|x|bd|od|daily|twice|once|weekly|cream|ointment|on|to|trial|course|courses)\b"
    r"|\d+(?:\.\d+)?\s*(?:%|mg|g|kg|weeks?|wks?|months?|mo|days?|d|years?|yrs?|times)?\b%?",
    re.I,
)
LIST_GAP = re.compile(
    r"^[\s,/&+]*(?:and|or|then|plus|with|also|as well as)?[\s,/&+]*(?:the|a|her|his|my|some)?\s*$", re.I
)


@dataclass
class Treatments:
    """What was said of treatments, as facts of a patient."""

    history: dict[str, str] = field(default_factory=dict)
    current: str | None = None
    current_weeks: float | None = None
    current_response: str | None = None
    products: list[str] = field(default_factory=list)
    topical_weeks: float | None = None
    topical_failed: bool = False

    def facts(self) -> dict[str, Any]:
        """As patient facts; only what was said."""
        facts: dict[str, Any] = {}
        if self.history:
            facts["systemic_history"] = dict(self.history)
        for name, value in (
            ("current_therapy", self.current),
            ("current_weeks", self.current_weeks),
            ("current_response", self.current_response),
            ("topical_weeks", self.topical_weeks),
        ):
            if value is not None:
                facts[name] = value
        if self.products:
            facts["topical_products"] = list(self.products)
        if self.topical_failed:
            facts["topical_outcome"] = "failed"
        return facts


def treatments(text: str, found: Sequence[Mention], measured: Sequence[Quantity]) -> Treatments:
    """Reads the treatments of a text.

    Args:
        text: the message.
        found: its mentions.
        measured: its quantities, durations among them.
    """
    result = Treatments()
    named = [m for m in found if m.means(PRODUCT) or _is_therapy(m)]
    for group in _lists(text, named):
        clause = _clause(text, group[0].start, group[-1].end)
        weeks = _weeks(clause, group, named, measured)
        current = _in_use(text, clause, group, measured)
        outcome = _outcome(text, clause, group, named)
        if DENIED.search(text[: group[0].start]):
            continue
        for mention in group:
            _note(result, mention, outcome, current and outcome != "used", weeks)
    return result


def _is_therapy(mention: Mention) -> bool:
    subject = mention.means(SUBJECT)
    return subject is not None and knowledge().subjects[subject].kind == "therapy"


def _note(result: Treatments, mention: Mention, outcome: str | None, current: bool, weeks: float | None) -> None:
    """Notes one treatment: topical products and topical classes for the topical trial, the others as history or
    current."""
    product, subject = mention.means(PRODUCT), mention.means(SUBJECT)
    if outcome == "planned" and not current:
        return
    if mention.is_a("denied") and outcome not in RESPONSES:
        return
    if _topical(mention):
        if outcome is None and weeks is None and not current:
            return
        result.products += [product] if product and product not in result.products else []
        result.topical_weeks = max(filter(None, (result.topical_weeks, weeks)), default=None)
        result.topical_failed |= outcome in ("failed", "partial")
    elif subject and current:
        result.current, result.current_weeks = subject, weeks
        result.current_response = RESPONSES.get(outcome or "", result.current_response)
    elif subject and outcome:
        result.history[subject] = outcome


def _lists(text: str, named: Sequence[Mention]) -> list[list[Mention]]:
    """Treatments named in one breath ("dupilumab, tralokinumab and CsA") share their outcome; topical and systemic
    ones apart."""
    groups: list[list[Mention]] = []
    for mention in named:
        joined = (
            groups
            and LIST_GAP.match(text[groups[-1][-1].end : mention.start])
            and _topical(mention) == _topical(groups[-1][-1])
        )
        if joined:
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def _topical(mention: Mention) -> bool:
    subject = mention.means(SUBJECT)
    return mention.means(PRODUCT) is not None or (
        subject is not None and knowledge().subjects[subject].route == "topical"
    )


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a place: from the end of the one before to the start of the one after."""
    before = [m.end() for m in CLAUSE_END.finditer(text, 0, start)]
    after = CLAUSE_END.search(text, end)
    return (before[-1] if before else 0, after.start() if after else len(text))


@lru_cache(maxsize=1)
def _cues() -> list[tuple[str, re.Pattern[str]]]:
    """Outcome words as patterns, the longest first, so that "no response" is not read as "response"."""
    pairs = [(outcome, phrase) for outcome, listed in terms()["outcomes"].items() for phrase in listed]
    pairs.sort(key=lambda pair: -len(pair[1]))
    return [(outcome, re.compile(rf"(?<![\w'-]){re.escape(phrase)}(?![\w'-])", re.I)) for outcome, phrase in pairs]


def _in_use(text: str, clause: tuple[int, int], group: Sequence[Mention], measured: Sequence[Quantity]) -> bool:
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


def _nearest_end(text: str) -> str | None:
    """The outcome whose word ends a text ("flared" in "flared on")."""
    return next(
        (outcome for outcome, pattern in _cues() if any(not text[m.end() :].strip() for m in pattern.finditer(text))),
        None,
    )


def _outcome(text: str, clause: tuple[int, int], group: Sequence[Mention], named: Sequence[Mention]) -> str | None:
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
            if outcome != "current" and low <= match.end() <= start:
                hits.append((start - match.end(), outcome))
            elif outcome != "current" and end <= match.start() and match.end() <= high:
                hits.append((match.start() - end, outcome))
    if not hits:
        return _outcome_before_list(text, clause, start, named)
    nearest = min(hits)[1]
    strong = [hit for hit in hits if hit[1] not in ("used", "planned")]
    return "planned" if nearest == "planned" else min(strong or hits)[1]


def _outcome_before_list(text: str, clause: tuple[int, int], start: int, named: Sequence[Mention]) -> str | None:
    """An outcome that leads a list of treatments ("failed betamethasone 8 wks and tacrolimus"): only the list in between."""
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


def _weeks(
    clause: tuple[int, int], group: Sequence[Mention], named: Sequence[Mention], measured: Sequence[Quantity]
) -> float | None:
    """The duration that belongs to the treatments: the nearest in the clause, rather after them than before."""
    start, end = group[0].start, group[-1].end
    high = min([m.start for m in named if m.start >= end], default=clause[1])
    spans = [q for q in measured if q.fact == "duration" and clause[0] <= q.start < clause[1]]
    after = [q for q in spans if q.start >= end and q.end <= max(high, end)]
    low = max([m.end for m in named if m.end <= start], default=clause[0])
    before = [q for q in spans if q.end <= start and q.start >= low]
    chosen = after[0] if after else (before[-1] if before else None)
    if chosen is None and len(spans) == 1 and spans[0].start >= end:
        chosen = spans[0]
    return chosen.value if chosen else None


def outcome_in(text: str) -> str | None:
    """The outcome that a text without a treatment's name tells ("failed", "still on it"); the most telling one."""
    hits = {outcome for outcome, pattern in _cues() if pattern.search(text)}
    return next((outcome for outcome in WORST_FIRST if outcome in hits), None)
