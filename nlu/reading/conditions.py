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
from nlu.lexicon import SUBJECT, Meaning, one_of, terms
from nlu.reading.mentions import INFECTION, Mention
from nlu.reading.people import A_RELATIVE, Who
from nlu.reading.telling import SEVERITY, is_red_flag, is_told, of_others

AND_ANOTHER = re.compile(r"^\s*(?:[/+&,]|\band\b|\bor\b)\s*[a-z]\b", re.I)
"""What follows a part of a condition where another is named by its letter ("hep B and C")."""
A_DOSE = re.compile(r"\b(?:dose|doses|pill|pills|tablet|tablets|pen|pens|injection|injections|shot|shots|jab)\b", re.I)
OF_ECZEMA = re.compile(
    r"^(?:\s*$|\s*[,.;:!?)/'\"\u2019]|\W*(?:to\s+severe\W+)?(?:ad|atopic|eczema|dermatitis|disease|flare|refractory|recalcitrant"
    r"|say|says|chronic|and|since|for|now|but|despite|all|again|still|currently|easi|iga|bsa|failed|on|in|they|she|he|per|according"
    r"|i guess|i think|i suppose|i'd say|probably|really|overall)\b|\W*\d)|^-?ish\b",
    re.I,
)
"""What may follow "severe" where it is the eczema that is severe."""
SIGNS = 2
"""How many signs must be denied for the absence of what they are signs of."""


@dataclass
class Findings:
    """The facts of one sentence, with what was denied on the way: fact -> value -> the words for it."""

    sentence: str
    facts: dict[str, Any] = field(default_factory=dict)
    denied: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    left_open: set[str] = field(default_factory=set)

    def deny(self, fact: str, value: str, words: str) -> None:
        """Notes that a value of a choice was denied in these words."""
        self.denied.setdefault(fact, {}).setdefault(value, set()).add(words.lower())

    def note(self, fact: str, value: Any) -> None:
        """Notes a fact; a presence is not undone by an absence beside it."""
        absent = value in ("no", knowledge().facts[fact].absent)
        if value is None or (fact in self.facts and absent and fact not in self.left_open):
            return
        self.facts[fact] = value
        self.left_open.discard(fact)

    def leave_open(self, fact: str) -> None:
        """Notes a condition whose words leave it open, unless more is told."""
        if fact not in self.facts:
            self.facts[fact] = UNSURE
            self.left_open.add(fact)


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
            if of_others(mention, meaning, about, sentence) and not of_a_relative:
                continue
            if mention.is_a("unclear") and not _tells_for_itself(mention, meaning):
                continue
            if is_told(sentence, mention, meaning):
                _note(findings, mention, meaning)
    for name, denied in findings.denied.items():
        if absence := _absence(knowledge().facts[name], denied):
            findings.note(name, absence)
    return findings.facts


def _tells_for_itself(mention: Mention, meaning: Meaning) -> bool:
    """Whether a mention tells something although it is unclear whether a denial before it reaches it: an absence, that
    nothing was had before, what is no condition (how severe it is), or a red flag, which no such denial takes away."""
    fact = knowledge().facts[meaning.kind]
    no_condition = fact.kind == "history" or (fact.kind == "choice" and not fact.negates)
    return no_condition or meaning.value == "no" or _says_absence(mention) or is_red_flag(meaning)


def _note(findings: Findings, mention: Mention, meaning: Meaning) -> None:
    """Notes what one mention says of a fact."""
    fact = knowledge().facts[meaning.kind]
    if mention.is_a("denied_far") and is_red_flag(meaning):
        mention = replace(mention, modifiers=mention.modifiers - {"denied", "denied_far"})
    if fact.kind == "history":
        findings.note(fact.id, {})
    elif part := _part_denied(findings, mention, meaning):
        findings.deny(fact.id, part, mention.text)
    elif fact.kind == "condition" and meaning.value == UNSURE and not mention.is_a("denied"):
        findings.leave_open(fact.id)
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


def _part_denied(findings: Findings, mention: Mention, meaning: Meaning) -> str | None:
    """The part of a condition that alone a mention denies ("hep B neg"), None where it denies all of it or nothing."""
    parts = knowledge().facts[meaning.kind].parts
    alone = [str(number) for number, words in enumerate(parts) if mention.text.lower() in words]
    denied = meaning.value == "no" or _is_itself_denied(mention)
    listed = AND_ANOTHER.match(findings.sentence[mention.end :])
    return alone[0] if len(alone) == 1 and denied and not listed else None


def _is_itself_denied(mention: Mention) -> bool:
    """Whether a mention is denied, and not only by a denial that reaches over a comma."""
    return mention.is_a("denied") and not mention.is_a("denied_far")


def _absence(fact: Fact, denied: dict[str, set[str]]) -> str | None:
    """The absence of a fact, where enough of it was denied: the thing itself, all that it may be, or some signs."""
    if fact.absent is None:
        return None
    if fact.parts:
        return fact.absent if len(denied) == len(fact.parts) else None
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
    elsewhere = fact.negates is not None and any(
        word in listed for value, listed in fact.words.items() if value != fact.absent
    )
    return elsewhere or any(part.startswith((stem, f"super{stem}")) for part in word.split())


def _says_absence(mention: Mention) -> bool:
    """Whether words say an absence themselves ("infection cleared", "not pregnant")."""
    return bool(_absences().search(mention.text))


@lru_cache(maxsize=1)
def _absences() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{one_of(terms()['says_absence'])})", re.I)
