"""The classifier's ranking in the light of what a message is about: which guesses gain, which lose, which cannot be."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any

from knowledge.load import knowledge
from nlu.lexicon import is_guide
from nlu.settling.nearness import nearest_by_topic

ASK = "ask_"
TELLING = ("give_facts", "start_assessment", "new_patient")
COMPARISON = "ask_comparison"
TOPICALS = "ask_topical_optimisation"
OF_THE_SERVICE = ("ask_disclaimer", "ask_about")
"""What a message that names a therapy is hardly about."""
HARDLY = 0.5
DECLINED = "out_of_scope"
OF_ANOTHER = 5.0
"""How much likelier a message is out of scope that names another disease and not the condition itself."""
OF_HARM = "ask_safety"
"""What is asked where another disease is one that a therapy may have caused."""
SURELY_OUTSIDE = 0.87
"""Confidence from which a message is out of scope although it names what is ours, and nothing else."""
EMERGENCY = "report_emergency"
OF_A_GUIDE = ("ask_pitfalls", "ask_severity")
"""Questions that a guide of their own answers; where another guide is named, that one is meant."""
PULL = 2.0
"""How much a near statement raises its topic: a likeness higher by 0.5 makes the topic e times as likely."""
ABSENT = -0.35
"""What a topic counts on which the subjects have no statement: about half of its likelihood."""
LIKELY = 0.2
"""Confidence from which a question that needs no subject is preferred to one on a topic of nothing, if that is not
likelier by far."""
SURE = 0.45
"""Confidence from which a guess stands without anything else in the message to support it."""
SUPPORTED = 0.2
"""Confidence that is enough for a question when the message names one of our therapies."""

Guess = Mapping[str, Any]


class Scope(Enum):
    """What a message names: another disease and not ours, only what is ours, or neither."""

    ANOTHER = "another"
    OURS = "ours"
    OPEN = "open"


def topic_of(intent: str) -> str | None:
    """The topic that an intent asks for, None if it asks for none."""
    topic = intent.removeprefix(ASK)
    return topic if topic != intent and topic in knowledge().topics else None


def asking(ranking: Iterable[Guess]) -> float:
    """How sure the classifier is that a message asks something, whatever it asks."""
    return sum(float(guess["confidence"]) for guess in ranking if str(guess["name"]).startswith(ASK))


def telling(ranking: Iterable[Guess]) -> float:
    """How sure the classifier is that a message tells of a patient."""
    return sum(float(guess["confidence"]) for guess in ranking if guess["name"] in TELLING)


def weighed(
    ranking: Sequence[Guess],
    near: Mapping[str, float],
    about: Sequence[str],
    named: Sequence[str] = (),
    scope: Scope = Scope.OPEN,
) -> list[Guess]:
    """The guesses, best first.

    Args:
        ranking: the classifier's guesses with name and confidence.
        near: statement id -> how near it is to the message, of the subjects that it is about.
        about: the ids of these subjects.
        named: those of them that the message names itself.
        scope: what it names, of ours and of others.
    """
    return _by_nearness(_of_guides(_possible(_of_what_is_named(ranking, named, scope), about), named), near, about)


def _of_what_is_named(ranking: Sequence[Guess], named: Sequence[str], scope: Scope) -> list[Guess]:
    """The guesses, with questions on the service less likely where a therapy is named, and out of scope likelier where
    another disease is, and only if it is sure where nothing but what is ours is."""
    factor = dict.fromkeys(OF_THE_SERVICE, HARDLY) if named else {}
    harmed = bool(ranking) and ranking[0]["name"] == OF_HARM
    factor |= {DECLINED: OF_ANOTHER} if scope is Scope.ANOTHER and not harmed else {}
    outside = next((float(guess["confidence"]) for guess in ranking if guess["name"] == DECLINED), 0.0)
    if scope is Scope.OURS and outside < SURELY_OUTSIDE:
        factor[DECLINED] = 0.0
    weights = [{**g, "confidence": float(g["confidence"]) * factor.get(g["name"], 1.0)} for g in ranking]
    before, left = (sum(float(guess["confidence"]) for guess in guesses) for guesses in (ranking, weights))
    shared = [{**guess, "confidence": guess["confidence"] * before / (left or 1.0)} for guess in weights]
    return sorted(shared, key=lambda guess: -guess["confidence"])


def _of_guides(ranking: Sequence[Guess], named: Sequence[str]) -> list[Guess]:
    """The guesses with any topic of a named guide that one question answers whole ("pitfalls") turned into that."""
    whole = next((f"{ASK}{subject}" for subject in named if f"{ASK}{subject}" in OF_A_GUIDE), None)
    turned = [{**guess, "name": whole} if whole and topic_of(guess["name"]) else guess for guess in ranking]
    together: dict[str, float] = {}
    for guess in turned:
        together[guess["name"]] = together.get(guess["name"], 0.0) + float(guess["confidence"])
    return [{"name": name, "confidence": sure} for name, sure in sorted(together.items(), key=lambda item: -item[1])]


def _by_nearness(ranking: Sequence[Guess], near: Mapping[str, float], about: Sequence[str]) -> list[Guess]:
    """The confidence that topics have together shared out anew among them: those of near statements gain."""
    best = nearest_by_topic(near, about)
    if not best:
        return list(ranking)
    topics = [guess for guess in ranking if topic_of(guess["name"])]
    raised = [g["confidence"] * math.exp(PULL * best.get(topic_of(g["name"]) or "", ABSENT)) for g in topics]
    share = sum(guess["confidence"] for guess in topics) / (sum(raised) or 1.0)
    anew = [{**guess, "confidence": share * value} for guess, value in zip(topics, raised, strict=True)]
    return sorted([*anew, *(g for g in ranking if not topic_of(g["name"]))], key=lambda guess: -guess["confidence"])


def _possible(ranking: Sequence[Guess], about: Sequence[str]) -> list[Guess]:
    """The guesses that can be, with the confidence of the others shared out among them."""
    left = [guess for guess in ranking if not _ruled_out(guess, ranking, about)]
    lost = sum(float(guess["confidence"]) for guess in ranking) - sum(float(guess["confidence"]) for guess in left)
    return [{**guess, "confidence": guess["confidence"] / max(1.0 - lost, 0.01)} for guess in left] if lost else left


def _ruled_out(guess: Guess, ranking: Sequence[Guess], about: Sequence[str]) -> bool:
    """Whether a guess cannot be: a comparison of one, a general question although a guide is named, a topic of nothing
    while another question is likely, an emergency that is only a faint guess."""
    name = guess["name"]
    if name == EMERGENCY:
        return bool(guess["confidence"] < SURE)
    if not about and topic_of(name):
        likely = max(LIKELY, guess["confidence"] / 3)
        return any(g["name"].startswith(ASK) and not topic_of(g["name"]) and g["confidence"] >= likely for g in ranking)
    return (name == COMPARISON and len(about) == 1) or (name in OF_A_GUIDE and _names_another(name, about))


def _names_another(name: str, about: Sequence[str]) -> bool:
    """Whether a guide is named, and not the one that answers this question itself."""
    guides = [s for s in about if s in knowledge().subjects and is_guide(s)]
    return any(guide not in name for guide in guides)
