"""Finds how near each statement of the knowledge is to a message in meaning.

The vectors of the statements are made once, in training; names in them are replaced as they are in messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge import figures
from knowledge.load import knowledge
from knowledge.model import AUDIENCES
from nlu.components.encoder import MEANING_VECTOR, encode, plain
from nlu.components.learnt import Arrays, LearntComponent
from nlu.components.network import network

MEANING = "meaning"
"""The property of a message that holds how near each statement is in meaning, for the reader."""


@dataclass(frozen=True)
class Vectors(Arrays):
    """The ids of the statements, and a vector for each in each register: audiences x statements x dimensions."""

    ids: np.ndarray
    vectors: np.ndarray

    def likeness(self, vector: np.ndarray) -> dict[str, float]:
        """Statement id -> the likeness (cosine, up to 1) of its nearer register to the vector."""
        best = (self.vectors @ vector).max(axis=0)
        return dict(zip(self.ids.tolist(), best.tolist(), strict=True))


def encoded(words: Mapping[str, str]) -> Vectors:
    """Encodes every statement of the knowledge; `words` stand for the names, as in `SentenceEncoder`."""
    statements = [statement for subject in knowledge().subjects.values() for statement in subject.statements]
    said = [[figures.fill(s.words(audience), s.subject, knowledge()) for s in statements] for audience in AUDIENCES]
    vectors = [encode(plain(texts, words), network().meaning) for texts in said]
    return Vectors(np.array([statement.id for statement in statements]), np.stack(vectors))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class StatementFinder(LearntComponent):
    """Notes on each message how near each statement is in meaning; it needs the sentence vector of the encoder."""

    kind, file = Vectors, "statements.npz"

    @classmethod
    def required_components(cls) -> list[type]:
        """It compares the sentence vector."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`words`: placeholder -> plain words, the same as the encoder's."""
        return {"words": {}}

    def train(self, training_data: TrainingData) -> Resource:
        """Encodes and stores the statements."""
        return self._keep(encoded(self._config["words"]))

    def process(self, messages: list[Message]) -> list[Message]:
        """Compares each message that has a meaning with the statements."""
        for message in messages:
            vector = message.get(MEANING_VECTOR)
            if vector is not None and self._learnt is not None:
                message.set(MEANING, self._learnt.likeness(vector))
        return messages
