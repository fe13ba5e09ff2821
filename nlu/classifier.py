"""Classifies the intent by one linear model on counted words and sentence vectors together.

Rasa's own LogisticRegressionClassifier is fitted on tens of thousands of sparse columns, for minutes. Here the counts
are weighted by rarity and reduced to a few hundred columns first; as that step is linear, its matrix is multiplied
into the weights afterwards, so that one matrix is stored and used. The file holds plain arrays: reading it runs no
code.
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
from scipy.sparse import csr_matrix, vstack
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from nlu.learnt import Arrays, LearntComponent


@dataclass(frozen=True)
class Weights(Arrays):
    """The linear model: the rarity of each counted column, and for each intent a weight per column and a constant."""

    rarity: np.ndarray
    counted: np.ndarray
    dense: np.ndarray
    constant: np.ndarray
    intents: np.ndarray

    def probabilities(self, counts: csr_matrix, vectors: np.ndarray) -> np.ndarray:
        """A row of probabilities for each message, in the order of `intents`."""
        scores = weighted(counts, self.rarity) @ self.counted + vectors @ self.dense + self.constant
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        result: np.ndarray = raised / raised.sum(axis=1, keepdims=True)
        return result


def weighted(counts: csr_matrix, rarity: np.ndarray) -> csr_matrix:
    """Counts weighted by rarity, dampened, each row of length 1."""
    result = csr_matrix(counts, dtype=np.float64, copy=True)
    result.data = (1 + np.log(result.data)) * rarity[result.indices]
    return normalize(result, copy=False) if result.shape[1] else result


def rarity_of(counts: csr_matrix) -> np.ndarray:
    """The inverse document frequency of each column, smoothed."""
    rows_with = np.bincount(counts.indices, minlength=counts.shape[1])
    result: np.ndarray = np.log((1 + counts.shape[0]) / (1 + rows_with)) + 1
    return result


def fit(
    counts: csr_matrix,
    vectors: np.ndarray,
    intents: Sequence[str],
    strength: float = 10.0,
    columns: int = 300,
    seed: int = 1,
) -> Weights:
    """Fits the model.

    Args:
        counts: counted words and letters, a row per example; may have no columns.
        vectors: dense vectors, a row per example; may have no columns.
        intents: the intent of each example.
        strength: how closely to follow the examples (the inverse of the regularisation).
        columns: to how many columns the counts are reduced.
        seed: makes the result the same each time.
    """
    rarity = rarity_of(counts)
    count_columns, reduction = counts.shape[1], np.zeros((0, counts.shape[1]))
    reduced = np.zeros((counts.shape[0], 0))
    if count_columns:
        steps = TruncatedSVD(min(columns, count_columns, counts.shape[0] - 1), n_iter=3, random_state=seed)
        reduced = steps.fit_transform(weighted(counts, rarity))
        reduction = steps.components_
    model = LogisticRegression(C=strength, max_iter=300, class_weight="balanced", random_state=seed)
    model.fit(np.hstack([reduced, vectors]), list(intents))
    matrix, constant = _per_intent(model)
    split = reduced.shape[1]
    counted = reduction.T @ matrix[:, :split].T
    return Weights(rarity, counted.astype(np.float32), matrix[:, split:].T, constant, model.classes_.astype(str))


def _per_intent(model: LogisticRegression) -> tuple[np.ndarray, np.ndarray]:
    """Weights and constants, a row per intent; of two intents scikit-learn keeps one row only."""
    if len(model.classes_) > 2:
        return model.coef_, model.intercept_
    return np.vstack([np.zeros_like(model.coef_), model.coef_]), np.append(0.0, model.intercept_)


def features(messages: Sequence[Message]) -> tuple[csr_matrix, np.ndarray]:
    """The counted and the dense sentence features of messages; a kind that no featurizer gave has no columns."""
    counted = [message.get_sparse_features(TEXT)[1] for message in messages]
    dense = [message.get_dense_features(TEXT)[1] for message in messages]
    nothing = np.zeros((len(messages), 0))
    counts = vstack([row.features for row in counted if row]) if any(counted) else nothing
    vectors = np.vstack([row.features for row in dense if row]) if any(dense) else nothing
    return csr_matrix(counts), vectors


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
        return {"strength": 10.0, "columns": 300, "random_state": 1, "ranking_length": 12}

    def train(self, training_data: TrainingData) -> Resource:
        """Fits and stores the weights."""
        examples = [example for example in training_data.intent_examples if example.get(INTENT) and example.get(TEXT)]
        counts, vectors = features(examples)
        settings = {"strength": self._config["strength"], "columns": self._config["columns"]}
        intents = [example.get(INTENT) for example in examples]
        return self._keep(fit(counts, vectors, intents, **settings, seed=self._config["random_state"]))

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
        rows = self._learnt.probabilities(*features(messages)) if messages else []
        return [self._ranking(row) for row in rows]

    def _ranking(self, sure: np.ndarray) -> list[dict[str, Any]]:
        """A row of probabilities as a ranking."""
        assert self._learnt is not None, "process needs a trained classifier"
        order = np.argsort(-sure, kind="stable")[: self._config["ranking_length"]]
        return [{"name": str(self._learnt.intents[i]), PREDICTED_CONFIDENCE_KEY: float(sure[i])} for i in order]
