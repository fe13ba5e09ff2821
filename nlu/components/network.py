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

from nlu.components.graph import ASKING, MASK, MEANING, PIECES, model
from nlu.components.weights import model_folder, weights

SIZE = 384
"""Columns of a vector; of a pair, the first so many tell the meaning, the others what is asked."""
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


class Network:
    """Texts in, vectors out."""

    def __init__(self) -> None:
        """Loads the package's model, and the tuned layers if they were written."""
        options = SessionOptions()
        options.intra_op_num_threads, options.log_severity_level = THREADS, ONLY_ERRORS
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads leave the cores alone
        self._pieces = Pieces()
        self._session = InferenceSession(model(weights()), options, providers=["CPUExecutionProvider"])

    def both(self, texts: Sequence[str]) -> np.ndarray:
        """A row for each text: the vector of its meaning, then that of what it asks, each of length 1."""
        return np.hstack(self._vectors([MEANING, ASKING], texts))

    def meaning(self, texts: Sequence[str]) -> np.ndarray:
        """The vector of the meaning of each text alone."""
        return self._vectors([MEANING], texts)[0]

    def asking(self, texts: Sequence[str]) -> np.ndarray:
        """The vector of what each text asks alone."""
        return self._vectors([ASKING], texts)[0]

    def _vectors(self, outputs: list[str], texts: Sequence[str]) -> list[np.ndarray]:
        pieces, mask = self._pieces.of(texts)
        found: list[np.ndarray] = self._session.run(outputs, {PIECES: pieces, MASK: mask})
        return found


@lru_cache(maxsize=1)
def network() -> Network:
    """The network; one per process, loaded when first needed."""
    return Network()
