"""Weighs one therapy for one patient: tried before, licensed, safe, and with a verified dose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.base import Knowledge
from knowledge.conditions import applies, evaluate, unknowns
from knowledge.model import Approval, Condition, Rule, Statement, Subject, Truth, Verdict
from knowledge.patient import Patient

BANDS = ("age", "weight")
"""The facts whose bands a dose follows."""


@dataclass(frozen=True)
class Option:
    """A therapy with its verdict for a patient, the regimen, the rules behind the verdict, and the facts still
    missing."""

    therapy: Subject
    verdict: Verdict
    regimen: tuple[Statement, ...] = ()
    reasons: tuple[Rule, ...] = ()
    approvals: tuple[Approval, ...] = ()
    missing: tuple[str, ...] = ()


def weigh(knowledge: Knowledge, patient: Patient, therapy_id: str) -> Option:
    """The verdict on a therapy for a patient, worked out once."""
    found: Option | None = patient.memo.get(("option", therapy_id))
    if found is None:
        found = patient.memo["option", therapy_id] = _weigh(knowledge, patient, therapy_id)
    return found


def _weigh(knowledge: Knowledge, patient: Patient, therapy_id: str) -> Option:
    """The first obstacle decides; an open question leaves it undecided."""
    therapy = knowledge.subjects[therapy_id]
    rules = knowledge.rules_about(therapy_id)
    blocking = _applying(rules, patient, ("urgent", "avoid"))
    out_of_reach = _applying(rules, patient, ("inaccessible",))
    cautions = _applying(rules, patient, ("caution",))
    licence, approvals, open_licence = _licence(therapy, patient)
    doses, dosed, open_dose = regimen(therapy, patient)
    if evaluate({"ruled_out": [therapy_id]}, patient) is Truth.YES:
        return Option(therapy, Verdict.TRIED)
    if blocking:
        return Option(therapy, Verdict.AVOID, reasons=blocking)
    if out_of_reach:
        return Option(therapy, Verdict.INACCESSIBLE, reasons=out_of_reach)
    if licence is Truth.NO:
        return Option(therapy, Verdict.NOT_APPROVED, approvals=_regional(therapy, patient))
    if dosed is Truth.NO:
        return Option(therapy, Verdict.NO_DOSE)
    history = [] if therapy.route == "topical" else unknowns({"ruled_out": [therapy_id]}, {}, patient)
    missing = [*_open_rules(rules, patient), *open_licence, *open_dose, *history]
    if missing:
        return Option(therapy, Verdict.UNDECIDED, missing=tuple(dict.fromkeys(missing)), reasons=cautions)
    return Option(therapy, Verdict.CAUTION if cautions else Verdict.OPTION, doses, cautions, approvals)


def _applying(rules: list[Rule], patient: Patient, verdicts: tuple[str, ...]) -> tuple[Rule, ...]:
    return tuple(r for r in rules if r.verdict in verdicts and applies(r, patient) is Truth.YES)


def _open_rules(rules: list[Rule], patient: Patient) -> list[str]:
    """The facts on which a rule that must be settled before the therapy still depends."""
    facts: list[str] = []
    for rule in rules:
        if rule.ask:
            facts += unknowns(rule.when, rule.unless, patient)
    return facts


def _regional(therapy: Subject, patient: Patient) -> tuple[Approval, ...]:
    return tuple(row for row in therapy.approvals if row.region == patient.value("region"))


def outside_label(therapy: Subject, patient: Patient) -> bool:
    """Whether the age and weight alone put a patient outside the label of their region; not where it has none."""
    bands = {fact: patient.facts[fact] for fact in BANDS if fact in patient.facts}
    of_band = Patient(patient.knowledge, {**bands, "region": patient.value("region")})
    return bool(bands and _regional(therapy, of_band)) and _licence(therapy, of_band)[0] is Truth.NO


def _licence(therapy: Subject, patient: Patient) -> tuple[Truth, tuple[Approval, ...], list[str]]:
    """Whether the label of the patient's region covers the patient. A therapy without an AD label is not decided by
    one."""
    if therapy.licence != "required":
        return Truth.YES, (), []
    rows = _regional(therapy, patient)
    covering = tuple(row for row in rows if evaluate(row.when, patient) is Truth.YES)
    if covering:
        return Truth.YES, covering, []
    facts = [fact for row in rows for fact in unknowns(row.when, {}, patient)]
    return (Truth.UNKNOWN, (), facts) if facts else (Truth.NO, (), [])


def regimen(therapy: Subject, patient: Patient) -> tuple[tuple[Statement, ...], Truth, list[str]]:
    """The verified dose statements for this patient, or what adjusts them; no, if the therapy is dosed by age or weight
    and none fits."""
    doses = [s for s in therapy.statements if s.topics[0] == "dosing" and s.verified == "high" and not s.adjusts]
    banded = [s for s in doses if is_banded(s)]
    fitting = tuple(s for s in banded if applies(s, patient) is Truth.YES)
    if fitting or not banded:
        usual = fitting or tuple(s for s in doses if applies(s, patient) is Truth.YES)
        return adjusted(therapy.statements, patient) or usual, Truth.YES, []
    facts = [fact for s in banded for fact in unknowns(s.when, s.unless, patient)]
    return (), (Truth.UNKNOWN if facts else Truth.NO), facts


def adjusted(statements: Iterable[Statement], patient: Patient) -> tuple[Statement, ...]:
    """Those of the dose statements that replace the usual dose for this patient (kidney function, a drug taken beside
    it), whose age or weight may still be unknown."""
    return tuple(
        s
        for s in statements
        if s.adjusts and applies(s, patient) is not Truth.NO and evaluate(_without_bands(s), patient) is Truth.YES
    )


def is_usual_dose(statement: Statement) -> bool:
    """Whether a statement is the dose of a band of age or weight."""
    return statement.topics[0] == "dosing" and not statement.adjusts and is_banded(statement)


def is_banded(statement: Statement) -> bool:
    """Whether a statement is for some ages or weights."""
    return any(band in statement.when for band in BANDS)


def _without_bands(statement: Statement) -> Condition:
    return {fact: wanted for fact, wanted in statement.when.items() if fact not in BANDS}
