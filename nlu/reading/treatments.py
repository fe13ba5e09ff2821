"""Which treatments a text says were used, with what outcome and for how long: earlier systemics, the current one,
topical products."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from knowledge.load import knowledge
from knowledge.patient import USED
from nlu.lexicon import PRODUCT, SUBJECT, one_of, terms
from nlu.reading.measures import DURATION
from nlu.reading.mentions import Mention
from nlu.reading.outcomes import UNWELL, follows_from, goes_on, in_use, leads_to, outcome_of, outcomes_in, was_used
from nlu.reading.people import Who
from nlu.reading.quantities import Quantity
from nlu.reading.sentences import is_question

CLAUSE_END = re.compile(
    r"\.(?!\d)|[;!?\n]|,\s*(?=(?:but|now|then|currently|and now|on|started|switched)\b)"
    r"|\b(?:but|then)\b|\b(?=now on\b|currently on\b)",
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
    r"\b(?:no|not|never|without|nor|(?:is|are|was|has|have|had)n'?t)"
    r"(?:\s+(?:had|has had|been on|on|tried|any|used|yet|started|given|been given|begun"
    r"|taken|took|needed|offered|been offered|went on|go on))*\s*$",
    re.I,
)
ASKED_OF = re.compile(
    r"\b(?:dose|doses|dosing|dosage|posology|regimen|side effects|risks?|monitoring|interactions?|contraindications?)"
    r"\s+(?:of|for|with)\s*$",
    re.I,
)
"""Before a treatment that is asked about and therefore not told to be in use."""
BETTER, GIVEN_UP = ("effective", "partial"), ("intolerant", "reacted")
"""Results after which a treatment may still have been given up, and those of one that was."""
PERSONAL = ("age", "weight")
"""Measures of a person, even where treatments in general are spoken of."""
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


def treatments(
    text: str, found: Sequence[Mention], measured: Sequence[Quantity], about: Who, personal: bool
) -> Treatments:
    """Reads the treatments of a text.

    Args:
        text: the message.
        found: its mentions.
        measured: its quantities, durations among them.
        about: whom the message is about.
        personal: whether the message tells of a person.
    """
    result = Treatments()
    if _impersonal().search(text) and not _personal().search(text) and not any(q.fact in PERSONAL for q in measured):
        return result
    named = [m for m in found if m.means(PRODUCT) or _is_therapy(m)]
    named = [m for m in named if not (m.is_a("family") or (m.is_a("bystander") and about.relation is None))]
    asks, told = is_question(text), personal or _of_a_person(text, measured)
    for group, alone in _told_apart(text, _lists(text, named)):
        clause = _clause(text, group[0].start, group[-1].end)
        clause = (group[0].start, clause[1]) if alone else clause
        weeks = _weeks(clause, group, named, measured)
        current = in_use(text, clause, group, measured)
        outcome = outcome_of(text, clause, group, named)
        if outcome in (None, USED, *BETTER):
            whole = outcome_of(text, (clause[0], _end_of_tale(text, group[-1].end, named)), group, named)
            outcome = whole if whole and (outcome not in BETTER or whole in GIVEN_UP) else outcome
        if outcome == UNWELL:
            had = USED in outcomes_in(text[slice(*clause)]) or was_used(text, clause, group, measured, asks)
            outcome = "intolerant" if current or (told and had) else None
        if outcome is None and not current and told and was_used(text, clause, group, measured, asks):
            outcome = USED
        before = text[: group[0].start]
        if DENIED.search(before) or ASKED_OF.search(before):
            continue
        for mention in group:
            _note(result, mention, outcome, current and outcome != USED, weeks)
    return result


def _of_a_person(text: str, measured: Sequence[Quantity]) -> bool:
    """Whether a text speaks of a person: by a word, or by a measure of one."""
    return any(q.fact != DURATION for q in measured) or bool(_personal().search(text))


@lru_cache(maxsize=1)
def _personal() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{one_of(terms()['personal'])})\b(?!')", re.I)


@lru_cache(maxsize=1)
def _impersonal() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{one_of(terms()['impersonal'])})\b", re.I)


def _is_therapy(mention: Mention) -> bool:
    subject = mention.means(SUBJECT)
    return subject is not None and knowledge().subjects[subject].kind == "therapy"


def _note(result: Treatments, mention: Mention, outcome: str | None, current: bool, weeks: float | None) -> None:
    """Notes one treatment: topical products and topical classes for the topical trial, the others as history or
    current."""
    product, subject = mention.means(PRODUCT), mention.means(SUBJECT)
    if outcome == "planned" and not current:
        return
    if mention.is_a("denied") and not mention.is_a("denied_far") and outcome not in RESPONSES:
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
    """Treatments named in one breath ("A, B and C") share their outcome; topical and systemic
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


def _told_apart(text: str, groups: Sequence[list[Mention]]) -> Iterator[tuple[list[Mention], bool]]:
    """The groups, and whether one is the last of a list, told apart: it has a result of its own ("allergic to A, B
    didn't work"), or goes on ("failed A, B dose increased")."""
    for group in groups:
        listed = len(group) > 1 and "," in text[group[-2].end : group[-1].start]
        behind = text[group[-1].end :]
        if listed and leads_to(text[: group[0].start]) and (follows_from(behind) or goes_on(behind)):
            yield group[:-1], False
            yield group[-1:], True
        else:
            yield group, False


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


def _end_of_tale(text: str, end: int, named: Sequence[Mention]) -> int:
    """Where what is told of a treatment ends, over the end of its clause: at the next treatment."""
    return min([m.start for m in named if m.start >= end], default=len(text))


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
