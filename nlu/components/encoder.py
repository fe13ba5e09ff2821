"""Encodes a message with the sentence encoder of nlu/components/network.py.

Names that the tokenizer replaced are replaced here too, by plain words of the configuration, so that the vector tells
the topic of a message and not whose name it mentions.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS, TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.clauses import CLAUSE
from nlu.components.network import network
from nlu.components.tokenizer import ClinicalTokenizer
from nlu.components.weights import PACKAGE, SIZE

MEANING_VECTOR = "meaning_vector"
"""The property of a message that holds the vector of its meaning; its feature is the vector of what it asks."""
OURS = ("therapyname", "topicalname", "classname")
"""The placeholders of the treatments that are ours."""
LONGER = 4
"""How many word pieces longer than the shortest of its batch a text may be."""


def encode(texts: Sequence[str], how: Callable[[Sequence[str]], np.ndarray], batch: int = 64) -> np.ndarray:
    """A row for each text, whatever the order and the batches; `how` is a function of the network."""
    parts = _alike(network().lengths(texts), batch)
    vectors = [how([texts[row] for row in part]) for part in parts]
    result = np.empty((len(texts), vectors[0].shape[1] if vectors else 0), dtype=np.float32)
    for part, found in zip(parts, vectors, strict=True):
        result[part] = found
    return result


def _alike(lengths: Sequence[int], batch: int) -> list[list[int]]:
    """The rows in batches of similar length, as a short text costs as much as the longest of its batch."""
    parts: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lambda row: lengths[row]):
        if not parts or len(parts[-1]) == batch or lengths[row] > lengths[parts[-1][0]] + LONGER:
            parts.append([])
        parts[-1].append(row)
    return parts


def masked(text: str, tokens: Sequence[Token], words: Mapping[str, str]) -> str:
    """The text with the stretch of each token that is a placeholder replaced by the plain words for it."""
    parts, position = [], 0
    for token in tokens:
        if token.text in words:
            parts += [text[position : token.start], words[token.text]]
            position = token.end
    return "".join([*parts, text[position:]]).strip() or text


def plain(texts: Sequence[str], words: Mapping[str, str]) -> list[str]:
    """Texts that are no messages, as the encoder reads them: tokenized, and masked."""
    tokenizer = ClinicalTokenizer(ClinicalTokenizer.get_default_config())
    return [masked(text, tokenizer.tokenize(Message({TEXT: text}), TEXT), words) for text in texts]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Sentence features of the text of a message."""

    @classmethod
    def required_components(cls) -> list[type]:
        """The tokens tell which names to replace."""
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        """What Rasa checks before training."""
        return ["onnxruntime", PACKAGE]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`words`: placeholder -> plain words; `cache`: how many of the last texts keep their vector at run time;
        `tuned`: whether the feature is the tuned vector, or that of the meaning (for comparison)."""
        return {**DenseFeaturizer.get_default_config(), "words": {}, "cache": 256, "batch": 64, "tuned": True}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuses anything but words for placeholders."""
        words = config.get("words") or {}
        if not isinstance(words, dict) or not all(isinstance(word, str) for pair in words.items() for word in pair):
            raise RasaException("SentenceEncoder: `words` must map each placeholder to plain words.")

    def __init__(self, config: dict[str, Any], name: str) -> None:
        """Takes the configuration; the network is not loaded yet."""
        super().__init__(name, config)
        self._words: dict[str, str] = config["words"] or {}
        self._recent: OrderedDict[str, np.ndarray] = OrderedDict()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        """Makes the component."""
        return cls(config, execution_context.node_name)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceEncoder:
        """Makes the component for a server, and loads the network now rather than in the first user's turn."""
        network().both(["hello"])
        return cls.create(config, model_storage, resource, execution_context)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encodes all examples that have a text, each different text once."""
        messages = [message for message in training_data.training_examples if message.get(TEXT)]
        texts = [self._text(message) for message in messages]
        distinct = list(dict.fromkeys(texts))
        how = network().asking if self._config["tuned"] else network().meaning
        vectors = dict(zip(distinct, encode(distinct, how, self._config["batch"]), strict=True))
        for message, text in zip(messages, texts, strict=True):
            self._add(message, vectors[text])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Encodes messages at run time; the clauses of one come together at once, each led by what was named before
        it if it names nothing itself ("the medicine: how soon would it work")."""
        clauses, texts, named = list[Message](), list[str](), None
        for message in (message for message in messages if message.get(TEXT)):
            own, text = self._named(message), self._text(message)
            if message.get(CLAUSE):
                clauses.append(message)
                texts.append(text if own or not named else f"{named}: {text}")
            else:
                self._add_pair(message, self._recent_or(text))
            named = own or (named if message.get(CLAUSE) else None)
        for clause, pair in zip(clauses, encode(texts, network().both), strict=True):
            self._add_pair(clause, pair)
        return messages

    def _named(self, message: Message) -> str | None:
        """The plain word for the last treatment that a message names, if it names one."""
        tokens = message.get(TOKENS_NAMES[TEXT]) or []
        return next((self._words[token.text] for token in reversed(tokens) if token.text in OURS), None)

    def _add_pair(self, message: Message, pair: np.ndarray) -> None:
        """Notes the meaning of a message, and what it asks as its feature."""
        message.set(MEANING_VECTOR, pair[:SIZE])
        self._add(message, pair[SIZE:] if self._config["tuned"] else pair[:SIZE])

    def _text(self, message: Message) -> str:
        return masked(message.get(TEXT), message.get(TOKENS_NAMES[TEXT]) or [], self._words)

    def _recent_or(self, text: str) -> np.ndarray:
        """The vectors of a text, from the last ones if it is among them."""
        vector = self._recent.pop(text, None)
        self._recent[text] = network().both([text])[0] if vector is None else vector
        while len(self._recent) > max(1, self._config["cache"]):
            self._recent.popitem(last=False)
        return self._recent[text]

    def _add(self, message: Message, vector: np.ndarray) -> None:
        alias = self._config[FEATURIZER_CLASS_ALIAS] or self._identifier
        message.add_features(Features(vector[np.newaxis], FEATURE_TYPE_SENTENCE, TEXT, alias))
