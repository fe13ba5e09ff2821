"""Which statements of a subject answer a topic, for a patient."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.conditions import applies, possible
from knowledge.model import Statement, Subject, Truth
from knowledge.options import adjusted, is_usual_dose
from knowledge.patient import Patient

EQUIVALENT = {
    "indication": ("approval", "place_in_therapy"),
    "approval": ("indication",),
    "overview": ("mechanism", "place_in_therapy"),
    "recognition": ("overview",),
    "treatment": ("overview",),
}
"""Topics that answer each other's questions."""


def select(patient: Patient, subject: Subject, topic: str) -> list[Statement]:
    """The statements on a topic that can be true for the patient: those that are, then those that may be."""
    found = on(patient, subject, [topic])
    return found or on(patient, subject, EQUIVALENT.get(topic, ()))


def covered(patient: Patient, subject: Subject) -> Statement | None:
    """What the label of the patient's region covers, whatever the patient's age, weight and severity."""
    found = select(patient.with_facts(age=None, weight=None, severity=None), subject, "approval")
    return found[0] if found else None


def on(patient: Patient, subject: Subject, topics: Iterable[str]) -> list[Statement]:
    """The statements on any of the topics that can be true for the patient, the surest first."""
    topics = list(topics)
    about = [s for s in subject.statements if any(topic in s.topics for topic in topics)]
    if adjusted(subject.statements, patient):
        about = [s for s in about if s.adjusts or not is_usual_dose(s)]
    asked = set(topics) | ({"dosing"} if "children" in topics else set())
    return sorted(
        possible(about, patient),
        key=lambda s: (
            s.topics[0] not in asked,
            applies(s, patient) is Truth.UNKNOWN and "age" not in s.when,
            s.verified != "high",
        ),
    )
