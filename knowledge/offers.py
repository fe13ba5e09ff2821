"""Says the options of a plan: one alone with its details, several a line each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from knowledge.answer import Composer, capital, word_count
from knowledge.conditions import applies, evaluate, possible
from knowledge.headings import HEADINGS
from knowledge.model import Rule, Statement, Subject, Truth, Verdict
from knowledge.options import Option, weigh
from knowledge.patient import Patient
from knowledge.plan import Plan
from knowledge.selection import covered

PREGNANCY = "pregnancy"
LIST_ROOM, BEFORE_ROOM, WATCH_ROOM = 145, 210, 170
"""Words of a reply up to which a therapy of a list is told with its dose, and what comes before one and what to watch
for is said; of the first two the first always is. The rest is on offer."""
OF_ITS_OWN = (Verdict.NOT_APPROVED, Verdict.NO_DOSE, Verdict.TRIED)
"""Verdicts whose reason is the therapy's own."""


def say_options(composer: Composer, patient: Patient, advice: Plan) -> None:
    """The therapies of the step with verdict and regimen; one alone gets its details, several a line each."""
    usable = advice.usable
    composer.verdicts += [(option.therapy.id, option.verdict.value) for option in advice.options]
    if len(usable) == 1 and usable[0].therapy.plan.judge:
        _only(composer, patient, usable[0])
        say_by_verdict(composer, [option for option in advice.options if option not in usable])
        return
    say_listed(composer, patient, advice)
    _monitors(composer, patient, [option.therapy for option in usable])


def say_listed(composer: Composer, patient: Patient, advice: Plan, headed: bool = True, whole: bool = False) -> None:
    """The therapies of the step, a line each, those that can be had first; those that share their reason share a line,
    and a caution that several share is said once, after them.

    Args:
        composer: takes the lines.
        patient: whose plan it is.
        advice: the plan.
        headed: whether a heading leads the list.
        whole: with every detail; else, past the words that a reply may have, names and verdicts with their cautions,
            and the dose on offer.
    """
    if advice.options and headed:
        composer.say(f"**{HEADINGS[composer.audience]['options']}:**")
    shared = _shared(advice.options)
    begun, room = len(composer.lines), True
    for alike in _alike(sorted(advice.options, key=lambda o: not o.verdict.usable)):
        draft = _line(Composer(composer.knowledge, composer.audience), patient, alike, shared)
        room &= word_count([*composer.lines, draft]) <= LIST_ROOM or len(composer.lines) == begun
        if whole or room or alike[0].verdict is Verdict.UNDECIDED:
            composer.say(_line(composer, patient, alike, shared))
        else:
            own = [rule for rule in alike[0].reasons if alike[0].verdict.usable and rule not in shared]
            cautions = " ".join(composer.words(rule) for rule in own)
            composer.say(f"- {_named(alike)}: {cautions}" if cautions else f"- {_named(alike)}")
            _offer_details(composer, alike)
    for rule in shared:
        names = ", ".join(o.therapy.name for o in advice.options if o.verdict.usable and rule in o.reasons)
        composer.say(f"- **{HEADINGS[composer.audience]['caution']}** ({names}): {composer.words(rule)}")


def _shared(options: Sequence[Option]) -> list[Rule]:
    """The cautions that several therapies share which may be offered."""
    rules = [rule for option in options if option.verdict.usable for rule in option.reasons]
    listed = [rule.id for rule in rules]
    return [rule for name, rule in {rule.id: rule for rule in rules}.items() if listed.count(name) > 1]


def _alike(options: Sequence[Option]) -> list[list[Option]]:
    """Options in groups that have the same to say: those that may not be offered, for the same reason."""
    groups: dict[Any, list[Option]] = {}
    for option in options:
        own = option.therapy.id if option.verdict.usable or option.verdict in OF_ITS_OWN else ""
        groups.setdefault((own, option.verdict, option.missing, tuple(rule.id for rule in option.reasons)), []).append(
            option
        )
    return list(groups.values())


def say_by_verdict(composer: Composer, options: Sequence[Option]) -> None:
    """Therapies by verdict, a line each verdict, without doses."""
    verdicts: dict[str, list[str]] = {}
    for option in options:
        verdicts.setdefault(option.verdict.value, []).append(option.therapy.name)
    composer.say(*[f"- {verdict}: {', '.join(names)}" for verdict, names in verdicts.items()])


def _monitors(composer: Composer, patient: Patient, therapies: Sequence[Subject]) -> None:
    """The rules that decide nothing but are said with a therapy, each once."""
    for rule in composer.knowledge.rules:
        about = any(composer.knowledge.covered_by(rule, therapy.id) for therapy in therapies)
        if rule.verdict == "monitor" and about and applies(rule, patient) is Truth.YES:
            composer.say(composer.words(rule))


