"""Which of several patients a message turns to: by letter, place, age or sex ("now B", "back to the first one",
"and the girl?")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nlu.lexicon import one_of, terms
from nlu.reading.ages import RELATIVES
from nlu.reading.cases import label

Case = Mapping[str, Any]
GROWN_UP = 18
PRONOUNS = {"male": re.compile(r"\b(?:he|him|his)\b", re.I), "female": re.compile(r"\b(?:she|her|hers)\b", re.I)}
SOMEBODY_ELSE = re.compile(rf"\b(?:{RELATIVES}|nurse|doctor|dr|gp|partner|wife|husband)\b", re.I)
"""Of whom a pronoun may tell, too."""
AGED = re.compile(r"\bthe (\d{1,2})[ -]?(?:yo|y/o|yrs?|years?)\b(?:[ -]old)?", re.I)


@dataclass(frozen=True)
class Turned:
    """The patient that a message turns to, by label; `alone`: it does nothing else."""

    label: str
    alone: bool


def turned_to(text: str, cases: Mapping[str, Case], current: str | None) -> Turned | None:
    """The patient among several that a message turns to; None where it stays with the current one.

    Args:
        text: the message.
        cases: all patients that were told apart, the current one included.
        current: the label of the patient spoken of, None if none was chosen yet.
    """
    for find in (_by_label, _by_place, _by_age, _by_person, _by_pronoun) if cases else ():
        if found := find(text, cases, current):
            name, match = found
            rest = re.findall(r"[\w'#]+", f"{text[: match.start()]} {text[match.end() :]}".lower())
            return Turned(name, alone=_turns(rest)) if name != current else None
    return None


Found = tuple[str, re.Match[str]] | None
"""A patient by label, with the words that refer to them."""


def _turns(words: list[str]) -> bool:
    """Whether words only turn from one patient to another."""
    return all(word in terms()["patients"]["turning"] for word in words)


def _by_label(text: str, cases: Mapping[str, Case], current: str | None) -> Found:
    """ "Patient B", "#2", "for B", or the label by itself."""
    words = terms()["patients"]
    names = [*cases, *(name for name in words["numbers"] if label(name) in cases)]
    letters = [name for name in cases if name.isalpha()] or ["(no letter)"]
    patterns = (
        (rf"(?:\b{one_of(words['nouns'])}\s*|#)(?P<name>{one_of(names)})\b", re.I),
        (rf"(?i:\b{one_of(words['leads'])}\s+)(?P<name>{one_of(letters)})\b(?! [A-Z])", 0),
        (rf"\b{one_of(words['leads'])}\s+(?P<name>{one_of(letters)})(?=\W*$)", re.I),
        (rf"\b(?P<name>{one_of(names)})\b", re.I),
    )
    for pattern, flags in patterns:
        match = re.search(pattern, text, flags)
        by_itself = pattern == patterns[-1][0]
        if match and (not by_itself or _turns(re.findall(r"[\w'#]+", text.replace(match.group(), " ", 1).lower()))):
            return label(match.group("name")), match
    return None


def _by_place(text: str, cases: Mapping[str, Case], current: str | None) -> Found:
    """ "The second patient", "the other child"; "the first one" in a message that does nothing else."""
    words, ordinals = terms()["patients"], terms()["steps"]["ordinals"]
    nouns = one_of([*words["nouns"], *words["people"]])
    match = re.search(rf"\b(?:the\s+)?(?P<place>{one_of(ordinals)}|other)\s+(?:{nouns}|(?P<one>one)\b)", text, re.I)
    if match is None:
        return None
    rest = re.findall(r"[\w'#]+", f"{text[: match.start()]} {text[match.end() :]}".lower())
    if match.group("one") and not _turns(rest):
        return None
    others = [name for name in cases if name != current]
    place = match.group("place").lower()
    listed, number = (others, 1) if place == "other" else (list(cases), ordinals[place])
    fits = number <= len(listed) and (place != "other" or len(others) == 1)
    return (listed[number - 1], match) if fits else None


def _by_age(text: str, cases: Mapping[str, Case], current: str | None) -> Found:
    """ "The 13 year old"."""
    match = AGED.search(text)
    return _only([name for name, facts in cases.items() if match and facts.get("age") == float(match.group(1))], match)


def _by_person(text: str, cases: Mapping[str, Case], current: str | None) -> Found:
    """ "The girl", "the old man": whoever alone may be called so."""
    people: Mapping[str, Mapping[str, Any]] = terms()["patients"]["people"]
    match = re.search(rf"\bthe\s+(?:\w+\s+)?(?P<who>{one_of(people)})\b", text, re.I)
    means = people[match.group("who").lower()] if match else {}
    return _only([name for name, facts in cases.items() if _may_be(facts, means)], match)


def _by_pronoun(text: str, cases: Mapping[str, Case], current: str | None) -> Found:
    """ "She", where one patient is known to be a woman and all others to be men."""
    told = {sex: match for sex, pattern in PRONOUNS.items() if (match := pattern.search(text))}
    if len(told) != 1 or SOMEBODY_ELSE.search(text) or any(facts.get("sex") is None for facts in cases.values()):
        return None
    ((sex, match),) = told.items()
    return _only([name for name, facts in cases.items() if facts.get("sex") == sex], match)


def _may_be(facts: Case, means: Case) -> bool:
    """Whether a patient may be called by a word for somebody of a sex, or of or under full age."""
    age = facts.get("age")
    grown_up = age >= GROWN_UP if isinstance(age, (int, float)) else None
    known = {"sex": facts.get("sex"), "grown_up": grown_up}
    return all(known[name] == value for name, value in means.items() if known[name] is not None)


def _only(names: list[str], match: re.Match[str] | None) -> Found:
    """The one patient that is meant; None where several may be."""
    return (names[0], match) if match and len(names) == 1 else None
