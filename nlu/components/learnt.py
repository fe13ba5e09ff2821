"""What is learnt in training: arrays in a file of the model, and the component that stores and loads them."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

A = TypeVar("A", bound="Arrays")
C = TypeVar("C", bound="LearntComponent")


class Arrays:
    """A dataclass of plain arrays that is stored as one file; reading it runs no code."""

    def save(self, path: Path) -> None:
        """Writes the arrays."""
        np.savez_compressed(path, **{field.name: getattr(self, field.name) for field in fields(self)})

    @classmethod
    def read(cls: type[A], path: Path) -> A:
        """Reads the arrays and refuses anything else."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(**{field.name: stored[field.name] for field in fields(cls)})


class LearntComponent(GraphComponent):
    """A component whose training leaves arrays: `kind` in the file `file`."""

    kind: ClassVar[type[Arrays]]
    file: ClassVar[str]

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, learnt: Any = None
    ) -> None:
        """Takes the configuration and, once trained, the arrays."""
        self._config = {**self.get_default_config(), **config}
        self._model_storage, self._resource, self._learnt = model_storage, resource, learnt

    @classmethod
    def create(
        cls: type[C],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> C:
        """Makes an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls: type[C],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> C:
        """Makes the trained component; a model without its arrays is an error, not a bot that understands nothing."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, cls.kind.read(folder / cls.file))

    def _keep(self, learnt: Arrays) -> Resource:
        """Takes what training found into use, and stores it."""
        self._learnt = learnt
        with self._model_storage.write_to(self._resource) as folder:
            learnt.save(folder / self.file)
        return self._resource
