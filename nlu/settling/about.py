"""What a message is about: the therapies, classes and guides it names or means, and how near their statements are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.load import knowledge
from nlu.lexicon import class_of, is_guide
from nlu.reading.message import DISEASE, TROUBLE, Reading
from nlu.settling.nearness import meant, nearness
from nlu.settling.pointing import injected, pointed_at
from nlu.settling.ranking import COMPARISON, SURE, TOPICALS, topic_of
from nlu.settling.turn import Context

ALONE = 0.6
"""Confidence from which a question on a topic that names nothing is answered by the topic's own guide."""
OF_A_CONDITION = "treatment"
"""What to do about a condition: where none is named or was spoken of, or somebody's eczema is described, it is the
eczema, and no guide is meant."""
OF_GIVING = "administration"
"""What is asked of injections by one who names none ("does the needle hurt")."""
NEARER = 0.15
"""By how much a guide must be nearer to a question than what was spoken of before."""


def about_what(
    text: str, guess: tuple[str, float], reading: Reading, context: Context, meaning: Mapping[str, float]
) -> tuple[Sequence[str], dict[str, float]]:
    """The subjects that a message is about, and how near their statements are to it: those that it names, those spoken
    of before, or what a question that names none surely means."""
    topic = topic_of(guess[0])
    if guess[0] == COMPARISON and guess[1] >= SURE and len(reading.subjects) == 1:
        reading.subjects = [*_compared_with(reading.subjects[0], context), *reading.subjects]
    if not reading.subjects and (pointed := pointed_at(text, context.listed)):
        reading.subjects, reading.asks = [pointed], True
    if not reading.subjects and reading.products and reading.asks and (topic or guess[0] == TOPICALS):
        reading.subjects = [class_of(product) for product in reading.products[:1]]
    if not reading.subjects and topic and reading.asks:
        reading.subjects = _guides_of({**reading.stated, **reading.supposed})
    describes = (
        topic == OF_A_CONDITION
        and reading.of_eczema
        and bool({"age", "severity"} & {*reading.stated, *reading.supposed})
    )
    foreign = {DISEASE, TROUBLE} & reading.elsewhere and not reading.of_eczema
    if not reading.subjects and topic and guess[1] >= SURE and not describes and not foreign:
        reading.subjects = _meant(text, topic, context, meaning)
    if not reading.subjects and not context.subjects and topic and guess[1] >= ALONE and not foreign:
        reading.subjects = [known] if (known := knowledge().topics[topic].get("alone")) else []
    if not reading.subjects and not context.subjects and topic == OF_GIVING and guess[1] >= SURE and not foreign:
        reading.subjects = injected(text)
    about = reading.subjects or _spoken_of(topic, context)
    if not about and guess[0] == TOPICALS:
        return about, nearness(meaning, text, knowledge().step(knowledge().outline.topicals_step).offers)
    return about, nearness(meaning, text, about)


def _spoken_of(topic: str | None, context: Context) -> list[str]:
    """What was spoken of before, without the guides that have nothing to say on a topic."""
    known = knowledge().subjects
    return [s for s in context.subjects if not (topic and is_guide(s)) or known[s].speaks_of(topic or "")]


def _compared_with(named: str, context: Context) -> list[str]:
    """The therapy that was spoken of last, with which another is compared ("compare it with <therapy>")."""
    others = (subject for subject in context.subjects if subject != named)
    return [subject for subject in others if knowledge().subjects[subject].kind == "therapy"][:1]


def _guides_of(facts: Mapping[str, Any]) -> list[str]:
    """The guides to the facts that are told to be so."""
    known = knowledge().facts
    return list(dict.fromkeys(g for name, value in facts.items() if value == "yes" and (g := known[name].guide)))


def _meant(text: str, topic: str, context: Context, meaning: Mapping[str, float]) -> list[str]:
    """The guide or class that a question that names none is about: nearer by far than what was spoken of before, never
    than what the same message names."""
    found = meant(meaning, text, topic)
    if not found or not context.subjects:
        return found
    if context.of_a_clause:
        return []
    before, now = (max(nearness(meaning, text, about).values(), default=0.0) for about in (context.subjects, found))
    return found if now - before >= NEARER else []
