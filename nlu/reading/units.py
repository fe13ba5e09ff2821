"""Units and number words: what a number in a text counts, and the number that a word stands for."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu.lexicon import one_of, terms

KG_PER_LB = 0.45359237
KG_PER_STONE = 6.35029318
OUNCES_PER_LB = 16
WEEKS = {"day": 1 / 7, "week": 1.0, "fortnight": 2.0, "month": 52 / 12, "year": 52.0}
YEARS = {"day": 1 / 365.25, "week": 7 / 365.25, "month": 1 / 12, "year": 1.0}

N = r"(\d{1,6}(?:[.,]\d+)?)"
YEAR = r"(?:years?|yrs?|y)"
MONTH = r"(?:months?|mths?|mos?|mo)"
WEEK = r"(?:weeks?|wks?|w)"
DAY = r"(?:days?|d)"
UNITS = {"day": DAY, "week": WEEK, "month": MONTH, "year": YEAR}
A_WEIGHT = r"\d+(?:[.,]\d+)?\s?(?:kgs?|kilos?|lbs?|pounds?|st(?:one)?|#)(?![a-z])"
"""A number with a unit of weight."""

_COUNTED = r"(?:years?|yrs?|months?|weeks?|wks?|days?|mths?|kilos?|kgs?|stones?|st|lbs?|pounds?|fortnights?)"
_WORDS_NUMBER = rf"\b({{words}})\b(?=[\s-]+{_COUNTED}\b)"
_WORDS_AGE = (
    r"(\b(?:i'?m|i am|aged?|s?he'?s|s?he is|turned|turning|nearly|almost"
    r"|(?:son|daughter|boy|girl|lad|child|kid|baby|toddler|patient|pt|grandson|granddaughter|niece|nephew)"
    r"(?:'?s| is))\s+)"
    r"({words})\b(?!-)(?!\s+(?:of|to)\b)"
)
_WORDS_BEFORE_A_WEIGHT = rf"\b({{words}})\b(?=\s*,\s*{A_WEIGHT})"
_YEAR_AND_A_HALF = re.compile(r"\b(?:a|one|1)\s+year\s+and\s+a\s+half\b", re.I)
_HALF_MORE = re.compile(r"\b(\d{1,2}|[a-z]+)\s+and\s+a\s+half\b(?=[\s-]+(?:years?|yrs?|months?|stones?|st)\b)", re.I)
_FRACTION = re.compile(r"\b(\d{1,2})(?:\s1/2|\s?½)(?!\d)")
_NO_AGE = ("a", "an", "one", "couple", "a couple of", "half a")
"""Number words that after "I'm" or "she's" are none ("she's one of twins")."""


def number(text: str) -> float:
    """A number as written; a comma may be the decimal sign."""
    return float(text.replace(",", "."))


def word_value(words: str) -> float:
    """The value of a number in words, of one part or of two ("twenty-four")."""
    table, words = terms()["numbers"], words.lower().strip()
    if words in table:
        return float(table[words])
    return sum(float(table[part]) for part in re.split(r"[\s-]+", words))


def digits_for_words(text: str) -> str:
    """The text with number words before a unit, or as an age, written as digits, padded to the same length."""
    text = _FRACTION.sub(lambda m: f"{m.group(1)}.5".ljust(len(m.group())), text)
    text = _HALF_MORE.sub(_and_a_half, _YEAR_AND_A_HALF.sub(lambda m: "1.5 years".ljust(len(m.group())), text))
    before_a_unit, before_a_weight, as_an_age = _number_words()
    for pattern in (before_a_unit, before_a_weight):
        text = pattern.sub(lambda m: f"{word_value(m.group(1)):g}".ljust(len(m.group(1))), text)
    return as_an_age.sub(lambda m: m.group(1) + f"{word_value(m.group(2)):g}".ljust(len(m.group(2))), text)


@lru_cache(maxsize=1)
def _number_words() -> tuple[re.Pattern[str], ...]:
    """What number words look like before a unit, before a weight ("six, 19 kg"), and as an age."""
    table = terms()["numbers"]
    tens = "|".join(name for name, value in table.items() if value >= 20)

    def words(names: list[str]) -> str:
        word = one_of(names)
        return rf"(?:{tens})[\s-](?:{word})|{word}"

    of_age = words([name for name in table if name not in _NO_AGE])
    return (
        re.compile(_WORDS_NUMBER.format(words=words(list(table))), re.I),
        re.compile(_WORDS_BEFORE_A_WEIGHT.format(words=of_age), re.I),
        re.compile(_WORDS_AGE.format(words=of_age), re.I),
    )


def _and_a_half(match: re.Match[str]) -> str:
    """ "two and a half" as 2.5, padded to the same length."""
    whole = match.group(1)
    value = float(whole) if whole.isdigit() else terms()["numbers"].get(whole.lower())
    return match.group() if value is None else f"{value + 0.5:g}".ljust(len(match.group()))
