"""Numbers in a text and what they measure: age, weight, scores, durations. Units are converted; plausibility is
judged by the caller."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from nlu.reading.ages import ANOTHER, MONTHS, OLD, ages
from nlu.reading.bareages import bare_ages
from nlu.reading.measures import DURATION, durations, scores, weights
from nlu.reading.ranks import rank
from nlu.reading.units import WEEKS, digits_for_words, number, word_value

__all__ = ["ANOTHER", "WEEKS", "Quantity", "best", "digits_for_words", "number", "quantities", "sexes", "word_value"]


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
    """The quantities with "6 mo" as a span of time where an age was given before ("67F ... tried it 6 mo")."""
    first = next((q for q in found if q.fact == "age"), None)
    return [
        replace(q, fact=DURATION, value=round(q.value * WEEKS["year"], 3))
        if q.fact == "age" and q is not first and MONTHS.fullmatch(text[q.start : q.end])
        else q
        for q in found
    ]


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
