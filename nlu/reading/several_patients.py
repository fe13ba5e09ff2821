"""Tells a message that describes two patients at once ("case A ..., case B ..."): they are taken one at a time."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu.lexicon import one_of, terms

FEWEST = 2


def several_patients(text: str) -> bool:
    """Whether a message names two patients by letter or number and gives an age or weight for them."""
    named = {(match.group(1) or match.group(2)).lower() for match in _named().finditer(text)}
    return len(named) >= FEWEST and len(re.findall(r"\d{1,3}", text)) >= FEWEST


@lru_cache(maxsize=1)
def _named() -> re.Pattern[str]:
    words = terms()["patients"]
    nouns, names = one_of(words["nouns"]), one_of(words["names"])
    by_noun = rf"(?:\b{nouns}\s*|#)({names})\b(?!\s*(?:years?|yo?|kg|mg)\b)"
    return re.compile(rf"{by_noun}|\(({names})\)\s*\d{{1,2}}\s?[mf]\b", re.I)
