"""How ages are written: patterns with the age in years, the more specific first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlu.reading.measures import Row, by
from nlu.reading.units import A_WEIGHT, MONTH, UNITS, WEEK, YEAR, YEARS, N

NOT_QUITE = 0.1
"""What is taken off an age that somebody nearly is, in years."""
OLD = r"(?:[\s-]*(?:old|of age|/o)\b)"
ANOTHER = r"^\W*(?:and|what about|how about)\s+(?:at\s+|for\s+)?"
"""How a follow-up on another age or weight begins ("and at 6 months")."""
MONTHS = re.compile(r"\s*\d+\s?m/?o\s*", re.I)
SEXED = r"(?:male|female|man|woman|boy|girl|lady|gentleman|gent|lad|chap|bloke|guy|fella|lass|gal|schoolboy|schoolgirl)"
RELATIVES = r"(?:mum|mom|mother|dad|father|sister|brother|nan|gran|granny|grandma|grandad|grandpa|uncle|aunt|aunty)"

_PERSON = (
    r"\b(?:s?he|i|son|daughter|boy|girl|patient|pt|child|kid|baby|they|husband|wife|hubby|lad|partner"
    r"|toddler|teenager|teen|grandson|granddaughter|niece|nephew|lo|little one)"
)
_BEING = r"(?:(?<!\bi)'?s|\s+is|\s+am|'?m|\s+are|\s+was|\s+were|\s+would be|\s+will be|\s+turned|\s+just turned)?"
_SOFT = r"(?:(?:now|only|just|about|around|almost|nearly|actually|really|in fact|still|already)\s+)?"
_IS = _BEING + r",?\s+" + _SOFT
_SURELY_IS = rf"(?:\bs?he(?:'?s|\s+is)|\bi(?:'?m|\s+am)|{_PERSON}(?:'s|\s+is))\s+{_SOFT}"
_CHILD = r"\b(?:baby|infant|toddler|child|son|daughter|boy|girl)(?:\s+with\s+\w+(?:\s+\w+)?)?"
_SPAN = (
    r"\s*(?:pregnant|in\b|into|on\b|post|out\b|along|gone|after|since|of\b|later|ago|without|clear|free|off\b|worth"
    r"|to go|left|apart)"
)
_NOT_A_SPAN = rf"(?!{_SPAN})"
"""What may not follow an age: "8 months pregnant", "3 months into treatment" are none."""
_WHOLE = r"(\d{1,3})(?!\.?\d)"
_FOLLOWED = rf"(?=[\s,.;]*(?:$|and\b|with\b|[,.;]|{YEAR}\b{_NOT_A_SPAN}|weigh|\d|kg|has\b|his\b|her\b|eczema\b|[mf]\b))"
_NO_OTHER_UNIT = (
    r"(?!\s*(?:%|mg|kg|kilo|g\b|ml|weeks?|wks?|months?|mths?|mo\b|days?|hours?|hrs?|min|times|x\b"
    r"|st\b|stone|lbs?|pounds?"
    r"|tubes?|percent|per\b|out of|in\b|/|ft\b|foot|feet|cm|nd\b|rd\b|th\b|or\b|to\b"
    r"|#|\+|units?|points?|-|\u2013|inch|'))"
)
_VERBS = "has|is|was|weighs|needs|wants|takes|uses|gets|lives|works|smokes|suffers|years|yrs|this|always|mums?|moms?"
_NO_PLURAL = rf"(?!\s+(?!(?:{_VERBS})\b)\w+s\b)"
"""A number before a plural counts something else ("I'm 3 tablets in")."""
_NEARLY = (
    r"\b(?:nearly|almost|not quite|coming up (?:to|for|on)|rising|approaching|just under"
    r"|(?:soon|turns|turning)(?: to be)?)\s+"
)


def ages() -> Iterator[Row]:
    """9 yo, 4/12 boy, aged 31, 45M, she is 3, husband hes 59, turned 10, nearly 6."""
    yield from _with_unit()
    yield from _beside_a_sex()
    yield from _of_somebody()


def _with_unit() -> Iterator[Row]:
    """Numbers with a unit of age, or after "aged"."""
    end = rf"(?=\s*(?:[,.;)]|$|and\b|now\b|[mf]\b|{SEXED}))"
    yield (
        rf"(?<!for )(?<!been )(?<!took ){_NEARLY}{_WHOLE}(?:[\s-]*{YEAR}{OLD}|(?!\s*{YEAR}\b)){_NO_OTHER_UNIT}{end}",
        "age",
        _nearly,
    )
    yield (
        rf"\b(\d{{1,2}})\s?{YEAR},?\s?(?:and\s)?(\d{{1,2}})\s?(?:{MONTH}|m)(?:{OLD}|(?=\s+{SEXED}|[,.;)]))",
        "age",
        _with_months,
    )
    yield rf"\b{_WHOLE} next (?:week|month|birthday)\b", "age", _nearly
    for unit in ("year", "month", "week", "day"):
        yield rf"\b{N}[\s-]*{UNITS[unit]}{OLD}", "age", by(YEARS[unit])
    for unit, parts in (("month", 12), ("week", 52)):
        yield rf"(?<![\d/])(\d{{1,2}})/{parts}(?=\s*(?:old\b|{SEXED}\b|baby\b|infant\b|[mf]\b))", "age", by(YEARS[unit])
        yield rf"\b(?:aged?|baby|infant|{SEXED})[,\s]*(\d{{1,2}})/{parts}(?![\d/])", "age", by(YEARS[unit])
    yield rf"\bage[ds]?\s*(?:is|of|:|=)?\s*{N}[\s-]*{MONTH}\b", "age", by(YEARS["month"])
    yield rf"\bage[ds]?\s*(?:is|of|:|=)?\s*{N}\b(?!\s*/)(?:[\s-]*{YEAR}\b)?", "age", by(1)
    yield rf"\b{N}[\s-]?(?:y/?o|yo)\b", "age", by(1)
    yield rf"\b{N}\s?m/?o\b(?!\s*(?:on|of|dup|follow))", "age", by(YEARS["month"])
    yield rf"^\W*(?:now|currently)\s+{_WHOLE}(?=\s*(?:[,.;]|$))", "age", by(1)
    yield rf"\bturned\s+{_WHOLE}(?!\s*(?:%|mg|kg|{WEEK}\b|{MONTH}\b))", "age", by(1)
    yield rf"\b{N}\s?{YEAR}(?=[,\s]+{A_WEIGHT})", "age", by(1)
    yield rf"\bat\s+(\d{{2}}|[6-9])\s+{YEAR}(?=\s*(?:[,.;?]|$|and\b|with\b))", "age", by(1)


def _beside_a_sex() -> Iterator[Row]:
    """Numbers beside a letter or a word for a sex."""
    yield rf"\b{N}\s?{YEAR}?\s?(?:[MF]\b(?![\w/'])|\([MF]\))(?!\s*ago)", "age", by(1)
    yield rf"^\W*[MF]\s+(\d{{2}})\b(?=\s){_NO_OTHER_UNIT}", "age", by(1)
    yield rf"(?<![\w/])(?-i:[MF])\s?[/,]?\s?(\d{{2}})(?=\s*[,.;)]|\s+[a-zA-Z]|$){_NO_OTHER_UNIT}", "age", by(1)
    yield rf"\b{N}\s?{YEAR}?,?\s{SEXED}\b", "age", by(1)
    yield rf"\b{SEXED},?\s+{N}\s?{YEAR}\b{_NOT_A_SPAN}", "age", by(1)
    yield rf"\b(?:{SEXED}|patient|child|person|pt) of {_WHOLE}{_NO_OTHER_UNIT}", "age", by(1)


def _of_somebody() -> Iterator[Row]:
    """Numbers that somebody is said to be."""
    for unit, factor in ((MONTH, YEARS["month"]), (WEEK, YEARS["week"])):
        yield rf"{_PERSON}(?:(?<!\bi)'?s|\s+is|'?m|\s+am)\s+{_SOFT}{N}\s*{unit}\b{_NOT_A_SPAN}", "age", by(factor)
        yield rf"{_CHILD}(?:\s+of|\s+aged|,)?\s+{N}\s*{unit}\b{_NOT_A_SPAN}", "age", by(factor)
        yield rf"\b{N}\s*{unit}(?=[,\s]+(?:and\s+)?{A_WEIGHT})", "age", by(factor)
        yield rf"{ANOTHER}{N}\s*{unit}\W*$", "age", by(factor)
    yield rf"{ANOTHER}{N}\s*{YEAR}\W*$", "age", by(1)
    yield rf"^\W*(?:(?:my|our)\s+)?{RELATIVES}(?:'?s|\s+is|,)?\s+{_WHOLE}{_NO_OTHER_UNIT}", "age", by(1)
    yield rf"{_PERSON}\s+(?:has|have)\s+{N}\s*{YEAR}(?=\s*(?:[,.;]|and\b|old\b|$))", "age", by(1)
    yield rf"\b(?-i:[A-Z][a-z]+)(?:'s| is) {_WHOLE}(?=\s*(?:,|and)\s*(?:weighs\s+)?{A_WEIGHT})", "age", by(1)
    yield rf"{_SURELY_IS}{_WHOLE}{_NO_OTHER_UNIT}{_NO_PLURAL}(?!\s*{YEAR}\b{_SPAN})", "age", by(1)
    yield rf"{_PERSON}{_IS}{_WHOLE}{_FOLLOWED}{_NO_OTHER_UNIT}", "age", by(1)


def _nearly(numbers: Sequence[float]) -> float:
    """An age that is not quite reached."""
    return round(numbers[0] - NOT_QUITE, 3)


def _with_months(numbers: Sequence[float]) -> float:
    """Years and months."""
    return round(numbers[0] + numbers[1] / 12, 3)
