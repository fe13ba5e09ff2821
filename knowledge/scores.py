"""What a severity score means: the patient's own score first, then the bands and what the score is made of."""

from __future__ import annotations

from knowledge.answer import Answer, Composer
from knowledge.base import Knowledge
from knowledge.model import Citation
from knowledge.patient import Patient, band
from knowledge.recap import describe
from knowledge.tables import Scale

SUBJECT = "severity"
MOST = 6
"""Statements shown."""


def meaning(knowledge: Knowledge, patient: Patient, question: str, audience: str) -> Answer:
    """What the scores of a question mean, or severity scores in general.

    Args:
        knowledge: what is known.
        patient: whose scores are placed in their bands.
        question: the words of the question; the scores that it names come first.
        audience: clinician or patient.
    """
    composer = Composer(knowledge, audience, subjects=[SUBJECT])
    named = _named(knowledge, question)
    given = [scale for scale in knowledge.scales if patient.given(scale) is not None]
    for scale in [scale for scale in given if scale in named or not named]:
        _say_band(composer, patient, knowledge.scales[scale])
    statements = knowledge.subjects[SUBJECT].statements
    about = [s for s in statements if any(name in s.id.replace("-", "_").replace("viga", "iga") for name in named)]
    composer.say(*[f"- {composer.words(statement)}" for statement in (about or statements)[:MOST]])
    return composer.done()


def _say_band(composer: Composer, patient: Patient, scale: Scale) -> None:
    """The band in which the patient's score lies; a scale without bands has none."""
    name = band(patient, scale.id)
    if name is None:
        return
    said = describe(composer.knowledge, composer.knowledge.facts[scale.id], patient.given(scale.id))
    words = "clear or almost clear" if name == "clear" else name
    composer.say(f"**{said}: {words}** {composer.cite([Citation(scale.source)])}")


def _named(knowledge: Knowledge, question: str) -> list[str]:
    """The severity scores that a question names."""
    said = {word.strip("?.,:'\"()") for word in question.lower().replace("-", " ").split()}
    return [scale for scale in knowledge.scales if {scale.split("_")[0], f"v{scale}"} & said]
