"""The records of the knowledge: what a source, a figure, a statement, a therapy, a step, a rule and a fact are.

All are frozen; `load` makes them from `content/` and nothing changes them afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

AUDIENCES = ("clinician", "patient")

Condition = Mapping[str, Any]
"""Fact id -> wanted value, list of values, or {from, under} band. All keys must hold."""


class Truth(Enum):
    """The three values of a condition. Unknown is not no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Verdict(Enum):
    """What the knowledge says of one therapy for one patient."""

    PREFERRED = "preferred"
    OPTION = "option"
    CAUTION = "caution"
    UNDECIDED = "undecided"
    NO_DOSE = "no verified dose"
    NOT_APPROVED = "not approved"
    AVOID = "avoid"
    INACCESSIBLE = "not accessible"
    TRIED = "already tried"

    @property
    def usable(self) -> bool:
        """Whether the therapy may be offered to this patient now."""
        return self in (Verdict.PREFERRED, Verdict.OPTION, Verdict.CAUTION)


@dataclass(frozen=True)
class Source:
    """A publication that says something; `short` is how a reply names it."""

    id: str
    title: str
    by: str
    kind: str
    year: int
    link: str | None
    short: str


@dataclass(frozen=True)
class Citation:
    """A source and the place in it (label section, table)."""

    source: str
    at: str | None = None


@dataclass(frozen=True)
class Figure:
    """A number with its unit and source. `value` is one number or a (low, high) range."""

    id: str
    value: float | tuple[float, float]
    unit: str
    source: str
    at: str | None = None


@dataclass(frozen=True)
class Text:
    """One idea in both registers, with {figure} placeholders, what supports it and how sure that is."""

    id: str
    clinician: str
    patient: str
    cites: tuple[Citation, ...]
    verified: str
    review: str | None = None

    def words(self, audience: str) -> str:
        """The template for an audience."""
        return self.patient if audience == "patient" else self.clinician


@dataclass(frozen=True)
class Statement(Text):
    """A text on a topic of a subject, true for the patients of `when` and not `unless`. `adjusts`: a dose that replaces
    the usual ones where it holds."""

    subject: str = ""
    topics: tuple[str, ...] = ()
    when: Condition = field(default_factory=dict)
    unless: Condition = field(default_factory=dict)
    differs: bool = False
    adjusts: bool = False


@dataclass(frozen=True)
class Approval:
    """One way in which a region approves a therapy for atopic dermatitis."""

    region: str
    when: Condition
    cites: tuple[Citation, ...]
    verified: str


@dataclass(frozen=True)
class Recommendation:
    """How a guideline grades a therapy; certainty is 'not verified' where the guideline's own grade was not seen."""

    guideline: str
    direction: str
    strength: str
    certainty: str
    population: str
    verified: str


@dataclass(frozen=True)
class PlanNotes:
    """Which statements a recommendation shows of a therapy, and the weeks before which it is too early to judge it."""

    before: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    judge: str | None = None
    assess_weeks: str | None = None


@dataclass(frozen=True)
class Subject:
    """A therapy, a class of therapies, or a guide to something that is not a therapy."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    group: str | None
    members: tuple[str, ...]
    route: str
    licence: str
    approvals: tuple[Approval, ...]
    recommendations: tuple[Recommendation, ...]
    figures: Mapping[str, Figure]
    statements: tuple[Statement, ...]
    plan: PlanNotes

    def speaks_of(self, topic: str) -> bool:
        """Whether any statement is on a topic."""
        return any(topic in statement.topics for statement in self.statements)

    def statement(self, local: str) -> Statement:
        """The statement with this local id."""
        return next(s for s in self.statements if s.id == f"{self.id}.{local}")


@dataclass(frozen=True)
class Step(Text):
    """A step of the algorithm: the patient stands at the first step whose condition holds."""

    number: int | None = None
    title: Mapping[str, str] = field(default_factory=dict)
    when: Condition = field(default_factory=dict)
    unless: Condition = field(default_factory=dict)
    offers: tuple[str, ...] = ()
    follow: tuple[str, ...] = ()

    def called(self, audience: str) -> str:
        """Its number, where it has one, and its title."""
        title = self.title[audience]
        return f"step {self.number}, {title}" if self.number else title


@dataclass(frozen=True)
class Rule(Text):
    """A safety rule about therapies or classes (none: about the patient). `ask`: its facts must be known before the
    therapy is offered. `holds_dose`: no dose is told while it applies."""

    about: tuple[str, ...] = ()
    verdict: str = "caution"
    when: Condition = field(default_factory=dict)
    unless: Condition = field(default_factory=dict)
    ask: bool = False
    holds_dose: bool = False


@dataclass(frozen=True)
class Pair:
    """Two lists of words that mean a value of a fact where one of each stands close together."""

    of: tuple[str, ...]
    beside: tuple[str, ...]
    means: str


@dataclass(frozen=True)
class Fact:
    """Something that can be known about a patient, and how it is asked."""

    id: str
    kind: str
    label: str
    values: Mapping[str, str]
    unit: str | None
    range: tuple[float, float] | None
    words: Mapping[str, tuple[str, ...]]
    question: Mapping[str, str]
    why: Mapping[str, str]
    asks: Mapping[str, str]
    replies: Mapping[str, str]
    group: str | None
    applies: Condition
    absent: str | None
    default: str | None
    negates: str | None
    answers: Mapping[str, str]
    result: Mapping[str, str]
    find_out: Mapping[str, str]
    details: tuple[str, str] | None
    beside: str | None
    medicine: bool
    guide: str | None
    rescale: tuple[float, float] | None
    pairs: tuple[Pair, ...]
    parts: tuple[tuple[str, ...], ...]

    def in_unit(self, value: float) -> float:
        """A number in the unit of the fact: one from `rescale[0]` up was given in a smaller unit, and is multiplied by
        `rescale[1]`."""
        return round(value * self.rescale[1], 3) if self.rescale and value >= self.rescale[0] else value

    def plausible(self, value: float) -> bool:
        """Whether a number is within the plausible range of the fact, if it has one."""
        return self.range is None or self.range[0] <= value <= self.range[1]
