"""Numbers in a text and what they measure: age, weight, scores, durations. Units are converted; plausibility is
judged by the caller."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from knowledge.load import knowledge
from nlu.lexicon import score_words, terms

JUST_BELOW, JUST_ABOVE = 0.999, 1.001
"""A number that a score is said to be under or over, as a value of its own."""
KG_PER_LB = 0.45359237
KG_PER_STONE = 6.35029318
WEEKS = {"day": 1 / 7, "week": 1.0, "month": 52 / 12, "year": 52.0}
YEARS = {"day": 1 / 365.25, "week": 7 / 365.25, "month": 1 / 12, "year": 1.0}

_N = r"(\d{1,6}(?:[.,]\d+)?)"
_NOT_FIRST = r"(?!1st\b|\d*1st[ -](?:line|choice|step|stage|dose|week|month|day|visit|time|year)\b)"
"""The first of something is no weight in stones."""
_YEAR = r"(?:years?|yrs?|y)"
_MONTH = r"(?:months?|mths?|mos?|mo)"
_WEEK = r"(?:weeks?|wks?|w)"
_DAY = r"(?:days?|d)"
_OLD = r"(?:[\s-]*(?:old|of age|/o)\b)"
_WORDS_NUMBER = r"\b({words})\b(?=[\s-]+(?:years?|yrs?|months?|weeks?|wks?|days?|mths?|kilos?|kg)\b)"

MONTHS = re.compile(r"\s*\d+\s?m/?o\s*", re.I)
_YEAR_AND_A_HALF = re.compile(r"\b(?:a|one|1)\s+year\s+and\s+a\s+half\b", re.I)
_HALF_MORE = re.compile(r"\b(\d{1,2}|[a-z]+)\s+and\s+a\s+half\b(?=[\s-]+(?:years?|yrs?|months?)\b)", re.I)


@dataclass(frozen=True)
class Quantity:
    """A measured fact with its place in the text. `fact` is "duration" (in weeks) for a span of time."""

    fact: str
    value: float
    start: int
    end: int


def quantities(text: str) -> list[Quantity]:
    """All quantities in the text, in order; none overlaps another, the more specific pattern wins."""
    text = digits_for_words(text)
    taken: list[Quantity] = []
    for pattern, fact, factor in _patterns():
        for match in pattern.finditer(text):
            if not any(match.start() < q.end and q.start < match.end() for q in taken):
                taken.append(Quantity(fact, _value(match, factor), match.start(), match.end()))
    return _spans_after_an_age(text, sorted(taken, key=lambda q: q.start))


def _spans_after_an_age(text: str, found: list[Quantity]) -> list[Quantity]:
    """The quantities with "6 mo" as a span of time where an age was given before ("67F ... tried it 6 mo")."""
    first = next((q for q in found if q.fact == "age"), None)
    return [
        replace(q, fact="duration", value=round(q.value * WEEKS["year"], 3))
        if q.fact == "age" and q is not first and MONTHS.fullmatch(text[q.start : q.end])
        else q
        for q in found
    ]


def sexes(text: str) -> list[str]:
    """The sex written beside an age, as in 34F or 9 yo boy's "m"."""
    found = re.findall(r"\b\d{1,3}\s?(?:y|yo|y/o|yr|yrs|mo|m/o)?[\s,/-]*([MF])\b(?!\w)", text)
    found += [letter.upper() for letter in re.findall(r"\b\d{1,3}(?:yo|y/o|y)?\s?([mf])\b(?!\s*(?:ago|old))", text)]
    return ["female" if letter == "F" else "male" for letter in found]


def digits_for_words(text: str) -> str:
    """The text with number words before a unit written as digits ("six weeks"), padded to the same length."""
    text = _HALF_MORE.sub(_and_a_half, _YEAR_AND_A_HALF.sub(lambda m: "1.5 years".ljust(len(m.group())), text))
    table = terms()["numbers"]
    word = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    tens = "|".join(name for name, value in table.items() if value >= 20)
    pattern = re.compile(_WORDS_NUMBER.format(words=rf"(?:{tens})[\s-](?:{word})|{word}"), re.I)
    return pattern.sub(lambda m: f"{word_value(m.group(1)):g}".ljust(len(m.group(1))), text)


