"""Cuts a message into sentences, and tells which of them ask or suppose."""

from __future__ import annotations

import re

from nlu.lexicon import terms

ENDS_ASKING = re.compile(r"\b(?:how (?:much|many|often|long)|(?:what|which) dose)\W*$")
"""Telegrams put the question last ("11 years 30 kg how much")."""
SENTENCE = re.compile(r"(?:[^.!?\n;]|\?(?=\w)|\.(?=\d))+[.!?;]*")


def sentences(text: str) -> list[str]:
    """The sentences of a message; a decimal point ends none."""
    return [found for found in (m.group().strip() for m in SENTENCE.finditer(text)) if found.strip(" .,;")]


def is_question(sentence: str) -> bool:
    """Whether a sentence asks: a question mark at its end, or a question word at its start."""
    words = sentence.lower().strip(" \"'(")
    if words.endswith("?") or ENDS_ASKING.search(words):
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
