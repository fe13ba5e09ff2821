"""Reads one message: what it states of the patient, what it only supposes, and what looks implausible."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge.conditions import evaluate
from knowledge.load import knowledge
from knowledge.model import Truth
from knowledge.patient import UNSURE, Patient
from knowledge.soundness import sound
from nlu.lexicon import OTHER, PRODUCT, SUBJECT, condition
from nlu.reading.amended import amended
from nlu.reading.facts import Ranks, facts_of, subjects_of
from nlu.reading.mentions import Mention, mentions
from nlu.reading.people import Who, who
from nlu.reading.quantities import Quantity, quantities
from nlu.reading.sentences import is_hypothetical, is_question, sentences
from nlu.reading.supposing import FOR_ANOTHER, bare_number, birthday, is_of_small_child
from nlu.settling.turn import Said

QUERY = re.compile(r"(^|,\s*)\?\s+(?=\w)")
"""A question mark in front of a word is a doubt about it, with or without a blank."""
CORRECTION = re.compile(
    r"\b(?P<new>\d{1,3}(?:\.\d+)?)\s*(?P<unit>kg|kilos?|years?|yrs?)?,?\s*not\s+"
    r"(?P<old>\d{1,3}(?:\.\d+)?)\s*(?P<unit_old>kg|kilos?|years?|yrs?)?\b",
    re.I,
)
HEADS = re.compile(r"\s*(?:in|for|with|and|plus|at|when|if)\b", re.I)
"""What follows the name of a therapy that heads a question without a question mark."""
DOSE = re.compile(r"\d\s*mg\b", re.I)
OF_AN_AGE = re.compile(r"\b(?:years?|yrs?|yo|y/o|aged?|old|turned|birthday|not \d+)\b", re.I)
"""Words that make a number an age."""
LEAP, GROWN = 5, 10
"""Years that no age leaps, and kg within which a weight is the same one grown."""
CHILD, OF_A_WOMAN, CHILDBEARING = "pregnancy", ("pregnant", "breastfeeding"), 12
MEDICINE, DISEASE, TROUBLE = "medicine", "disease", "trouble"
"""Kinds of what is not ours."""
PAST = ("systemic_history", "topical_products", "topical_weeks", "topical_outcome")
"""What a supposition cannot tell: a treatment that is only asked about was not had."""
DESCRIPTION = 3
"""Facts in one question sentence from which it describes a patient rather than supposes, if one of them is of a
person."""
READER = ("audience", "region")
SCORES = ("easi", "iga", "scorad", "poem")
PATIENT = ("age", "weight", "severity", *SCORES)
"""Facts with which a patient is described."""
TOLD_ONCE = ("age", "weight", "sex")
"""Facts of which the first of a message counts, unless another is told more surely."""
OF_A_PERSON = ("age", "weight", "sex", *SCORES, "current_weeks")


@dataclass
class Reading(Said):
    """What a message says, and how it was said; `headed` by the name of a therapy, as in "<therapy> in a smoker";
    `of_eczema` if it names the condition itself."""

    elsewhere: set[str] = field(default_factory=set)
    asks: bool = False
    words: int = 0
    headed: bool = False
    doses: bool = False
    unread_number: bool = False
    of_eczema: bool = False
    ranks: Ranks = field(default_factory=dict)


def read(text: str, known: Mapping[str, Any] | None = None) -> Reading:
    """Reads one message.

    Args:
        text: the message.
        known: the facts stored so far; corrections ("45 not 54") and growing lists refer to them.
    """
    known = known or {}
    reading = Reading(words=len(text.split()), doses=bool(DOSE.search(text)))
    reading.of_eczema = bool(condition().search(text))
    about = who(text)
    for position, sentence in enumerate(sentences(QUERY.sub(r"\1?", amended(text)))):
        _read_sentence(sentence, reading, about, first=position == 0)
    _correct(text, known, reading)
    _nearer_to_weight(text, known, reading.stated)
    _nearer_to_weight(text, known, reading.supposed)
    _merge_lists(known, reading.stated)
    _suppose(text, known, reading)
    _of_the_patient(reading.stated)
    _plausible(reading)
    if not (reading.stated.get("current_therapy") or known.get("current_therapy")):
        reading.stated.pop("current_response", None)
    return reading


def _read_sentence(sentence: str, reading: Reading, about: Who, first: bool) -> None:
    """Adds what one sentence says to the reading."""
    found, measured = mentions(sentence), quantities(sentence)
    reading.headed |= first and _is_headed(sentence, found)
    reading.subjects += [s for s in subjects_of(found) if s not in reading.subjects]
    reading.products += [p for m in found if (p := m.means(PRODUCT)) and p not in reading.products]
    reading.others += [m.text.lower() for m in found if m.means(OTHER) == MEDICINE or _is_taken_beside(m)]
    reading.elsewhere |= {m.means(OTHER) or "" for m in found if m.means(OTHER)}
    facts, ranks = facts_of(sentence, found, measured, about, any(f in reading.stated for f in OF_A_PERSON))
    another = bool(FOR_ANOTHER.match(sentence))
    asks = is_question(sentence) or another
    reading.asks |= asks
    describes = len(facts) >= DESCRIPTION and any(fact in facts for fact in OF_A_PERSON)
    supposing = another or is_hypothetical(sentence) or (asks and not describes and not _preference(facts))
    if asks and not supposing and not describes:
        facts.pop("sex", None)
    if supposing:
        reading.unread_number |= is_hypothetical(sentence) and _unread(sentence, measured)
        facts = {name: value for name, value in facts.items() if name not in PAST}
        facts |= birthday(sentence, facts)
    _extend(reading.supposed if supposing else reading.stated, facts, ranks, reading.ranks)


def _is_taken_beside(mention: Mention) -> bool:
    """Whether a mention is a medicine that matters beside a therapy."""
    return any(meaning.is_fact and knowledge().facts[meaning.kind].medicine for meaning in mention.meanings)


def _is_headed(sentence: str, found: Sequence[Mention]) -> bool:
    """Whether a sentence begins with the name of a therapy and goes on to whom it is for."""
    name = next((mention for mention in found if mention.means(SUBJECT)), None)
    return name is not None and name.start <= 1 and bool(HEADS.match(sentence[name.end :]))


def _unread(sentence: str, measured: Sequence[Quantity]) -> bool:
    """Whether a number stands in a sentence that no quantity accounts for."""
    return any(not any(q.start <= m.start() < q.end for q in measured) for m in re.finditer(r"\d+", sentence))


def _preference(facts: Mapping[str, Any]) -> bool:
    """Facts about the reader are stated even in a question."""
    return any(fact in READER for fact in facts) and set(facts) <= {*READER, "sex"}


def _extend(facts: dict[str, Any], more: Mapping[str, Any], ranks: Ranks, told: Ranks) -> None:
    """Adds facts; lists and histories grow, a presence is not undone by a later absence of the same message, nor what
    was told more surely."""
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(facts.get(name), dict):
            facts[name] = {**facts[name], **value}
        elif isinstance(value, list) and name in facts:
            facts[name] = [*facts[name], *[item for item in value if item not in facts[name]]]
        elif not (name in facts and (_is_absence(name, value) or _is_less_sure(name, ranks, told))):
            facts[name] = value
            told |= {name: ranks[name]} if name in ranks else {}


def _is_absence(name: str, value: Any) -> bool:
    fact = knowledge().facts.get(name)
    return fact is not None and fact.absent is not None and value == fact.absent


def _is_less_sure(name: str, ranks: Ranks, told: Ranks) -> bool:
    """Whether a fact was told before at least as surely; of scores a later one as sure counts."""
    if name not in ranks or name not in told:
        return False
    return ranks[name] < told[name] or (ranks[name] == told[name] and name in TOLD_ONCE)


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
        new, old = float(match.group("new")), float(match.group("old"))
        unit = (match.group("unit") or match.group("unit_old") or "").lower()[:1]
        for name in {"k": ("weight",), "y": ("age",)}.get(unit, tuple(known)):
            value = known.get(name)
            if isinstance(value, (int, float)) and value == old:
                reading.stated[name] = new


def _nearer_to_weight(text: str, known: Mapping[str, Any], told: dict[str, Any]) -> None:
    """ "She's 41 now" of a child of 12 years and 35 kg tells her weight: nobody's age leaps, so that a bare number that
    is near to the known weight and far from the known age is a weight."""
    number, age, weight = told.get("age"), known.get("age"), known.get("weight")
    if number is None or age in (None, UNSURE) or weight in (None, UNSURE):
        return
    bare = not OF_AN_AGE.search(text) and "weight" not in told
    if bare and abs(number - age) > LEAP and abs(number - weight) <= GROWN:
        told["weight"] = told.pop("age")


def _suppose(text: str, known: Mapping[str, Any], reading: Reading) -> None:
    """Adds what a follow-up supposes without a word for it: a bare number, or a baby where the patient is older."""
    if not reading.supposed and (number := bare_number(text, known)):
        reading.supposed, reading.asks, reading.unread_number = number, True, False
    told = {"age", "weight"} & {*reading.stated, *reading.supposed}
    if reading.asks and not told and is_of_small_child(text, known):
        reading.supposed |= {"age": UNSURE, "weight": UNSURE}


def _of_the_patient(stated: dict[str, Any]) -> None:
    """Who is with child, or feeds one, is a woman; what is said of it where the patient is none is said of another."""
    if stated.get(CHILD) in OF_A_WOMAN and "sex" not in stated and stated.get("age", CHILDBEARING) >= CHILDBEARING:
        stated["sex"] = "female"
    applies = knowledge().facts[CHILD].applies
    if stated.get(CHILD) in OF_A_WOMAN and evaluate(applies, Patient(knowledge(), stated)) is Truth.NO:
        del stated[CHILD]


def _plausible(reading: Reading) -> None:
    """Takes implausible numbers out of what is stated or supposed; they are questioned instead."""
    for facts in (reading.stated, reading.supposed):
        for name in list(facts):
            fact = knowledge().facts.get(name)
            if fact and isinstance(facts[name], (int, float)) and not fact.plausible(facts[name]):
                reading.implausible[name] = facts.pop(name)


def known_facts(slots: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The sound facts among slot values."""
    return sound(knowledge(), dict(slots))
