"""Whether a message asks, and of what, where its sentences alone do not tell: telegrams and short follow-ups."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.patient import UNSURE
from nlu.reading.ages import SEXED
from nlu.reading.message import OF_A_PERSON, PAST, SCORES, Reading, read
from nlu.reading.sentences import is_question
from nlu.reading.supposing import birthday
from nlu.settling.ranking import ASK, SUPPORTED, SURE, Guess, asking, telling, topic_of
from nlu.settling.turn import Context

ASKING = 0.6
"""Confidence in questions of all kinds together from which a message with a single fact asks."""
CLEAR = 0.6
"""Confidence from which a short follow-up is taken to name a topic of its own."""
FOLLOW_UP_WORDS = 16
FOLLOWS = re.compile(
    r"^\s*(?:ok(?:ay)?,?\s+)?(?:(?:(?:and|also|but|or)\s+)?(?:what about|how about|what if|same for|same question)"
    r"|and|also|but|or)\b",
    re.I,
)
OF_A_NAME = ("ask_overview", "ask_approval")
"""What a follow-up that only names another therapy seems to ask."""
WHOLE, MAY_ASK_AGAIN = 5, 0.1
"""Words from which a follow-up that has the form of a question asks it ("and is it given at home or in a clinic"), and
confidence in the last topic from which it may still ask that."""
SUPPOSES = re.compile(
    r"^\W*(?:(?:and|but|so|ok|just)\W+)*"
    r"(?:what if|what about if|if|suppose|supposing|say|imagine|assume|assuming|pretend)\b(?:\s+that)?",
    re.I,
)
"""How a message begins that supposes something."""
WHAT_IF, NEXT_STEP = "ask_what_if", "ask_next_step"
"""What supposes another fact of the patient, or that a treatment fails, and asks for the plan."""
MARKS = re.compile(
    r"\b(?:if|suppos\w+|imagine|assum\w+|pretend\w*|hypothe\w+|let'?s say|say (?:s?he|it|they|i|we|the|that)"
    r"|(?:had|were) (?:s?he|it|they|i|we)|would|alter|matter|differ\w*|change)\b",
    re.I,
)
"""Words that mark a supposition."""
STOP, OF_STOPPING, OF_HARM = "stop_assessment", "ask_response_assessment", "safety"
"""What "should I stop it?" seems to ask; and what it asks of a treatment, unless harm was just spoken of."""
HAD = re.compile(r"^\W*(?:and\s+)?had\s+(\w+)\s+been\b", re.I)
NAMES_A_SEX = re.compile(rf"\b(?:{SEXED}|a\s+s?he)\b", re.I)
"""What tells a sex that is meant, as a pronoun does not."""
SCORE, SCORE_WORDS = "ask_severity", 4
"""What a score with a question mark and nothing else asks, and how many words that is."""
FEW_FACTS, FEW_IF_SURE = 2, 4
"""How many facts are too many for a message without a question mark to be a question, and if it surely asks on a
therapy."""
SURELY_ASKS, HARDLY_TELLS = 0.75, 0.1
DESCRIBES = ("severity", "topical_trial", "infection")
"""Facts with which somebody begins to describe a patient to assess."""
DEPENDING = (
    "dosing", "children", "approval", "indication", "contraindication", "interaction", "comorbidity", "monitoring",
    "pregnancy", "vaccination",
)  # fmt: skip
"""Topics whose answer depends on the patient."""
OF_WHOM = ("ask_comorbidity", "ask_contraindication", "ask_children", "ask_indication")
"""What a follow-up with another number ("and with an eGFR of 45?") seems to ask, and does not."""
ABOUT_READER = {"audience": "set_audience", "region": "set_region"}
"""Facts about the reader, with the intent that states nothing else."""
TREATED = (*PAST, "current_therapy", "current_weeks", "current_response", *SCORES)
"""Facts that describe a patient to assess, beside whom no question is asked without saying so."""


def heard_as_question(
    reading: Reading, name: str, confidence: float, ranking: Sequence[Guess], context: Context
) -> None:
    """Takes a message without a question mark for a question where the classifier is sure enough that it asks.

    Args:
        reading: what was read; changed in place.
        name: the best guess.
        confidence: of the best guess.
        ranking: the classifier's guesses, by which it asks anything, or tells of a patient.
        context: what the conversation adds; a reply to the form's question tells.
    """
    asks = asking(ranking)
    if not context.asking and (asks >= ASKING or (name.startswith(ASK) and confidence >= SURE)):
        of_a_person = any(fact in reading.stated for fact in OF_A_PERSON)
        surely = asks >= SURELY_ASKS and telling(ranking) <= HARDLY_TELLS and bool(reading.subjects) and not of_a_person
        _as_question(reading, FEW_IF_SURE if surely else FEW_FACTS)
    reading.asks |= _asks_of_somebody(name, confidence, reading)


def follow_up(
    text: str, guess: tuple[str, float], reading: Reading, context: Context, ranking: Sequence[Guess] = ()
) -> str | None:
    """What a short follow-up asks that names no topic ("and if 29?"): the last topic; what a yes takes: what was
    offered; what a bare score asks: its meaning. None for any other message."""
    name, confidence = guess
    if name == WHAT_IF and confidence >= SURE and reading.supposed and context.just_asked in DEPENDING:
        return _again(f"{ASK}{context.just_asked}", reading, context)
    if name in (WHAT_IF, NEXT_STEP) and confidence >= SUPPORTED:
        return None
    if name == STOP and reading.asks and context.subjects and not context.asking:
        return context.last_topic if context.just_asked == OF_HARM else OF_STOPPING
    if name == "affirm" and context.offered:
        return context.offered
    if reading.asks and not context.asking and reading.supposed and set(reading.supposed) <= set(SCORES):
        return SCORE if reading.words <= SCORE_WORDS and not reading.subjects else None
    if _adds_to_answer(name, confidence, reading, context):
        return _again(f"{ASK}{context.just_asked}", reading, context)
    measured = any(isinstance(value, (int, float)) for value in reading.supposed.values())
    of_whom = name in OF_WHOM and measured and context.just_asked in DEPENDING
    opening = FOLLOWS.match(text) if reading.words <= FOLLOW_UP_WORDS else None
    if not opening:
        return None
    asks_whole = is_question(text[opening.end() :].rstrip(" ?"))
    if context.of_a_clause and asks_whole:
        return None
    asks_whole = asks_whole and reading.words > WHOLE
    again = any(g["name"] == context.last_topic and g["confidence"] >= MAY_ASK_AGAIN for g in ranking)
    unclear = (confidence < SURE and again) if asks_whole else confidence < CLEAR or name in OF_A_NAME
    names_no_topic = unclear or not topic_of(name) or of_whom
    told = [fact for fact in reading.stated if fact not in TREATED]
    tells = bool(told) and not context.asking and context.just_asked is not None
    if not (names_no_topic and (reading.subjects or reading.supposed or tells)):
        return None
    return _again(context.last_topic or ("ask_overview" if reading.subjects else WHAT_IF), reading, context)


def only_supposed(text: str, known: Mapping[str, Any], reading: Reading) -> None:
    """Takes everything that a message tells of the patient as supposed, treatments that were had included; a pronoun
    supposes no sex."""
    told = read(HAD.sub(r"\1 is", SUPPOSES.sub("", text)).rstrip(" ?"), known).stated
    left_out = ("audience",) if NAMES_A_SEX.search(text) else ("audience", "sex")
    together = {**reading.supposed, **told, **reading.stated}
    together |= birthday(text, together)
    reading.supposed = {name: v for name, v in together.items() if name not in left_out and v != UNSURE}
    reading.stated, reading.asks = {}, True


def _again(intent: str, reading: Reading, context: Context) -> str:
    """The question again, for the patient that it supposed before."""
    reading.asks = True
    reading.supposed = {**context.supposed, **reading.supposed}
    return intent


def _adds_to_answer(name: str, confidence: float, reading: Reading, context: Context) -> bool:
    """Whether a message adds a fact of a patient to the question that was just answered ("he takes ketoconazole")."""
    told = [fact for fact in reading.stated if fact not in (*ABOUT_READER, "sex")]
    of_the_patient = len(told) <= FEW_FACTS and not any(fact in (*TREATED, *DESCRIBES) for fact in told)
    asks_else = name.startswith(ASK) and confidence >= CLEAR
    new_start = confidence >= SURE and name in ("new_patient", "start_assessment")
    depends = context.just_asked in DEPENDING and not context.asking
    return bool(
        depends
        and of_the_patient
        and (told or reading.others)
        and not asks_else
        and not new_start
        and not reading.subjects
    )


def _as_question(reading: Reading, most: int) -> None:
    """A short question without a question mark states nothing, unless it is about the reader or describes a patient."""
    few = {name: value for name, value in reading.stated.items() if name not in ABOUT_READER}
    if len(few) < most and not reading.asks:
        reading.supposed |= few
        reading.stated = {name: value for name, value in reading.stated.items() if name in ABOUT_READER}
        reading.asks = True


def _asks_of_somebody(name: str, confidence: float, reading: Reading) -> bool:
    """Whether a message without a question mark asks on a named subject for somebody ("dose for a 14 year old, 45 kg",
    "<therapy> in a patient on warfarin"): what it says of treatments or scores would describe a patient to assess."""
    told = [fact for fact in reading.stated if fact not in ABOUT_READER]
    surely = bool(topic_of(name)) and confidence >= SURE and bool(reading.subjects)
    return (surely or reading.headed) and not any(fact in TREATED for fact in told)
