"""Tokenizes a message for the classifier: the name of any therapy, product or outside medicine becomes one and the
same word, and so does the condition itself.

A question on a dose reads alike whatever the drug, so that the classifier learns topics, not drugs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from knowledge.load import knowledge
from nlu.lexicon import OTHER, PRODUCT, SUBJECT
from nlu.mentions import Mention, mentions

WORD = re.compile(r"\w+(?:[-'/]\w+)*|\?")
CONDITION = "conditionname"
LEADS = ("in", "for", "of", "with", "against", "treat", "treating", "having")
WHOSE = ("my", "his", "her", "our", "your", "their", "the", "a", "this")
"""Words that lead to the name of the condition and say nothing by themselves."""
NUMBER = re.compile(r"^\d+(?:[.,]\d+)?$")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class ClinicalTokenizer(Tokenizer):
    """Words in lower case, with one token for each name that the lexicon knows."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The defaults that every Rasa tokenizer needs."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The tokens of one attribute of a message."""
        text = message.get(attribute) or ""
        tokens, position = [], 0
        for start, end, name in names(text):
            tokens += _words(text, position, start)
            tokens.append(Token(name, start, end))
            position = end
        tokens += _words(text, position, len(text))
        return self._apply_token_pattern(tokens) or [Token("blank", 0, len(text))]


def names(text: str) -> list[tuple[int, int, str]]:
    """The stretches of a text that a placeholder stands for, in order: start, end, placeholder."""
    named = [(m.start, m.end, word) for m in mentions(text) if (word := placeholder(m))]
    taken = {position for start, end, _ in named for position in range(start, end)}
    found = [(m.start(), m.end(), CONDITION) for m in _condition().finditer(text)]
    return sorted([*named, *(span for span in found if not taken & set(range(span[0], span[1])))])


def placeholder(mention: Mention) -> str | None:
    """The word that stands for a mention, None for a mention that keeps its words."""
    subject = mention.means(SUBJECT)
    if mention.means(PRODUCT):
        return "topicalname"
    if subject:
        known = knowledge().subjects[subject]
        return {"guide": "guidename", "class": "classname"}.get(
            known.kind, "topicalname" if known.route == "topical" else "therapyname"
        )
    other = mention.means(OTHER)
    return f"other{other}" if other else None


@lru_cache(maxsize=1)
def _condition() -> re.Pattern[str]:
    """The condition itself, with how severe it is and the preposition that leads to it ("in severe AD")."""
    severity = [word for listed in knowledge().facts["severity"].words.values() for word in listed]
    return re.compile(
        rf"(?:\b(?:{'|'.join(LEADS)})\s+)?(?:\b(?:{'|'.join(WHOSE)})\s+)?(?:\b{_one_of(severity)}\s+)?"
        rf"\b{_one_of(knowledge().condition)}\b(?!\w)",
        re.I,
    )


def _one_of(phrases: Iterable[str]) -> str:
    """A pattern for one of the phrases, the longest that fits."""
    return f"(?:{'|'.join(map(re.escape, sorted(phrases, key=len, reverse=True)))})"


def _words(text: str, start: int, end: int) -> list[Token]:
    """The plain words of a stretch of text; numbers become one word."""
    return [
        Token("number" if NUMBER.match(match.group()) else match.group().lower(), match.start(), match.end())
        for match in WORD.finditer(text, start, end)
    ]
