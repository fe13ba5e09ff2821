"""Which statements a question comes nearest to, by meaning and by shared words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from knowledge.doses import for_children
from knowledge.load import knowledge
from knowledge.relevance import shared_words
from nlu.lexicon import is_guide, terms

SHARED = 0.6
"""What sharing every rare word of the question counts, beside a likeness in meaning of at most 1."""
CHILDREN = 0.3
"""What a statement on children alone loses while the question does not speak of children."""
LEAD = 0.25
"""How much nearer than all statements on its topic another must be to lead the answer."""
MEANT = 0.5
"""Likeness in meaning from which a question without a name is taken to be about a guide or class."""
OF_GUIDES = ("overview", "pregnancy", "recognition", "treatment")
"""Topics on which a question without a name may be about a condition."""
OF_THEIR_OWN = ("pitfalls", "severity")
"""Guides that a question of their own asks for."""
OF_CLASSES = ("approval", "indication", "mechanism", "overview", "place_in_therapy", "recommendation")
"""Topics on which it may be about a class; a dose, say, is only ever that of a drug."""
CLASS_MEANT = 0.75
"""How near its statement must be for a class, which is easier to mistake for another."""


def nearness(meaning: Mapping[str, float], question: str, subjects: Sequence[str]) -> dict[str, float]:
    """How near each statement of the subjects is to a question, the nearest first.

    Args:
        meaning: statement id -> likeness in meaning; a statement that is not in it counts 0.
        question: the words of the question.
        subjects: ids of therapies, classes or guides.
    """
    known = [knowledge().subjects[subject] for subject in subjects if subject in knowledge().subjects]
    statements = [statement for subject in known for statement in subject.statements]
    shared = shared_words(statements, question)
    of_children = bool(set(re.findall(r"[a-z]+", question.lower())) & set(terms()["children"]))
    near = {
        s.id: meaning.get(s.id, 0.0) + SHARED * share - CHILDREN * (not of_children and for_children(knowledge(), s))
        for s, share in zip(statements, shared, strict=True)
    }
    return dict(sorted(near.items(), key=lambda item: -item[1]))


def meant(meaning: Mapping[str, float], question: str, topic: str) -> list[str]:
    """The guide or class that a question on a topic is about although it names none, if a statement of it is near
    enough and it has something to say on the topic; never a drug."""
    unnamed = [
        subject.id
        for subject in knowledge().subjects.values()
        if topic in {"class": OF_CLASSES, "guide": OF_GUIDES}.get(subject.kind, ()) and subject.id not in OF_THEIR_OWN
        if subject.speaks_of(topic)
    ]
    near = nearness(meaning, question, unnamed)
    first = next(iter(near), "")
    subject = first.split(".", 1)[0]
    sure = meaning.get(first, 0.0) >= MEANT and (near[first] >= CLASS_MEANT or is_guide(subject))
    return [subject] if sure else []


def in_order(near: Mapping[str, float], topic: str, clear: bool = True) -> list[str]:
    """The statements to say on a topic, best first: those on it, and before them, unless the topic is clear, one on
    another if it is nearer to the question by a clear lead."""
    known = knowledge()
    on_topic = [name for name in near if topic in known.statement(name).topics]
    first = next(iter(near), None)
    if clear or first is None or first in on_topic or not on_topic:
        return on_topic
    return [first, *on_topic] if near[first] - near[on_topic[0]] >= LEAD else on_topic


def nearest_by_topic(near: Mapping[str, float], subjects: Sequence[str]) -> dict[str, float]:
    """Topic -> how near its nearest statement is; guideline grades are no statements and count as the average."""
    known, best = knowledge(), dict[str, float]()
    for name, value in near.items():
        for topic in known.statement(name).topics:
            best[topic] = max(best.get(topic, 0.0), value)
    if best and any(known.subjects[subject].recommendations for subject in subjects if subject in known.subjects):
        best["recommendation"] = max(best.get("recommendation", 0.0), sum(best.values()) / len(best))
    return best
