"""Classifies the intent by one linear model on the sentence vectors.

Rasa's own LogisticRegressionClassifier stores a pickled object and knows no balance of classes; here the file holds
plain arrays, and reading it runs no code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.linear_model import LogisticRegression

from nlu.components.learnt import Arrays, LearntComponent


@dataclass(frozen=True)
class Weights(Arrays):
    """The linear model: for each intent a weight per column and a constant."""

    columns: np.ndarray
    constant: np.ndarray
    intents: np.ndarray

    def probabilities(self, vectors: np.ndarray) -> np.ndarray:
        """A row of probabilities for each message, in the order of `intents`."""
        scores = vectors @ self.columns + self.constant
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        result: np.ndarray = raised / raised.sum(axis=1, keepdims=True)
        return result


def fit(vectors: np.ndarray, intents: Sequence[str], strength: float = 10.0, seed: int = 1) -> Weights:
    """Fits the model.

    Args:
        vectors: a row per example.
        intents: the intent of each example.
        strength: how closely to follow the examples (the inverse of the regularisation).
        seed: makes the result the same each time.
    """
    model = LogisticRegression(C=strength, max_iter=300, class_weight="balanced", random_state=seed)
    model.fit(vectors, list(intents))
    matrix, constant = _per_intent(model)
    return Weights(matrix.T, constant, model.classes_.astype(str))


def _per_intent(model: LogisticRegression) -> tuple[np.ndarray, np.ndarray]:
    """Weights and constants, a row per intent; of two intents scikit-learn keeps one row only."""
    if len(model.classes_) > 2:
        return model.coef_, model.intercept_
    return np.vstack([np.zeros_like(model.coef_), model.coef_]), np.append(0.0, model.intercept_)


def features(messages: Sequence[Message]) -> np.ndarray:
    """The dense sentence features of messages, a row each; of no columns where no featurizer gave any."""
    dense = [message.get_dense_features(TEXT)[1] for message in messages]
    return np.vstack([row.features for row in dense if row]) if any(dense) else np.zeros((len(messages), 0))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(LearntComponent, IntentClassifier):
    """Ranks the intents of a message."""

    kind, file = Weights, "weights.npz"

    @classmethod
    def required_components(cls) -> list[type]:
        """It needs features, whoever makes them."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """As `fit` takes them, and how many intents the ranking keeps."""
        return {"strength": 10.0, "random_state": 1, "ranking_length": 12}

    def train(self, training_data: TrainingData) -> Resource:
        """Fits and stores the weights."""
        examples = [example for example in training_data.intent_examples if example.get(INTENT) and example.get(TEXT)]
        intents = [example.get(INTENT) for example in examples]
        settings = {"strength": self._config["strength"], "seed": self._config["random_state"]}
        return self._keep(fit(features(examples), intents, **settings))

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the best intent and the ranking of each message that has a text; all are classified at once."""
        rankings = iter(self._rankings([message for message in messages if message.get(TEXT)]))
        for message in messages:
            ranking = next(rankings) if message.get(TEXT) else []
            best = ranking[0] if ranking else {"name": None, PREDICTED_CONFIDENCE_KEY: 0.0}
            message.set(INTENT, best, add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _rankings(self, messages: Sequence[Message]) -> list[list[dict[str, Any]]]:
        """The likeliest intents of each message, the likeliest first."""
        assert self._learnt is not None, "process needs a trained classifier"
        rows = self._learnt.probabilities(features(messages)) if messages else []
        return [self._ranking(row) for row in rows]

    def _ranking(self, sure: np.ndarray) -> list[dict[str, Any]]:
        """A row of probabilities as a ranking."""
        assert self._learnt is not None, "process needs a trained classifier"
        order = np.argsort(-sure, kind="stable")[: self._config["ranking_length"]]
        return [{"name": str(self._learnt.intents[i]), PREDICTED_CONFIDENCE_KEY: float(sure[i])} for i in order]
