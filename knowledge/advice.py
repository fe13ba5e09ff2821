"""Says a plan: where the patient stands, what to start, what before, what to avoid, when to judge it, what next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.against import against
from knowledge.answer import Answer, Composer, capital
from knowledge.base import Knowledge
from knowledge.headings import HEADINGS
from knowledge.model import Rule, Verdict
from knowledge.offers import say_listed, say_options
from knowledge.options import Option
from knowledge.patient import Patient
from knowledge.plan import Plan, plan, urgent_rules
from knowledge.questions import absent_all, asked_together
from knowledge.recap import all_in_words, in_words

STEPS = 5
"""Numbered steps of the algorithm, as the source document counts them."""


def recommend(
    knowledge: Knowledge, patient: Patient, audience: str, supposed: Mapping[str, Any] | None = None
) -> Answer:
    """The recommendation for a patient as an answer; urgent rules speak first, then which facts are only supposed."""
    advice, composer = plan(knowledge, patient), Composer(knowledge, audience, clinical=True)
    composer.subjects += [option.therapy.id for option in advice.usable[:1]]
    composer.urgent(advice.urgent)
    if supposed:
        composer.say(f"**{HEADINGS[audience]['supposing']}:** {all_in_words(knowledge, supposed)}.")
    if not advice.urgent:
        _current(composer, patient)
    _stand(composer, patient, advice)
    if advice.decided and not advice.urgent:
        say_options(composer, patient, advice)
        _avoid(composer, patient, advice)
        _next(composer, advice)
    elif advice.step.number and not advice.urgent:
        say_listed(composer, patient, advice)
    _follow_ups(composer, advice)
    return composer.done()


def provisional(knowledge: Knowledge, patient: Patient, audience: str, missing: Sequence[str]) -> Answer | None:
    """Where the patient stands if nothing applies of what one last question asks, and what to start there; None while
    more is open, or where that is not decided either."""
    asked = asked_together(knowledge, missing) if missing else ()
    if not asked or set(asked) != set(missing) or not all(knowledge.facts[fact].absent for fact in asked):
        return None
    then = plan(knowledge, patient.with_facts(**absent_all(knowledge, asked)))
    if not then.decided or then.urgent or not then.usable or not then.step.number:
        return None
    composer = Composer(knowledge, audience, clinical=True)
    lead = f"**{composer.notice('provisional')}** step {then.step.number} of {STEPS}, {then.step.title[audience]}."
    composer.subjects += [option.therapy.id for option in then.usable[:1]]
    composer.say(" ".join([lead, *(_single_dose(composer, then) or [composer.cite(then.step.cites)])]))
    return composer.done()


def urgent(knowledge: Knowledge, patient: Patient, audience: str) -> Answer | None:
    """The urgent message alone, or None if no red flag is known."""
    rules, composer = urgent_rules(knowledge, patient), Composer(knowledge, audience)
    composer.urgent(rules)
    return composer.done() if rules else None


def _stand(composer: Composer, patient: Patient, advice: Plan) -> None:
    """The lead: the step, and what to start; for an undecided step what it depends on and how to find that out."""
    step, headings = advice.step, HEADINGS[composer.audience]
    if advice.urgent:
        return
    number = f"step {step.number} of {STEPS}" if step.number else ""
    if advice.decided:
        lead = f"**{f'{capital(number)}: ' if number else ''}{capital(step.title[composer.audience])}.**"
        dose = _single_dose(composer, advice)
        composer.say(" ".join([lead, *dose]))
        if not dose or len(advice.options) == 1:
            composer.say(composer.words(step))
        composer.say(*_trial_period(composer, patient, advice))
        return
    facts = [composer.knowledge.facts[fact] for fact in advice.unsure or advice.missing]
    at = f" ({number})" if number else ""
    composer.say(f"**{headings['open']}{at}:** {composer.labels(fact.id for fact in facts)}.")
    composer.say(*[f"- {fact.find_out[composer.audience]}" for fact in facts if fact.find_out])
    if advice.unsure and not advice.missing:
        _say_branches(composer, patient, advice)


def _say_branches(composer: Composer, patient: Patient, advice: Plan) -> None:
    """Where the first fact that could not be told would lead, by its value."""
    fact = composer.knowledge.facts[advice.unsure[0]]
    for value in fact.values or (("no", "yes") if fact.kind == "condition" else ()):
        then = plan(composer.knowledge, Patient(composer.knowledge, {**patient.facts, fact.id: value}))
        leads = composer.notice("changes-urgent") if then.urgent else then.step.called(composer.audience)
        if then.urgent or then.decided:
            composer.say(f"- {capital(in_words(composer.knowledge, fact, value))}: {leads}.")


def _current(composer: Composer, patient: Patient) -> None:
    """What the patient's facts say against the treatment in use."""
    current = composer.knowledge.subjects.get(patient.given("current_therapy") or "")
    say_against_current(composer, against(patient, current) if current else [])


