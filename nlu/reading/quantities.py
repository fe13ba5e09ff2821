"""Numbers in a text and what they measure: age, weight, scores, durations. Units are converted; plausibility is
judged by the caller."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from knowledge.load import knowledge
from nlu.lexicon import PRODUCT, SUBJECT, one_of, phrases
from nlu.reading.ages import ANOTHER, MONTHS, OLD, ages
from nlu.reading.bareages import bare_ages
from nlu.reading.measures import DURATION, durations, scores, weights
from nlu.reading.ranks import rank
from nlu.reading.units import WEEKS, digits_for_words, number, word_value

__all__ = ["ANOTHER", "WEEKS", "Quantity", "best", "digits_for_words", "number", "quantities", "sexes", "word_value"]


OF_A_SMALL_CHILD = 20.0
"""Weight in kg up to which months beside it are an age."""


@dataclass(frozen=True)
class Quantity:
    """A measured fact with its place in the text. `fact` is "duration" (in weeks) for a span of time; of several
    values of a fact those of the highest rank count."""

    fact: str
    value: float
    start: int
    end: int
    rank: int = 1


def quantities(text: str) -> list[Quantity]:
    """All quantities of the patient in the text, in order; none overlaps another, the more specific pattern wins."""
    text = digits_for_words(text)
    if not any(letter.isdigit() for letter in text):
        return []
    taken: list[Quantity] = []
    for pattern, fact, value in _patterns():
        for match in pattern.finditer(text):
            if not any(match.start() < q.end and q.start < match.end() for q in taken):
                numbers = [number(group) for group in match.groups() if group]
                ranked = rank(text, match.start(), match.end(), fact)
                taken.append(Quantity(fact, value(numbers), match.start(), match.end(), ranked))
    taken += [
        Quantity("age", value, *place) for value, place in bare_ages(text, [(q.fact, q.start, q.end) for q in taken])
    ]
    found = sorted((q for q in taken if q.rank >= 0), key=lambda q: q.start)
    return _spans_after_an_age(text, found)


def best(found: Sequence[Quantity], fact: str) -> Quantity | None:
    """The quantity that counts for a fact: of the highest rank; of several ages or weights the first, of several
    scores the last."""
    listed = [q for q in found if q.fact == fact]
    ordered = listed if fact in ("age", "weight") else listed[::-1]
    return max(ordered, key=lambda q: q.rank, default=None)


def _spans_after_an_age(text: str, found: list[Quantity]) -> list[Quantity]:
    """The quantities with "6 mo" as a span of time where an age was given before ("67F ... tried it 6 mo"), or right
    behind a treatment in a message that gives no weight of a small child ("on <therapy> 6 mo")."""
    first = next((q for q in found if q.fact == "age"), None)
    small = any(q.fact == "weight" and q.value <= OF_A_SMALL_CHILD for q in found)
    return [
        replace(q, fact=DURATION, value=round(q.value * WEEKS["year"], 3))
        if q.fact == "age"
        and MONTHS.fullmatch(text[q.start : q.end])
        and (q is not first or (not small and _behind_a_treatment().search(text[: q.start])))
        else q
        for q in found
    ]


@lru_cache(maxsize=1)
def _behind_a_treatment() -> re.Pattern[str]:
    """A treatment, and nothing but its dose and how often, or that it was for so long."""
    names = one_of(phrase for phrase, meaning in phrases(knowledge()) if meaning.kind in (SUBJECT, PRODUCT))
    dose = r"\d+(?:\.\d+)?\s?(?:mg|mcg|g|%)|bd|od|daily|weekly|nightly|cream|ointment|q\d?w|x|for|about|around|approx"
    return re.compile(rf"\b{names}(?:[\s,(]+(?:{dose}))*[\s,(]*$", re.I)


def sexes(text: str) -> list[str]:
    """The sex written beside an age, as in 34F, M/26 or 9 yo boy's "m"."""
    found = re.findall(r"\b\d{1,3}\s?(?:y|yo|y/o|yr|yrs|mo|m/o)?[\s,/-]*([MF])\b(?![\w'])", text)
    found += re.findall(r"(?<![\w/])([MF])\s?[/,]?\s?\d{2}(?=\s*[,.;)]|\s+[a-zA-Z]|$)", text)
    if any(letter.isdigit() for letter in text):
        found += re.findall(r"(?:^|[,;/.|]\s*|\b(?:[Ss]ex|[Gg]ender)[\s:=]*)([MF])(?=\s*(?:[,;/.|]|$|\bage))", text)
    found += [letter.upper() for letter in re.findall(r"\b[Ss]ex\s?[:=]?\s?([mf])\b", text)]
    found += [
        letter.upper()
        for letter in re.findall(r"(?<!y )(?<!yr )(?<!yrs )\b\d{1,3}(?:yo|y/o|y)?\s?([mf])\b(?!\s*(?:ago|old)|')", text)
    ]
    apart = re.finditer(r"\b\d{1,3}\s?\(([mf])\)|^\W*([mf])\s+\d{2}\s", text, re.I)
    found += [(match.group(1) or match.group(2)).upper() for match in apart]
    return ["female" if letter == "F" else "male" for letter in found]


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str, Callable[[Sequence[float]], float]], ...]:
    """Compiled patterns with their fact and the value of their numbers; the more specific ones first."""
    return tuple(
        (re.compile(pattern, re.I), fact, value)
        for pattern, fact, value in (*scores(), *weights(), *ages(), *durations(OLD))
    )
