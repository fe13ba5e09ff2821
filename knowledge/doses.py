"""Which dose statements answer a question on a dose: those for this patient, adjusted where one of the facts asks for
it; while no age is known, those for adults, or those for children if the question comes nearest to one of them."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.base import Knowledge
from knowledge.model import Statement, Subject, Truth
from knowledge.options import adjusted, is_banded, regimen
from knowledge.patient import Patient
from knowledge.relevance import nearest_first
from knowledge.selection import select


def to_show(
    patient: Patient, subject: Subject, found: Sequence[Statement], nearest: Sequence[str] = ()
) -> list[Statement]:
    """The dose statements for a patient, the one that counts most first; none where no band fits.

    Args:
        patient: whose age, weight, region and other facts decide.
        subject: the therapy.
        found: its statements on the dose that can be true for the patient.
        nearest: ids of the statements nearest to the question.
    """
    if regimen(subject, patient)[1] is Truth.NO:
        return []
    instead = adjusted(found, patient)
    if instead:
        return [*instead, *(s for s in found if s not in instead and not is_banded(s))]
    usual = [statement for statement in found if not statement.adjusts]
    if _known(patient):
        return sorted(usual, key=lambda statement: "weight" not in statement.when)
    near = nearest_first(usual, nearest)
    if nearest and near and for_children(patient.knowledge, near[0]):
        return [statement for statement in near if for_children(patient.knowledge, statement)]
    return [statement for statement in usual if not for_children(patient.knowledge, statement)] or usual


def child_doses_left_out(patient: Patient, subject: Subject, shown: Sequence[Statement]) -> bool:
    """Whether doses for children can be true for the patient and are not among those shown."""
    found = select(patient, subject, "dosing")
    return any(for_children(patient.knowledge, s) for s in found if s not in shown)


def sure(patient: Patient, subject: Subject) -> bool:
    """Whether the dose is that of this patient, so that nothing else leads the answer."""
    return _known(patient) or bool(adjusted(subject.statements, patient))


def for_children(knowledge: Knowledge, statement: Statement) -> bool:
    """Whether a statement is only about ages below that from which the outline counts a patient as grown up."""
    grown_up = knowledge.outline.grown_up["age"]["from"]
    return bool(statement.when.get("age", {}).get("under", grown_up + 1) <= grown_up)


def _known(patient: Patient) -> bool:
    return patient.given("age") is not None or patient.given("weight") is not None
