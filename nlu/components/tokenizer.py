"""Tokenizes a message for the classifier: the name of any therapy, product or outside medicine becomes one and the
same word, and so does the condition itself.

A question on a dose reads alike whatever the drug, so that the classifier learns topics, not drugs.
"""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from knowledge.load import knowledge
from nlu.lexicon import OTHER, PRODUCT, SUBJECT, condition
from nlu.reading.mentions import Mention, mentions

WORD = re.compile(r"\w+(?:[-'/]\w+)*|\?")
CONDITION = "conditionname"
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
    found = [(m.start(), m.end(), CONDITION) for m in condition().finditer(text)]
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


def _words(text: str, start: int, end: int) -> list[Token]:
    """The plain words of a stretch of text; numbers become one word."""
    return [
        Token("number" if NUMBER.match(match.group()) else match.group().lower(), match.start(), match.end())
        for match in WORD.finditer(text, start, end)
    ]
