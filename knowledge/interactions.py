"""Medicines that are not ours, asked about together with a therapy: said plainly where nothing is known of the two."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.against import against
from knowledge.answer import Composer
from knowledge.model import Subject
from knowledge.patient import Patient


def uncovered(composer: Composer, patient: Patient, subject: Subject, names: Sequence[str]) -> list[str]:
    """A line for each medicine of which neither a statement of the therapy nor a rule that holds speaks."""
    texts = " ".join(f"{statement.clinician} {statement.patient}" for statement in subject.statements).lower()
    told = [composer.knowledge.facts.get(fact) for rule in against(patient, subject) for fact in rule.when]
    words = {word for fact in told if fact for listed in fact.words.values() for word in listed}
    return [
        f"- {composer.notice('no-statement')[:-1]}: {subject.name} with {name}. {composer.notice('ask-pharmacist')}"
        for name in dict.fromkeys(names)
        if name not in texts and name not in words
    ]
