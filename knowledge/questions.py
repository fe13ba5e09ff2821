"""The form's questions: which facts to ask now, in which words, with which quick replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge import figures
from knowledge.base import Knowledge
from knowledge.model import Fact
from knowledge.patient import UNSURE, Patient

UNSURE_REPLY = "Not sure"
NONE_REPLY = "None of these"


@dataclass(frozen=True)
class Reply:
    """A quick reply and the facts that it states."""

    title: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    """One question on one fact, or on several of a group that are still missing."""

    facts: tuple[str, ...]
    text: str
    why: str
    replies: tuple[Reply, ...]


RESULT_REPLIES = {
    "clinician": {"failed": "Failed", "intolerant": "Not tolerated", "partial": "Partial", "effective": "Effective"},
    "patient": {
        "failed": "Did not work",
        "intolerant": "Side effects",
        "partial": "Helped in part",
        "effective": "Helped well",
    },
}


def ask(knowledge: Knowledge, patient: Patient, missing: Sequence[str], audience: str) -> Question | None:
    """The next question for the missing facts (ordered as a plan gives them); None if none is missing."""
    if not missing:
        return None
    facts = asked_together(knowledge, missing)
    if facts[0] == "systemic_history" and patient.without_result():
        return _result(knowledge, patient, audience)
    if len(facts) == 1:
        return _single(knowledge, knowledge.facts[facts[0]], audience)
    return _grouped(knowledge, [knowledge.facts[fact] for fact in facts], audience)


def asked_together(knowledge: Knowledge, missing: Sequence[str]) -> tuple[str, ...]:
    """The first missing fact and those of its group that are missing too."""
    first = knowledge.facts[missing[0]]
    if first.group is None:
        return (first.id,)
    return tuple(fact for fact in missing if knowledge.facts[fact].group == first.group)


def absent_all(knowledge: Knowledge, facts: Sequence[str]) -> dict[str, Any]:
    """What "none of these" states."""
    return {fact: knowledge.facts[fact].absent for fact in facts}


def _single(knowledge: Knowledge, fact: Fact, audience: str) -> Question:
    text = fact.question.get(audience) or _one_of_group(fact, audience)
    replies = [Reply(title, _stated(fact, value)) for value, title in fact.replies.items()]
    if fact.kind == "condition" and not fact.replies:
        replies = [Reply("Yes", {fact.id: "yes"}), Reply("No", {fact.id: "no"})]
    replies.append(Reply(UNSURE_REPLY, {fact.id: UNSURE}))
    return Question((fact.id,), figures.fill(text, "", knowledge), fact.why.get(audience, ""), tuple(replies))


def _result(knowledge: Knowledge, patient: Patient, audience: str) -> Question:
    """Asks for the result of treatments that were named without one."""
    fact, open_ = knowledge.facts["systemic_history"], patient.without_result()
    names = " and ".join(knowledge.subjects[therapy].name for therapy in open_)
    told = patient.given("systemic_history")
    replies = [
        Reply(title, {fact.id: {**told, **dict.fromkeys(open_, outcome)}})
        for outcome, title in RESULT_REPLIES[audience].items()
    ]
    return Question(
        (fact.id,), fact.result[audience].replace("{names}", names), fact.why.get(audience, ""), tuple(replies)
    )


def _one_of_group(fact: Fact, audience: str) -> str:
    """A question made of the fact's line in its group."""
    return f"Does this apply: {fact.asks[audience]}?"


def _stated(fact: Fact, value: str) -> dict[str, Any]:
    """What a reply states; "none" of a history is an empty one."""
    return {fact.id: {} if fact.kind == "history" and value == "none" else value}


def _grouped(knowledge: Knowledge, facts: Sequence[Fact], audience: str) -> Question:
    """Several facts in one question: a line each, answered together by "none of these"."""
    lead = knowledge.groups[str(facts[0].group)][audience]
    ids = tuple(fact.id for fact in facts)
    lines = [f"- {fact.asks[audience]}" for fact in facts]
    replies = [Reply(NONE_REPLY, absent_all(knowledge, ids))]
    for fact in facts:
        replies += [Reply(title, {fact.id: value}) for value, title in _present(fact)]
    replies.append(Reply(UNSURE_REPLY, dict.fromkeys(ids, UNSURE)))
    why = " ".join(fact.why[audience] for fact in facts if fact.why)
    return Question(ids, "\n".join([lead, *lines]), why, tuple(replies))


def _present(fact: Fact) -> list[tuple[str, str]]:
    """The values of a fact that are not its absence, with their titles."""
    if fact.replies:
        return [(value, title) for value, title in fact.replies.items() if value != fact.absent]
    return [("yes", fact.label[:1].upper() + fact.label[1:])]
