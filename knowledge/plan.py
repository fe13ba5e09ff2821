"""Where a patient stands in the algorithm, what can be offered, and which facts could still change that.

The steps are walked in order. A step whose condition does not hold is passed; the first that holds is where the
patient stands;
one that is undecided hides everything behind it. A step whose therapies are all ruled out for this patient is passed
too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.base import Knowledge
from knowledge.conditions import applies, holds, unknowns
from knowledge.model import Rule, Step, Truth, Verdict
from knowledge.options import Option, weigh
from knowledge.patient import Patient


@dataclass(frozen=True)
class Trace:
    """One line of the reasoning: a step or rule, what it came to, and the facts that decided or are missing."""

    id: str
    truth: Truth
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """The advice for one patient. `step` is where the patient stands, or the step that is undecided."""

    urgent: tuple[Rule, ...]
    step: Step
    decided: bool
    options: tuple[Option, ...]
    avoid: tuple[Rule, ...]
    next_step: Step | None
    next_options: tuple[Option, ...]
    missing: tuple[str, ...]
    unsure: tuple[str, ...]
    trace: tuple[Trace, ...]

    @property
    def open(self) -> tuple[str, ...]:
        """The facts that could still change the advice: those never said, then those answered "unsure"."""
        return tuple(dict.fromkeys((*self.missing, *self.unsure)))

    @property
    def usable(self) -> tuple[Option, ...]:
        """The options that may be offered now."""
        return tuple(option for option in self.options if option.verdict.usable)


def plan(knowledge: Knowledge, patient: Patient) -> Plan:
    """The plan for a patient."""
    urgent = urgent_rules(knowledge, patient)
    trace: list[Trace] = []
    step, decided, options, position = _stand(knowledge, patient, trace)
    open_facts = [*_open_urgent(knowledge, patient), *_open_facts(knowledge, patient, step, decided, options, position)]
    next_step, next_options = _next(knowledge, patient, position)
    return Plan(
        urgent=urgent,
        step=step,
        decided=decided,
        options=options,
        avoid=_rules(knowledge, patient, "avoid"),
        next_step=next_step,
        next_options=next_options,
        missing=() if urgent else _ordered(knowledge, patient, open_facts, said=False),
        unsure=_ordered(knowledge, patient, open_facts, said=True),
        trace=tuple(trace),
    )


def urgent_rules(knowledge: Knowledge, patient: Patient) -> tuple[Rule, ...]:
    """The red flags that are known of the patient."""
    return _rules(knowledge, patient, "urgent")


def _stand(knowledge: Knowledge, patient: Patient, trace: list[Trace]) -> tuple[Step, bool, tuple[Option, ...], int]:
    """The step where the patient stands (or the undecided one), whether it is decided, its options and its position."""
    for position, step in enumerate(knowledge.steps):
        truth = applies(step, patient)
        facts = unknowns(step.when, step.unless, patient) or [*step.when, *step.unless]
        trace.append(Trace(step.id, truth, tuple(facts)))
        if truth is Truth.NO:
            continue
        options = tuple(weigh(knowledge, patient, therapy) for therapy in step.offers)
        if truth is Truth.UNKNOWN:
            return step, False, options, position
        if not step.offers or any(option.verdict.usable for option in options):
            return step, True, options, position
        if any(option.verdict is Verdict.UNDECIDED for option in options):
            return step, False, options, position
    raise AssertionError("the last step of the algorithm must hold for everyone")


def _open_urgent(knowledge: Knowledge, patient: Patient) -> list[str]:
    """The facts on which an urgent rule about the patient still depends: they are asked first."""
    facts: list[str] = []
    for rule in knowledge.rules:
        if rule.verdict == "urgent" and rule.ask:
            facts += unknowns(rule.when, rule.unless, patient)
    return facts


def _open_facts(
    knowledge: Knowledge, patient: Patient, step: Step, decided: bool, options: tuple[Option, ...], position: int
) -> list[str]:
    """The facts that could still change the advice: those of the step, of its options, and of the first offer ahead;
    where all of the step was answered, if only with "unsure", those of the steps before that offer as well."""
    facts = unknowns(step.when, step.unless, patient)
    for option in options:
        facts += option.missing
    if not decided and not step.offers:
        told = not _ordered(knowledge, patient, facts, said=False)
        ahead = next((s for s in knowledge.steps[position:] if _systemic(knowledge, s)), None)
        for between in knowledge.steps[position + 1 : knowledge.steps.index(ahead)] if ahead and told else ():
            facts += unknowns(between.when, between.unless, patient)
        for therapy in ahead.offers if ahead else ():
            facts += weigh(knowledge, patient, therapy).missing
    return facts


def _systemic(knowledge: Knowledge, step: Step) -> bool:
    """Whether a step offers something beyond topical treatment."""
    return any(knowledge.subjects[therapy].route != "topical" for therapy in step.offers)


def _ordered(knowledge: Knowledge, patient: Patient, facts: Iterable[str], said: bool) -> tuple[str, ...]:
    """Open facts in the order of facts.yml (safety first): those never said, or those answered "unsure"."""
    wanted: set[str] = set()
    for fact in facts:
        wanted.update(_askable(knowledge, patient, fact, said))
    return tuple(fact for fact in knowledge.facts if fact in wanted)


def _askable(knowledge: Knowledge, patient: Patient, fact: str, said: bool) -> list[str]:
    """The facts to ask in order to know a fact that may be a derived one."""
    parts = knowledge.derived[fact]["of"] if fact in knowledge.derived else [_detail(knowledge, patient, fact)]
    return [
        part
        for part in parts
        if (patient.unsure(part) if said else _never_told(patient, part))
        and (knowledge.facts[part].question or knowledge.facts[part].asks)
        and _applies(knowledge, patient, part)
        and (fact not in knowledge.derived or patient.given(part) is None or _never_told(patient, part))
    ]


def _applies(knowledge: Knowledge, patient: Patient, fact: str) -> bool:
    """Whether a fact's question can apply; where that hangs on a derived fact, only once it surely does."""
    condition = knowledge.facts[fact].applies
    open_keys = unknowns(condition, {}, patient)
    return holds(condition, {}, patient) is not Truth.NO and not any(key in knowledge.derived for key in open_keys)


def _detail(knowledge: Knowledge, patient: Patient, fact: str) -> str:
    """The fact to ask: its detail, once what the detail is about was given."""
    details = knowledge.facts[fact].details
    return details[1] if details and patient.given(details[0]) else fact


def _never_told(patient: Patient, fact: str) -> bool:
    """Whether a fact was not given, or a treatment was named without its result."""
    return not patient.said(fact) or (fact == "systemic_history" and bool(patient.without_result()))


def _rules(knowledge: Knowledge, patient: Patient, verdict: str) -> tuple[Rule, ...]:
    """The rules of a verdict that apply."""
    return tuple(rule for rule in knowledge.rules if rule.verdict == verdict and applies(rule, patient) is Truth.YES)


def _next(knowledge: Knowledge, patient: Patient, position: int) -> tuple[Step | None, tuple[Option, ...]]:
    """The next step that has something to offer this patient, with its options; else the last one."""
    later = knowledge.steps[position + 1 :]
    for step in later:
        if step.offers and holds(step.when, {}, patient) is not Truth.NO:
            options = tuple(weigh(knowledge, patient, therapy) for therapy in step.offers)
            if any(option.verdict.usable or option.verdict is Verdict.UNDECIDED for option in options):
                return step, options
    return (later[-1], ()) if later else (None, ())
