"""Reads `facts.yml`: what can be known about a patient and how it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from knowledge import reading
from knowledge.errors import KnowledgeError
from knowledge.model import Fact, Pair

KINDS = ("number", "choice", "condition", "therapy", "history", "products")
YES_NO = {"yes": "yes", "no": "no"}
UNTOLD = "unsure"
"""What words mean for a condition that they leave open: "hypertension" does not tell whether it is controlled."""

_OPTIONAL = (
    "unit", "range", "values", "words", "question", "why", "asks", "replies", "group", "applies", "absent", "default",
    "answers", "result",
    "negates", "find_out", "details", "beside", "rescale", "pairs", "parts", "medicine", "guide",
)  # fmt: skip


def read_facts(path: Path) -> tuple[dict[str, Mapping[str, str]], dict[str, Fact], dict[str, Mapping[str, Any]]]:
    """The question groups, the facts and the derived facts of the file."""
    data = reading.entry(path.name, reading.read(path), ("groups", "facts", "derived"))
    groups = {name: reading.per_audience(f"{path.name}, {name}", row) for name, row in data["groups"].items()}
    facts = {name: _fact(path.name, name, row, groups) for name, row in data["facts"].items()}
    derived: dict[str, Mapping[str, Any]] = {
        name: reading.entry(f"{path.name}, {name}", row, ("values", "of")) for name, row in data["derived"].items()
    }
    return groups, facts, derived


def _fact(file: str, name: str, data: Any, groups: Mapping[str, Any]) -> Fact:
    place = f"{file}, {name}"
    row = reading.entry(place, data, ("kind", "label"), _OPTIONAL)
    kind = reading.one_of(f"{place}, kind", row["kind"], KINDS)
    values = YES_NO if kind == "condition" else dict(row.get("values") or {})
    if kind == "choice" and not values:
        raise KnowledgeError(place, "a choice needs values")
    if row.get("group") is not None:
        reading.one_of(f"{place}, group", row["group"], groups)
    limits = row.get("range")
    if kind == "number" and (not isinstance(limits, list) or len(limits) != 2):
        raise KnowledgeError(place, "a number needs a plausible range")
    return Fact(
        id=name,
        kind=kind,
        label=row["label"],
        values=values,
        unit=row.get("unit"),
        range=(float(limits[0]), float(limits[1])) if limits else None,
        words=_words(place, kind, row.get("words"), values),
        question=reading.per_audience(f"{place}, question", row.get("question")),
        why=reading.per_audience(f"{place}, why", row.get("why")),
        asks=reading.per_audience(f"{place}, asks", row.get("asks")),
        replies={str(reading.yes_no(key)): text for key, text in (row.get("replies") or {}).items()},
        group=row.get("group"),
        applies=reading.condition(f"{place}, applies", row.get("applies")),
        absent=row.get("absent") or ("no" if kind == "condition" else None),
        default=row.get("default"),
        find_out=reading.per_audience(f"{place}, find_out", row.get("find_out")),
        beside=row.get("beside"),
        medicine=bool(row.get("medicine", False)),
        guide=row.get("guide"),
        rescale=_rescale(place, row.get("rescale")),
        pairs=tuple(_pair(f"{place}, pairs", pair) for pair in row.get("pairs") or ()),
        parts=tuple(reading.words(f"{place}, parts", part) for part in row.get("parts") or ()),
        details=_details(place, row.get("details")),
        negates=row.get("negates"),
        answers={str(reading.yes_no(key)): value for key, value in (row.get("answers") or {}).items()},
        result=reading.per_audience(f"{place}, result", row.get("result")),
    )


def _pair(place: str, data: Any) -> Pair:
    """Two lists of words that mean a value of the fact ("yes" unless it is named) where one of each stands close
    together."""
    row = reading.entry(place, data, ("of", "with"), ("means",))
    means = str(reading.yes_no(row.get("means", "yes")))
    return Pair(reading.words(place, row["of"]), reading.words(place, row["with"]), means)


def _rescale(place: str, data: Any) -> tuple[float, float] | None:
    """From which number on a value was given in a smaller unit, and the factor to the unit of the fact."""
    if data is None:
        return None
    row = reading.entry(f"{place}, rescale", data, ("from", "times"))
    return float(row["from"]), float(row["times"])


def _details(place: str, data: Any) -> tuple[str, str] | None:
    """The fact that, once given, makes another one the question."""
    if data is None:
        return None
    row = reading.entry(f"{place}, details", data, ("given", "ask"))
    return str(row["given"]), str(row["ask"])


def _words(place: str, kind: str, data: Any, values: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Free-text words by the value they mean; a plain list means the fact itself (its "yes" where it is a
    condition)."""
    if data is None:
        return {}
    if isinstance(data, list):
        return {"yes" if kind == "condition" else "": reading.words(place, data)}
    result = {}
    meant = (*values, UNTOLD) if kind == "condition" else values
    for value, listed in data.items():
        reading.one_of(f"{place}, words", value, meant)
        result[value] = reading.words(place, listed)
    return result
