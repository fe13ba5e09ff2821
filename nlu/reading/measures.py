"""How weights, scores and spans of time are written: patterns with their fact and factor, the more specific first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from re import escape

from knowledge.load import knowledge
from nlu.lexicon import score_words
from nlu.reading.units import KG_PER_LB, KG_PER_STONE, OUNCES_PER_LB, UNITS, WEEKS, N

Row = tuple[str, str, Callable[[Sequence[float]], float]]
"""A pattern, the fact that it measures, and the value of its numbers in the unit of the fact."""
JUST_BELOW, JUST_ABOVE = 0.999, 1.001
"""A number that a score is said to be under or over, as a value of its own."""
DURATION = "duration"
_NOT_HOW_OFTEN = r"(?<!every )(?<!per )(?<!once )(?<!twice )(?<!times )(?<!once every )"
_NOT_FIRST = r"(?!1st\b|\d*1st[ -](?:line|choice|step|stage|dose|week|month|day|visit|time|year)\b)"
"""The first of something is no weight in stones."""
_ISH = r"(?:\s?-?ish|\s?-?odd)?"
_BETWEEN = (
    "score|scores|scored|count|is|was|now|of|at|about|around|approx|approximately|currently|came|come|back|dropped|fell"
    "|down|to|only|from|went|gone|has|been|guess|guessed|guesstimate|estimate|estimated|est|roughly|maybe|probably|circa"
    "|today|still|baseline|just|up"
)
_FILLER = rf"(?:\s+(?:{_BETWEEN})\b)*\s*[:=?]?\s*~?\s*"
_LESS = r"(?:<|below|under|less than|lower than)"
_MORE = r"(?:>|above|over|more than|higher than)"
_NOW = r"(?:now|today|currently|at present|this week|at review|on review)"
_ONCE = (
    r"(?:at (?:the )?(?:baseline|start|outset|first)|baseline|initially|originally|to start with|pre-?treatment"
    r"|at week 0|before (?:treatment|starting|it|that)|before|last (?:year|month|time|visit)|previously)"
)
_OUT_OF = r"(?:\s*/\s*(?:10|72|103|28|30|4)\b)?\s?%?"
_THEN = (
    rf"(?:\s*(?:->|-->|=>|→|to|down to|up to)\s*{N}"
    rf"|{_OUT_OF}(?:\s+(?:at|in|on|last|before)\s+(?:the\s+)?[a-z]+)?\s*[,;(]?\s*"
    rf"(?:but |and |it'?s |is |are |down to )*{_NOW}\s*(?:is |at |of |only |just |down to )*{N}"
    rf"|{_OUT_OF}\s*\(?{_ONCE}\)?\s*[,;]?\s*(?:and |then |but |down to )*(?:{_NOW}\s*)?"
    rf"{N}(?!\s*(?:mg|kg|%|w|m|y|d|h|/|x)|\.?\d)"
    rf"|{_OUT_OF}\s*[,;]\s*{N}\s*{_NOW}\b)?"
)


def by(factor: float) -> Callable[[Sequence[float]], float]:
    """A number in another unit."""
    return lambda numbers: round(numbers[0] * factor, 3) if factor != 1 else numbers[0]


def last(numbers: Sequence[float]) -> float:
    """The last of the numbers: the newest."""
    return numbers[-1]


def _stones(numbers: Sequence[float]) -> float:
    """Stones, and pounds if there are any."""
    kg = numbers[0] * KG_PER_STONE + sum(numbers[1:]) * KG_PER_LB
    return round(kg, 1 if len(numbers) > 1 else 3)


def _pounds(numbers: Sequence[float]) -> float:
    """Pounds, and ounces if there are any."""
    return round((numbers[0] + sum(numbers[1:]) / OUNCES_PER_LB) * KG_PER_LB, 3)


def scores() -> Iterator[Row]:
    """EASI 24, EASI of 24, EASI 27->19, EASI 26 at baseline, 3 today, itch 8/10, 35% BSA."""
    for word, fact in sorted(score_words(knowledge()).items(), key=lambda pair: -len(pair[0])):
        name = escape(word)
        if fact == "bsa":
            yield rf"{N}\s?%\s*(?:of\s+)?{name}", fact, last
        other_unit = r"(?!\s?(?:%|mmol))" if knowledge().facts[fact].rescale else ""
        for compared, factor in ((_LESS, JUST_BELOW), (_MORE, JUST_ABOVE)):
            yield rf"\b{name}{_FILLER}{compared}\s*{N}(?!\d|[.,]\d){other_unit}", fact, by(factor)
        yield rf"\b{name}(?:[\s-]*ad)?(?!-\d){_FILLER}{N}(?!\d|[.,]\d){other_unit}{_THEN}{_OUT_OF}", fact, last


def weights() -> Iterator[Row]:
    """11 st 4, 70ish kg, 17 lb 8 oz, 185#, weighs 64."""
    yield (
        rf"\b{_NOT_FIRST}{N}\s*(?:st|stones?)\s*(?:and\s*)?(?:{N}\s*(?:lbs?|pounds?)?)?(?![a-z])",
        "weight",
        _stones,
    )
    yield rf"(?<!mg/)(?<!\d/)\b{N}{_ISH}\s*(?:kgs?|kilos?|kilograms?|kilogrammes?)\b(?!/|\s/\S)", "weight", last
    yield rf"\b{N}{_ISH}\s*(?:lbs?|pounds?)\b(?:\s*(?:and\s*)?{N}\s*(?:oz|ounces?)\b)?", "weight", _pounds
    yield rf"(?<!\w){N}\s?#(?!\w)", "weight", _pounds
    yield (
        rf"\b(?:weigh(?:s|t|ing|ed|in)?|wt)\s*(?:is|of|about|around|approx|:|=|now|just)*\s*{N}\b"
        rf"(?!\s*(?:mg|g\b|%|weeks?|wks?|months?|years?|st\b|stones?|lbs?|pounds?|cm|ft|/))",
        "weight",
        last,
    )


def durations(old: str) -> Iterator[Row]:
    """6 weeks, 3/12, week 30, a fortnight; not an age, which ends in `old`."""
    for unit in ("week", "month", "year", "day"):
        yield rf"{_NOT_HOW_OFTEN}\b{N}\s*(?:\+|plus)?[\s-]*{UNITS[unit]}\b(?!{old})", DURATION, by(WEEKS[unit])
    for unit, parts in (("month", 12), ("week", 52), ("day", 7)):
        yield rf"(?<![\d/.])(\d{{1,3}})/{parts}(?![\d/])", DURATION, by(WEEKS[unit])
    for unit, names in (("week", "week|wk"), ("month", "month"), ("day", "day")):
        yield rf"(?<!at )(?<!by )\b(?:{names})\s?(\d{{1,3}})\b(?!\s*(?:mg|kg|%|/))", DURATION, by(WEEKS[unit])
    yield rf"\b{N}\s*fortnights?\b", DURATION, by(WEEKS["fortnight"])
