"""Cuts a message that asks several things into its clauses, each of which is then understood by itself as well.

The clauses follow their message through the pipeline; the reader at its end puts them together again.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.stateless import Stateless
from nlu.lexicon import one_of, terms
from nlu.reading.sentences import is_question, sentences

CLAUSE = "clause"
"""The property of a message that is a clause of another: the number of its sentence, and whether it is only a part."""
SEPARATOR = re.compile(r"\s*(?:[,:]\s+|\s-\s|\(\w\)|\b\d\)|&|\+|\b(?:and|also|plus|or|but)\b)\s*", re.I)
JOINT = re.compile(r"\s*(?:,|\s-\s|\(\w\)|\b\d\)|\.\.+|\+|&|\b(?:and|also|plus|but)\b)\s*", re.I)
"""What may join two questions of one sentence."""
WORD = re.compile(r"[a-z]{3}", re.I)
WITHIN = re.compile(
    r"\b(?:how (?:many|often|long|much|fast|soon|far|do|does|is|are)|what(?:'?s| is| are)|where (?:is|are|can|do))\b",
    re.I,
)
COMMAND = "/"
"""How a quick reply begins, which states its intent itself."""
MOST = 8
"""Clauses of one message that are looked at."""
LONGEST = 3000
"""Characters of a message from which it is no longer cut."""
LISTING = 24
"""Words up to which a sentence is looked through for a list of topics ("dose, bloods and cost")."""
STORY = 25
"""Words from which a message is a story, whose only question is looked at by itself."""


def clauses(text: str) -> list[tuple[str, int, bool]]:
    """The clauses of a message that may ask: the text, the number of its sentence, and whether it is only a part of
    that; none where the message asks one thing and is understood as a whole."""
    whole = sentences(text) if len(text) <= LONGEST else []
    asking = [sentence for sentence in whole if _may_ask(sentence)]
    alone = len(asking) == 1 and len(text.split()) < STORY
    found: list[tuple[str, int, bool]] = []
    for number, sentence in enumerate(asking or whole[-1:]):
        parts = _parts(sentence)
        found += [(sentence, number, False)] if asking and len(whole) > 1 and (parts or not alone) else []
        found += [(part, number, True) for part in parts]
    return found[:MOST]


def _parts(sentence: str) -> list[str]:
    """The questions that a sentence strings together, else the parts of a short one that lists several things; none
    where fewer than two of them may ask."""
    if len(asked := _questions(sentence)) > 1:
        return asked
    parts = [part for part in SEPARATOR.split(sentence) if WORD.search(part)]
    asking = [part for part in parts if _may_ask(part) or _topic_word().search(part)]
    return parts if len(asking) > 1 and len(sentence.split()) <= LISTING else []


def _questions(sentence: str) -> list[str]:
    """A sentence cut before each of its clauses that asks by itself; what asks nothing stays with what it follows."""
    found: list[str] = []
    for part in (part for part in JOINT.split(sentence) if WORD.search(part)):
        if found and not is_question(part.rstrip(" ?")):
            found[-1] += f", {part}"
        else:
            found.append(part)
    return found if all(is_question(part) for part in found) else []


def _may_ask(sentence: str) -> bool:
    """Whether a sentence asks, or has words within that ask ("<therapy> how often is the jab")."""
    return is_question(sentence) or bool(WITHIN.search(sentence))


@lru_cache(maxsize=1)
def _topic_word() -> re.Pattern[str]:
    """A word that may name a topic in a list."""
    return re.compile(rf"\b(?:{one_of(terms()['topic_words'])})\b", re.I)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class ClauseSplitter(Stateless):
    """Puts the clauses of each message behind it; stands first in the pipeline."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training examples are learnt whole."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Each message, followed by its clauses."""
        result = []
        for message in messages:
            result.append(message)
            text = message.get(TEXT) or ""
            for clause, number, partial in [] if text.startswith(COMMAND) else clauses(text):
                result.append(Message({TEXT: clause, CLAUSE: (number, partial)}))
        return result
