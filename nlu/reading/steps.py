"""Which step of the algorithm a question names."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.load import knowledge
from nlu.lexicon import one_of, terms

FIRST = re.compile(r"\bfirst\b")
"""From the first to the last is all of them."""


def step_of(text: str) -> int | None:
    """The number of the one step that a text names ("step 4", "the fourth step", "last resort"); None for none or
    several."""
    words = text.lower()
    ordinals, plain, last = _patterns()
    named = terms()["steps"]
    found = {named["ordinals"][match.group(1)] for match in ordinals.finditer(words)}
    found |= {int(n) if (n := match.group(1)).isdigit() else named["numbers"][n] for match in plain.finditer(words)}
    steps = {step.number for step in knowledge().steps if step.number}
    found |= {max(steps)} if last.search(words) else set()
    if FIRST.search(words) and last.search(words):
        return None
    return found.pop() if len(found) == 1 and found <= steps else None


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """An ordinal before a step, a number behind it that begins no range, and the last of them."""
    named = {name: one_of(listed) for name, listed in terms()["steps"].items()}
    return (
        re.compile(rf"\b({named['ordinals']})[ -](?:{named['nouns']})\b"),
        re.compile(rf"\b(?:{named['nouns']})s?\s*(\d|{named['numbers']})\b(?!\s*(?:-|to|and|,|/)\s*\w)"),
        re.compile(rf"\b(?:{named['last']})[ -](?:\w+\s)?(?:{named['last_nouns']})\b"),
    )
