"""What a message supposes of age and weight: a bare number, a birthday, a baby where the patient is older."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from nlu.lexicon import terms
from nlu.reading.quantities import ANOTHER

BARE_IF = re.compile(
    r"^\W*(?:(?:and|but|so|ok)?\W*(?:what\s+)?if|(?:and|or|what about|how about)\s+(?:at|for))\s+"
    r"(?:it'?s|it was|[sh]+e'?s|[sh]+e was)?\s*(\d+(?:\.\d+)?)\W*$",
    re.I,
)
FOR_ANOTHER = re.compile(
    rf"{ANOTHER}\d+(?:\.\d+)?\s*"
    r"(?:kgs?|kilos?|lbs?|years?|yrs?|y|months?|mo)\W*$",
    re.I,
)
"""A follow-up that supposes another age or weight ("and at 6 months")."""
BIRTHDAY = re.compile(r"\bturn(?:s|ing)\b", re.I)
"""A birthday that a supposition reaches ("what if he turns 12")."""
SCHOOL_AGE = 6
"""Years from which nobody is a baby or a toddler."""


def bare_number(text: str, known: Mapping[str, Any]) -> dict[str, float]:
    """ "And if 29?" supposes another value of the age or weight that is known, whichever is nearer."""
    match = BARE_IF.match(text)
    told = {name: known[name] for name in ("weight", "age") if isinstance(known.get(name), (int, float))}
    if not match or not told:
        return {}
    number = float(match.group(1))
    return {min(told, key=lambda name: abs(told[name] - number)): number}


def birthday(sentence: str, supposed: Mapping[str, Any]) -> dict[str, float]:
    """The age at a birthday that is supposed to have come, which is nearly reached where it is only told."""
    return {"age": float(math.ceil(supposed["age"]))} if "age" in supposed and BIRTHDAY.search(sentence) else {}


def is_of_small_child(text: str, known: Mapping[str, Any]) -> bool:
    """Whether a message speaks of a baby while the patient is older, and so of another one."""
    small = set(re.findall(r"[a-z]+", text.lower())) & set(terms()["small_children"])
    age = known.get("age")
    return bool(small) and isinstance(age, (int, float)) and age >= SCHOOL_AGE
