"""Reads what became of a treatment from the words around its name: failed, not tolerated, partial, in use, planned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlu.lexicon import one_of, terms
from nlu.reading.mentions import Mention
from nlu.reading.quantities import Quantity

WORST_FIRST = ("reacted", "intolerant", "failed", "partial", "effective", "used", "current", "planned")
UNWELL = "unwell"
"""A complaint, which may or may not be that of the treatment."""
DURATION_GAP = re.compile(r"^\s*(?:of|on|into)?\s*(?:the\s+)?$", re.I)
GIVEN_UP = ("failed", "partial", "reacted", "intolerant")
AFTER_DOSE = re.compile(
    r"^(?:[\s,(]*(?:\d+(?:[.,]\d+)?\s?(?:mg|mcg|micrograms?|g|ml|units|%)?(?:/\w+)*|bd|od|bid|tds|qd|q\d?w|daily|weekly|monthly"
    r"|nocte|sc|po|im|iv|once|twice|a|per|every|each|week|day|fortnight|other|for|of|x|about|around|roughly|some|approx|low"
    r"|full|dose|tablets?|injections?|pills?|therapy|treatment|\))\b\)?)+",
    re.I,
)
"""A dose and how often, between a treatment and how long."""
DOSED = re.compile(
    r"^\s*\(?\s*\d+(?:[.,]\d+)?\s?(?:mg|mcg|micrograms?|bd|od|weekly|daily)\b(?!\s*(?:if|or|vs)\b)", re.I
)
OFF_TIME = re.compile(r"\s*(?:late|early|overdue)\b", re.I)
COUNTED = re.compile(r"(?:week|wk|day|month|w)\s?\d", re.I)
"""A span that counts from the first dose ("week 30")."""
LIST_WORDS = re.compile(
    r"\b(?:and|or|then|plus|with|for|of|the|a|x|bd|od|daily|twice|once|weekly|cream|ointment|on|to|trial|course|courses)\b"
    r"|\d+(?:\.\d+)?\s*(?:%|mg|g|kg|weeks?|wks?|months?|mo|days?|d|years?|yrs?|times)?\b%?",
    re.I,
)
BEFORE_WORDS, AFTER_WORDS = 5, 12
"""How many words may stand between an outcome and the treatment it leads or follows."""


def in_use(text: str, clause: tuple[int, int], group: Sequence[Mention], measured: Sequence[Quantity]) -> bool:
    """Whether the treatment is in use now: "on", "taking", or a duration, right before its name, with no failure in
    front; or a count of its weeks, a beginning or "ongoing" right behind it."""
    start, end = group[0].start, group[-1].end
    before = text[clause[0] : start]
    spans = [q for q in measured if q.fact == "duration"]
    if any(DURATION_GAP.match(text[q.end : start]) for q in spans if q.end <= start):
        return True
    cues = list(_cues(before))
    if cues and not before[cues[-1][1][1] :].strip():
        outcome, (begin, _) = cues[-1]
        rest = before[:begin].rstrip()
        last = next((name for name, (_, stop) in _cues(rest) if stop == len(rest)), None)
        if outcome != "used":
            return outcome == "current" and last not in GIVEN_UP
    return not _given().search(before) and _goes_on(text, clause, end, spans)


def _goes_on(text: str, clause: tuple[int, int], end: int, spans: Sequence[Quantity]) -> bool:
    """Whether it is said right behind a treatment that it goes on: since when, in which week, "ongoing"."""
    behind = AFTER_DOSE.sub("", text[end : clause[1]])
    if goes_on(behind):
        return True
    span = next((q for q in spans if q.start >= end), None)
    if span is None or AFTER_DOSE.sub("", text[end : span.start]).strip(" ,:(~-"):
        return False
    counted = COUNTED.match(text[span.start : span.end]) is not None
    return counted or bool(_ongoing().match(text[span.end : clause[1]]))


def was_used(
    text: str, clause: tuple[int, int], group: Sequence[Mention], measured: Sequence[Quantity], asks: bool
) -> bool:
    """Whether the words around a treatment tell that it was had, without a result: its dose (unless the text `asks`),
    how long, how often, or that it was given."""
    start, end = group[0].start, group[-1].end
    if _given().search(text[clause[0] : start]):
        return True
    behind = text[end : clause[1]]
    if DOSED.match(behind) and not asks:
        return True
    spans = [q for q in measured if q.fact == "duration" and end <= q.start < clause[1]]
    gaps = [text[end : q.start] for q in spans if not OFF_TIME.match(text[q.end :])]
    return any(not AFTER_DOSE.sub("", gap).strip(" ,:(~-x\u00d7=") for gap in gaps)


def outcome_of(text: str, clause: tuple[int, int], group: Sequence[Mention], named: Sequence[Mention]) -> str | None:
    """The outcome word that belongs to the treatments: the nearest in the clause that no other treatment stands
    between."""
    start, end = group[0].start, group[-1].end
    low = max([m.end for m in named if m.end <= start and m.end > clause[0]], default=clause[0])
    high = min([m.start for m in named if m.start >= end and m.start < clause[1]], default=clause[1])
    hits: list[tuple[int, str]] = []
    after: set[str] = set()
    for outcome, (first, last) in _cues(text, *clause):
        leads = low <= last <= start and _near(text, last, start, BEFORE_WORDS) and not _ends(text, first, named)
        follows = end <= first and last <= high and _near(text, end, first, AFTER_WORDS)
        if outcome != "current" and (leads or follows):
            hits.append((start - last if leads else first - end, outcome))
            after |= {outcome} if follows else set()
    if not hits:
        return _outcome_before_list(text, clause, start, named)
    nearest = min(hits)[1]
    strong = [hit for hit in hits if hit[1] not in ("used", "planned")]
    if nearest == "planned" or not strong:
        return nearest
    given_up = next((outcome for outcome in ("reacted", "intolerant", UNWELL) if outcome in after), None)
    chosen = min(strong)[1]
    return given_up if given_up and chosen in ("effective", "partial") else chosen


def outcome_in(text: str) -> str | None:
    """The outcome that a text without a treatment's name tells ("failed", "still on it"); the most telling one."""
    hits = {"intolerant" if outcome == UNWELL else outcome for outcome in outcomes_in(text)}
    return next((outcome for outcome in WORST_FIRST if outcome in hits), None)


