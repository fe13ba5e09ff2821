"""Answers a question: a topic of one or more therapies, classes or guides, for this patient where facts are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from knowledge import doses, potency
from knowledge.against import say_against, say_outside_label
from knowledge.answer import Answer, Composer, capital, word_count
from knowledge.base import Knowledge
from knowledge.conditions import evaluate, possible
from knowledge.grades import grade
from knowledge.headings import HEADINGS
from knowledge.interactions import uncovered
from knowledge.model import Statement, Subject, Truth
from knowledge.ordering import elsewhere_only, in_order, region_lead, regional
from knowledge.patient import Patient
from knowledge.plan import urgent_rules
from knowledge.recap import all_in_words
from knowledge.selection import on, select

MOST, FEW = 4, 2
"""Statements in one answer, and on each of several questions; the rest is offered as a quick reply."""
LONG = 200
"""Words of what is listed past which few statements follow it."""

TAKING = ("dosing", "administration", "missed_dose")
"""Topics on taking a treatment, which wait while a dose of a systemic one is held."""
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


@dataclass(frozen=True)
class Question:
    """A question on `topic` of some subjects.

    `skip` statements were shown before ("more"); `nearest` are the ids of the statements nearest to the question, and
    those on the topic come in this order; `products` and `others` are the topical products, and the medicines that are
    not ours, which it names; one of several is answered in `brief`.
    """

    topic: str
    subjects: Sequence[str]
    skip: int = 0
    nearest: Sequence[str] = ()
    products: Sequence[str] = ()
    others: Sequence[str] = ()
    brief: bool = False


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
    """The answer to one question.

    Args:
        knowledge: what is known.
        patient: whose facts select the statements; statements that cannot be true for this patient are left out.
        topic: a topic id.
        subjects: ids of therapies, classes or guides; at least one.
        audience: clinician or patient.
        skip, nearest, products, others: as in `Question`.
    """
    return answer_all(knowledge, patient, [Question(topic, subjects, skip, nearest, products, others)], audience)


def answer_all(
    knowledge: Knowledge,
    patient: Patient,
    questions: Sequence[Question],
    audience: str,
    supposed: Mapping[str, Any] | None = None,
) -> Answer:
    """The answer to the questions of one message: to a single one in full, with further topics on offer, to several in
    short, under headings.

    Args:
        knowledge: what is known.
        patient: as stored.
        questions: at least one.
        audience: clinician or patient.
        supposed: sound facts that are supposed; said first where they differ from what is stored.
    """
    subjects = list(dict.fromkeys(subject for question in questions for subject in question.subjects))
    composer = Composer(knowledge, audience, subjects=subjects, clinical=True)
    if supposed and any(patient.given(name) not in (None, value) for name, value in supposed.items()):
        composer.say(f"**{HEADINGS[audience]['supposing']}:** {all_in_words(knowledge, supposed)}.")
    patient = patient.with_facts(**(supposed or {}))
    if len(questions) > 1:
        for question in questions:
            say(composer, patient, replace(question, brief=True))
    elif say(composer, patient, questions[0]):
        _offers(composer, patient, questions[0].topic, [knowledge.subjects[subject] for subject in subjects])
    return composer.done()


def say(composer: Composer, patient: Patient, question: Question) -> bool:
    """Says the answer to one question; False where it has to wait for something urgent."""
    known, topic = composer.knowledge, question.topic
    if _waits(composer, patient, topic, [known.subjects[subject] for subject in question.subjects]):
        return False
    if topic == "children":
        patient = _as_child(patient)
    for subject_id in _answering(patient, topic, question.subjects):
        _answer_one(composer, patient, question, known.subjects[subject_id])
        if topic == "interaction":
            composer.say(*uncovered(composer, patient, known.subjects[subject_id], question.others))
    return True


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


def _answer_one(composer: Composer, patient: Patient, question: Question, subject: Subject) -> None:
    """The statements of one subject after what is listed, or the honest sentence that there is none."""
    topic, skip, most = question.topic, question.skip, FEW if question.brief else MOST
    listed = _listed(composer, topic, subject, question.products)
    most = min(most, FEW) if word_count(listed) > LONG else most
    found = in_order(patient, topic, subject, question.nearest)
    elsewhere = elsewhere_only(patient, topic, subject, question.nearest, found) if not skip else []
    if topic == "dosing" and doses.child_doses_left_out(patient, subject, found):
        composer.offer(f"In children ({subject.name})", "ask_children", subject=subject.id)
    if not found and not listed:
        members = [patient.knowledge.subjects[member] for member in subject.members]
        found = [s for member in members for s in in_order(patient, topic, member, question.nearest)[:1]]
    if not found and not listed:
        _say_none(composer, patient, topic, subject, elsewhere)
        return
    title = composer.knowledge.topics[topic]["title"]
    headed = question.brief or len(question.subjects) > 1 or subject.kind != "guide"
    composer.say(f"**{capital(subject.name)}: {title}**" if headed else "")
    say_outside_label(composer, patient, subject, topic)
    say_against(composer, patient, subject)
    composer.say(*listed)
    found = [statement for statement in found if statement.id not in composer.statements] or found
    shown = sorted(found[skip : skip + most], key=lambda statement: statement.verified != "high")
    if any(regional(statement) for statement in shown):
        shown += elsewhere[:1]
    both = any(statement in elsewhere for statement in shown)
    for statement in shown:
        said = (region_lead(composer, statement) if both else "") + _named(composer, statement, subject)
        composer.say(("- " if len(shown) + len(listed) > 1 else "") + said)
    if len(found) > skip + most:
        again = "0" if question.nearest else str(skip + most)
        name = f" ({subject.name})" if question.brief else ""
        composer.offer(f"More on {title}{name}", f"ask_{topic}", subject=subject.id, skip=again)


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
