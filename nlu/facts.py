"""Reads the facts of a patient out of free text: what a message states, what it only supposes, and what looks
implausible."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from knowledge.load import knowledge
from knowledge.model import Fact
from knowledge.patient import UNSURE
from nlu.lexicon import OTHER, SUBJECT, Meaning, terms
from nlu.mentions import Mention, mentions
from nlu.quantities import Quantity, quantities, sexes
from nlu.treatments import treatments

SENTENCE = re.compile(r"(?:[^.!?\n;]|\?(?=\w)|\.(?=\d))+[.!?;]*")
OF_ECZEMA = re.compile(
    r"^\W*(?:to\s+severe\W+)?(?:ad\b|atopic|eczema|dermatitis|disease|flare|refractory|recalcitrant|chronic|$|,|\.|;|and\b|\d|easi|iga|bsa|failed|on\b|in\b)",
    re.I,
)
CORRECTION = re.compile(r"\b(\d{1,3}(?:\.\d+)?)\s*(?:kg|years?|yrs?)?,?\s*not\s+(\d{1,3}(?:\.\d+)?)\b", re.I)
DESCRIPTION = 3
"""Facts in one question sentence from which it describes a patient rather than supposes, if one of them is of a
person."""
OF_A_PERSON = ("age", "weight", "sex", "easi", "iga", "scorad", "poem", "current_weeks")


@dataclass
class Reading:
    """What a message says. `supposed` facts hold for the answer to this message only."""

    stated: dict[str, Any] = field(default_factory=dict)
    supposed: dict[str, Any] = field(default_factory=dict)
    implausible: dict[str, float] = field(default_factory=dict)
    subjects: list[str] = field(default_factory=list)
    elsewhere: set[str] = field(default_factory=set)
    asks: bool = False


def read(text: str, known: Mapping[str, Any] | None = None) -> Reading:
    """Reads one message.

    Args:
        text: the message.
        known: the facts stored so far; corrections ("45 not 54") and growing lists refer to them.
    """
    known = known or {}
    reading = Reading()
    for sentence in sentences(text):
        _read_sentence(sentence, reading)
    _correct(text, known, reading)
    _merge_lists(known, reading.stated)
    _plausible(reading)
    if not (reading.stated.get("current_therapy") or known.get("current_therapy")):
        reading.stated.pop("current_response", None)
    return reading


def sentences(text: str) -> list[str]:
    """The sentences of a message; a decimal point ends none."""
    return [found for found in (m.group().strip() for m in SENTENCE.finditer(text)) if found.strip(" .,;")]


def is_question(sentence: str) -> bool:
    """Whether a sentence asks: a question mark at its end, or a question word at its start."""
    words = sentence.lower().strip(" \"'(")
    if words.endswith("?"):
        return True
    asked = terms()["questions"]
    lead = r"^(?:and|so|but|ok|also|please|pls|hi|hello|doc)?[\s,]*"
    starts = "|".join(map(re.escape, asked["starts"]))
    auxiliaries, subjects = "|".join(asked["auxiliaries"]), "|".join(asked["after_auxiliaries"])
    return bool(re.match(rf"{lead}(?:(?:{starts})\b|(?:{auxiliaries})\s+(?:{subjects})\b)", words))


def is_hypothetical(sentence: str) -> bool:
    """Whether a sentence supposes ("if 29 kg", "what if she gets pregnant")."""
    words = terms()["questions"]["hypothetical"]
    return any(re.search(rf"(?:^|\b(?:and|but|so|ok)\s+|,\s*){re.escape(word)}\b", sentence.lower()) for word in words)


def _read_sentence(sentence: str, reading: Reading) -> None:
    """Adds what one sentence says to the reading."""
    found, measured = mentions(sentence), quantities(sentence)
    reading.subjects += [s for s in _subjects(found) if s not in reading.subjects]
    reading.elsewhere |= {m.means(OTHER) or "" for m in found if m.means(OTHER)}
    facts = {**_numbers(measured, sentence), **_conditions(sentence, found)}
    facts |= treatments(sentence, found, measured).facts()
    facts |= _people(sentence, found, facts)
    facts |= _readers(sentence)
    asks = is_question(sentence)
    reading.asks |= asks
    describes = len(facts) >= DESCRIPTION and any(fact in facts for fact in OF_A_PERSON)
    supposing = is_hypothetical(sentence) or (asks and not describes and not _preference(facts))
    _extend(reading.supposed if supposing else reading.stated, facts)


def _preference(facts: Mapping[str, Any]) -> bool:
    """Facts about the reader are stated even in a question."""
    return bool(facts) and set(facts) <= {"audience", "region"}


def _subjects(found: Sequence[Mention]) -> list[str]:
    """The therapies, classes and guides that a sentence mentions; a product counts as its class."""
    result = []
    for mention in found:
        subject = mention.means(SUBJECT)
        if subject and subject not in result:
            result.append(subject)
    return result


def _numbers(measured: Sequence[Quantity], sentence: str) -> dict[str, Any]:
    """Ages, weights and scores; of several of a kind the last."""
    facts: dict[str, Any] = {q.fact: q.value for q in measured if q.fact != "duration"}
    for sex in sexes(sentence):
        facts["sex"] = sex
    return facts


def _conditions(sentence: str, found: Sequence[Mention]) -> dict[str, Any]:
    """Conditions and choices: yes, no or unsure by the cues around them."""
    facts: dict[str, Any] = {}
    denied: dict[str, set[str]] = {}
    for mention in found:
        for meaning in mention.meanings:
            if not meaning.is_fact or mention.is_a("family") or meaning.kind == "sex":
                continue
            if mention.is_a("hypothetical") and not mention.is_a("doubtful"):
                continue
            value = _value(knowledge().facts[meaning.kind], meaning, mention, sentence, denied)
            if value is not None and not (meaning.kind in facts and value == "no"):
                facts[meaning.kind] = value
    if {"bacterial", "herpetic"} <= denied.get("infection", set()):
        facts.setdefault("infection", "none")
    return facts


def _value(fact: Fact, meaning: Meaning, mention: Mention, sentence: str, denied: dict[str, set[str]]) -> Any:
    """The value that one mention gives a fact, or None if it gives none."""
    if fact.kind == "history":
        return {}
    if fact.kind == "condition":
        return UNSURE if mention.is_a("doubtful") else ("no" if mention.is_a("denied") else "yes")
    if fact.id == "severity":
        return meaning.value if OF_ECZEMA.match(sentence[mention.end :]) and not mention.is_a("denied") else None
    if meaning.value == fact.absent:
        return _absent(fact, meaning, mention)
    if mention.is_a("denied"):
        denied.setdefault(fact.id, set()).add(meaning.value)
        return fact.absent if meaning.value == fact.negates else None
    return UNSURE if mention.is_a("doubtful") else meaning.value


def _absent(fact: Fact, meaning: Meaning, mention: Mention) -> Any:
    """A general word ("infection") means the absence when denied; words that say absence themselves mean it as they
    stand."""
    if mention.is_a("denied"):
        return meaning.value
    if mention.is_a("doubtful"):
        return UNSURE
    return meaning.value if mention.text.lower().startswith(("not ", "no ", "post", "steril", "hyster")) else None


def _people(sentence: str, found: Sequence[Mention], facts: Mapping[str, Any]) -> dict[str, Any]:
    """The sex of the patient from the words for people, unless it stands beside the age or both sexes are named."""
    named = {m.means("sex") for m in found if m.means("sex") and not m.is_a("family")}
    return {"sex": named.pop()} if len(named) == 1 and "sex" not in facts else {}


@lru_cache(maxsize=1)
def _reader_cues() -> list[tuple[str, str, re.Pattern[str]]]:
    rows = [
        (fact, value, re.compile(rf"(?<![\w'-]){re.escape(phrase)}(?![\w'-])", re.I))
        for fact in ("audience", "region")
        for value, listed in terms()[fact].items()
        for phrase in listed
        if not (fact == "region" and phrase == "us")
    ]
    rows.append(("region", "us", re.compile(r"\bUS\b|\bin the us\b")))
    return rows


def _readers(sentence: str) -> dict[str, str]:
    """Who writes, and where."""
    facts: dict[str, str] = {}
    for fact, value, pattern in _reader_cues():
        if pattern.search(sentence):
            facts[fact] = value
    return facts


def _extend(facts: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Adds facts; lists and histories grow, a yes is not undone by a later no of the same message."""
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(facts.get(name), dict):
            facts[name] = {**facts[name], **value}
        elif isinstance(value, list) and name in facts:
            facts[name] = [*facts[name], *[item for item in value if item not in facts[name]]]
        else:
            facts[name] = value


