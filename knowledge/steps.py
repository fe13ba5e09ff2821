"""Answers on the steps of the algorithm: all of them, one of them, what comes next, and the topical step."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from knowledge.against import against, say_against, say_rules
from knowledge.answer import Answer, Composer, capital
from knowledge.base import Knowledge
from knowledge.conditions import evaluate, possible
from knowledge.model import Step, Truth, Verdict
from knowledge.offers import details
from knowledge.options import weigh
from knowledge.patient import Patient
from knowledge.plan import urgent_rules
from knowledge.selection import select

CHANGES_BOTTOM_LINE = ("systemic_history", "current_therapy", "infection", "pregnancy", "contact_allergy")
"""Facts that, once given, may lead elsewhere than to the main step."""

MOST_AGAINST = 2
"""Rules against a therapy that are said where it is only listed."""
LEADING, MOST_TOPICAL = 3, 7
"""On topical treatment: statements that lead because they are near to the question, and statements in all."""


def algorithm(knowledge: Knowledge, audience: str) -> Answer:
    """The bottom line of the main question, then the numbered steps in order, and an offer to assess a patient."""
    outline, composer = knowledge.outline, Composer(knowledge, audience)
    main = _in_short(composer)
    composer.say(*[composer.words(knowledge.statement(name)) for name in outline.in_short])
    composer.say("**Step by step:**" if audience == "clinician" else "**Step by step, with your doctor:**")
    for number in sorted({step.number for step in knowledge.steps if step.number}):
        first, *others = [step for step in knowledge.steps if step.number == number]
        said = [_outlined(composer, first), *(_titled(composer, step) for step in others)]
        composer.say(f"{number}. {' '.join(said)}")
    for statement in map(knowledge.statement, outline.not_to_use):
        composer.say(f"{capital(knowledge.subjects[statement.subject].name)}: {composer.words(statement)}")
    offer_assessment(composer)
    for therapy in main.offers:
        composer.offer(f"Dose of {knowledge.subjects[therapy].name}", "ask_dosing", subject=therapy)
    composer.offer("Common pitfalls", "ask_pitfalls")
    return composer.done()


def step(knowledge: Knowledge, patient: Patient, number: int, audience: str) -> Answer:
    """One numbered step of the algorithm: what it says, and the place of each therapy that it offers."""
    if number == knowledge.step(knowledge.outline.topicals_step).number:
        return topicals(knowledge, patient, audience)
    composer = Composer(knowledge, audience)
    steps = [step for step in knowledge.steps if step.number == number]
    last = max(step.number for step in knowledge.steps if step.number)
    for one in steps:
        composer.say(f"**Step {number} of {last}: {one.title[audience]}.** {composer.words(one)}")
        _say_places(composer, patient, one)
    composer.offer("All steps", "ask_algorithm")
    offer_assessment(composer)
    return composer.done()


def _say_places(composer: Composer, patient: Patient, step: Step) -> None:
    """The place of each therapy that a step offers, or why this patient should not have it."""
    for therapy in step.offers:
        subject = composer.knowledge.subjects[therapy]
        option = weigh(composer.knowledge, patient, therapy) if patient.given("age") is not None else None
        if option and option.verdict in (Verdict.NOT_APPROVED, Verdict.NO_DOSE):
            composer.say(
                f"- {capital(subject.name)} ({option.verdict.value}): {' '.join(details(composer, patient, option))}"
            )
            continue
        rules = against(patient, subject)
        rules = [rule for rule in rules if rule.verdict == rules[0].verdict][:MOST_AGAINST]
        said = " ".join(composer.words(text) for text in rules or select(patient, subject, "place_in_therapy")[:1])
        if said:
            composer.say(f"- {capital(subject.name)}{f' ({rules[0].verdict})' if rules else ''}: {said}")


def opening(
    knowledge: Knowledge,
    patient: Patient,
    audience: str,
    named: Sequence[str],
    told: Collection[str] = (),
    asks_options: bool = False,
) -> Answer | None:
    """What to say before the next question of an assessment. None if there is nothing.

    Args:
        knowledge: what is known.
        patient: whose facts speak against a therapy.
        audience: clinician or patient.
        named: the therapies that the message names; what speaks against them is said.
        told: the facts that it states; what they say against the treatment in use is said.
        asks_options: whether it asks what can be done; the bottom line is said while nothing known may change it.
    """
    composer = Composer(knowledge, audience)
    current = patient.given("current_therapy")
    for name in dict.fromkeys([*named, *([current] if current else [])]):
        rules = against(patient, knowledge.subjects[name])
        if name not in named:
            rules = [rule for rule in rules if set(rule.when) & set(told)]
        if rules and evaluate({"ruled_out": [name]}, patient) is not Truth.YES:
            composer.say(f"**{capital(knowledge.subjects[name].name)}**")
            say_rules(composer, rules)
    if asks_options and bottom_line_stands(patient):
        for therapy in _in_short(composer).offers:
            say_against(composer, patient, knowledge.subjects[therapy])
        composer.say(composer.notice("first-for-this-patient"))
    return composer.done() if composer.lines else None


def bottom_line_stands(patient: Patient) -> bool:
    """Whether nothing is known of the patient yet that would change the bottom line."""
    return patient.given("severity") != "mild" and not any(map(patient.given, CHANGES_BOTTOM_LINE))


def _in_short(composer: Composer) -> Step:
    """Says what the main step offers; the step."""
    main = composer.knowledge.step(composer.knowledge.outline.main_step)
    composer.subjects += main.offers
    composer.say(f"**In short:** {composer.words(main)}")
    return main


def _outlined(composer: Composer, step: Step) -> str:
    """A step in the outline; the main one was said before, so its title is enough."""
    if step is composer.knowledge.step(composer.knowledge.outline.main_step):
        return _titled(composer, step)
    return composer.words(step)


def _titled(composer: Composer, step: Step) -> str:
    """The title of a step with its sources."""
    return f"{capital(step.title[composer.audience])}. {composer.cite(step.cites)}"


def next_step(knowledge: Knowledge, patient: Patient, subjects: Sequence[str], audience: str) -> Answer:
    """What comes after the step in which a therapy stands; after dupilumab where none is named."""
    composer = Composer(knowledge, audience)
    urgent = urgent_rules(knowledge, patient)
    composer.urgent(urgent)
    if any(not rule.about for rule in urgent):
        return composer.done()
    named = {member for s in subjects for member in (s, *knowledge.subjects[s].members)}
    offering = [step for step in knowledge.steps if step.offers and step.number]
    at = next((i for i, step in enumerate(offering) if named & set(step.offers)), None)
    at = at if at is not None else offering.index(knowledge.step(knowledge.outline.main_step))
    following = _following(knowledge, patient, offering[at])
    if not following.offers:
        _say_not_tried(composer, patient, named)
    number = f"Step {following.number}: " if following.number else ""
    composer.say(f"**{number}{capital(following.title[audience])}.** {composer.words(following)}")
    _say_places(composer, patient, following)
    offer_assessment(composer)
    return composer.done()


def _say_not_tried(composer: Composer, patient: Patient, named: Collection[str]) -> None:
    """The therapies from the main step on that were not tried yet: they come before the end of the algorithm."""
    known, tried = composer.knowledge, {*named, *(patient.given("systemic_history") or {})}
    main = known.step(known.outline.main_step).number or 0
    steps = [step for step in known.steps if step.offers and (step.number or 0) >= main]
    composer.say(composer.notice("not-tried-yet"))
    for step in steps:
        _say_places(composer, patient, replace(step, offers=tuple(t for t in step.offers if t not in tried)))
    composer.say(composer.notice("after-them"))


def _following(knowledge: Knowledge, patient: Patient, step: Step) -> Step:
    """The step after a step that can be for the patient: one that offers something, else one that surely is for them,
    else the last."""
    later = [s for s in knowledge.steps[knowledge.steps.index(step) + 1 :] if evaluate(s.when, patient) is not Truth.NO]
    offering = [s for s in later if s.offers and s.number]
    return next(iter([*offering, *later]), knowledge.steps[-1])


def topicals(
    knowledge: Knowledge, patient: Patient, audience: str, nearest: Sequence[str] = (), named: Sequence[str] = ()
) -> Answer:
    """How to get the most out of topical treatment: what comes nearest to the question, then how each is used.

    Args:
        knowledge: what is known.
        patient: whose facts select the statements.
        audience: clinician or patient.
        nearest: ids of the statements nearest to the question.
        named: ids of what the question is about; the topical ones among them are answered on, else those of the step.
    """
    step = knowledge.step(knowledge.outline.topicals_step)
    about = [name for name in named if knowledge.subjects[name].route == "topical"]
    composer = Composer(knowledge, audience, subjects=about or list(step.offers[:1]))
    composer.say("" if about else f"**Step {step.number}: {step.title[audience]}.** {composer.words(step)}")
    topical = {s.id: s for name in about or step.offers for s in possible(knowledge.subjects[name].statements, patient)}
    said = [topical[name] for name in nearest if name in topical][:LEADING]
    for name in about or step.offers:
        for topic in ("administration", "dosing"):
            said += select(patient, knowledge.subjects[name], topic)[: 1 if said else 2]
    each = {statement.id: statement for statement in said}
    composer.say(*[f"- {composer.words(statement)}" for statement in list(each.values())[:MOST_TOPICAL]])
    return composer.done()


def offer_assessment(composer: Composer) -> None:
    """The offer to go through one patient."""
    title = "Assess a patient" if composer.audience == "clinician" else "Go through my eczema"
    composer.offer(title, "start_assessment")
