"""Why the advice is what it is, and why a therapy is not advised: facts, rules, and what would have to be different."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from knowledge.against import say_against
from knowledge.answer import Answer, Composer, capital
from knowledge.base import Knowledge
from knowledge.conditions import applies, deciding
from knowledge.explain.alternatives import merged
from knowledge.explain.changes import in_reach, nearest_first, offers, position, towards
from knowledge.model import Step, Truth
from knowledge.offers import details
from knowledge.options import weigh
from knowledge.patient import Patient
from knowledge.plan import Plan, plan
from knowledge.recap import in_words

FOLLOWING = ("severity", "topical_trial")
"""Facts that may follow from scores, or from products and weeks."""
MOST = 3
"""Ways to a therapy that are told."""


def why(knowledge: Knowledge, patient: Patient, audience: str, therapies: Sequence[str] = ()) -> Answer:
    """Why the plan is what it is: the facts that decided each step, then the step with its statement and sources.

    Args:
        knowledge: what is known.
        patient: whose plan is explained.
        audience: clinician or patient.
        therapies: those of the plan that the question names; their dose and cautions are said.
    """
    advice, composer = plan(knowledge, patient), Composer(knowledge, audience, clinical=True)
    composer.subjects += list(therapies) or [option.therapy.id for option in advice.usable[:1]]
    composer.urgent(advice.urgent)
    if advice.urgent:
        return composer.done()
    title = _title(advice.step, audience) if advice.decided else capital(composer.notice("undecided"))
    composer.say(f"**{title}.** {composer.notice('why-lead')}")
    composer.say(*[f"- {line}" for line in _passed(patient, advice, audience)])
    if not advice.decided:
        _say_open(composer, advice)
        return composer.done()
    here = _in_words(patient, _given(patient, [*advice.step.when]))
    composer.say(f"- {f'{here}: ' if here else ''}{composer.words(advice.step)}")
    for option in advice.usable:
        if option.therapy.id in composer.subjects:
            texts = [*option.regimen[:1], *option.reasons]
            composer.say(*[f"- {capital(option.therapy.name)}: {composer.words(text)}" for text in texts])
    composer.offer("What would change this?", "ask_what_changes")
    return composer.done()


def _title(step: Step, audience: str) -> str:
    """The number and title of a step."""
    number = f"Step {step.number}: " if step.number else ""
    return f"{number}{capital(step.title[audience]) if not number else step.title[audience]}"


def _passed(patient: Patient, advice: Plan, audience: str) -> list[str]:
    """The steps that were passed because of something that was told, with what that was; each fact once."""
    known, lines, said = patient.knowledge, list[str](), set[str]()
    passes = known.notices["why-passed"].words(audience)
    for step in known.steps[: known.steps.index(advice.step)]:
        if applies(step, patient) is Truth.YES:
            verdicts = [f"{known.subjects[t].name} {weigh(known, patient, t).verdict.value}" for t in step.offers]
            lines.append(f'{", ".join(verdicts)}: {passes} "{step.title[audience]}".')
            continue
        facts = [fact for fact in _given(patient, deciding(step.when, step.unless, patient)) if fact not in said]
        said |= set(facts)
        if facts:
            lines.append(f'{_in_words(patient, facts)}: {passes} "{step.title[audience]}".')
    return lines


def _given(patient: Patient, facts: Sequence[str]) -> list[str]:
    """Those of some facts that were told, or follow from what was told; for a derived one, what it follows from."""
    known = patient.knowledge
    parts = [part for fact in facts for part in (*known.derived.get(fact, {}).get("of", ()), fact)]
    return [part for part in dict.fromkeys(parts) if part in known.facts and _value(patient, part) is not None]


def _value(patient: Patient, fact: str) -> Any:
    """The value of a fact that was told or follows from others; not one that is only taken for granted."""
    return patient.facts[fact] if patient.said(fact) else (patient.value(fact) if fact in FOLLOWING else None)


def _in_words(patient: Patient, facts: Sequence[str]) -> str:
    """Facts with their values."""
    return ", ".join(in_words(patient.knowledge, patient.knowledge.facts[f], _value(patient, f)) for f in facts)


def why_not(knowledge: Knowledge, patient: Patient, audience: str, therapies: Sequence[str]) -> Answer:
    """Why therapies are not advised, or only later; and the smallest change of facts after which they would be
    considered.

    Args:
        knowledge: what is known.
        patient: the patient.
        audience: clinician or patient.
        therapies: ids of therapies; at least one.
    """
    composer = Composer(knowledge, audience, subjects=list(therapies), clinical=True)
    advice = plan(knowledge, patient)
    composer.urgent(advice.urgent)
    later: dict[str, list[str]] = {}
    for therapy in therapies:
        option, step = weigh(knowledge, patient, therapy), position(knowledge, therapy)
        composer.verdicts.append((therapy, option.verdict.value))
        if offers(knowledge, patient, therapy):
            lead = composer.notice("why-not-offered" if option.verdict.usable else "why-not-open")
            composer.say(f"**{capital(option.therapy.name)}:** {lead} {' '.join(details(composer, patient, option))}")
        elif not in_reach(option.verdict):
            reason = " ".join(details(composer, patient, option))
            composer.say(f"**{capital(option.therapy.name)}: {option.verdict.value}.** {reason}".strip())
            _ways(composer, patient, advice, therapy)
        elif step is None:
            composer.say(f"**{capital(option.therapy.name)}:** {composer.notice('why-not-outside')}")
            composer.say(
                *[composer.words(s) for s in option.therapy.statements if s.topics[0] == "place_in_therapy"][:1]
            )
        else:
            later.setdefault(step.id, []).append(therapy)
    for listed in later.values():
        _later(composer, patient, advice, listed)
    if not advice.decided and not advice.urgent:
        _say_open(composer, advice)
    return composer.done()


def _say_open(composer: Composer, advice: Plan) -> None:
    """What has to be known before the advice is decided."""
    composer.say(f"**{composer.notice('changes-open')}** {composer.labels(advice.open)}." if advice.open else "")


def _later(composer: Composer, patient: Patient, advice: Plan, therapies: Sequence[str]) -> None:
    """Therapies of one later step: where the patient stands now, what that step says, and the ways to each."""
    names = ", ".join(composer.knowledge.subjects[therapy].name for therapy in therapies)
    composer.say(f"**{capital(names)}:** {composer.notice('why-not-later')}")
    step = position(composer.knowledge, therapies[0])
    here = f'{composer.notice("why-not-stands")} "{_title(advice.step, composer.audience)}".' if advice.decided else ""
    said = composer.words(step) if step and step is not advice.step else ""
    composer.say(" ".join(filter(None, [here, said])))
    for therapy in therapies:
        subject, depends = composer.knowledge.subjects[therapy], weigh(composer.knowledge, patient, therapy).missing
        say_against(composer, patient, subject)
        if unsure := [fact for fact in depends if patient.unsure(fact)]:
            composer.say(f"{capital(subject.name)} depends on {composer.labels(unsure)}.")
        _ways(composer, patient, advice, therapy, len(therapies) > 1)


def _ways(composer: Composer, patient: Patient, advice: Plan, therapy: str, named: bool = False) -> None:
    """The smallest changes after which a therapy would be considered, once it is decided where the patient stands."""
    if position(composer.knowledge, therapy) is None or not advice.decided:
        return
    found = nearest_first(towards(composer.knowledge, patient, therapy), patient.said)
    of = f" ({composer.knowledge.subjects[therapy].name})" if named else ""
    if not found:
        composer.say(f"{composer.notice('no-small-change')}{of}")
        return
    ways = list(dict.fromkeys(merged(composer.knowledge, found)))[:MOST]
    composer.say(f"**{composer.notice('considered-if')}**{of} {'; '.join(ways)}.")