def _merge_lists(known: Mapping[str, Any], stated: dict[str, Any]) -> None:
    """What was told before of treatments is kept: history and products grow."""
    if stated.get("systemic_history") and isinstance(known.get("systemic_history"), dict):
        stated["systemic_history"] = {**known["systemic_history"], **stated["systemic_history"]}
    if stated.get("topical_products") and isinstance(known.get("topical_products"), list):
        earlier = known["topical_products"]
        stated["topical_products"] = [*earlier, *[p for p in stated["topical_products"] if p not in earlier]]


def _correct(text: str, known: Mapping[str, Any], reading: Reading) -> None:
    """ "45 not 54" replaces the number that is known to be 54."""
    for match in CORRECTION.finditer(text):
        new, old = float(match.group(1)), float(match.group(2))
        for name, value in known.items():
            if isinstance(value, (int, float)) and value == old:
                reading.stated[name] = new


def _plausible(reading: Reading) -> None:
    """Takes implausible numbers out of what is stated or supposed; they are questioned instead."""
    for facts in (reading.stated, reading.supposed):
        for name in list(facts):
            limits = knowledge().facts[name].range if name in knowledge().facts else None
            if limits and not limits[0] <= facts[name] <= limits[1]:
                reading.implausible[name] = facts.pop(name)


def known_facts(slots: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The facts among slot values."""
    return {name: value for name, value in slots if name in knowledge().facts and value is not None}