def _and_a_half(match: re.Match[str]) -> str:
    """ "two and a half" as 2.5, padded to the same length."""
    whole = match.group(1)
    value = float(whole) if whole.isdigit() else terms()["numbers"].get(whole.lower())
    return match.group() if value is None else f"{value + 0.5:g}".ljust(len(match.group()))


def word_value(words: str) -> float:
    """The value of a number in words, of one part or of two ("twenty-four")."""
    table, words = terms()["numbers"], words.lower().strip()
    if words in table:
        return float(table[words])
    return sum(float(table[part]) for part in re.split(r"[\s-]+", words))


def number(text: str) -> float:
    """A number as written; a comma may be the decimal sign."""
    return float(text.replace(",", "."))


def _value(match: re.Match[str], factor: float) -> float:
    """The value of a match, in the unit of its fact."""
    groups = [number(group) for group in match.groups() if group]
    if len(groups) == 2:  # stones and pounds, or "from -> to"
        return round(groups[0] * KG_PER_STONE + groups[1] * KG_PER_LB, 1) if factor == KG_PER_STONE else groups[1]
    value = groups[0] * factor
    return round(value, 3) if factor != 1 else value


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str, float], ...]:
    """Compiled patterns with their fact and factor; the more specific ones first."""
    return tuple(
        (re.compile(pattern, re.I), fact, factor)
        for pattern, fact, factor in (*_scores(), *_weights(), *_ages(), *_durations())
    )


_BETWEEN = "score|count|is|was|now|of|at|about|around|approx|currently|came|come|back|dropped|fell|down|to|only"
_FILLER = rf"(?:\s+(?:{_BETWEEN}))*\s*[:=]?\s*~?\s*"
_LESS = r"(?:<|below|under|less than|lower than)"
_MORE = r"(?:>|above|over|more than|higher than)"
_THEN = rf"(?:\s*(?:->|=>|→|to|down to|,?\s*now)\s*{_N})?"
_OUT_OF = r"(?:\s*/\s*(?:10|72|103|28|30|4)\b)?\s?%?"


def _scores() -> Iterator[tuple[str, str, float]]:
    """EASI 24, EASI of 24, EASI 27->19, itch 8/10, 35% BSA."""
    for word, fact in sorted(score_words(knowledge()).items(), key=lambda pair: -len(pair[0])):
        name = re.escape(word)
        if fact == "bsa":
            yield rf"{_N}\s?%\s*(?:of\s+)?{name}", fact, 1
        other_unit = r"(?!\s?(?:%|mmol))" if knowledge().facts[fact].rescale else ""
        for compared, factor in ((_LESS, JUST_BELOW), (_MORE, JUST_ABOVE)):
            yield rf"\b{name}{_FILLER}{compared}\s*{_N}(?!\d|[.,]\d){other_unit}", fact, factor
        yield rf"\b{name}(?:[\s-]*ad)?(?!-\d){_FILLER}{_N}(?!\d|[.,]\d){other_unit}{_THEN}{_OUT_OF}", fact, 1


def _weights() -> Iterator[tuple[str, str, float]]:
    yield (
        rf"\b{_NOT_FIRST}{_N}\s*(?:st|stone)\s*(?:and\s*)?(?:{_N}\s*(?:lbs?|pounds?)?)?(?![a-z])",
        "weight",
        KG_PER_STONE,
    )
    yield rf"(?<!mg/)(?<!\d/)\b{_N}\s*(?:kgs?|kilos?|kilograms?|kilogrammes?)\b(?!\s*/)", "weight", 1
    yield rf"\b{_N}\s*(?:lbs?|pounds?)\b", "weight", KG_PER_LB
    yield (
        rf"\b(?:weigh(?:s|t|ing|ed)?|wt)\s*(?:is|of|about|around|approx|:|=|now|just)*\s*{_N}\b(?!\s*(?:mg|g\b|%|weeks?|wks?|months?|years?))",
        "weight",
        1,
    )


