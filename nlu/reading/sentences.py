"""Cuts a message into sentences, and tells which of them ask or suppose."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu.lexicon import PRODUCT, SUBJECT, meanings, one_of, terms

SENTENCE = re.compile(r"(?:[^.!?\n;]|\?(?=\w)|\.(?=\d))+[.!?;]*")
_TAIL = r"\s+(?:{0})(?:\s*(?:,|&|\band\b|\bor\b)\s*(?:{0}))*(?:\s+(?:please|pls|plz|thanks|ta))?\W*$"
"""What is asked of the treatment before it, at the end of a sentence."""


def sentences(text: str) -> list[str]:
    """The sentences of a message; a decimal point ends none, a clause that asks begins one ("gave me it, what is it
    for")."""
    whole = (
        part for m in SENTENCE.finditer(text) for told in _told_first(m.group()) for part in _topic_last().split(told)
    )
    parts = (part.strip() for sentence in whole for part in _asking_clause().split(sentence))
    return [part for part in parts if part.strip(" .,;")]


def _told_first(sentence: str) -> list[str]:
    """A question, parted from what it tells first of a treatment that is over ("A failed: B or C?")."""
    told, colon, asked = sentence.partition(":")
    return [told, asked] if colon and asked.rstrip().endswith("?") and _over().search(told) else [sentence]


@lru_cache(maxsize=1)
def _topic_last() -> re.Pattern[str]:
    """Where a telegram ends in a treatment and what is asked of it (", <therapy> dose please")."""
    return re.compile(rf",\s*(?=(?:{_names()}){_TAIL.format(one_of(terms()['questions']['tails']))})", re.I)


@lru_cache(maxsize=1)
def _names() -> str:
    """The names of treatments, as alternatives."""
    return one_of({phrase for phrase, found in meanings().items() if any(m.kind in (SUBJECT, PRODUCT) for m in found)})


@lru_cache(maxsize=1)
def _over() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{one_of(terms()['outcomes']['failed'])})\b", re.I)


@lru_cache(maxsize=1)
def asking_within() -> re.Pattern[str]:
    """The words with which a clause asks within a sentence ("<therapy> stings, is that normal")."""
    return re.compile(rf"\b(?:{one_of(terms()['questions']['within'])})\b", re.I)


@lru_cache(maxsize=1)
def _asking_clause() -> re.Pattern[str]:
    """Where a clause that asks begins within a sentence."""
    within = one_of(terms()["questions"]["within"])
    return re.compile(
        rf"(?:,|\s-|\.\.+)\s*(?=(?:and |so |but )?(?:{within})\b)|\b(?:and|so|but)\s+(?=(?:{within})\b)", re.I
    )


def is_question(sentence: str) -> bool:
    """Whether a sentence asks: a question mark at its end, a question word at its start, or an asking end."""
    words = sentence.lower().strip(" \"'(")
    if _finding().search(words):
        return False
    return words.endswith("?") or any(pattern.search(words) for pattern in _asking())


@lru_cache(maxsize=1)
def _asking() -> tuple[re.Pattern[str], ...]:
    """What a sentence that asks looks like; the words are in terms.yml."""
    asked = {name: one_of(listed) for name, listed in terms()["questions"].items()}
    names = _names()
    lead = r"^(?:and|so|but|ok|also|plus|please|pls|hi|hello|doc)?[\s,]*"
    return (
        re.compile(rf"{lead}(?:{asked['starts']})\b"),
        re.compile(rf"{lead}(?:{asked['auxiliaries']})\s+(?:{asked['after_auxiliaries']})\b"),
        re.compile(rf"{lead}(?:{asked['before_names']})\s+(?:{names})\b"),
        re.compile(rf"{lead}(?:{asked['asking_auxiliaries']})\s+(?!(?:{asked['telling']})\b)[a-z]"),
        re.compile(rf"\b(?:{asked['ends']})\W*$"),
        re.compile(rf"\b(?:{names}){_TAIL.format(asked['tails'])}"),
        re.compile(rf"\b(?:{asked['anywhere']})\b"),
        re.compile(rf"^(?:{asked['leads']})\b[^,]{{0,40}}\b(?:{asked['amounts']})\b"),
    )


@lru_cache(maxsize=1)
def _finding() -> re.Pattern[str]:
    """A finding that is told to be normal, which asks nothing ("LFTs normal")."""
    named = one_of(terms()["findings"])
    return re.compile(rf"\b(?:{named})\s+(?:(?:is|are|was|were)\s+)?normal[\s.,;!)]*$")


def is_hypothetical(sentence: str) -> bool:
    """Whether a sentence supposes ("if 29 kg", "what if she gets pregnant")."""
    words = terms()["questions"]["hypothetical"]
    return any(
        re.search(rf"(?:^|\b(?:and|but|so|ok|about|happens)\s+|,\s*){re.escape(word)}\b", sentence.lower())
        for word in words
    )
