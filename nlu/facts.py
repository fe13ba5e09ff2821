"""The facts of one sentence: numbers, conditions with their cues, treatments, people, and who writes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from knowledge.load import knowledge
from knowledge.model import Fact
from knowledge.patient import UNSURE
from nlu.lexicon import SUBJECT, Meaning, terms
from nlu.mentions import Mention
from nlu.quantities import Quantity, quantities, sexes
from nlu.sentences import is_hypothetical, is_question
from nlu.treatments import treatments

A_RELATIVE = re.compile(
    r"^\W*(?:(?:hi|hello|so|well)\W+)*(?:my|our)\s+(?:mum|mom|mother|dad|father|sister|brother)\b", re.I
)
"""A sentence that begins so and gives an age describes the relative as the patient."""
SELF_DENYING = re.compile(r"^(?:not|no|post|steril|hyster)|treated|cleared|healed|gone|resolved", re.I)
"""Words that say absence themselves ("infection cleared")."""
A_DOSE = re.compile(r"\b(?:dose|doses|pill|pills|tablet|tablets|pen|pens|injection|injections|shot|shots|jab)\b", re.I)
NOT_TAKEN = re.compile(
    r"\b(?:allerg\w+|intoleran\w+|reaction|stopped|stopping|finished|off|used to take|weak|moderate|mild)"
    r"(?:\s+(?:to|of|with|taking|the))*\s*$",
    re.I,
)
"""What stands before a medicine that is not taken."""
PAST_AFTER = re.compile(
    r"\s*(?:was|were)?\s*(?:allergy|allergic|intolerance|stopped|finished|in the past|years ago|last year|months ago)",
    re.I,
)
APPLIED = re.compile(r"\s*(?:\d+\s?%\s*)?(?:shampoo|cream|gel|lotion|ointment|drops|eye drops|pessar)", re.I)
"""What stands behind a medicine that is not swallowed."""
OF_ECZEMA = re.compile(
    r"^(?:\s*$|\s*[,.;:!?)/]|\W*(?:to\s+severe\W+)?(?:ad|atopic|eczema|dermatitis|disease|flare|refractory|recalcitrant"
    r"|chronic|and|easi|iga|bsa|failed|on|in)\b|\W*\d)",
    re.I,
)
"""What may follow "severe" where it is the eczema that is severe."""


def facts_of(sentence: str, found: Sequence[Mention], measured: Sequence[Quantity]) -> dict[str, Any]:
    """All facts that a sentence gives, stated or supposed."""
    facts = {**_numbers(measured, sentence), **_conditions(sentence, found)}
    facts |= treatments(sentence, found, measured).facts()
    facts |= _people(sentence, found, facts)
    return facts | _readers(sentence)


def subjects_of(found: Sequence[Mention]) -> list[str]:
    """The therapies, classes and guides that a sentence mentions; a product counts as its class."""
    result = []
    for mention in found:
        subject = mention.means(SUBJECT)
        if subject and subject not in result:
            result.append(subject)
    return result


def _numbers(measured: Sequence[Quantity], sentence: str) -> dict[str, Any]:
    """Ages, weights and scores; of several scores the last, of several ages or weights the first."""
    facts: dict[str, Any] = {
        q.fact: knowledge().facts[q.fact].in_unit(q.value) for q in measured if q.fact != "duration"
    }
    facts |= {q.fact: q.value for q in reversed(measured) if q.fact in ("age", "weight")}
    for sex in sexes(sentence):
        facts["sex"] = sex
    return facts


def _conditions(sentence: str, found: Sequence[Mention]) -> dict[str, Any]:
    """Conditions and choices: yes, no or unsure by the cues around them."""
    facts: dict[str, Any] = {}
    of_a_relative = bool(A_RELATIVE.match(sentence)) and any(q.fact == "age" for q in quantities(sentence))
    names = any(mention.means(SUBJECT) for mention in found) or A_DOSE.search(sentence)
    denied: dict[str, set[str]] = {}
    for mention in found:
        for meaning in mention.meanings:
            of_others = mention.is_a("family") and not of_a_relative
            alone = meaning.is_fact and knowledge().facts[meaning.kind].beside and not names
            if not meaning.is_fact or of_others or alone or meaning.kind == "sex":
                continue
            if mention.is_a("hypothetical") and not is_hypothetical(sentence) and not mention.is_a("doubtful"):
                continue
            if mention.is_a("historical") and _is_red_flag(meaning):
                continue
            if mention.is_a("denied_far") and _is_red_flag(meaning):
                mention = replace(mention, modifiers=mention.modifiers - {"denied", "denied_far"})
            if is_question(sentence) and _is_named(mention):
                continue
            if knowledge().facts[meaning.kind].medicine and _not_taken(sentence, mention):
                continue
            value = _value(knowledge().facts[meaning.kind], meaning, mention, sentence, denied)
            if value is not None and not (meaning.kind in facts and value == "no"):
                facts[meaning.kind] = value
    if {"bacterial", "herpetic"} <= denied.get("infection", set()):
        facts.setdefault("infection", "none")
    return facts


def _not_taken(sentence: str, mention: Mention) -> bool:
    """Whether a medicine is named but not taken by mouth now: an allergy, the past, a shampoo, a weak relative."""
    before, after = sentence[: mention.start], sentence[mention.end :]
    past = mention.is_a("historical") or NOT_TAKEN.search(before) or PAST_AFTER.match(after)
    return bool(past or APPLIED.match(after))


@lru_cache(maxsize=1)
def _red_flags() -> frozenset[tuple[str, str]]:
    """The facts and values that urgent rules about the patient alone look for."""
    rules = [rule for rule in knowledge().rules if rule.verdict == "urgent" and not rule.about and len(rule.when) == 1]
    return frozenset((fact, value) for rule in rules for fact, values in rule.when.items() for value in values)


def _is_red_flag(meaning: Meaning) -> bool:
    return (meaning.kind, meaning.value) in _red_flags()


def _is_named(mention: Mention) -> bool:
    """Whether a mention is the name of a subject: a question on it asks, and describes nothing."""
    subject = mention.means(SUBJECT)
    return subject is not None and mention.text.lower() == knowledge().subjects[subject].name.lower()


def _value(fact: Fact, meaning: Meaning, mention: Mention, sentence: str, denied: dict[str, set[str]]) -> Any:
    """The value that one mention gives a fact, or None if it gives none."""
    if fact.kind == "history":
        return {}
    if fact.kind == "condition" and meaning.value == "no":
        return None if mention.is_a("denied") else "no"
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
    return meaning.value if SELF_DENYING.search(mention.text) else None


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
    own = "|".join(map(re.escape, terms()["own"]))
    rows.append(("audience", "patient", re.compile(rf"\b(?:my|our)\s+(?:[\w-]+\s+){{0,2}}?(?:{own})\b", re.I)))
    rows.append(("region", "us", re.compile(r"\bUS\b|\bin the us\b")))
    return rows


def _readers(sentence: str) -> dict[str, str]:
    """Who writes, and where."""
    facts: dict[str, str] = {}
    for fact, value, pattern in _reader_cues():
        if pattern.search(sentence):
            facts[fact] = value
    return facts
