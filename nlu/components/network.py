"""The pre-trained sentence encoder, and beside it the same with its top layers tuned to the questions of this project.

The encoder is a Python package: nothing is downloaded. ONNX Runtime computes it, twice as fast as TensorFlow does;
`make tune` writes the tuned layers (tuning.py), with TensorFlow (trainable.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Tokenizer

from nlu.components import graph
from nlu.components.weights import TUNED_LAYERS, model_folder, weights

MOST_TOKENS = 128
"""Word pieces of a message that are read; what comes after them does not change its vector."""
THREADS = 2
"""Cores that one message is computed on."""
ONLY_ERRORS = 3
"""The level of ONNX Runtime's log."""


class Pieces:
    """Cuts texts into the word pieces that the encoder knows."""

    def __init__(self, most: int = MOST_TOKENS) -> None:
        """Reads the vocabulary; texts are cut off after so many pieces."""
        self._tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
        self._tokenizer.enable_truncation(most)
        self._tokenizer.enable_padding()

    def of(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """The word pieces of texts, padded to the longest, and which of them are not padding."""
        read = self._tokenizer.encode_batch(list(texts))
        pieces, mask = [one.ids for one in read], [one.attention_mask for one in read]
        return np.array(pieces, dtype=np.int32), np.array(mask, dtype=np.int32)

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each text has."""
        return [len(one.ids) for text in texts for one in self._tokenizer.encode_batch([text])]


class Network:
    """Texts in, vectors out."""

    def __init__(self) -> None:
        """Loads the package's model, and the tuned layers if they were written."""
        own = weights()
        self._pieces = Pieces()
        self._shared = _session(graph.lower(own))
        self._asking, self._meaning = (
            _session(graph.top(layers)) for layers in (own.tuned, own.layers[-TUNED_LAYERS:])
        )

    def both(self, texts: Sequence[str]) -> np.ndarray:
        """A row for each text: the vector of its meaning, then that of what it asks, each of length 1."""
        return self._vectors(texts, self._meaning, self._asking)

    def meaning(self, texts: Sequence[str]) -> np.ndarray:
        """The vector of the meaning of each text alone."""
        return self._vectors(texts, self._meaning)

    def asking(self, texts: Sequence[str]) -> np.ndarray:
        """The vector of what each text asks alone."""
        return self._vectors(texts, self._asking)

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each text has."""
        return self._pieces.lengths(texts)

    def _vectors(self, texts: Sequence[str], *tops: InferenceSession) -> np.ndarray:
        pieces, mask = self._pieces.of(texts)
        (values,) = self._shared.run(None, {graph.PIECES: pieces, graph.MASK: mask})
        return np.hstack([top.run(None, {graph.VALUES: values, graph.MASK: mask})[0] for top in tops])


def _session(model: bytes) -> InferenceSession:
    """A graph, ready to run."""
    options = SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = THREADS, ONLY_ERRORS
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads leave the cores alone
    return InferenceSession(model, options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=1)
def network() -> Network:
    """The network; one per process, loaded when first needed."""
    return Network()
