"""Several patients in one message, told apart by a letter or number ("case A ..., case B ..."): what it tells of
each."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from nlu.lexicon import one_of, terms
from nlu.reading.message import read

FEWEST = 2


def cases_told(text: str) -> dict[str, dict[str, Any]]:
    """The facts of each patient that a message names by letter or number, by label and in the order told; empty where
    it names fewer than two, or tells nothing of one of them."""
    found = list(_named().finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    told: dict[str, str] = {}
    for match, end in zip(found, ends, strict=False):
        name = label(next(filter(None, match.groups())))
        told[name] = f"{told.get(name, '')} {text[match.end() : end].strip(' :;,.)-')}.".lstrip()
    facts = {name: read(part).stated for name, part in told.items()}
    return facts if len(facts) >= FEWEST and all(facts.values()) else {}


def several_patients(text: str) -> bool:
    """Whether a message names two patients by letter or number and gives an age or weight for them."""
    named = {label(next(filter(None, match.groups()))) for match in _named().finditer(text)}
    return len(named) >= FEWEST and len(re.findall(r"\d{1,3}", text)) >= FEWEST


def label(name: str) -> str:
    """The one form of a label: a capital letter, or a figure."""
    return str(terms()["patients"]["numbers"].get(name.lower(), name.upper()))


@lru_cache(maxsize=1)
def _named() -> re.Pattern[str]:
    words = terms()["patients"]
    nouns, names = one_of(words["nouns"]), one_of([*words["letters"], *words["numbers"]])
    ordinals = one_of(name for name in words["numbers"] if len(name) > 2)
    by_noun = rf"(?:\b{nouns}\s*(?:no\.?\s*)?|#)({names})\b(?!\s*(?:years?|yo?|kg|mg)\b)"
    by_order = rf"\b({ordinals})\s+{nouns}\b"
    described = r"(?=\s*(?:\d{1,2}\s?(?:[mfy]\b|yo|ye|y/o|-year|mo)|(?:male|female|man|woman|boy|girl)\b))"
    bare = rf"(?:\(({names})\)|(?<![\w'])({one_of(words['letters'])})\s?[:=)-])"
    return re.compile(rf"{by_noun}|{by_order}|{bare}{described}", re.I)
