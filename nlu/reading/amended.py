"""What a message takes back itself: "45 kg - sorry 54", "62 M, apologies, F", "warfarin? no". The text is read as
amended."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu.lexicon import one_of, terms
from nlu.reading.units import A_WEIGHT

_NUMBER = r"\d{1,3}(?:[.,]\d+)?"
_GLUE = r"[\s,.;:()\u2013\u2014-]"
_NOT_OLD = re.compile(rf"(?<![\d.])({_NUMBER})(\s?[a-z]+)?,?\s+not\s+({_NUMBER})\b(?:\s?(?:kgs?|years?|yrs?)\b)?", re.I)
_YO = re.compile(r"\by\.\s?o\.?(?!\w)", re.I)
_NUMBER_SENTENCE = re.compile(rf"(?<![^.!?;\n])(\s*\d{{1,3}})\.\s+(?={A_WEIGHT})", re.I)
"""An age that is a sentence of its own before a weight."""
_KINDS = (("kg", "kilo", "lb", "pound", "st", "#"), ("y", "mo", "week", "wk"))
_SEX = r"(?:male|female|man|woman|boy|girl|m|f)"


def amended(text: str) -> str:
    """The text with what it corrects put right."""
    text = _NUMBER_SENTENCE.sub(r"\1, ", _YO.sub("yo", text))
    lower = text.lower()
    if any(cue in lower for cue in terms()["corrections"]):
        of_number, of_sex = _corrections()
        text = of_sex.sub(lambda m: m.group("new"), of_number.sub(_newer, text))
    if " not " in lower:
        text = _without_old(text)
    return _answered().sub(r"\1: \2", text) if "?" in text else text


def number_again(text: str) -> float | None:
    """The number of a message that only corrects one told before ("I mean 82"); None for any other message."""
    match = _again().match(text)
    return float(match.group(1).replace(",", ".")) if match else None


@lru_cache(maxsize=1)
def _again() -> re.Pattern[str]:
    """A correction, a number, and nothing else but its unit."""
    cues = one_of(terms()["corrections"])
    return re.compile(
        rf"^\W*(?:(?:oh|ah|er|um|no|wait|ups)\W+)*(?:{cues})\b\W*(?:(?:it'?s|that'?s|that|is|was|it|be)\W+)*"
        rf"({_NUMBER})\s?(?:kgs?|kilos?|years?|yrs?|yo|weeks?|wks?)?\W*$",
        re.I,
    )


@lru_cache(maxsize=1)
def _corrections() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A number, or a sex, that is corrected by the next."""
    cues = one_of(terms()["corrections"])
    verb = r"(?:(?:it|that|s?he|i)?'?(?:s|m| is| am)?\s+|(?:is|a|now|about)\s+)*"
    cue = rf"{_GLUE}+(?:(?:oh|ah|er|um|no|wait)\b{_GLUE}*)*(?:{cues})\b{_GLUE}*{verb}"
    return (
        re.compile(
            rf"(?<![\d.])(?P<old>{_NUMBER})(?P<unit>\s?[a-z#]{{1,10}}(?:\s(?:old|male|female|boy|girl|man|woman))?)??{cue}"
            rf"(?P<new>{_NUMBER})(?![\d/])(?P<newer>\s?[a-z#]+)?",
            re.I,
        ),
        re.compile(rf"\b(?P<old>{_SEX}){cue}(?P<new>{_SEX})\b", re.I),
    )


def _newer(match: re.Match[str]) -> str:
    """The newer number with the unit of the older one; nothing changes where the two have different units."""
    old, new = _kind(match.group("unit")), _kind(match.group("newer"))
    if new is not None and new != old:
        return match.group()
    unit = match.group("newer") or ""
    if unit.strip().lower() == (match.group("unit") or "").strip().lower():
        return match.group("new") + unit
    return match.group("new") + ((match.group("unit") or "") + unit if new is None else unit)


def _kind(unit: str | None) -> int | None:
    """Whether a word is a unit of weight (0) or of age (1), if it is one."""
    word = (unit or "").strip().lower()
    return next((i for i, starts in enumerate(_KINDS) if word and word.startswith(starts)), None)


def _without_old(text: str) -> str:
    """ "54 not 45" puts 54 where 45 stood before."""
    for match in reversed(list(_NOT_OLD.finditer(text))):
        before = text[: match.start()]
        changed = re.sub(rf"(?<![\d.]){re.escape(match.group(3))}(?![\d.])", match.group(1), before)
        if changed != before or before.rstrip().endswith(match.group(1)):
            text = changed + match.group(1) + (match.group(2) or "") + text[match.end() :]
    return text


@lru_cache(maxsize=1)
def _answered() -> re.Pattern[str]:
    """A few words that are asked and answered at once ("asthma? no")."""
    starts = "|".join(word for listed in ("auxiliaries", "within", "starts") for word in terms()["questions"][listed])
    says = "no|nope|none|nil|never|neg|negative|yes|yep|positive"
    return re.compile(
        rf"((?:^|(?<=[,.;:!?\n(]))\s*(?!(?:{starts})\b)[\w'/-]+(?:\s[\w'/-]+){{0,2}})\?\s*({says})\b(?=\s*(?:[,.;)\n\u2013-]|$))",
        re.I | re.M,
    )
