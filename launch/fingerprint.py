"""One name for everything a model is made from, taken from the content of the files and not from their dates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

MODEL_INPUTS = ("config.yml", "domain.yml", "data", "nlu", "knowledge", "uv.lock")
CODE_INPUTS = ("nlu", "knowledge", "uv.lock")


def fingerprint(root: Path, inputs: Iterable[str] = MODEL_INPUTS) -> str:
    """A short hash over the names and bytes of all files among `inputs` below `root`."""
    digest = hashlib.sha256()
    for path in sorted(set(_files(root, inputs))):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def _files(root: Path, inputs: Iterable[str]) -> Iterator[Path]:
    for name in inputs:
        start = root / name
        candidates = [start] if start.is_file() else start.rglob("*")
        yield from (path for path in candidates if path.is_file() and _counts(path.relative_to(root)))


def _counts(path: Path) -> bool:
    """Leave out what Python and editors drop beside the sources."""
    leftover = path.suffix == ".pyc" or path.name.endswith("~") or "__pycache__" in path.parts
    return not leftover and not any(part.startswith(".") for part in path.parts)
