"""A plan with other facts beside today's: what differs, first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge.advice import relevant, say_against_current
from knowledge.against import against
from knowledge.answer import Answer, Composer, capital
from knowledge.base import Knowledge
from knowledge.explain.changes import gist
from knowledge.headings import HEADINGS
from knowledge.offers import say_by_verdict
from knowledge.options import Option
from knowledge.patient import Patient
from knowledge.plan import Plan, plan
from knowledge.recap import all_in_words


def what_if(knowledge: Knowledge, patient: Patient, supposed: Mapping[str, Any], audience: str) -> Answer:
    """The plan with supposed facts beside today's, differences first; nothing is stored.

    Args:
        knowledge: what is known.
        patient: as stored.
        supposed: sound facts that are supposed.
        audience: clinician or patient.
    """
    composer = Composer(knowledge, audience, clinical=True)
    other = patient.with_facts(**supposed)
    then = plan(knowledge, other)
    composer.subjects += [option.therapy.id for option in then.usable[:1]]
    composer.urgent(then.urgent)
    composer.say(f"**{HEADINGS[audience]['supposing']}:** {all_in_words(knowledge, supposed)}.")
    if not then.urgent:
        say_difference(composer, patient, other)
    composer.offer("Keep that change", "use_change", **supposed)
    composer.offer("The whole plan for that", "repeat_recommendation", supposed=dict(supposed))
    composer.offer("What would change this?", "ask_what_changes")
    return composer.done()


def say_difference(composer: Composer, before: Patient, after: Patient, was: str = "today") -> None:
    """Says how a plan differs from another; that it stays the same where it does.

    Args:
        composer: takes the lines.
        before: the patient as stored.
        after: with other facts.
        was: the notice that leads what it was.
    """
    today, then = plan(composer.knowledge, before), plan(composer.knowledge, after)
    _say_current(composer, before, after)
    same = gist(today) == gist(then) and today.avoid == then.avoid
    if same and then.decided:
        composer.say(composer.notice("same-advice"))
        return
    if then.step is not today.step and then.decided:
        _say_step(composer, today, then, was)
    elif then.decided:
        _say_options(composer, today, then, was)
    elif then.open:
        composer.say(f"**{HEADINGS[composer.audience]['open']}:** {composer.labels(then.open)}.")
    new = [rule for rule in then.avoid if rule not in today.avoid and relevant(rule, then)]
    new = [rule for rule in new if rule.id not in composer.statements]
    if new:
        composer.say(f"**{HEADINGS[composer.audience]['avoid']}:** {' '.join(composer.words(rule) for rule in new)}")


def _say_current(composer: Composer, before: Patient, after: Patient) -> None:
    """What now speaks against the treatment in use, and did not before."""
    current = composer.knowledge.subjects.get(after.given("current_therapy") or "")
    if current is None:
        return
    known = [rule.id for rule in against(before, current)] if before.given("current_therapy") == current.id else []
    say_against_current(composer, [rule for rule in against(after, current) if rule.id not in known])


def _say_step(composer: Composer, today: Plan, then: Plan, was: str) -> None:
    """Another step: its title beside today's, what it says, and its options by verdict."""
    title = capital(then.step.title[composer.audience])
    before = f"{composer.notice(was)} {today.step.title[composer.audience]}"
    composer.say(f"**{title}** ({before}). {composer.words(then.step)}")
    say_by_verdict(composer, then.options)


def _say_options(composer: Composer, today: Plan, then: Plan, was: str) -> None:
    """The same step: each therapy whose verdict, dose or reasons differ, beside today's; what several share, once."""
    before = {option.therapy.id: option for option in today.options}
    groups: dict[tuple[str, ...], list[str]] = {}
    for option in then.options:
        old = before[option.therapy.id]
        if (option.verdict, option.regimen, option.reasons) == (old.verdict, old.regimen, old.reasons):
            continue
        composer.verdicts.append((option.therapy.id, option.verdict.value))
        verdict = option.verdict.value
        verdict += f"; {composer.notice(was)} {old.verdict.value}" if old.verdict is not option.verdict else ""
        groups.setdefault((verdict, *_new(composer, option, old, was)), []).append(option.therapy.name)
    for (verdict, *lines), names in groups.items():
        composer.say(f"**{capital(', '.join(names))}** ({verdict}){': ' if lines else '.'}{' '.join(lines)}")


def _new(composer: Composer, option: Option, old: Option, was: str) -> list[str]:
    """What an option says that it did not say before: the dose beside the old one, new rules, what it depends on."""
    texts = []
    if option.regimen[:1] != old.regimen[:1] or (option.verdict.usable and not old.verdict.usable):
        texts += [composer.words(dose) for dose in option.regimen[:1]]
        if option.regimen != old.regimen and old.regimen and option.regimen:
            texts.append(f"\n- {capital(composer.notice(was))} {composer.words(old.regimen[0])}")
    texts += [composer.words(rule) for rule in option.reasons if rule not in old.reasons or not option.regimen]
    if option.missing:
        told = composer.labels(fact for fact in option.missing if fact in composer.knowledge.facts)
        texts.append(f"depends on {told}.")
    return texts
