"""Which single facts, if they were otherwise, would change the advice, and to what."""

from __future__ import annotations

from knowledge.answer import Answer, Composer
from knowledge.base import Knowledge
from knowledge.explain.alternatives import Other, merged
from knowledge.explain.changes import single
from knowledge.patient import Patient
from knowledge.plan import Plan, plan

MOST, MOST_FACTS = 7, 6
"""Outcomes that are told, and facts that lead to each."""


def what_changes(knowledge: Knowledge, patient: Patient, audience: str) -> Answer:
    """The single facts whose other value changes the advice, by what it would become; open answers come first."""
    composer, today = Composer(knowledge, audience, clinical=True), plan(knowledge, patient)
    composer.urgent(today.urgent)
    if today.open:
        composer.say(f"**{composer.notice('changes-open')}** {composer.labels(today.open)}.")
    groups: dict[str, list[Other]] = {}
    for other, advice in single(knowledge, patient):
        if patient.said(other.fact) or other.fact not in today.missing:
            groups.setdefault(_outcome(composer, today, advice), []).append(other)
    ranked = sorted(groups.items(), key=lambda group: not any(patient.said(other.fact) for other in group[1]))
    if ranked:
        composer.say(f"**{composer.notice('changes-lead')}**")
    for outcome, others in ranked[:MOST]:
        listed = merged(knowledge, [(other,) for other in others])
        more = f" and {len(listed) - MOST_FACTS} more" if len(listed) > MOST_FACTS else ""
        composer.say(f"- {', '.join(listed[:MOST_FACTS])}{more}: {outcome}.")
    return composer.done()


def _outcome(composer: Composer, today: Plan, advice: Plan) -> str:
    """What the advice would become, in a few words."""
    if advice.urgent:
        return composer.notice("changes-urgent")
    if advice.step is not today.step:
        return advice.step.called(composer.audience)
    before = {option.therapy.id: option for option in today.options}
    verdicts = [
        f"{option.therapy.name} {option.verdict.value}"
        for option in advice.options
        if option.verdict is not before[option.therapy.id].verdict
    ]
    if verdicts:
        return "; ".join(verdicts[:3])
    doses = [option.therapy.name for option in advice.options if option.regimen != before[option.therapy.id].regimen]
    if doses:
        return f"{composer.notice('changes-dose')} ({', '.join(doses[:3])})"
    return composer.notice("changes-caution")
