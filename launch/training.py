"""A model named after what it was made from: trained when there is none of that name, and never otherwise."""

from __future__ import annotations

import fcntl
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launch.child import Child
from launch.fingerprint import CODE_INPUTS, fingerprint
from launch.logs import because
from launch.progress import Progress, Tell, say
from launch.settings import LOGS, MODELS, ROOT, VAR, child_environment, shown
from launch.trouble import Trouble

_STAGE = re.compile(r"Starting to train component '(\w+)'")
_KEPT_MODELS = 3
_CACHE = ROOT / ".rasa" / "cache"


def model_path() -> Path:
    """Where the model for the present files is, or would be."""
    return MODELS / f"{fingerprint(ROOT)}.tar.gz"


def ensure_model(tell: Tell = say) -> Path:
    """The model for the present files, trained first if there is none."""
    if model_path().is_file():
        return model_path()
    with _one_training_at_a_time(tell):
        model = model_path()
        if not model.is_file():
            _train(model, tell)
    return model


def _train(model: Path, tell: Tell) -> None:
    """Train aside, and put the model in its place only when it is whole and still belongs to the files."""
    aside = VAR / "training"
    shutil.rmtree(aside, ignore_errors=True)
    log = LOGS / "train.log"
    tell(f"Training the model: a minute or two (log: {shown(log)})")
    seconds = _run_training(_trainer(aside, log), tell)
    if not (aside / "model.tar.gz").is_file():
        raise Trouble(f"Training ended without a model: {because(log)}")
    if model_path() != model:
        raise Trouble("The files the model is made from changed while it was trained: please run the same again.")
    MODELS.mkdir(exist_ok=True)
    (aside / "model.tar.gz").replace(model)
    _forget_old_models()
    tell(f"Trained in {seconds:.0f} seconds.")


def _trainer(aside: Path, log: Path) -> Child:
    arguments = "train --config config.yml --domain domain.yml --data data --fixed-model-name model --out"
    environment = child_environment(RASA_CACHE_DIRECTORY=_cache_for_this_code(), ACTION_PORT=0, TRACKER_DB="")
    return Child("launch.rasa_cli", [*arguments.split(), str(aside)], environment, log)


def _run_training(trainer: Child, tell: Tell) -> float:
    """Wait for the training, naming the component at work; the seconds it took. It stops when we are stopped."""
    progress = Progress(tell)
    trainer.start()
    try:
        while trainer.running:
            progress.at(_stage(trainer.log))
            time.sleep(0.3)
    finally:
        trainer.stop()
    if trainer.exit_code:
        raise Trouble(f"Training failed: {because(trainer.log)}")
    return progress.seconds


def _stage(log: Path) -> str:
    components = _STAGE.findall(log.read_text(encoding="utf-8", errors="replace"))
    return f"training {components[-1]}" if components else "reading the training data"


def _cache_for_this_code() -> Path:
    """Rasa's training cache, one per state of our own components and word lists.

    Rasa reuses a component's result when configuration and examples are unchanged. It does not know that our
    components also read nlu/ and knowledge/, so a cache must not outlive a change of those.
    """
    current = _CACHE / fingerprint(ROOT, CODE_INPUTS)
    for other in _CACHE.glob("*"):
        if other != current:
            shutil.rmtree(other, ignore_errors=True)
    return current


def _forget_old_models() -> None:
    """Keep the newest models, so that going back to a branch does not train again, and delete the rest."""
    models = sorted(MODELS.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in models[_KEPT_MODELS:]:
        old.unlink()


@contextmanager
def _one_training_at_a_time(tell: Tell) -> Iterator[None]:
    VAR.mkdir(exist_ok=True)
    with (VAR / "training.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            tell("Another training is under way: waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
