"""Training happens once for each state of the files, and a failure is one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from launch import settings, training
from launch.child import Child
from launch.progress import nothing
from launch.trouble import Trouble


class Trained:
    """Stands in for Rasa's training: leaves a model, and does `then`, in no time."""

    running, exit_code = False, 0

    def __init__(self, aside: Path, then: Any = None) -> None:
        self._aside, self._then = aside, then
        self.starts = 0

    def start(self) -> None:
        self.starts += 1
        self._aside.mkdir(parents=True)
        (self._aside / "model.tar.gz").write_text("model")
        if self._then:
            self._then()

    def stop(self) -> None:
        """Nothing runs."""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "config.yml").write_text("one")
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    for name, value in {
        "ROOT": tmp_path,
        "MODELS": "models",
        "VAR": "var",
        "LOGS": "var/log",
        "_CACHE": ".rasa",
    }.items():
        monkeypatch.setattr(training, name, tmp_path / value)
    return tmp_path


def use(monkeypatch: pytest.MonkeyPatch, trainer: object) -> None:
    monkeypatch.setattr(training, "_trainer", lambda aside, log: trainer)


def test_the_same_files_are_trained_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trainer = Trained(project / "var/training")
    use(monkeypatch, trainer)
    first, second = training.ensure_model(nothing), training.ensure_model(nothing)
    assert first == second == training.model_path()
    assert first.read_text() == "model"
    assert trainer.starts == 1


def test_changed_files_are_trained_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trainer = Trained(project / "var/training")
    use(monkeypatch, trainer)
    first = training.ensure_model(nothing)
    (project / "config.yml").write_text("two")
    assert training.ensure_model(nothing) != first
    assert trainer.starts == 2


def test_a_model_of_files_that_changed_meanwhile_is_not_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Trained(project / "var/training", then=lambda: (project / "config.yml").write_text("two")))
    with pytest.raises(Trouble, match="changed while it was trained"):
        training.ensure_model(nothing)
    assert not list(project.glob("models/*"))


def test_a_failed_training_is_one_sentence_that_names_the_log(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = Child("json.tool", ["no-such-file"], settings.child_environment(), project / "var/log/train.log")
    use(monkeypatch, failing)
    with pytest.raises(Trouble) as caught:
        training.ensure_model(nothing)
    sentence = str(caught.value)
    assert sentence.startswith("Training failed: ")
    assert "var/log/train.log" in sentence
    assert "\n" not in sentence


def test_the_three_newest_models_are_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Trained(project / "var/training"))
    for number in range(5):
        (project / "config.yml").write_text(str(number))
        newest = training.ensure_model(nothing)
    kept = list(project.glob("models/*"))
    assert len(kept) == 3
    assert newest in kept


def test_the_training_cache_does_not_outlive_a_change_of_our_components(project: Path) -> None:
    (project / "nlu").mkdir()
    (project / "nlu/terms.yml").write_text("one")
    before = training._cache_for_this_code()
    before.mkdir(parents=True)
    assert training._cache_for_this_code() == before
    (project / "nlu/terms.yml").write_text("two")
    assert training._cache_for_this_code() != before
    assert not before.exists()
