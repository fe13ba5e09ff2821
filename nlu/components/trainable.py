"""The sentence encoder on TensorFlow, with top layers that can be tuned; tuning alone needs it (tuning.py)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np

from nlu.components.weights import TUNED_LAYERS, model_folder


class Trainable:
    """The layers: the shared ones, and those of the top as they came and tuned."""

    def __init__(self) -> None:
        """Loads the package's model; the tuned layers start as the top ones came."""
        os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1")
        import tensorflow as tf
        from transformers import TFBertModel, logging
        from transformers.models.bert.modeling_tf_bert import TFBertLayer

        logging.set_verbosity_error()
        self.tf = tf
        self._bert = TFBertModel.from_pretrained(model_folder(), local_files_only=True).bert
        config, layers = self._bert.config, self._bert.encoder.layer
        self._shared, self._own = layers[:-TUNED_LAYERS], layers[-TUNED_LAYERS:]
        self.top = [TFBertLayer(config, name=f"tuned_{number}") for number in range(TUNED_LAYERS)]
        ids = tf.TensorSpec([None, None], tf.int32)
        self._asking = tf.function(self._asked, input_signature=[ids, ids])
        self._asking(np.zeros((1, 1), np.int32), np.ones((1, 1), np.int32))
        self.reset_top()

    def asking(self, pieces: np.ndarray, mask: np.ndarray) -> np.ndarray:
        """The vector of what each text asks, of length 1."""
        found: np.ndarray = self._asking(pieces, mask).numpy()
        return found

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

    def top_weights(self) -> list[Any]:
        """The variables of the tuned layers."""
        return [variable for layer in self.top for variable in layer.trainable_variables]

    def _asked(self, pieces: Any, mask: Any) -> Any:
        return self.pooled(self.through(self.top, self.below(pieces, mask), mask), mask)
