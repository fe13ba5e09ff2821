"""A message that asks several things: which of its clauses ask what, and of which therapy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nlu.lexicon import is_guide
from nlu.reading.message import PATIENT
from nlu.settling.intent import FACTS, FALLBACK
from nlu.settling.ranking import COMPARISON, SURE, topic_of
from nlu.settling.turn import Settled

SURE_OF_A_SENTENCE, SURE_OF_A_PART, SURE_OF_ONE = 0.4, 0.5, 0.7
"""Confidence from which a sentence, and a part of one, is taken to ask something of its own, and from which a sentence
asks one thing only, unless its parts are as sure."""
SURE_OF_A_WHOLE = 0.9
"""Confidence from which a whole message asks what it seems to, whatever its clauses ask by themselves."""
LOOKED_UP = (
    "ask_access", "ask_administration", "ask_dosing", "ask_efficacy", "ask_mechanism", "ask_missed_dose",
    "ask_monitoring", "ask_storage",
)  # fmt: skip
"""What is asked of a therapy that somebody has in mind already."""
MOST = 4
"""Questions of one message that are answered."""


@dataclass(frozen=True)
class Clause:
    """A clause of a message: the number of its sentence, whether it is a part of that only, and what it is."""

    sentence: int
    partial: bool
    settled: Settled


def asked_in(clauses: Sequence[Clause], whole: Settled) -> list[Settled]:
    """What the clauses of a message ask, in their order, each thing once: a question that names no therapy is about the
    one named last before it, else about those of the whole message, else about the guide that it means. What the whole
    message surely asks is not lost where its clauses alone ask something else."""
    found: list[Settled] = []
    subjects: list[str] = []
    for clause in _asking(clauses):
        subjects = _therapies(clause) or subjects or _therapies(whole) or clause.subjects or whole.subjects
        if (clause.intent, subjects) not in [(asked.intent, asked.subjects) for asked in found]:
            found.append(replace(clause, subjects=list(subjects)))
    lost = _asks(whole, SURE_OF_A_WHOLE) and whole.intent not in [asked.intent for asked in found]
    if found and lost:
        found = [whole, *(asked for asked in found if asked.confidence >= SURE_OF_ONE)]
    return found[:MOST]


def _therapies(settled: Settled) -> list[str]:
    """The subjects that are no guides."""
    return [subject for subject in settled.subjects if not is_guide(subject)]


def _asking(clauses: Sequence[Clause]) -> Iterable[Settled]:
    """The clauses that ask on a topic: the parts of a sentence where two of them ask differently, else the sentence."""
    for number in dict.fromkeys(clause.sentence for clause in clauses):
        own = [clause for clause in clauses if clause.sentence == number]
        parts = [clause.settled for clause in own if clause.partial and _asks(clause.settled, SURE_OF_A_PART)]
        one = any(clause.settled.confidence >= SURE_OF_ONE for clause in own if not clause.partial)
        surely = [part for part in parts if part.confidence >= SURE_OF_ONE]
        if len({part.intent for part in (surely if one else parts)}) > 1:
            yield from parts
        else:
            yield from (c.settled for c in own if not c.partial and _asks(c.settled, SURE_OF_A_SENTENCE))


def _asks(settled: Settled, sure: float) -> bool:
    """Whether a clause surely asks on a topic, or for a comparison."""
    return bool(topic_of(settled.intent) or settled.intent == COMPARISON) and settled.confidence >= sure


def with_questions(whole: Settled, asked: Sequence[Settled]) -> Settled:
    """The message, led by the first of its questions and followed by the others.

    A message that describes a patient asks for the plan, unless it asks two things on topics, or looks up one that
    says nothing on who should have a therapy ("<therapy> dose").
    """
    topical = bool(topic_of(whole.intent)) or whole.intent in (COMPARISON, FACTS, FALLBACK)
    describes = whole.intent == FACTS and any(fact in whole.stated for fact in PATIENT)
    looks_up = describes and len(asked) == 1 and asked[0].intent in LOOKED_UP and asked[0].confidence >= SURE_OF_ONE
    enough = len(asked) > 1 or (len(asked) == 1 and (looks_up or _tells_more(asked[0], whole)))
    if not topical or not enough or (describes and not _apart(asked)):
        return whole
    first, *others = asked
    return replace(
        whole,
        intent=first.intent,
        confidence=first.confidence,
        subjects=first.subjects,
        products=first.products,
        others=first.others,
        nearest=first.nearest,
        asks_options=False,
        step=None,
        also=[_question(other) for other in others],
    )


def _tells_more(asked: Settled, whole: Settled) -> bool:
    """Whether the only question of a message tells more than the message as a whole, which was not understood, or less
    surely, or goes on to name other therapies."""
    named = bool(asked.subjects) and set(asked.subjects) < set(whole.subjects)
    surer = whole.confidence < SURE and asked.confidence >= SURE_OF_ONE
    return whole.intent == FALLBACK or (bool(topic_of(whole.intent)) and (named or surer))


def _apart(asked: Sequence[Settled]) -> bool:
    """Whether a therapy or a guide is what is asked about."""
    return all(question.subjects for question in asked)


def _question(asked: Settled) -> Mapping[str, Any]:
    """A further question as plain data."""
    return {
        "intent": asked.intent,
        "subjects": asked.subjects,
        "nearest": asked.nearest,
        "products": asked.products,
        "others": asked.others,
    }
