"""What would change a plan: single facts, or the smallest sets of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from knowledge.base import Knowledge
from knowledge.explain.alternatives import HISTORY, Other, others
from knowledge.model import Step, Text, Verdict
from knowledge.options import weigh
from knowledge.patient import Patient
from knowledge.plan import Plan, plan

Changes = tuple[Other, ...]


def gist(advice: Plan) -> tuple[Any, ...]:
    """What a plan comes to: two plans with the same gist advise the same."""
    options = tuple((o.therapy.id, o.verdict, _ids(o.regimen), _ids(o.reasons)) for o in advice.options)
    return _ids(advice.urgent), advice.step.id, advice.decided, options


def _ids(texts: Iterable[Text]) -> tuple[str, ...]:
    return tuple(text.id for text in texts)


def changed(patient: Patient, changes: Iterable[Other]) -> Patient:
    """The patient with other values."""
    return patient.with_facts(**{change.fact: change.value for change in changes})


def single(knowledge: Knowledge, patient: Patient) -> list[tuple[Other, Plan]]:
    """Each other value of a single fact that changes the advice, with the plan that it leads to."""
    today = gist(plan(knowledge, patient))
    found = [(other, plan(knowledge, changed(patient, [other]))) for other in others(knowledge, patient)]
    return [(other, advice) for other, advice in found if gist(advice) != today]


def in_reach(verdict: Verdict) -> bool:
    """Whether a verdict lets a therapy be considered: it may be offered, or only waits for an answer."""
    return verdict.usable or verdict is Verdict.UNDECIDED


def offers(knowledge: Knowledge, patient: Patient, therapy: str) -> bool:
    """Whether a therapy is to be considered for a patient now: at the step where the patient stands."""
    advice = plan(knowledge, patient)
    return not advice.urgent and any(o.therapy.id == therapy and in_reach(o.verdict) for o in advice.options)


def towards(knowledge: Knowledge, patient: Patient, therapy: str) -> list[Changes]:
    """The smallest changes of facts after which a therapy is to be considered: of one fact each, else of two; none if
    more than two facts would have to differ, or nothing brings it."""
    possible = others(knowledge, patient)
    alone = [(other,) for other in possible if offers(knowledge, changed(patient, [other]), therapy)]
    if alone:
        return list(alone)
    near = _relevant(knowledge, patient, therapy)
    pairs = combinations([other for other in possible if other.fact in near], 2)
    return [pair for pair in pairs if pair[0].fact != pair[1].fact and _pair_offers(knowledge, patient, pair, therapy)]


def _pair_offers(knowledge: Knowledge, patient: Patient, pair: Changes, therapy: str) -> bool:
    """Whether a therapy is offered after two changes; weighing it alone is quick, so that goes first."""
    supposed = changed(patient, pair)
    return in_reach(weigh(knowledge, supposed, therapy).verdict) and offers(knowledge, supposed, therapy)


def _relevant(knowledge: Knowledge, patient: Patient, therapy: str) -> set[str]:
    """The facts that the way to a therapy hangs on, and, where it is not usable itself, those of its own verdict."""
    last = max((i for i, step in enumerate(knowledge.steps) if therapy in step.offers), default=-1)
    found = {fact for step in knowledge.steps[: last + 1] for fact in (*step.when, *step.unless)} | {HISTORY}
    if not in_reach(weigh(knowledge, patient, therapy).verdict):
        subject = knowledge.subjects[therapy]
        rows: list[Mapping[str, Any]] = [row.when for row in subject.approvals]
        rows += [s.when for s in subject.statements if "dosing" in s.topics]
        rows += [condition for rule in knowledge.rules_about(therapy) for condition in (rule.when, rule.unless)]
        found |= {fact for row in rows for fact in row}
    return {part for fact in found for part in (fact, *knowledge.derived.get(fact, {}).get("of", ()))}


def position(knowledge: Knowledge, therapy: str) -> Step | None:
    """The step that offers a therapy, None if none does."""
    return next((step for step in knowledge.steps if therapy in step.offers), None)


def nearest_first(found: Sequence[Changes], told: Callable[[str], bool]) -> list[Changes]:
    """Changes in the order in which they are worth telling: an age is what it is, so that numbers come last, and facts
    that were told come first."""
    return sorted(
        found,
        key=lambda changes: (sum(one.band is not None for one in changes), sum(not told(one.fact) for one in changes)),
    )
