"""What must hold of every plan. The bands and states are read here again from the raw facts, apart from the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knowledge import reading
from knowledge.base import Knowledge
from knowledge.conditions import applies
from knowledge.errors import KnowledgeError
from knowledge.model import Citation, Condition, Truth, Verdict
from knowledge.options import Option
from knowledge.patient import RULED_OUT, UNSURE, Patient
from knowledge.plan import Plan

FILE = "invariants.yml"
MINOR = 18
DRUGS = ("injection", "oral")
STAGES = {"renal_disease": 60, "severe_renal_disease": 30, "end_stage_renal_disease": 15}
"""mL/min below which an eGFR means each stage."""
BANDS = ("age", "weight", "region")


@dataclass(frozen=True)
class Invariant:
    """A row of invariants.yml: which therapies, in which state, and why."""

    id: str
    kind: str
    therapies: frozenset[str]
    says: str
    cites: tuple[Citation, ...]
    when: Condition = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    rule: str = ""


def read(knowledge: Knowledge, folder: Path) -> list[Invariant]:
    """The rows of the content, checked like the rest of it."""
    data = reading.entry(FILE, reading.read(folder / FILE), ("never", "warned", "said"))
    return [_row(knowledge, kind, row) for kind, rows in data.items() for row in rows]


def _row(knowledge: Knowledge, kind: str, data: Any) -> Invariant:
    place = f"{FILE}, {data.get('id', kind) if isinstance(data, dict) else kind}"
    row = reading.entry(place, data, ("id", "therapies", "says", "cites"), ("when", "unknown", "rule"))
    named = reading.words(place, row["therapies"])
    when, unknown = reading.condition(place, row.get("when")), reading.words(place, row.get("unknown"))
    cites = reading.citations(place, row["cites"])
    for known, names in (
        (knowledge.subjects, named),
        (knowledge.facts, (*when, *unknown)),
        (knowledge.sources, [cite.source for cite in cites]),
    ):
        for name in names:
            if name not in known:
                raise KnowledgeError(place, f"unknown name '{name}'")
    members = {member for name in named for member in (name, *knowledge.subjects[name].members)}
    return Invariant(row["id"], kind, frozenset(members), row["says"], cites, when, unknown, row.get("rule") or "")


def broken(knowledge: Knowledge, rows: list[Invariant], patient: Patient, plan: Plan) -> Iterator[str]:
    """The invariants that a plan breaks, each with the therapy."""
    usable = plan.usable if plan.decided else ()
    for row in rows:
        for option in usable:
            if option.therapy.id in row.therapies and _breaks(knowledge, row, patient, option):
                yield f"{row.says} ({option.therapy.id})"
    for says, breaks in GENERAL.items():
        yield from (f"{says}{f' ({what})' if what else ''}" for what in breaks(patient.facts, plan, usable))


def _breaks(knowledge: Knowledge, row: Invariant, patient: Patient, option: Option) -> bool:
    """Whether offering an option breaks a row."""
    if row.kind == "said":
        said = [rule for rule in knowledge.rules_about(option.therapy.id) if rule.id == f"safety.{row.rule}"]
        return not any(applies(rule, patient) is Truth.YES for rule in said)
    in_state = _all_inside(patient.facts, row.when)
    open_ = all(patient.facts.get(fact) in (None, UNSURE) for fact in row.unknown)
    return in_state and open_ and not (row.kind == "warned" and option.verdict is Verdict.CAUTION)


def _inside(value: Any, wanted: Any) -> bool:
    """Whether a raw value lies in a wanted list or band."""
    if value is None or value == UNSURE:
        return False
    if isinstance(wanted, Mapping):
        return bool(value >= wanted.get("from", value)) and ("under" not in wanted or bool(value < wanted["under"]))
    return value in wanted


def _out_of_band(facts: Mapping[str, Any], plan: Plan, usable: tuple[Option, ...]) -> Iterator[str]:
    given = _with_region(facts)
    for option in usable:
        for dose in option.regimen:
            if not all(_inside(given.get(band), dose.when[band]) for band in BANDS if band in dose.when):
                yield dose.id


def _adult_dose_for_a_minor(facts: Mapping[str, Any], plan: Plan, usable: tuple[Option, ...]) -> Iterator[str]:
    age = facts.get("age")
    for option in usable if age is None or age < MINOR else ():
        for dose in option.regimen:
            if option.therapy.route in DRUGS and "age" not in dose.when:
                yield dose.id


def _unadjusted(facts: Mapping[str, Any], plan: Plan, usable: tuple[Option, ...]) -> Iterator[str]:
    given = {**_with_region(facts), **_renal(facts)}
    for option in usable:
        adjusting = [s for s in option.therapy.statements if s.adjusts and _all_inside(given, s.when)]
        holding = [s for s in adjusting if not (s.unless and _all_inside(given, s.unless))]
        yield from (dose.id for dose in option.regimen if holding and not dose.adjusts)


def _with_region(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The raw facts with the region that holds while nobody has said one."""
    return {**facts, "region": facts.get("region") or "us"}


def _renal(facts: Mapping[str, Any]) -> dict[str, str]:
    """The stages of renal disease that an eGFR stands for, read here again."""
    egfr = facts.get("egfr")
    return {} if egfr is None else {name: "yes" if egfr < below else "no" for name, below in STAGES.items()}


def _all_inside(given: Mapping[str, Any], when: Condition) -> bool:
    return all(_inside(given.get(fact), wanted) for fact, wanted in when.items())


def _tried(facts: Mapping[str, Any], plan: Plan, usable: tuple[Option, ...]) -> Iterator[str]:
    history = facts.get("systemic_history") or {}
    yield from (option.therapy.id for option in usable if history.get(option.therapy.id) in RULED_OUT)


def _at_a_loss(facts: Mapping[str, Any], plan: Plan, usable: tuple[Option, ...]) -> Iterator[str]:
    if not plan.decided and not (plan.missing or plan.unsure or plan.urgent):
        yield plan.step.id
    if plan.decided and plan.step.offers and not usable:
        yield plan.step.id


def _uncited(facts: Mapping[str, Any], plan: Plan, usable: tuple[Option, ...]) -> Iterator[str]:
    texts = [plan.step, *plan.avoid, *plan.urgent, *(text for o in usable for text in (*o.regimen, *o.reasons))]
    yield from (text.id for text in texts if not text.cites)


GENERAL: dict[str, Callable[[Mapping[str, Any], Plan, tuple[Option, ...]], Iterator[str]]] = {
    "never a dose outside its band of age, weight and region": _out_of_band,
    "never a dose of a drug without an age band for a minor, or for somebody of unknown age": _adult_dose_for_a_minor,
    "never the usual dose where renal function or another drug asks for an adjusted one": _unadjusted,
    "nothing that failed, was not tolerated or caused a reaction is offered again": _tried,
    "nobody is left without a next step, a question or a referral": _at_a_loss,
    "every plan carries citations": _uncited,
}
