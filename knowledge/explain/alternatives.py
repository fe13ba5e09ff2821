"""The other values that the facts of a patient could have, as far as the knowledge tells values apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from knowledge import figures
from knowledge.bands import edges
from knowledge.base import Knowledge
from knowledge.conditions import evaluate
from knowledge.model import Fact, Truth
from knowledge.patient import FAILED, RULED_OUT, Patient, assess_weeks
from knowledge.recap import in_words

HISTORY, WEEKS = "systemic_history", "current_weeks"
OF_THE_TREATMENT = (WEEKS, "current_response")
"""Facts that only somebody on a treatment has."""
GIVEN = ("audience", "sex")
"""Facts that nobody asks to be otherwise."""
INFANCY = 2.0
"""Years up to which an age is told in months."""
JUST_BELOW = 0.1
"""How far below an edge a number is taken that lies under it, in parts of the edge."""


Band = tuple[float | None, float | None]
"""Where a band of a number begins, and what it stays under."""


@dataclass(frozen=True)
class Other:
    """Another value of one fact, and the words for it; a number stands for its `band`."""

    fact: str
    value: Any
    words: str
    band: Band | None = None


def others(knowledge: Knowledge, patient: Patient) -> list[Other]:
    """Every other value of every fact, one for each difference that the knowledge can make."""
    found: list[Other] = []
    for fact in knowledge.facts.values():
        if fact.id in GIVEN or (fact.id in OF_THE_TREATMENT and patient.given("current_therapy") is None):
            continue
        if evaluate(fact.applies, patient) is Truth.NO:
            continue
        if fact.id == HISTORY:
            found += _histories(knowledge, patient)
        elif fact.kind == "number":
            found += _numbers(knowledge, patient, fact)
        elif fact.kind in ("condition", "choice"):
            found += [
                Other(fact.id, value, in_words(knowledge, fact, value))
                for value in _values(fact)
                if value != patient.value(fact.id)
            ]
    return found


def _values(fact: Fact) -> list[str]:
    return ["yes", "no"] if fact.kind == "condition" else list(fact.values)


def _numbers(knowledge: Knowledge, patient: Patient, fact: Fact) -> Iterator[Other]:
    """A value in each band of a number in which the patient is not."""
    told, cuts = patient.value(fact.id), _cuts(knowledge, patient, fact)
    for low, under in zip([None, *cuts], [*cuts, None], strict=True) if cuts else ():
        inside = told is not None and (low is None or told >= low) and (under is None or told < under)
        value = low if low is not None else round((under or 0.0) * (1 - JUST_BELOW), 3)
        if not inside and fact.plausible(value):
            yield Other(fact.id, value, band_in_words(knowledge, fact, (low, under)), (low, under))


def _cuts(knowledge: Knowledge, patient: Patient, fact: Fact) -> list[float]:
    """Where the bands of a number begin; the weeks of a treatment are cut where it is judged."""
    current = patient.given("current_therapy")
    if fact.id != WEEKS:
        return edges(knowledge, fact.id)
    weeks = assess_weeks(knowledge, current) if current else None
    return [weeks] if weeks is not None else []


def band_in_words(knowledge: Knowledge, fact: Fact, band: Band) -> str:
    """A band of a number in words."""
    low, under = ("" if edge is None else _edge(knowledge, fact, edge) for edge in band)
    if not low:
        return f"{fact.label} under {under}"
    return f"{fact.label} from {low}{f' to under {under}' if under else ''}"


def _edge(knowledge: Knowledge, fact: Fact, edge: float) -> str:
    """The edge of a band with its unit; of a young age in months."""
    if fact.unit == "years" and edge < INFANCY:
        return f"{figures.number(round(edge * 12, 1))} months"
    unit = f" {knowledge.units[fact.unit][1]}" if fact.unit else ""
    return f"{figures.number(edge)}{unit}"


def merged(knowledge: Knowledge, found: Iterable[tuple[Other, ...]]) -> list[str]:
    """Sets of other values in words; those that differ only in neighbouring bands of one number as one."""
    rows: dict[tuple[str, ...], list[Band]] = {}
    for changes in found:
        banded = [other for other in changes if other.band is not None]
        words = [other.words for other in changes if other not in banded[:1]]
        bands = rows.setdefault((*(other.fact for other in banded[:1]), "", *words), [])
        for other in banded[:1]:
            low, under = other.band or (None, None)
            if bands and bands[-1][1] == low and low is not None:
                bands[-1] = (bands[-1][0], under)
            else:
                bands.append((low, under))
    said = []
    for (fact, *words), bands in rows.items():
        rest = [word for word in words if word]
        each = [band_in_words(knowledge, knowledge.facts[fact], band) for band in bands] if fact else [""]
        said += [" and ".join([*filter(None, [one]), *rest]) for one in each]
    return said


def _histories(knowledge: Knowledge, patient: Patient) -> Iterator[Other]:
    """One earlier treatment more or less, and everything up to a step failed."""
    told = patient.given(HISTORY) or {}
    if patient.given(HISTORY) is None:
        yield Other(HISTORY, {}, "no earlier systemic treatment")
    for therapy in told:
        left = {name: outcome for name, outcome in told.items() if name != therapy}
        yield Other(HISTORY, left, f"{knowledge.subjects[therapy].name} not used before")
    systemic = [
        step for step in knowledge.steps if step.offers and knowledge.subjects[step.offers[0]].route != "topical"
    ]
    for therapy in (therapy for step in systemic for therapy in step.offers):
        if told.get(therapy) not in RULED_OUT:
            yield Other(HISTORY, {**told, therapy: FAILED}, f"{knowledge.subjects[therapy].name} failed before")
    done = dict(told)
    for step in systemic:
        done |= {therapy: FAILED for therapy in step.offers if told.get(therapy) not in RULED_OUT}
        if len(step.offers) > 1:
            yield Other(HISTORY, dict(done), f"everything up to step {step.number} failed before")
