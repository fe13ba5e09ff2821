"""Advice as a pure function of a plain request, so that what was said can be said again from what was stored.

A request is the name of an answer, the facts of the patient, the audience, and plain arguments. `record` is what a
conversation keeps of it; `replay` makes the same answer anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge import advice, steps, topics
from knowledge.answer import Answer
from knowledge.base import Knowledge
from knowledge.errors import KnowledgeError
from knowledge.explain.amended import amended
from knowledge.explain.compare import compare
from knowledge.explain.what_changes import what_changes
from knowledge.explain.what_if import what_if
from knowledge.explain.why import why, why_not
from knowledge.note import note
from knowledge.patient import Patient
from knowledge.plan import plan
from knowledge.soundness import sound


@dataclass(frozen=True)
class Request:
    """What advice is asked for.

    Args:
        ask: a name of `ANSWERS`.
        facts: the sound facts of the patient, as stored.
        audience: clinician or patient.
        more: further plain arguments of that answer.
    """

    ask: str
    facts: Mapping[str, Any]
    audience: str
    more: Mapping[str, Any] = field(default_factory=dict)


def _recommend(known: Knowledge, patient: Patient, audience: str, supposed: Mapping[str, Any]) -> Answer:
    return advice.recommend(known, patient.with_facts(**supposed), audience, supposed)


def _next(known: Knowledge, patient: Patient, audience: str, therapies: Sequence[str]) -> Answer:
    return steps.next_step(known, patient, therapies, audience)


def _what_if(known: Knowledge, patient: Patient, audience: str, supposed: Mapping[str, Any]) -> Answer:
    return what_if(known, patient, supposed, audience)


def _amended(known: Knowledge, patient: Patient, audience: str, before: Mapping[str, Any], lead: str) -> Answer:
    return amended(known, Patient(known, before), patient, audience, lead)


def _urgent(known: Knowledge, patient: Patient, audience: str) -> Answer:
    answer = advice.urgent(known, patient, audience)
    if answer is None:
        raise KnowledgeError("urgent", "no red flag is known of this patient")
    return answer


def _topics(
    known: Knowledge,
    patient: Patient,
    audience: str,
    questions: Sequence[Mapping[str, Any]],
    supposed: Mapping[str, Any] | None = None,
) -> Answer:
    asked = [topics.Question(**question) for question in questions]
    return topics.answer_all(known, patient, asked, audience, supposed)


GENERAL = ("topics", "compare")
"""Of the answers, those that no plan is made for."""
ANSWERS: dict[str, Callable[..., Answer]] = {
    "topics": _topics,
    "compare": compare,
    "urgent": _urgent,
    "recommend": _recommend,
    "next_step": _next,
    "why": why,
    "why_not": why_not,
    "what_changes": what_changes,
    "what_if": _what_if,
    "amended": _amended,
    "note": note,
}
"""The answers that are clinical; each takes the knowledge, the patient, the audience and more."""


def respond(knowledge: Knowledge, request: Request) -> Answer:
    """The answer to a request."""
    return ANSWERS[request.ask](knowledge, Patient(knowledge, request.facts), request.audience, **request.more)


def record(knowledge: Knowledge, request: Request) -> dict[str, Any]:
    """What is kept of a request: all that makes its answer, the version of the knowledge, and how the plan went: a row
    for each step with its id, whether it holds, and the facts that decided."""
    patient = Patient(knowledge, request.facts)
    trace = plan(knowledge, patient).trace if request.ask not in GENERAL else ()
    return {
        "ask": request.ask,
        "facts": dict(request.facts),
        "audience": request.audience,
        "more": dict(request.more),
        "version": knowledge.version,
        "date": knowledge.date,
        "trace": [[row.id, row.truth.value, *row.facts] for row in trace],
    }


def replay(knowledge: Knowledge, kept: Mapping[str, Any]) -> Answer:
    """The answer of a record, made anew.

    Raises:
        KnowledgeError: the record is of another version of the knowledge, or asks for nothing that is known.
    """
    if kept.get("version") != knowledge.version:
        raise KnowledgeError("replay", f"said on knowledge {kept.get('version')}; this is {knowledge.version}")
    if kept.get("ask") not in ANSWERS:
        raise KnowledgeError("replay", f"nothing is called '{kept.get('ask')}'")
    facts = sound(knowledge, kept["facts"])
    return respond(knowledge, Request(kept["ask"], facts, kept["audience"], kept["more"]))