def _line(composer: Composer, patient: Patient, alike: Sequence[Option], shared: Sequence[Rule]) -> str:
    """A line of the list: names, verdict, dose or reason."""
    said = " ".join(details(composer, patient, alike[0], shared)).strip()
    return f"- {_named(alike)}: {said}" if said else f"- {_named(alike)}"


def _named(alike: Sequence[Option]) -> str:
    """The names of options with their verdict."""
    return f"{capital(', '.join(option.therapy.name for option in alike))} ({alike[0].verdict.value})"


def _offer_details(composer: Composer, alike: Sequence[Option]) -> None:
    """The dose, or the reason against, of options that are only named."""
    for option in alike:
        if option.verdict.usable:
            composer.offer(f"Dose ({option.therapy.name})", "ask_dosing", subject=option.therapy.id)
        else:
            composer.offer(f"Why not {option.therapy.name}?", "ask_why_not", subject=option.therapy.id)


def details(composer: Composer, patient: Patient, option: Option, said: Sequence[Rule] = ()) -> list[str]:
    """What stands behind the verdict: the dose with its cautions but those that are said elsewhere, the reason against
    it, or what is missing."""
    verdict = option.verdict
    if verdict.usable:
        return [composer.words(text) for text in (*option.regimen[:1], *option.reasons) if text not in said]
    if verdict is Verdict.UNDECIDED:
        labels = [composer.label(f) for f in _known_facts(composer, option.missing)]
        return [f"depends on {', '.join(labels)}."]
    if verdict is Verdict.NOT_APPROVED:
        return [_not_approved(composer, patient, option)]
    if verdict is Verdict.NO_DOSE:
        return ["no labelled dose for this age and weight is in my knowledge; a specialist decides."]
    return [composer.words(reason) for reason in option.reasons]


def _known_facts(composer: Composer, names: tuple[str, ...]) -> list[str]:
    """The asked facts behind facts that may be derived ones."""
    facts: list[str] = []
    for name in names:
        of = composer.knowledge.derived[name]["of"][:1] if name in composer.knowledge.derived else [name]
        facts += [fact for fact in of if fact not in facts]
    return facts


def _not_approved(composer: Composer, patient: Patient, option: Option) -> str:
    """What the label of the region covers instead."""
    label = covered(patient, option.therapy)
    return composer.words(label) if label else "no label of this region covers this patient."


def _only(composer: Composer, patient: Patient, option: Option) -> None:
    """The details of the one therapy to start."""
    therapy, headings = option.therapy, HEADINGS[composer.audience]
    for rule in option.reasons:
        composer.say(f"**{headings['caution']}:** {composer.words(rule)}")
    _elsewhere(composer, patient, option)
    _monitors(composer, patient, [therapy])
    _listed(composer, patient, therapy, therapy.plan.before, headings["before"], BEFORE_ROOM, least=1)
    _listed(composer, patient, therapy, therapy.plan.watch, headings["watch"], WATCH_ROOM)
    if therapy.plan.judge:
        composer.say(f"**{headings['judge']}:** {composer.words(therapy.statement(therapy.plan.judge))}")


def _elsewhere(composer: Composer, patient: Patient, option: Option) -> None:
    """While nobody has said the region: the dose of the other regions, where it is another."""
    regions = composer.knowledge.facts["region"].values
    for there in patient.elsewhere():
        for dose in weigh(composer.knowledge, there, option.therapy.id).regimen[:1]:
            if dose not in option.regimen:
                composer.say(f"**{regions[there.given('region')]}:** {composer.words(dose)}")


def _listed(
    composer: Composer,
    patient: Patient,
    therapy: Subject,
    locals_: tuple[str, ...],
    heading: str,
    room: int,
    least: int = 0,
) -> None:
    """Statements of a therapy under one heading, those that hold for the patient: as many as there is room for in so
    many words of the reply, and at least so many."""
    holding = concerning(patient, possible(map(therapy.statement, locals_), patient))
    holding = composer.fitting(holding, room) or holding[:least]
    if holding:
        composer.say(f"**{heading}:** " + " ".join(composer.words(s) for s in holding))


def concerning(patient: Patient, statements: Sequence[Statement]) -> list[Statement]:
    """The statements that concern a patient: on pregnancy only where one is possible."""
    condition = patient.knowledge.facts[PREGNANCY].applies
    with_child = evaluate(condition, patient) is not Truth.NO
    return [statement for statement in statements if with_child or PREGNANCY not in statement.topics]
