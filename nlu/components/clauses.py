"""Cuts a message that asks several things into its clauses, each of which is then understood by itself as well.

The clauses follow their message through the pipeline; the reader at its end puts them together again.
"""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.reading.sentences import is_question, sentences

CLAUSE = "clause"
"""The property of a message that is a clause of another: the number of its sentence, and whether it is only a part."""
SEPARATOR = re.compile(r"\s*(?:[,:]\s+|\s-\s|\(\w\)|\b\d\)|&|\+|\b(?:and|also|plus|or|but)\b)\s*", re.I)
WORD = re.compile(r"[a-z]{3}", re.I)
COMMAND = "/"
"""How a quick reply begins, which states its intent itself."""
MOST = 8
"""Clauses of one message that are looked at."""
LONGEST = 3000
"""Characters of a message from which it is no longer cut."""
LISTING = 24
"""Words up to which a sentence is looked through for a list of topics ("dose, bloods and cost")."""


def clauses(text: str) -> list[tuple[str, int, bool]]:
    """The clauses of a message that may ask: the text, the number of its sentence, and whether it is only a part of
    that; none where the message is one plain clause, which is understood as a whole."""
    whole = sentences(text) if len(text) <= LONGEST else []
    asking = [sentence for sentence in whole if is_question(sentence)]
    found: list[tuple[str, int, bool]] = []
    for number, sentence in enumerate(asking or whole[-1:]):
        found += [(sentence, number, False)] if len(whole) > 1 else []
        found += [(part, number, True) for part in _parts(sentence)]
    return found[:MOST]


def _parts(sentence: str) -> list[str]:
    """The parts of a short sentence that may list several things, none where it is in one piece."""
    parts = [part for part in SEPARATOR.split(sentence) if WORD.search(part)]
    return parts if len(parts) > 1 and len(sentence.split()) <= LISTING else []


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class ClauseSplitter(GraphComponent):
    """Puts the clauses of each message behind it; stands first in the pipeline."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ClauseSplitter:
        """Makes the component; it has no configuration and no state."""
        return cls()

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
