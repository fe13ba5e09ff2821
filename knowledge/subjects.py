"""Reads a therapy, class or guide file into a Subject."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from knowledge import reading
from knowledge.errors import KnowledgeError
from knowledge.model import Approval, Figure, PlanNotes, Recommendation, Statement, Subject

VERIFIED = ("high", "medium", "low")
DIRECTIONS = ("for", "against", "information")
CERTAINTIES = ("high", "moderate", "low", "very low", "not verified")
KINDS = ("therapy", "class", "guide")
ROUTES = ("injection", "oral", "light", "topical", "none")
LICENCES = ("required", "off-label", "none")

_ALWAYS = ("id", "name", "kind", "aliases", "figures", "statements")
_THERAPY = ("class", "members", "route", "licence", "approvals", "recommendations", "plan")


def read_subject(path: Path) -> Subject:
    """The subject of one file.

    Raises:
        KnowledgeError: a key or value is unknown or missing; the file and entry are named.
    """
    with reading.shape(path.name):
        return _subject(path)


def _subject(path: Path) -> Subject:
    place = path.name
    data = reading.entry(place, reading.read(path), _ALWAYS, _THERAPY)
    if data["id"] != path.stem:
        raise KnowledgeError(place, f"id '{data['id']}' is not the file's name")

    def listed(key: str) -> list[Any]:
        return reading.rows(f"{place}, {key}", data.get(key))

    return Subject(
        id=data["id"],
        name=data["name"],
        kind=reading.one_of(f"{place}, kind", data["kind"], KINDS),
        aliases=tuple(alias.lower() for alias in reading.words(f"{place}, aliases", data["aliases"])),
        group=data.get("class"),
        members=reading.words(f"{place}, members", data.get("members")),
        route=reading.one_of(f"{place}, route", data.get("route") or "none", ROUTES),
        licence=reading.one_of(f"{place}, licence", data.get("licence") or "none", LICENCES),
        approvals=tuple(_approval(f"{place}, approvals {i}", row) for i, row in enumerate(listed("approvals"), 1)),
        recommendations=tuple(
            _recommendation(f"{place}, recommendations {i}", row) for i, row in enumerate(listed("recommendations"), 1)
        ),
        figures=read_figures(place, data["id"], data["figures"]),
        statements=tuple(_statement(place, data["id"], row) for row in listed("statements")),
        plan=_plan_notes(place, data.get("plan")),
    )


def read_figures(place: str, owner: str, data: Any) -> dict[str, Figure]:
    """The figures of a file, by their full id `owner.name`."""
    result = {}
    for name, row in reading.mapping(f"{place}, figures", data).items():
        here = f"{place}, figure {name}"
        row = reading.entry(here, row, ("value", "unit", "source"), ("at",))
        result[f"{owner}.{name}"] = Figure(
            f"{owner}.{name}",
            _number(here, row["value"]),
            str(row["unit"]),
            row["source"],
            row.get("at") and str(row["at"]),
        )
    return result


def _number(place: str, value: Any) -> float | tuple[float, float]:
    """One number, or a range given as [low, high]."""
    if isinstance(value, list):
        if len(value) != 2 or not all(_is_number(v) for v in value) or value[0] >= value[1]:
            raise KnowledgeError(place, "a range is [low, high]")
        return (value[0], value[1])
    if not _is_number(value):
        raise KnowledgeError(place, f"a number is expected, not '{value}'")
    return float(value) if isinstance(value, float) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _approval(place: str, data: Any) -> Approval:
    row = reading.entry(place, data, ("region", "when", "cites", "verified"))
    return Approval(
        reading.one_of(f"{place}, region", row["region"], ("us", "eu")),
        reading.condition(f"{place}, when", row["when"]),
        reading.citations(place, row["cites"]),
        reading.one_of(f"{place}, verified", row["verified"], VERIFIED),
    )


def _recommendation(place: str, data: Any) -> Recommendation:
    row = reading.entry(place, data, ("guideline", "direction", "strength", "certainty", "population", "verified"))
    return Recommendation(
        row["guideline"],
        reading.one_of(f"{place}, direction", row["direction"], DIRECTIONS),
        str(row["strength"]),
        reading.one_of(f"{place}, certainty", row["certainty"], CERTAINTIES),
        str(row["population"]),
        reading.one_of(f"{place}, verified", row["verified"], VERIFIED),
    )


def text_fields(place: str, row: dict[str, Any]) -> dict[str, Any]:
    """The fields that every Text has."""
    return {
        "clinician": str(row["clinician"]).strip(),
        "patient": str(row["patient"]).strip(),
        "cites": reading.citations(place, row.get("cites")),
        "verified": reading.one_of(f"{place}, verified", row["verified"], VERIFIED),
        "review": row.get("review"),
    }


def _statement(place: str, owner: str, data: Any) -> Statement:
    here = f"{place}, {data.get('id', 'statement without id') if isinstance(data, dict) else data}"
    row = reading.entry(
        here,
        data,
        ("id", "topic", "clinician", "patient", "cites", "verified"),
        ("when", "unless", "also", "review", "differs", "adjusts"),
    )
    return Statement(
        id=f"{owner}.{row['id']}",
        **text_fields(here, row),
        subject=owner,
        topics=(row["topic"], *reading.words(f"{here}, also", row.get("also"))),
        when=reading.condition(f"{here}, when", row.get("when")),
        unless=reading.condition(f"{here}, unless", row.get("unless")),
        differs=bool(row.get("differs", False)),
        adjusts=bool(row.get("adjusts", False)),
    )


def _plan_notes(place: str, data: Any) -> PlanNotes:
    if data is None:
        return PlanNotes()
    here = f"{place}, plan"
    row = reading.entry(here, data, (), ("before", "watch", "judge", "assess_weeks"))
    return PlanNotes(
        reading.words(f"{here}, before", row.get("before")),
        reading.words(f"{here}, watch", row.get("watch")),
        row.get("judge"),
        row.get("assess_weeks"),
    )
