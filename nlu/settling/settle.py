"""Settles what a message is: the classifier's guess, corrected by what was read and by what was asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.load import knowledge
from knowledge.patient import UNSURE, Patient
from knowledge.plan import plan
from knowledge.questions import asked_together
from nlu.lexicon import class_of, is_guide, terms
from nlu.reading.amended import number_again
from nlu.reading.answers import bare, signs_denied
from nlu.reading.message import Reading, read
from nlu.reading.steps import step_of
from nlu.settling.about import OF_A_CONDITION, about_what
from nlu.settling.asking import ABOUT_READER, ASKING, CLEAR, TREATED, follow_up, heard_as_question
from nlu.settling.intent import FACTS, FALLBACK, OF_CHILDREN, OF_HARM, best, intent_of, scope_of
from nlu.settling.moves import NEW_PATIENT, WHAT_IF, has_case, of_another, settled_move, with_what_if
from nlu.settling.nearness import in_order
from nlu.settling.ranking import ASK, COMPARISON, SURE, asking, topic_of, weighed
from nlu.settling.turn import NO_CONTEXT, Context, Settled

ALGORITHM = "ask_algorithm"
NEAR = 0.9
"""How near a statement must be for a question on a named subject to be answered by it, whatever the classifier says."""
WHAT_TO_DO = (
    ALGORITHM, "ask_treatment", "ask_children", "ask_topical_optimisation", "ask_next_step", "start_assessment"
)  # fmt: skip
OF_THE_WHOLE = 0.45
"""Confidence in such guesses together from which a question is taken for the main one."""
OF_STRENGTH = "ask_potency"
"""What a comparison of two creams of one class asks."""
OF_A_DOSE, OF_SOMEBODY = "ask_dosing", "ask_contraindication"
"""What is asked on a therapy for somebody, where nothing else was understood."""
OF_A_DOSED = ("age", "weight", "sex")
"""Facts on which a dose goes."""
MAYBE, MOST_MEANT = 0.08, 3
"""Confidence from which a question is offered as what may have been meant, and how many are."""
ASSESS = "start_assessment"
GROWN_UP = 18
OF_NOBODY = ("severity", "sex", *ABOUT_READER)
"""Facts that by themselves describe no patient to assess."""
GOES_ON = ASK + OF_HARM
"""What is told on after an answer on harm asks for more of the same, of which nothing is said twice."""
NEAREST = 24
"""How many of the nearest statements are passed on."""


def settle(
    text: str,
    ranking: Sequence[Mapping[str, Any]],
    known: Mapping[str, Any],
    context: Context = NO_CONTEXT,
    meaning: Mapping[str, float] | None = None,
) -> Settled:
    """What a message is.

    Args:
        text: the message.
        ranking: the classifier's intents with name and confidence, best first.
        known: the patient facts stored so far.
        context: what the conversation adds.
        meaning: statement id -> how near it is in meaning.
    """
    guess = best(ranking := of_another(text, ranking if any(letter.isalnum() for letter in text) else [], known))
    known = {} if guess[0] == NEW_PATIENT and guess[1] >= SURE else known
    reading = _without_tried(read(text, known))
    if move := settled_move(text, guess, reading):
        return move
    guess = best(ranking := with_what_if(text, ranking, known, reading, context))
    named = tuple(reading.subjects)
    about, near = about_what(text, guess, reading, context, meaning or {})
    scope = scope_of(reading, known, context)
    guesses = weighed(_asked_only(ranking, reading), near, about, named, scope)
    name, confidence = best(guesses)
    if not (context.asking and _states(reading, _asked(known))):
        heard_as_question(reading, name, confidence, ranking, context)
    answered = _answered(text, name, reading, known, context)
    follows = follow_up(text, guess, reading, context, ranking)
    if follows and (follows != WHAT_IF or has_case(known, context)):
        name, confidence = follows, 1.0
    intent = _rescued(intent_of(name, confidence, reading, answered, context), reading, near, ranking, context)
    if intent == OF_CHILDREN:
        intent = _of_grown_ups(text, known, reading)
    elif reading.headed and reading.asks and intent in (FACTS, ALGORITHM):
        intent = _of_the_head(reading)
    near = _unsaid(near, context) if intent == GOES_ON and name == FACTS else near
    return _settled(intent, confidence, reading, near, guesses, _step(text, intent, confidence, reading))


def _unsaid(near: Mapping[str, float], context: Context) -> Mapping[str, float]:
    """The statements nearest to the message before and to this one that were not said yet."""
    return {statement: 1.0 for statement in (*context.nearest, *near) if statement not in context.said}


def _step(text: str, intent: str, confidence: float, reading: Reading) -> int | None:
    """The step of the algorithm that a message asks for, if it may ask for one."""
    unsure = confidence < SURE and (intent.startswith(ASK) or intent == FALLBACK)
    of_a_step = intent == ALGORITHM or unsure or bool(topic_of(intent))
    return step_of(text) if of_a_step and not (reading.subjects and intent != ALGORITHM) else None


def _settled(
    intent: str,
    confidence: float,
    reading: Reading,
    near: Mapping[str, float],
    guesses: Sequence[Mapping[str, Any]],
    step: int | None,
) -> Settled:
    """The settled message: its intent with what was read."""
    intent = ALGORITHM if step else intent
    return Settled(
        intent=intent,
        confidence=confidence,
        stated=reading.stated,
        supposed=reading.supposed,
        implausible=reading.implausible,
        subjects=reading.subjects,
        products=reading.products if topic_of(intent) else [],
        others=reading.others if topic_of(intent) else [],
        nearest=_nearest(near, intent, confidence),
        asks_options=intent == FACTS and reading.asks,
        step=step,
        maybe=_maybe(guesses) if intent == FALLBACK else [],
    )


def _asked_only(ranking: Sequence[Mapping[str, Any]], reading: Reading) -> list[Mapping[str, Any]]:
    """The guesses without those of telling facts, where a message asks on a subject and describes nobody; how severe
    the eczema is describes nobody yet."""
    if not reading.subjects or set(reading.stated) - set(OF_NOBODY) or reading.implausible:
        return list(ranking)
    asks = reading.asks or asking(ranking) >= ASKING
    telling = (FACTS, ASSESS) if reading.stated else (FACTS,)
    return [guess for guess in ranking if not asks or guess["name"] not in telling]


def _rescued(
    intent: str, reading: Reading, near: Mapping[str, float], ranking: Sequence[Mapping[str, Any]], context: Context
) -> str:
    """What was not understood as a question, if it asks about a named subject: on the statement that is very near, else
    on the dose or on who should not have it, if it names somebody; in the form, the likeliest topic. What surely asks
    what to do, in whatever way, asks for the whole."""
    if topic_of(intent) == OF_A_CONDITION and not reading.subjects and not near:
        return ALGORITHM
    if intent == COMPARISON and len(reading.products) > 1 and len(reading.subjects) < 2:
        reading.subjects = reading.subjects or [class_of(reading.products[0])]
        return OF_STRENGTH
    whole = sum(float(guess["confidence"]) for guess in ranking if guess["name"] in WHAT_TO_DO)
    if intent == FALLBACK and reading.asks and not reading.subjects and whole >= OF_THE_WHOLE:
        return ALGORITHM
    if intent != FALLBACK or not (reading.asks and reading.subjects):
        return intent
    if next(iter(near.values()), 0.0) >= NEAR:
        return ASK + knowledge().statement(next(iter(near))).topics[0]
    likeliest = next((str(g["name"]) for g in ranking if topic_of(g["name"]) and g["confidence"] >= MAYBE), None)
    if context.asking and likeliest:
        return likeliest
    of_somebody = [fact for fact in (*reading.stated, *reading.supposed) if fact not in (*ABOUT_READER, *TREATED)]
    return (OF_A_DOSE if reading.doses else OF_SOMEBODY) if of_somebody else intent


def _of_the_head(reading: Reading) -> str:
    """What is asked of the therapy that heads a message and is for somebody ("<therapy> for an 8 year old, 29 kg"):
    its dose, or who should not have it where more is told of them."""
    return OF_A_DOSE if {*reading.stated, *reading.supposed} <= {*OF_A_DOSED, *ABOUT_READER} else OF_SOMEBODY


def _maybe(guesses: Sequence[Mapping[str, Any]]) -> list[str]:
    """The questions that a message which was not understood may ask, the likeliest first."""
    likely = [str(guess["name"]) for guess in guesses if guess["confidence"] >= MAYBE]
    return [name for name in likely if name.startswith(ASK) or name == ASSESS][:MOST_MEANT]


def _nearest(near: Mapping[str, float], intent: str, confidence: float) -> list[str]:
    """The nearest statements, those on the topic that is asked for first."""
    topic = topic_of(intent)
    return (in_order(near, topic, confidence >= CLEAR) if topic else list(near))[:NEAREST]


def _of_grown_ups(text: str, known: Mapping[str, Any], reading: Reading) -> str:
    """What is asked by a question that seems to be on children: of adults the dose; of somebody who is grown up ("at
    his age?") who should not have it; on children otherwise."""
    age = {**known, **reading.stated, **reading.supposed}.get("age")
    words = set(re.findall(r"[a-z-]+", text.lower()))
    if words & set(terms()["children"]):
        return OF_CHILDREN
    if words & set(terms()["adults"]):
        return OF_A_DOSE
    return OF_SOMEBODY if isinstance(age, (int, float)) and age >= GROWN_UP else OF_CHILDREN


def _without_tried(reading: Reading) -> Reading:
    """The reading without the therapies that the message says were had as subjects, if it names others, or asks for
    somebody with child whom creams did not help."""
    tried = set(reading.stated.get("systemic_history") or ())
    creams = reading.stated.get("topical_outcome") == "failed"
    named = knowledge().subjects
    tried |= {s for s in reading.subjects if creams and named[s].route == "topical"}
    left = [subject for subject in reading.subjects if subject not in tried]
    others = any(not is_guide(subject) for subject in left) or (creams and "pregnancy" in reading.stated)
    reading.subjects = left if others else reading.subjects
    return reading


def _answered(text: str, name: str, reading: Reading, known: Mapping[str, Any], context: Context) -> bool:
    """Whether the message answers the form's question by a bare word or number, which is then stated, or corrects the
    one number told before; a guide named without a question is no subject."""
    asked = _asked(known) if context.asking else ()
    questioning = reading.asks and (bool(reading.subjects) or name.startswith(ASK))
    doubts_another = UNSURE in reading.stated.values()
    open_ = not questioning and not doubts_another and not _states(reading, asked)
    answered = _number_again(text, reading, context)
    answered = answered or ((bare(text, asked, known) or signs_denied(text, asked)) if open_ else {})
    reading.stated |= _checked(answered, reading)
    if not reading.asks:
        reading.subjects = [subject for subject in reading.subjects if not is_guide(subject)]
    return bool(answered)


def _number_again(text: str, reading: Reading, context: Context) -> dict[str, Any]:
    """The fact whose number, the only one that the message before told, this message corrects ("I mean 82")."""
    number = number_again(text) if len(context.told) == 1 and not reading.stated else None
    return {} if number is None else dict.fromkeys(context.told, number)


def _asked(known: Mapping[str, Any]) -> tuple[str, ...]:
    """The facts that the form's question was about: those that the plan misses first."""
    missing = plan(knowledge(), Patient(knowledge(), known)).missing
    return asked_together(knowledge(), missing) if missing else ()


def _states(reading: Reading, asked: Sequence[str]) -> bool:
    """Whether the message itself states a fact that was asked, or questions it."""
    return any(fact in reading.stated or fact in reading.implausible for fact in asked)


def _checked(answered: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """A bare answer without its implausible numbers; these are questioned."""
    fine = dict(answered)
    for name, value in answered.items():
        if isinstance(value, (int, float)) and not knowledge().facts[name].plausible(value):
            reading.implausible[name] = fine.pop(name)
    return fine