def say_against_current(composer: Composer, rules: Sequence[Rule]) -> None:
    """Says rules that speak against the treatment in use."""
    composer.verdicts += [(rule.id, rule.verdict) for rule in rules]
    words = " ".join(composer.words(rule) for rule in rules)
    composer.say(f"**{HEADINGS[composer.audience]['current']}:** {words}" if rules else "")


def _trial_period(composer: Composer, patient: Patient, advice: Plan) -> list[str]:
    """When the current treatment is judged, at a step that is about its trial."""
    current = patient.given("current_therapy")
    therapy = composer.knowledge.subjects[current] if current and "trial_phase" in advice.step.when else None
    return [composer.words(therapy.statement(therapy.plan.judge))] if therapy and therapy.plan.judge else []


def _single_dose(composer: Composer, advice: Plan) -> list[str]:
    """The dose for this patient where one therapy is to be started; by name where the step offers others too."""
    usable = advice.usable
    if len(usable) != 1 or not usable[0].therapy.plan.judge:
        return []
    named = f"{capital(usable[0].therapy.name)} ({usable[0].verdict.value}):"
    doses = [composer.words(dose) for dose in usable[0].regimen[:1]]
    return [named, *doses] if len(advice.options) > 1 else doses


def _avoid(composer: Composer, patient: Patient, advice: Plan) -> None:
    """What to avoid and why: rules that hold for this patient, beyond those already said of an option."""
    said = set(composer.statements)
    rules = [rule for rule in advice.avoid if rule.id not in said and relevant(rule, advice)]
    composer.verdicts += [(rule.id, "avoid") for rule in rules]
    if rules:
        composer.say(f"**{HEADINGS[composer.audience]['avoid']}:** " + " ".join(composer.words(rule) for rule in rules))


def relevant(rule: Rule, advice: Plan) -> bool:
    """Rules that hold for everyone are always said; others when they are about this or the next step."""
    near = [option.therapy for option in (*advice.options, *advice.next_options)]
    return not rule.when or any(therapy.id in rule.about or therapy.group in rule.about for therapy in near)


def _next(composer: Composer, advice: Plan) -> None:
    """What comes if this step fails."""
    if advice.next_step is None or not advice.step.number or not advice.step.offers:
        return
    names = [
        _next_name(option)
        for option in advice.next_options
        if option.verdict.usable or option.verdict is Verdict.UNDECIDED
    ]
    options = f": {', '.join(names)}" if names else ""
    line = f"**{HEADINGS[composer.audience]['next']}:** {advice.next_step.called(composer.audience)}{options}."
    composer.say(f"{line} {composer.cite(advice.next_step.cites)}")


def _next_name(option: Option) -> str:
    """The name of a later option, marked where it comes with a caution."""
    return f"{option.therapy.name} (with caution)" if option.verdict is Verdict.CAUTION else option.therapy.name


def _follow_ups(composer: Composer, advice: Plan) -> None:
    """Quick replies: the usual next questions on what was recommended."""
    for option in advice.usable[:2] if advice.decided else ():
        name = option.therapy.name
        for topic in ("safety", "monitoring") if len(advice.usable) > 1 else ("safety", "efficacy", "administration"):
            title = composer.knowledge.topics[topic]["title"]
            composer.offer(f"{capital(title)} ({name})", f"ask_{topic}", subject=option.therapy.id)
    composer.offer("New patient", "new_patient")
