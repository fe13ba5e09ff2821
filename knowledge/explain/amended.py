"""Facts that were corrected or taken back: old and new, and whether the advice changes."""

from __future__ import annotations

from knowledge.answer import Answer, Composer
from knowledge.base import Knowledge
from knowledge.explain.what_if import say_difference
from knowledge.patient import Patient
from knowledge.plan import plan
from knowledge.recap import in_words


def amended(knowledge: Knowledge, before: Patient, after: Patient, audience: str, lead: str) -> Answer:
    """What was amended, old and new, and how the advice differs now, if there was any.

    Args:
        knowledge: what is known.
        before: as it was stored.
        after: as it is stored now.
        audience: clinician or patient.
        lead: the notice that leads ("fact-changed", "forgotten").
    """
    composer = Composer(knowledge, audience, clinical=True)
    today, then = plan(knowledge, before), plan(knowledge, after)
    composer.urgent(then.urgent)
    composer.say(f"**{composer.notice(lead)}** {'; '.join(_rows(knowledge, before, after))}.")
    if today.decided and not then.urgent:
        say_difference(composer, before, after, "before")
    if today.decided and then.decided:
        composer.offer("The whole plan", "repeat_recommendation")
    elif then.missing:
        composer.offer("Go on with the questions", "resume_assessment")
    return composer.done()


def _rows(knowledge: Knowledge, before: Patient, after: Patient) -> list[str]:
    """Each fact that differs, old and new in words; a fact that is new or taken back by itself."""
    rows = []
    for fact in knowledge.facts.values():
        old, new = before.facts.get(fact.id), after.facts.get(fact.id)
        if old != new:
            words = [in_words(knowledge, fact, value) for value in (old, new) if value is not None]
            rows.append(" \N{RIGHTWARDS ARROW} ".join(words))
    return rows
