"""The note of a consultation: what was told, the advice for it, and what it rests on; nothing else."""

from __future__ import annotations

from dataclasses import replace

from knowledge.answer import Answer, Composer, capital, word_count
from knowledge.base import Knowledge
from knowledge.conditions import possible
from knowledge.figures import number
from knowledge.headings import HEADINGS
from knowledge.model import Subject
from knowledge.offers import concerning, say_by_verdict, say_listed
from knowledge.patient import Patient, assess_weeks
from knowledge.plan import Plan, plan
from knowledge.recap import known

ROOM = 100
"""Words of a note in the chat up to which it tells what the step says, beside its title."""
FULL = 200
"""Words of a note in the chat up to which it tells what comes before a therapy and how that is monitored, but for the
first statement; its file tells all."""
TITLES = {
    "clinician": {
        "title": "Consultation note",
        "patient": "Patient",
        "assessment": "Assessment",
        "plan": "Plan",
        "monitoring": "Monitoring",
        "review": "Review",
        "open": "Not known",
    },
    "patient": {
        "title": "Summary for my doctor's visit",
        "patient": "About me",
        "assessment": "Where I stand",
        "plan": "Options to discuss",
        "monitoring": "Checks",
        "review": "When to look again",
        "open": "Not known",
    },
}


def note(knowledge: Knowledge, patient: Patient, audience: str, whole: bool = False) -> Answer:
    """The note of a consultation.

    Args:
        knowledge: what is known.
        patient: whose facts and plan it tells.
        audience: clinician or patient.
        whole: with the details of each of several options, as a file has them; in a chat they are named only.
    """
    composer, advice, titles = Composer(knowledge, audience, clinical=True), plan(knowledge, patient), TITLES[audience]
    composer.say(f"**{titles['title']}**", f"**{titles['patient']}**", *known(knowledge, patient, audience).lines)
    composer.urgent(advice.urgent)
    if not advice.urgent:
        _say_advice(composer, patient, advice, whole)
    composer.say(f"**{titles['open']}**: {composer.labels(advice.open)}." if advice.open else "")
    composer.say(f"Knowledge version {knowledge.version} of {knowledge.date}.")
    return composer.done()


def _say_advice(composer: Composer, patient: Patient, advice: Plan, whole: bool) -> None:
    """The step and its therapies; where they are few or the note is the `whole`, each with its dose and what goes with
    it."""
    detailed = whole or len(advice.usable) == 1
    titles, step = TITLES[composer.audience], advice.step
    at = f"Step {step.number}: " if step.number else ""
    if not advice.decided and not (step.offers and step.number and step.number > 1):
        composer.say(f"**{titles['assessment']}**: {composer.notice('undecided')}.")
        return
    said = f"{composer.notice('undecided')}."
    if advice.decided:
        length = word_count([*composer.lines, step.words(composer.audience)])
        said = composer.words(step) if whole or length <= ROOM else composer.cite(step.cites)
    composer.say(f"**{titles['assessment']}**: {at}{step.title[composer.audience]}. {said}")
    composer.say(f"**{titles['plan']}**" if advice.options else "")
    if whole:
        say_listed(composer, patient, advice, headed=False, whole=True)
    elif detailed:
        say_listed(composer, patient, replace(advice, options=advice.usable), headed=False)
        say_by_verdict(composer, [option for option in advice.options if not option.verdict.usable])
    else:
        say_by_verdict(composer, advice.options)
    for option in advice.usable if advice.decided and detailed else ():
        _say_therapy(composer, patient, option.therapy, whole)
    rules = [rule for rule in advice.avoid if rule.id not in composer.statements and not rule.when]
    composer.say(
        f"**{HEADINGS[composer.audience]['avoid']}**: {' '.join(composer.words(rule) for rule in rules)}"
        if rules
        else ""
    )
    composer.verdicts += [(option.therapy.id, option.verdict.value) for option in advice.options]


def _say_therapy(composer: Composer, patient: Patient, therapy: Subject, whole: bool) -> None:
    """What comes before a therapy, how it is monitored (of both as much as there is room for, or the `whole`), and when
    it is judged."""
    titles, name = TITLES[composer.audience], capital(therapy.name)
    before = concerning(patient, possible(map(therapy.statement, therapy.plan.before), patient))
    before = before if whole else composer.fitting(before, FULL) or before[:1]
    if before:
        said = " ".join(composer.words(statement) for statement in before)
        composer.say(f"**{HEADINGS[composer.audience]['before']}** ({name}): {said}")
    watched = [s for s in possible(therapy.statements, patient) if s.topics[0] == "monitoring" and s not in before][:1]
    watched = watched if whole else composer.fitting(watched, FULL)
    composer.say(*[f"**{titles['monitoring']}** ({name}): {composer.words(statement)}" for statement in watched])
    weeks = assess_weeks(composer.knowledge, therapy.id)
    if weeks is not None and therapy.plan.judge:
        judged = composer.words(therapy.statement(therapy.plan.judge))
        composer.say(f"**{titles['review']}** ({name}): week {number(weeks)}. {judged}")
