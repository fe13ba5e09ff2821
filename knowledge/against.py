"""What the facts of a patient say against a therapy that is asked about, whatever the question is."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.answer import Composer
from knowledge.conditions import applies
from knowledge.model import Rule, Subject, Truth
from knowledge.options import outside_label
from knowledge.patient import Patient
from knowledge.selection import covered

LEADS = {
    "clinician": {"avoid": "Avoid here", "caution": "Caution here"},
    "patient": {"avoid": "Better avoided here", "caution": "Take care here"},
}
OUTSIDE_LABEL = "Not approved at this age or weight; the label covers"
ON_WHOM = ("approval", "children", "comorbidity", "contraindication", "indication")
"""Topics on who may have a therapy: what its label says of the age comes first."""


def against(patient: Patient, subject: Subject) -> list[Rule]:
    """The rules on a therapy or its class that hold for this patient in particular, avoidance before caution."""
    known = patient.knowledge
    return [
        rule
        for verdict in ("avoid", "caution")
        for rule in known.rules_about(subject.id)
        if rule.verdict == verdict and rule.when
        if applies(rule, patient) is Truth.YES
    ]


def say_against(composer: Composer, patient: Patient, subject: Subject) -> None:
    """Says what speaks against a therapy for this patient and was not said yet."""
    say_rules(composer, [rule for rule in against(patient, subject) if rule.id not in composer.statements])


def say_outside_label(composer: Composer, patient: Patient, subject: Subject, topic: str) -> None:
    """On a question of who may have a therapy: that the label of each region that may be the patient's does not cover
    the age or weight, and what it covers."""
    regions = [patient, *patient.elsewhere()] if topic in ON_WHOM else []
    for there in regions:
        if outside_label(subject, there) and (label := covered(there, subject)):
            composer.say(f"**{OUTSIDE_LABEL}:** {composer.words(label)}")


def say_rules(composer: Composer, rules: Iterable[Rule]) -> None:
    """Says rules, each led by what it asks for."""
    for rule in rules:
        composer.say(f"**{LEADS[composer.audience][rule.verdict]}:** {composer.words(rule)}")
        composer.verdicts.append((rule.id, rule.verdict))