_PERSON = r"\b(?:he|she|i|son|daughter|boy|girl|patient|pt|child|kid|baby|they|husband|wife|lad)"
_BEING = r"(?:'?s|\s+is|\s+am|'?m|\s+are|\s+was|\s+were|\s+would be|\s+will be|\s+turned|\s+just turned)?"
_IS = _BEING + r",?\s+(?:now\s+|only\s+|just\s+|about\s+)?"
_CHILD = r"\b(?:baby|infant|toddler|child|son|daughter|boy|girl)(?:\s+with\s+\w+(?:\s+\w+)?)?"
ANOTHER = r"^\W*(?:and|what about|how about)\s+(?:at\s+|for\s+)?"
"""How a follow-up on another age or weight begins ("and at 6 months")."""
_SOFT = r"(?:(?:now|only|just|about|almost|nearly)\s+)?"
_NOT_A_SPAN = r"(?!\s*(?:pregnant|in\b|into|on\b|post|out\b|along|gone|after|since|of\b|later|ago|without|clear|free))"
"""What may not follow an age in months: "8 months pregnant", "3 months into treatment" are none."""
_AGE_NUMBER = r"(\d{1,3})(?!\.?\d)"
_AGE_FOLLOWED = r"(?=[\s,.;]*(?:$|and\b|with\b|[,.;]|years?\b|yrs?\b|y\b|weigh|\d|kg|has\b|his\b|her\b|eczema\b))"
_NO_OTHER_UNIT = r"(?!\s*(?:%|mg|kg|g\b|weeks?|wks?|months?|mo\b|days?|times|x\b|st\b|stone|lbs?|pounds?|tubes?))"


def _ages() -> Iterator[tuple[str, str, float]]:
    for unit, factor in (
        (_YEAR, YEARS["year"]),
        (_MONTH, YEARS["month"]),
        (_WEEK, YEARS["week"]),
        (_DAY, YEARS["day"]),
    ):
        yield rf"\b{_N}[\s-]*{unit}{_OLD}", "age", factor
    yield rf"\bage[ds]?\s*(?:is|of|:|=)?\s*{_N}[\s-]*{_MONTH}\b", "age", YEARS["month"]
    yield rf"\bage[ds]?\s*(?:is|of|:|=)?\s*{_N}\b(?:[\s-]*{_YEAR}\b)?", "age", 1
    yield rf"\b{_N}\s?(?:y/?o|yo|y\.o\.)\b", "age", 1
    yield rf"\b{_N}\s?m/?o\b(?!\s*(?:on|of|dup|follow))", "age", YEARS["month"]
    yield rf"\b{_N}\s?[MF]\b(?![\w/])(?!\s*ago)", "age", 1
    yield rf"\b{_N}\s?(?:y|yr)?\s(?:male|female|man|woman|boy|girl|lady|gentleman)\b", "age", 1
    yield (
        r"\b(?:man|woman|male|female|boy|girl|lady|gentleman|patient|child|person) of (\d{1,3})\b(?!\s*(?:kg|%|mg))",
        "age",
        1,
    )
    for unit, factor in ((_MONTH, YEARS["month"]), (_WEEK, YEARS["week"])):
        yield _PERSON + r"(?:'?s|\s+is|'?m|\s+am)\s+" + _SOFT + rf"{_N}\s*{unit}\b" + _NOT_A_SPAN, "age", factor
        yield _CHILD + rf"(?:\s+of|\s+aged|,)?\s+{_N}\s*{unit}\b" + _NOT_A_SPAN, "age", factor
        yield rf"\b{_N}\s*{unit}(?=[,\s]+(?:and\s+)?\d+(?:[.,]\d+)?\s?(?:kg|kilos?|lbs?)\b)", "age", factor
        yield rf"{ANOTHER}{_N}\s*{unit}\W*$", "age", factor
    yield rf"{ANOTHER}{_N}\s*{_YEAR}\W*$", "age", 1
    yield _PERSON + _IS + _AGE_NUMBER + _AGE_FOLLOWED + _NO_OTHER_UNIT, "age", 1
    yield rf"\b{_N}\s?{_YEAR}(?=[,\s]+\d+(?:[.,]\d+)?\s?(?:kg|kilos?|lbs?|st\b))", "age", 1


def _durations() -> Iterator[tuple[str, str, float]]:
    for unit, factor in (
        (_WEEK, WEEKS["week"]),
        (_MONTH, WEEKS["month"]),
        (_YEAR, WEEKS["year"]),
        (_DAY, WEEKS["day"]),
    ):
        yield rf"\b{_N}\s*(?:\+|plus)?[\s-]*{unit}\b(?!{_OLD})", "duration", factor
