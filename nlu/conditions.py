"""Conditions and choices of one sentence: yes, no or unsure, by what modifies each mention."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from knowledge.load import knowledge
from knowledge.model import Fact
from knowledge.patient import UNSURE
from nlu.lexicon import SUBJECT, Meaning, terms
from nlu.mentions import REACH, Mention
from nlu.people import A_RELATIVE, Who
from nlu.sentences import is_hypothetical, is_question

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
ONCE = re.compile(
    r"^\W{0,3}(?:[a-z]+\s+){0,2}?\(?(?:in\s+)?(?:(?:19|20)\d\d\b|twice|once|x\s?\d|\d+\s*(?:years?|yrs?|months?)\s+ago|last\s)",
    re.I,
)
"""What stands behind a disease of the past."""
GONE = re.compile(r"^\W*(?:[a-z]+\s+){0,2}?(?:gone|resolved|settled|healed|cleared)\b\s*(?:now\b|[.,;]|$)", re.I)
"""What stands behind an emergency that is over."""
APPLIED = re.compile(r"\s*(?:\d+\s?%\s*)?(?:shampoo|cream|gel|lotion|ointment|drops|eye drops|pessar)", re.I)
"""What stands behind a medicine that is not swallowed."""
OF_ECZEMA = re.compile(
    r"^(?:\s*$|\s*[,.;:!?)/'\"’]|\W*(?:to\s+severe\W+)?(?:ad|atopic|eczema|dermatitis|disease|flare|refractory|recalcitrant"
    r"|say|says|chronic|and|easi|iga|bsa|failed|on|in|they|she|he|per|according)\b|\W*\d)|^-?ish\b",
    re.I,
)
"""What may follow "severe" where it is the eczema that is severe."""
SEVERITY, INFECTION = "severity", "infection"
SIGNS = 2
"""How many signs must be denied for the absence of what they are signs of."""


@dataclass
class Findings:
    """The facts of one sentence, with what was denied on the way: fact -> value -> the words for it."""

    sentence: str
    facts: dict[str, Any] = field(default_factory=dict)
    denied: dict[str, dict[str, set[str]]] = field(default_factory=dict)

    def deny(self, fact: str, value: str, words: str) -> None:
        """Notes that a value of a choice was denied in these words."""
        self.denied.setdefault(fact, {}).setdefault(value, set()).add(words.lower())

    def note(self, fact: str, value: Any) -> None:
        """Notes a fact; a presence is not undone by an absence beside it."""
        if value is None or (fact in self.facts and value in ("no", knowledge().facts[fact].absent)):
            return
        self.facts[fact] = value


def conditions(sentence: str, found: Sequence[Mention], about: Who, gives_age: bool) -> dict[str, Any]:
    """Conditions and choices of a sentence.

    Args:
        sentence: the sentence.
        found: what it mentions.
        about: whom the message is about.
        gives_age: whether it tells an age.
    """
    findings = Findings(sentence)
    of_a_relative = bool(A_RELATIVE.match(sentence)) and gives_age
    names = any(mention.means(SUBJECT) for mention in found) or A_DOSE.search(sentence)
    for mention in found:
        for meaning in mention.meanings:
            if not meaning.is_fact or meaning.kind == "sex" or (knowledge().facts[meaning.kind].beside and not names):
                continue
            if _of_others(mention, meaning, about, sentence) and not of_a_relative:
                continue
            if _is_told(sentence, mention, meaning):
                _note(findings, mention, meaning)
    for name, denied in findings.denied.items():
        if absence := _absence(knowledge().facts[name], denied):
            findings.note(name, absence)
    return findings.facts


def _of_others(mention: Mention, meaning: Meaning, about: Who, sentence: str) -> bool:
    """Whether a mention is of the family: of a relative, or of somebody near where the patient is another. How severe
    the eczema is, is told of the patient."""
    if meaning.kind == SEVERITY and "," in sentence[: mention.start]:
        return False
    if _is_red_flag(meaning):
        return mention.is_a("relative")
    return mention.is_a("family") or (mention.is_a("bystander") and about.relation is None)


def _is_told(sentence: str, mention: Mention, meaning: Meaning) -> bool:
    """Whether a mention tells of the patient now, rather than of a possible or a past one."""
    fact = knowledge().facts[meaning.kind]
    if mention.is_a("hypothetical") and not is_hypothetical(sentence) and not mention.is_a("doubtful"):
        return False
    past = mention.is_a("historical") or (_is_of_now(fact) and ONCE.match(sentence[mention.end :]))
    if past and (_is_red_flag(meaning) or _is_of_now(fact)):
        return False
    if mention.is_a("outgrown") and not _counts_when_past(fact):
        return _is_red_flag(meaning) and not GONE.match(sentence[mention.end :])
    if _is_spoken_of(sentence, mention) and not mention.is_a("denied"):
        return False
    if _is_red_flag(meaning) and _is_of_a_part(sentence, mention):
        return False
    if is_question(sentence) and _is_named(mention):
        return False
    return not (fact.medicine and _not_taken(sentence, mention))


def _note(findings: Findings, mention: Mention, meaning: Meaning) -> None:
    """Notes what one mention says of a fact."""
    fact = knowledge().facts[meaning.kind]
    if mention.is_a("denied_far") and _is_red_flag(meaning):
        mention = replace(mention, modifiers=mention.modifiers - {"denied", "denied_far"})
    if fact.kind == "history":
        findings.note(fact.id, {})
    elif fact.kind == "condition" and meaning.value == "no":
        findings.note(fact.id, None if _is_itself_denied(mention) else "no")
    elif fact.kind == "condition":
        doubtful = mention.is_a("doubtful")
        findings.note(fact.id, UNSURE if doubtful else ("no" if mention.is_a("denied") else "yes"))
    elif fact.id == SEVERITY:
        if OF_ECZEMA.match(findings.sentence[mention.end :]) and not _is_itself_denied(mention):
            findings.note(fact.id, meaning.value)
    elif mention.is_a("denied"):
        findings.deny(fact.id, meaning.value, mention.text)
        findings.note(fact.id, fact.absent if meaning.value == fact.negates else None)
    elif meaning.value != fact.absent or _says_absence(mention):
        findings.note(fact.id, UNSURE if mention.is_a("doubtful") else meaning.value)
    elif mention.is_a("doubtful"):
        findings.note(fact.id, UNSURE)


def _is_itself_denied(mention: Mention) -> bool:
    """Whether a mention is denied, and not only by a denial that reaches over a comma."""
    return mention.is_a("denied") and not mention.is_a("denied_far")


def _absence(fact: Fact, denied: dict[str, set[str]]) -> str | None:
    """The absence of a fact, where enough of it was denied: the thing itself, all that it may be, or some signs."""
    if fact.absent is None:
        return None
    others = {value for value in fact.values if value != fact.absent}
    words = denied.get(fact.absent, set())
    if fact.id == INFECTION and others <= set(denied):
        return fact.absent
    if any(_names(fact, word) for word in words):
        return fact.absent
    return fact.absent if len(words) >= SIGNS else None


def _names(fact: Fact, word: str) -> bool:
    """Whether a word is the name of the thing itself, rather than one of its signs: it shares the beginning of the
    label, or is a word of another value too."""
    stem = fact.label.split()[-1][:3]
    elsewhere = fact.negates is not None and any(word in listed for value, listed in fact.words.items() if value != fact.absent)
    return elsewhere or any(part.startswith((stem, f"super{stem}")) for part in word.split())


def _says_absence(mention: Mention) -> bool:
    """Whether words say an absence themselves ("infection cleared", "not pregnant")."""
    return bool(_absences().search(mention.text))


@lru_cache(maxsize=1)
def _absences() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, terms()['says_absence']))})", re.I)


def _is_spoken_of(sentence: str, mention: Mention) -> bool:
    """Whether a disease is only tested for, prevented or feared ("risk of")."""
    before = sentence[max(0, mention.start - REACH) : mention.start]
    return bool(_test().match(sentence[mention.end :]) or _spoken().search(before))


@lru_cache(maxsize=1)
def _spoken() -> re.Pattern[str]:
    words = "|".join(map(re.escape, terms()["spoken_of"]))
    return re.compile(rf"(?<!high )(?<!higher )(?<!increased )\b(?:{words})\s+(?:[\w/-]+\s+(?:and|or)\s+)?$", re.I)


@lru_cache(maxsize=1)
def _test() -> re.Pattern[str]:
    """What follows a disease that is only tested for, or prevented."""
    return re.compile(rf"^\s+(?:{'|'.join(map(re.escape, terms()['of_a_test']))})\b(?!\s*(?:was |is )?(?:pos|\+))", re.I)


def _counts_when_past(fact: Fact) -> bool:
    """Whether a fact is asked for in the past too ("malignancy, now or in the past")."""
    return bool(set(re.findall(r"[a-z]+", fact.label)) & set(terms()["past_in_a_label"]))


def _is_of_now(fact: Fact) -> bool:
    """Whether a fact is asked for as a thing of the present ("herpes zoster now")."""
    words = set(re.findall(r"[a-z]+", fact.label))
    return bool(words & set(terms()["present_in_a_label"])) and not _counts_when_past(fact)


def _is_of_a_part(sentence: str, mention: Mention) -> bool:
    """Whether "all over" is said of a part of the body only ("my face is red all over")."""
    if not any(word in mention.text.lower() for word in terms()["all_over"]):
        return False
    clause = re.split(r"[,;:]|\b(?:and|but)\b", sentence[: mention.start])[-1].lower()
    return bool(set(re.findall(r"[a-z]+", clause)) & set(terms()["body_parts"]))


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
