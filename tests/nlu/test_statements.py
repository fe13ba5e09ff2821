"""The component that compares a message with the statements of the knowledge."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.load import knowledge
from nlu.components.network import network
from nlu.components.statements import Vectors


def test_the_likeness_is_that_of_the_nearer_register() -> None:
    vectors = Vectors(np.array(["a.b", "c.d"]), np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.6, 0.8], [0.0, -1.0]]]))
    assert vectors.likeness(np.array([0.0, 1.0])) == pytest.approx({"a.b": 0.8, "c.d": 1.0})


def test_vectors_are_read_as_they_were_stored(tmp_path: Path) -> None:
    vectors = Vectors(np.array(["a.b"]), np.array([[[0.5, 0.5]]], dtype=np.float32))
    vectors.save(tmp_path / "v.npz")
    read = Vectors.read(tmp_path / "v.npz")
    assert list(read.ids) == ["a.b"] and np.array_equal(read.vectors, vectors.vectors)


def test_a_stored_object_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "v.npz", ids=np.array([{"code": 1}], dtype=object), vectors=np.zeros((1, 1, 1)))
    with pytest.raises(ValueError, match="pickle"):
        Vectors.read(tmp_path / "v.npz")


def test_a_question_is_nearest_in_meaning_to_what_answers_it() -> None:
    statements = [s for s in knowledge().subjects["dupilumab"].statements if "safety" in s.topics]
    vectors = Vectors(
        np.array([s.id for s in statements]), np.stack([network().meaning([s.patient for s in statements])])
    )
    likeness = vectors.likeness(network().meaning(["does the body make antibodies against the drug"])[0])
    assert max(likeness, key=likeness.__getitem__) == "dupilumab.anti-drug-antibodies"
