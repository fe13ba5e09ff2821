"""What the facts of a patient say against a therapy that is asked about, whatever the question is."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.answer import Composer
from knowledge.approved import approved_in
from knowledge.conditions import applies, unknowns
from knowledge.model import Rule, Subject, Truth
from knowledge.options import outside_label
from knowledge.patient import UNSURE, Patient

LEADS = {
    "clinician": {"avoid": "Avoid here", "caution": "Caution here"},
    "patient": {"avoid": "Better avoided here", "caution": "Take care here"},
}
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


def unsettled(patient: Patient, subject: Subject) -> list[Rule]:
    """The rules that forbid a therapy if a fact is so of which it was said that it is not known."""
    rules = [rule for rule in patient.knowledge.rules_about(subject.id) if rule.verdict == "avoid" and rule.when]
    return [
        rule
        for rule in rules
        if (open_ := unknowns(rule.when, rule.unless, patient)) and all(patient.facts.get(f) == UNSURE for f in open_)
    ]


def say_against(composer: Composer, patient: Patient, subject: Subject) -> None:
    """Says what speaks against a therapy for this patient and was not said yet, and what would if a fact of which
    nobody is sure is so."""
    say_rules(composer, [rule for rule in against(patient, subject) if rule.id not in composer.statements])
    for rule in unsettled(patient, subject):
        if rule.id not in composer.statements:
            composer.say(f"**{composer.notice('settle-first')}:** {composer.words(rule)}")


def say_outside_label(composer: Composer, patient: Patient, subject: Subject, topic: str) -> None:
    """On a question of who may have a therapy: that the label of each region that may be the patient's does not cover
    the age or weight, and from which it does."""
    places = [patient, *patient.elsewhere()] if topic in ON_WHOM else []
    regions = [str(there.value("region")) for there in places if outside_label(subject, there)]
    if regions:
        composer.say(f"**{composer.notice('outside-label')}:** {approved_in(composer, subject, regions)}.")


def say_rules(composer: Composer, rules: Iterable[Rule]) -> None:
    """Says rules, each led by what it asks for."""
    for rule in rules:
        composer.say(f"**{LEADS[composer.audience][rule.verdict]}:** {composer.words(rule)}")
        composer.verdicts.append((rule.id, rule.verdict))
