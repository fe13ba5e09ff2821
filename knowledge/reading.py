"""Strict reading of YAML: duplicate keys, unknown keys and missing keys are errors that name file and entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import KnowledgeError
from knowledge.model import Citation, Condition

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader in C where it is there; it reads the content many times faster."""


class _StrictLoader(_Loader):  # type: ignore[misc, valid-type]
    """SafeLoader that refuses a key given twice in one mapping."""

    file = ""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise KnowledgeError(self.file, f"key '{key}' is given twice (line {key_node.start_mark.line + 1})")
            seen.add(key)
        return dict(super().construct_mapping(node, deep))


def read(path: Path) -> Any:
    """The content of a YAML file.

    Raises:
        KnowledgeError: the file is not valid YAML.
    """
    if not path.is_file():
        raise KnowledgeError(path.name, "this file is missing")
    with path.open(encoding="utf-8") as stream:
        try:
            loader = _StrictLoader(stream)
            loader.file = path.name
            return loader.get_single_data()
        except yaml.YAMLError as error:
            raise KnowledgeError(path.name, f"not valid YAML: {error}") from error


@contextmanager
def shape(place: str) -> Iterator[None]:
    """Turns what a value of an unexpected form (a word where a list belongs) brings about into a KnowledgeError."""
    try:
        yield
    except (TypeError, AttributeError, ValueError, KeyError, IndexError) as error:
        raise KnowledgeError(place, f"a value has an unexpected form ({error})") from error


def rows(place: str, value: Any) -> list[Any]:
    """`value` as a list; none is an empty one."""
    if value is not None and not isinstance(value, list):
        raise KnowledgeError(place, f"a list is expected, not {type(value).__name__}")
    return value or []


def mapping(place: str, value: Any) -> dict[Any, Any]:
    """`value` as a mapping; none is an empty one."""
    if value is not None and not isinstance(value, dict):
        raise KnowledgeError(place, f"a mapping is expected, not {type(value).__name__}")
    return value or {}


def entry(place: str, data: Any, required: Iterable[str], optional: Iterable[str] = ()) -> dict[str, Any]:
    """`data` as a mapping with all the required keys and none that is unknown."""
    if not isinstance(data, dict):
        raise KnowledgeError(place, f"a mapping is expected, not {type(data).__name__}")
    required, optional = list(required), list(optional)
    for key in data:
        if key not in required and key not in optional:
            raise KnowledgeError(place, f"unknown key '{key}'")
    for key in required:
        if key not in data:
            raise KnowledgeError(place, f"'{key}' is missing")
    return data


def one_of(place: str, value: Any, allowed: Iterable[str]) -> str:
    """`value` when it is one of the allowed words."""
    allowed = list(allowed)
    if value not in allowed:
        raise KnowledgeError(place, f"unknown value '{value}' (allowed: {', '.join(allowed)})")
    return str(value)


def words(place: str, value: Any) -> tuple[str, ...]:
    """`value` as a tuple of strings."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise KnowledgeError(place, "a list of words is expected")
    return tuple(value)


def yes_no(value: Any) -> Any:
    """YAML reads an unquoted yes or no as a boolean; conditions mean the words."""
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def condition(place: str, data: Any) -> Condition:
    """A `when` or `unless` as written; `check` verifies its facts and values."""
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise KnowledgeError(place, "a condition is a mapping from fact to value")
    result: dict[str, Any] = {}
    for fact, wanted in data.items():
        if isinstance(wanted, dict):
            result[fact] = dict(entry(f"{place}, {fact}", wanted, (), ("from", "under")))
        elif isinstance(wanted, list):
            result[fact] = [yes_no(value) for value in wanted]
        else:
            result[fact] = [yes_no(wanted)]
    return result


def citations(place: str, data: Any) -> tuple[Citation, ...]:
    """The cites of an entry; at least one is required."""
    if not isinstance(data, list) or not data:
        raise KnowledgeError(place, "missing source: at least one cite is needed")
    result = []
    for row in data:
        row = entry(f"{place}, cites", row, ("source",), ("at",))
        result.append(Citation(row["source"], str(row["at"]) if row.get("at") is not None else None))
    return tuple(result)


def per_audience(place: str, data: Any) -> Mapping[str, str]:
    """A {clinician, patient} pair of texts."""
    if data is None:
        return {}
    return {key: str(text).strip() for key, text in entry(place, data, ("clinician", "patient")).items()}
