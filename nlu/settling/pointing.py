"""Which therapies a message points to without a name: one of those last listed ("the second one", "the latter"), or
those that are injected ("the needle")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from knowledge.load import knowledge
from nlu.lexicon import one_of, terms


def expanded(subjects: Sequence[str]) -> tuple[str, ...]:
    """The therapies of a list, in order; a class that stands alone in it counts as its members."""
    known = [knowledge().subjects[name] for name in subjects if name in knowledge().subjects]
    if len(known) == 1 and known[0].members:
        return tuple(known[0].members)
    return tuple(subject.id for subject in known if subject.kind == "therapy")


def pointed_at(text: str, listed: Sequence[str]) -> str | None:
    """The therapy that a message points to by its place in the list; None where it points to none."""
    match = _pattern().search(text.lower())
    if match is None or len(listed) < 2:
        return None
    if match.group("last"):
        return listed[-1]
    place = 1 if match.group("former") else terms()["steps"]["ordinals"][match.group("ordinal")]
    return listed[place - 1] if place <= len(listed) else None


def injected(text: str) -> list[str]:
    """The class that is given by injection, where a message speaks of needles."""
    named = re.search(rf"\b(?:{one_of(terms()['pointing']['injected'])})\b", text, re.I)
    classes = (s.id for s in knowledge().subjects.values() if s.kind == "class" and s.route == "injection")
    return list(classes) if named else []


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """An ordinal before a word that stands for a therapy, or a word for the first or the last of them."""
    words = {name: one_of(listed) for name, listed in terms()["pointing"].items()}
    ordinals = one_of(terms()["steps"]["ordinals"])
    return re.compile(
        rf"\b(?:(?P<ordinal>{ordinals})(?:\s(?:{words['nouns']}))|(?P<last>{words['last']})|(?P<former>{words['former']}))\b"
    )