def outcomes_in(text: str) -> set[str]:
    """All outcomes that a text has words for."""
    return {outcome for outcome, _ in _cues(text)}


def leads_to(before: str) -> bool:
    """Whether a text ends in a result, of which what follows is told."""
    return any(outcome in GIVEN_UP and not before[last:].strip() for outcome, (_, last) in _cues(before))


def follows_from(behind: str) -> bool:
    """Whether a text begins with a result, of what stands before it."""
    return any(
        outcome not in ("current", "planned") and not behind[:first].strip() for outcome, (first, _) in _cues(behind)
    )


def goes_on(behind: str) -> bool:
    """Whether a text begins by saying that what stands before it goes on."""
    return bool(_ongoing().match(behind))


@lru_cache(maxsize=1)
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    """Outcome words as one pattern, the longest first, so that "no response" is not read as "response"."""
    outcomes = {phrase.lower(): outcome for outcome, listed in terms()["outcomes"].items() for phrase in listed}
    longest = one_of(outcomes)
    return re.compile(rf"(?<![\w-])(?<!\w')(?:{longest})(?![\w-])(?!'\w)", re.I), outcomes


def _cues(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[str, tuple[int, int]]]:
    """The outcome words in a stretch of text, each with its place."""
    pattern, outcomes = _words()
    for match in pattern.finditer(text, start, len(text) if end is None else end):
        yield outcomes[match.group().lower()], match.span()


@lru_cache(maxsize=1)
def _ongoing() -> re.Pattern[str]:
    """What follows a treatment that goes on."""
    words = one_of(terms()["treated"]["ongoing"])
    return re.compile(rf"^[\s,:(~-]*(?:(?:{words})\b|in(?=\s*(?:[,.;:]|$|and\b|now\b)))", re.I)


@lru_cache(maxsize=1)
def _given() -> re.Pattern[str]:
    """What stands before a treatment that was given, or had some times."""
    table = terms()["treated"]
    given, times = (one_of(table[kind]) for kind in ("given", "times"))
    number = "|".join(re.escape(name) for name, value in terms()["numbers"].items() if value > 1)
    return re.compile(
        rf"(?:\b(?:{given})(?:\s+(?:me|him|her|them|us|the patient|on|a|some|the|my|his|about|also))*"
        rf"|\b(?:\d+\s?x?|{number}|several|many|multiple|few|repeated|lots of)\s+"
        rf"(?:[\w-]+\s+){{0,2}}?(?:{times})(?:\s+of)?"
        rf"|\b(?:\d+|{number}|several|multiple|repeated|a few)(?:\s+(?:more|short|long))?)\s*$",
        re.I,
    )


def _outcome_before_list(text: str, clause: tuple[int, int], start: int, named: Sequence[Mention]) -> str | None:
    """An outcome that leads a list of treatments ("failed A for a month and B")."""
    for outcome, (first, last) in _cues(text, clause[0], start):
        leads = outcome in ("failed", "used", "intolerant") and not _ends(text, first, named)
        if leads and _is_list(text, last, start, named):
            return outcome
    return None


def _ends(text: str, start: int, named: Sequence[Mention]) -> bool:
    """Whether an outcome stands right behind the name of a treatment that none leads, and so is that one's alone ("A
    failed, B or C next")."""
    before = [mention for mention in named if mention.end <= start and not text[mention.end : start].strip()]
    led = [text[: mention.start].rstrip() for mention in before]
    return any(not any(stop == len(words) for _, (_, stop) in _cues(words)) for words in led)


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
