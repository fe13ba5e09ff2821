"""A plan with other facts beside today's: what differs, first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge.advice import relevant
from knowledge.answer import Answer, Composer, capital
from knowledge.base import Knowledge
from knowledge.explain.alternatives import in_words
from knowledge.explain.changes import gist
from knowledge.headings import HEADINGS
from knowledge.offers import say_by_verdict
from knowledge.options import Option
from knowledge.patient import Patient
from knowledge.plan import Plan, plan


def what_if(knowledge: Knowledge, patient: Patient, supposed: Mapping[str, Any], audience: str) -> Answer:
    """The plan with supposed facts beside today's, differences first; nothing is stored.

    Args:
        knowledge: what is known.
        patient: as stored.
        supposed: sound facts that are supposed.
        audience: clinician or patient.
    """
    composer = Composer(knowledge, audience, clinical=True)
    today, then = plan(knowledge, patient), plan(knowledge, patient.with_facts(**supposed))
    composer.subjects += [option.therapy.id for option in then.usable[:1]]
    composer.urgent(then.urgent)
    listed = "; ".join(in_words(knowledge, knowledge.facts[name], value) for name, value in supposed.items())
    composer.say(f"**{HEADINGS[audience]['supposing']}:** {listed}.")
    if not then.urgent:
        say_difference(composer, today, then)
    composer.offer("Keep that change", "use_change", **supposed)
    composer.offer("The whole plan for that", "repeat_recommendation", supposed=dict(supposed))
    composer.offer("What would change this?", "ask_what_changes")
    return composer.done()


def say_difference(composer: Composer, today: Plan, then: Plan, was: str = "today") -> None:
    """Says how a plan differs from another; that it stays the same where it does.

    Args:
        composer: takes the lines.
        today: the plan before.
        then: the plan with other facts.
        was: the notice that leads what it was.
    """
    if gist(today) == gist(then) and today.avoid == then.avoid:
        composer.say(composer.notice("same-advice"))
        return
    if then.step is not today.step:
        _say_step(composer, today, then, was)
    elif then.decided:
        _say_options(composer, today, then, was)
    if not then.decided:
        facts = [composer.label(fact) for fact in (*then.missing, *then.unsure)]
        composer.say(f"**{HEADINGS[composer.audience]['open']}:** {', '.join(dict.fromkeys(facts))}." if facts else "")
    new = [rule for rule in then.avoid if rule not in today.avoid and relevant(rule, then)]
    if new:
        composer.say(f"**{HEADINGS[composer.audience]['avoid']}:** {' '.join(composer.words(rule) for rule in new)}")


def _say_step(composer: Composer, today: Plan, then: Plan, was: str) -> None:
    """Another step: its title beside today's, what it says, and its options by verdict."""
    title = capital(then.step.title[composer.audience])
    before = f"{composer.notice(was)} {today.step.title[composer.audience]}"
    composer.say(f"**{title}** ({before}). {composer.words(then.step)}")
    say_by_verdict(composer, then)


def _say_options(composer: Composer, today: Plan, then: Plan, was: str) -> None:
    """The same step: each therapy whose verdict, dose or caution differs, beside today's."""
    before = {option.therapy.id: option for option in today.options}
    for option in then.options:
        old, verdict = before[option.therapy.id], option.verdict.value
        if (option.verdict, option.regimen, option.reasons) != (old.verdict, old.regimen, old.reasons):
            verdict += f"; {composer.notice(was)} {old.verdict.value}" if old.verdict is not option.verdict else ""
            composer.say(f"**{capital(option.therapy.name)}** ({verdict}): {_said(composer, option)}".strip())
            if option.regimen != old.regimen and old.regimen and option.regimen:
                composer.say(f"- {capital(composer.notice(was))} {composer.words(old.regimen[0])}")
            composer.verdicts.append((option.therapy.id, option.verdict.value))


def _said(composer: Composer, option: Option) -> str:
    """The dose and the rules of an option; what an undecided one depends on."""
    texts = [composer.words(text) for text in (*option.regimen[:1], *option.reasons)]
    if option.missing:
        labels = [composer.label(fact) for fact in option.missing if fact in composer.knowledge.facts]
        texts.append(f"depends on {', '.join(labels)}.")
    return " ".join(texts)
