"""The clinical words of the product, read from the knowledge: names of therapies, conditions, scores and topical
products.

There is no second list: an alias added to a therapy file is understood after the next start.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.base import Knowledge
from knowledge.load import knowledge

SUBJECT, PRODUCT, OTHER = "subject", "product", "other"
GUIDE = "guide"
APART = 5
"""How many words may stand between the two halves of a pair."""
GAP = r"[\s'\"()/-]+"
"""What may stand between two words of a pair: no comma, no end of a sentence."""
LEADS = ("in", "for", "of", "with", "against", "treat", "treating", "having")
WHOSE = ("my", "his", "her", "our", "your", "their", "the", "a", "this")
"""Words that lead to the name of the condition and say nothing by themselves."""


@dataclass(frozen=True)
class Meaning:
    """What a phrase may mean: a subject or product id, a value of a fact, or something outside the scope."""

    kind: str
    value: str

    @property
    def is_fact(self) -> bool:
        """Whether this is a value of a patient fact; `kind` is then the fact's id."""
        return self.kind not in (SUBJECT, PRODUCT, OTHER)


def phrases(known: Knowledge) -> Iterator[tuple[str, Meaning]]:
    """Every phrase with one of its meanings; a phrase may come several times."""
    for subject in known.subjects.values():
        for alias in (subject.name.lower(), *subject.aliases):
            for form in singular_and_plural(alias):
                yield form, Meaning(SUBJECT, subject.id)
    for product in known.products.values():
        for alias in product.aliases:
            yield alias, Meaning(PRODUCT, product.id)
    for fact in known.facts.values():
        if fact.kind == "number":
            continue
        for value, listed in fact.words.items():
            for word in listed:
                yield word.lower(), Meaning(fact.id, value)
    for kind, listed in known.elsewhere.items():
        for word in listed:
            yield word.lower(), Meaning(OTHER, kind)


def singular_and_plural(name: str) -> tuple[str, ...]:
    """A name of several words in the singular and in the plural."""
    if " " not in name or not name[-2:].isalpha():
        return (name,)
    return (name, name[:-1]) if name.endswith("s") and not name.endswith("ss") else (name, f"{name}s")


def class_of(product: str) -> str:
    """The subject that a topical product belongs to: the one that goes by the product's kind, else its own."""
    kind = knowledge().products[product].kind
    return next((s.id for s in knowledge().subjects.values() if kind in s.aliases), product)


def is_guide(subject: str) -> bool:
    """Whether a subject is a guide and no treatment."""
    return knowledge().subjects[subject].kind == GUIDE


def score_words(known: Knowledge) -> dict[str, str]:
    """The words of numeric facts (EASI, itch NRS ...), to the fact's id."""
    return {
        word.lower(): fact.id
        for fact in known.facts.values()
        if fact.kind == "number"
        for listed in fact.words.values()
        for word in listed
    }


@lru_cache(maxsize=1)
def pairs() -> list[tuple[Meaning, re.Pattern[str]]]:
    """The meaning of each pair of words of the facts, with the pattern that finds them at most `APART` words apart; its
    groups are what stands between them."""
    found = []
    for fact in knowledge().facts.values():
        for pair in fact.pairs:
            first, second = ("|".join(map(re.escape, half)) for half in (pair.of, pair.beside))
            between = rf"((?:{GAP}[\w'-]+){{0,{APART}}}?{GAP})"
            both = rf"\b(?:(?:{first}){between}(?:{second})|(?:{second}){between}(?:{first}))\b"
            found.append((Meaning(fact.id, pair.means), re.compile(both, re.I)))
    return found


@lru_cache(maxsize=1)
def condition() -> re.Pattern[str]:
    """The condition itself, with how severe it is and the preposition that leads to it ("in severe AD")."""
    severity = [word for listed in knowledge().facts["severity"].words.values() for word in listed]
    return re.compile(
        rf"(?:\b(?:{'|'.join(LEADS)})\s+)?(?:\b(?:{'|'.join(WHOSE)})\s+)?(?:\b{one_of(severity)}\s+)?"
        rf"\b{one_of(knowledge().condition)}\b(?!\w)",
        re.I,
    )


def one_of(phrases: Iterable[str]) -> str:
    """A pattern for one of the phrases, the longest that fits."""
    return f"(?:{'|'.join(map(re.escape, sorted(phrases, key=len, reverse=True)))})"


@lru_cache(maxsize=1)
def terms() -> dict[str, Any]:
    """The words of ordinary language: terms.yml."""
    with (Path(__file__).parent / "terms.yml").open(encoding="utf-8") as stream:
        return dict(yaml.safe_load(stream))


@lru_cache(maxsize=1)
def meanings() -> dict[str, tuple[Meaning, ...]]:
    """Phrase (lower case) -> its meanings."""
    found: dict[str, list[Meaning]] = {}
    for phrase, meaning in phrases(knowledge()):
        listed = found.setdefault(phrase, [])
        if meaning not in listed:
            listed.append(meaning)
    return {phrase: tuple(listed) for phrase, listed in found.items()}
