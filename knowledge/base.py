"""Knowledge: everything that the product knows, in one record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledge.model import (
    Condition,
    Fact,
    Figure,
    Rule,
    Source,
    Statement,
    Step,
    Subject,
)
from knowledge.tables import Difference, Product, Scale


@dataclass(frozen=True)
class Notice:
    """A fixed text that is not clinical advice: disclaimer, greeting, refusal."""

    id: str
    clinician: str
    patient: str

    def words(self, audience: str) -> str:
        """The text for an audience."""
        return self.patient if audience == "patient" else self.clinician


@dataclass(frozen=True)
class Outline:
    """What the answers on the algorithm as a whole are made of: ids of steps, statements, sources and a figure."""

    main_step: str
    in_short: tuple[str, ...]
    not_to_use: tuple[str, ...]
    topicals_step: str
    adequate_trial: str
    grown_up: Condition
    main_sources: tuple[str, ...]


@dataclass(frozen=True)
class Knowledge:
    """Everything that the product knows."""

    sources: Mapping[str, Source]
    units: Mapping[str, tuple[str, str]]
    names: tuple[str, ...]
    topics: Mapping[str, Mapping[str, str]]
    facts: Mapping[str, Fact]
    groups: Mapping[str, Mapping[str, str]]
    derived: Mapping[str, Mapping[str, Any]]
    subjects: Mapping[str, Subject]
    steps: tuple[Step, ...]
    outline: Outline
    rules: tuple[Rule, ...]
    products: Mapping[str, Product]
    scales: Mapping[str, Scale]
    notices: Mapping[str, Notice]
    differences: tuple[Difference, ...]
    elsewhere: Mapping[str, tuple[str, ...]]
    condition: tuple[str, ...]
    figures: Mapping[str, Figure]
    version: str
    date: str
    memo: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What was worked out of the content before; it never changes, so it stays true."""

    def therapies(self) -> list[Subject]:
        """The therapies, without classes and guides."""
        return [s for s in self.subjects.values() if s.kind == "therapy"]

    def step(self, local: str) -> Step:
        """The step with this local id."""
        return next(step for step in self.steps if step.id == f"algorithm.{local}")

    def statement(self, full_id: str) -> Statement:
        """The statement with this full id."""
        subject, local = full_id.split(".", 1)
        return self.subjects[subject].statement(local)

    def steps_offer(self, number: int) -> tuple[str, ...]:
        """The therapies of a numbered step."""
        return tuple(therapy for step in self.steps if step.number == number for therapy in step.offers)

    def rules_about(self, therapy: str) -> list[Rule]:
        """The rules about a therapy or its class, worked out once."""
        key = ("rules", therapy)
        if key not in self.memo:
            self.memo[key] = [rule for rule in self.rules if self.covered_by(rule, therapy)]
        found: list[Rule] = self.memo[key]
        return found

    def covered_by(self, rule: Rule, therapy: str) -> bool:
        """Whether a rule is about this therapy or its class."""
        return therapy in rule.about or self.subjects[therapy].group in rule.about
