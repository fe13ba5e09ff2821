"""Three-valued conditions over a patient: yes, no, or unknown where a needed fact is not known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from knowledge.model import Condition, Truth
from knowledge.patient import Patient


class Conditioned(Protocol):
    """What carries a condition; its id is unique in the whole knowledge."""

    @property
    def id(self) -> str:
        """The full id."""

    @property
    def when(self) -> Condition:
        """What must hold."""

    @property
    def unless(self) -> Condition:
        """What must not hold."""


T = TypeVar("T", bound=Conditioned)


def conjunction(truths: Iterable[Truth]) -> Truth:
    """AND: no if any is no, else unknown if any is unknown, else yes."""
    result = Truth.YES
    for truth in truths:
        if truth is Truth.NO:
            return Truth.NO
        if truth is Truth.UNKNOWN:
            result = Truth.UNKNOWN
    return result


def evaluate(condition: Condition, patient: Patient) -> Truth:
    """Whether all keys of a condition hold for the patient."""
    return conjunction(_key(name, wanted, patient) for name, wanted in condition.items())


def holds(when: Condition, unless: Condition, patient: Patient) -> Truth:
    """`when` AND NOT `unless`."""
    exception = evaluate(unless, patient) if unless else Truth.NO
    return conjunction((evaluate(when, patient), _negation(exception)))


def applies(conditioned: Conditioned, patient: Patient) -> Truth:
    """Whether what carries a condition (a rule, a statement, a step) applies to the patient; worked out once."""
    found: Truth | None = patient.memo.get(conditioned.id)
    if found is None:
        found = patient.memo[conditioned.id] = holds(conditioned.when, conditioned.unless, patient)
    return found


def possible(conditioned: Iterable[T], patient: Patient) -> list[T]:
    """Those that apply to the patient, or may."""
    return [one for one in conditioned if applies(one, patient) is not Truth.NO]


def unknowns(when: Condition, unless: Condition, patient: Patient) -> list[str]:
    """The facts that keep `when` AND NOT `unless` undecided; none if it is decided."""
    if holds(when, unless, patient) is not Truth.UNKNOWN:
        return []
    open_keys = []
    for condition in (when, unless):
        if evaluate(condition, patient) is Truth.UNKNOWN:
            open_keys += [name for name, wanted in condition.items() if _key(name, wanted, patient) is Truth.UNKNOWN]
    return open_keys


def deciding(when: Condition, unless: Condition, patient: Patient) -> list[str]:
    """The facts that make `when` AND NOT `unless` fail; none if it does not fail."""
    failing = [name for name, wanted in when.items() if _key(name, wanted, patient) is Truth.NO]
    return failing or (list(unless) if unless and evaluate(unless, patient) is Truth.YES else [])


def _negation(truth: Truth) -> Truth:
    return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(truth, Truth.UNKNOWN)


def _key(name: str, wanted: Any, patient: Patient) -> Truth:
    value = patient.value(name)
    if name == "ruled_out":
        return _ruled_out(value, wanted, patient)
    if value is None:
        return Truth.UNKNOWN
    if isinstance(wanted, dict):
        inside = ("from" not in wanted or value >= wanted["from"]) and (
            "under" not in wanted or value < wanted["under"]
        )
    else:
        inside = value in wanted
    return Truth.YES if inside else Truth.NO


def _ruled_out(value: set[str] | None, wanted: list[str], patient: Patient) -> Truth:
    """A therapy told to have failed is ruled out; one not mentioned is not, once the whole history is known."""
    if value is not None and any(therapy in value for therapy in wanted):
        return Truth.YES
    open_ = patient.given("systemic_history") is None or any(therapy in patient.without_result() for therapy in wanted)
    return Truth.UNKNOWN if open_ else Truth.NO
