"""The tables beside the subjects: topical products, severity scales, differences from the source document."""

from __future__ import annotations

from dataclasses import dataclass

POTENCIES = ("very-high", "high", "medium", "low")
"""The groups of topical corticosteroids, the strongest first."""


@dataclass(frozen=True)
class Product:
    """A topical product; `potency` is that of a corticosteroid, None for other kinds and where it was not verified
    (without a source then), and `forms` are the strengths and vehicles that have it; other products of the same
    `substance` may have another."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    potency: str | None
    source: str | None
    substance: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scale:
    """A severity score: its range and the bands (severity, from, under) of the named source."""

    id: str
    range: tuple[float, float]
    source: str
    rated_by: str
    bands: tuple[tuple[str, float, float | None], ...]


@dataclass(frozen=True)
class Difference:
    """Where the original source document and the evidence disagree, and what this product does."""

    id: str
    says: str
    evidence: str
    sources: tuple[str, ...]
    decision: str
