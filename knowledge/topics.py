"""Answers a question: a topic of one or more therapies, classes or guides, for this patient where facts are known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge import doses, potency
from knowledge.against import say_against
from knowledge.answer import Answer, Composer, capital
from knowledge.base import Knowledge
from knowledge.conditions import applies, evaluate, possible
from knowledge.grades import grade
from knowledge.interactions import uncovered
from knowledge.model import Statement, Subject, Truth
from knowledge.patient import Patient
from knowledge.plan import urgent_rules
from knowledge.relevance import nearest_first
from knowledge.selection import on, select

MOST = 4
"""Statements in one answer; the rest is offered as a quick reply."""

TAKING = ("dosing", "administration", "missed_dose")
"""Topics on taking a treatment, which wait while a dose of a systemic one is held."""
NAMES_A_REGION = re.compile(r"\b(?:US|EU|UK|NHS|Europe|England|Great Britain)\b")
SYSTEMIC = ("injection", "oral", "light")

NEAREST = {
    "boxed_warning": ("safety",),
    "children": ("dosing", "approval"),
    "missed_dose": ("administration",),
    "access": ("place_in_therapy",),
    "comorbidity": ("contraindication", "safety"),
    "contraindication": ("safety",),
    "administration": ("dosing",),
    "response_assessment": ("efficacy",),
}
"""Where a topic has no statement: the topics whose statements are offered as the nearest, after saying so."""


def answer(
    knowledge: Knowledge,
    patient: Patient,
    topic: str,
    subjects: Sequence[str],
    audience: str,
    skip: int = 0,
    nearest: Sequence[str] = (),
    products: Sequence[str] = (),
    others: Sequence[str] = (),
) -> Answer:
    """The answer to a question on `topic` of the subjects.

    Args:
        knowledge: what is known.
        patient: whose facts select the statements; statements that cannot be true for this patient are left out.
        topic: a topic id.
        subjects: ids of therapies, classes or guides; at least one.
        audience: clinician or patient.
        skip: how many statements were shown before ("more").
        nearest: ids of the statements nearest to the question; those on the topic come in this order.
        products: ids of the topical products that the question names.
        others: names of the medicines in the question that are not ours.
    """
    composer = Composer(knowledge, audience, subjects=list(subjects), clinical=True)
    if _waits(composer, patient, topic, [knowledge.subjects[subject] for subject in subjects]):
        return composer.done()
    if topic == "children":
        patient = _as_child(patient)
    for subject_id in _answering(patient, topic, subjects):
        subject = knowledge.subjects[subject_id]
        listed = _listed(composer, topic, subject, products)
        _answer_one(composer, patient, topic, subject, listed, len(subjects) > 1, skip, nearest)
        if topic == "interaction":
            composer.say(*uncovered(composer, patient, subject, others))
    _offers(composer, patient, topic, [knowledge.subjects[s] for s in subjects])
    return composer.done()


def _waits(composer: Composer, patient: Patient, topic: str, subjects: Sequence[Subject]) -> bool:
    """Says what is urgent; whether the answer has to wait because it is on taking a systemic treatment that is held."""
    urgent = urgent_rules(composer.knowledge, patient)
    composer.urgent(urgent)
    taking = topic in TAKING and any(subject.route in SYSTEMIC for subject in subjects)
    held = any(rule.holds_dose for rule in urgent)
    if urgent and taking:
        composer.say(composer.notice("urgent-first" if held else "only-after"))
    return held and taking


def _answering(patient: Patient, topic: str, subjects: Sequence[str]) -> Sequence[str]:
    """The subjects without those that were named by the way: guides and topical treatments that have nothing to say on
    the topic while another subject has."""
    known = patient.knowledge.subjects
    having = [s for s in subjects if known[s].speaks_of(topic)]
    drugs = [s for s in subjects if known[s].kind != "guide" and known[s].route != "topical"]
    return [s for s in subjects if s in having or s in drugs] if having else subjects


def _as_child(patient: Patient) -> Patient:
    """For a question on children while the patient is grown up: age and weight are left open."""
    grown_up = evaluate(patient.knowledge.outline.grown_up, patient) is Truth.YES
    return patient.with_facts(age=None, weight=None) if grown_up else patient


def _listed(composer: Composer, topic: str, subject: Subject, products: Sequence[str]) -> list[str]:
    """What a topic has besides statements: the grades of the guidelines, the potency chart."""
    if topic == "recommendation":
        return [f"- {grade(composer, row, subject.id)}" for row in subject.recommendations]
    if topic == potency.TOPIC and subject.speaks_of(topic):
        return potency.chart(composer, products)
    return []


def _answer_one(
    composer: Composer,
    patient: Patient,
    topic: str,
    subject: Subject,
    listed: Sequence[str],
    several: bool,
    skip: int,
    nearest: Sequence[str],
) -> None:
    """The statements of one subject after what is listed, or the honest sentence that there is none."""
    found = _in_order(composer, patient, topic, subject, nearest)
    elsewhere = _elsewhere(composer, patient, topic, subject, nearest, found) if not skip else []
    if not found and not listed:
        members = [patient.knowledge.subjects[member] for member in subject.members]
        found = [s for member in members for s in _in_order(composer, patient, topic, member, nearest)[:1]]
    if not found and not listed:
        _say_none(composer, patient, topic, subject, elsewhere)
        return
    title = composer.knowledge.topics[topic]["title"]
    composer.say(f"**{capital(subject.name)}: {title}**" if several or subject.kind != "guide" else "")
    say_against(composer, patient, subject)
    composer.say(*listed)
    shown = found[skip : skip + MOST]
    if any(_regional(statement) for statement in shown):
        shown += elsewhere[:1]
    both = any(statement in elsewhere for statement in shown)
    for statement in shown:
        said = (_region(composer, statement) if both else "") + _named(composer, statement, subject)
        composer.say(("- " if len(shown) + len(listed) > 1 else "") + said)
    if len(found) > skip + MOST:
        composer.offer(f"More on {title}", f"ask_{topic}", subject=subject.id, skip=str(0 if nearest else skip + MOST))


def _in_order(
    composer: Composer, patient: Patient, topic: str, subject: Subject, nearest: Sequence[str]
) -> list[Statement]:
    """The statements of a subject on a topic, what answers the question first."""
    found = select(patient, subject, topic)
    if topic == "children" and doses.sure(patient, subject):
        return found
    if topic != "dosing":
        found = nearest_first(found, nearest[:1] if topic == "children" else nearest)
        return _with_nearest(patient, subject, found, nearest)
    shown = doses.to_show(patient, subject, found, nearest)
    if any(doses.for_children(patient.knowledge, s) for s in found if s not in shown):
        composer.offer(f"In children ({subject.name})", "ask_children", subject=subject.id)
    return shown if doses.sure(patient, subject) else _with_nearest(patient, subject, shown, nearest)


def _elsewhere(
    composer: Composer, patient: Patient, topic: str, subject: Subject, nearest: Sequence[str], found: list[Statement]
) -> list[Statement]:
    """While nobody has said the region: what holds in the other regions only, which is then named beside the answer."""
    listed = [s for there in patient.elsewhere() for s in _in_order(composer, there, topic, subject, nearest)]
    return [statement for statement in listed if _regional(statement) and statement not in found]


def _region(composer: Composer, statement: Statement) -> str:
    """The region of a statement that stands beside one of another region, unless its words name it."""
    values = composer.knowledge.facts["region"].values
    if NAMES_A_REGION.search(statement.words(composer.audience)):
        return ""
    return "".join(f"**{values[region]}:** " for region in statement.when.get("region", ()))


def _regional(statement: Statement) -> bool:
    return "region" in statement.when


def _with_nearest(
    patient: Patient, subject: Subject, found: list[Statement], nearest: Sequence[str]
) -> list[Statement]:
    """The statements, led by the first of the nearest where that stands under another topic."""
    near = next((s for s in subject.statements if s.id in nearest[:1]), None)
    if not found or near is None or near in found or near.adjusts or applies(near, patient) is Truth.NO:
        return found
    return [near, *found]


def _named(composer: Composer, statement: Statement, subject: Subject) -> str:
    """A statement, led by the therapy's name where it is a member's in an answer on its class."""
    said = composer.words(statement)
    member = composer.knowledge.subjects[statement.subject]
    return said if member.id == subject.id else f"{capital(member.name)}: {said}"


def _say_none(
    composer: Composer, patient: Patient, topic: str, subject: Subject, elsewhere: Sequence[Statement]
) -> None:
    """No verified statement: said so, with what there is in other regions or on offer."""
    title = composer.knowledge.topics[topic]["title"]
    whom = " for this patient" if subject.speaks_of(topic) else ""
    if elsewhere:
        region = patient.knowledge.facts["region"]
        whom = f" in the {region.values[str(patient.given('region'))]}"
    composer.say(f"{composer.notice('no-statement')[:-1]}: {subject.name}, {title}{whom}.")
    nearest = list(elsewhere[:2]) or on(patient, subject, NEAREST.get(topic, ()))[:2]
    if topic == "dosing" and not elsewhere:
        nearest = select(patient.with_facts(age=None, weight=None), subject, "approval")[:1]
    if nearest:
        lead = composer.notice("elsewhere" if elsewhere else "nearest")
        composer.say(lead, *[f"- {composer.words(statement)}" for statement in nearest])


def _offers(composer: Composer, patient: Patient, topic: str, subjects: Sequence[Subject]) -> None:
    """Further topics of the first subject as quick replies."""
    subject = subjects[0]
    there = [topic for statement in possible(subject.statements, patient) for topic in statement.topics[:1]]
    wanted = [t for t in composer.knowledge.topics if t in there and t != topic and t != "overview"]
    for other in _rotate(wanted, topic, list(composer.knowledge.topics))[:3]:
        title = capital(composer.knowledge.topics[other]["title"])
        composer.offer(f"{title} ({subject.name})", f"ask_{other}", subject=subject.id)


def _rotate(wanted: list[str], topic: str, order: list[str]) -> list[str]:
    """The wanted topics, beginning with those that come after the one asked."""
    position = order.index(topic)
    return sorted(wanted, key=lambda t: (order.index(t) - position) % len(order))
