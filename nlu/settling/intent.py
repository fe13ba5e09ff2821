"""The intent of a message, by what weighs more than the classifier's guess: red flags first, then moves like "new
patient", then facts; a question keeps its topic; what is nobody's is out of scope or unclear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.load import knowledge
from knowledge.patient import Patient
from knowledge.plan import urgent_rules
from nlu.lexicon import is_guide
from nlu.reading.message import DISEASE, MEDICINE, PATIENT, TROUBLE, Reading
from nlu.settling.asking import ABOUT_READER, OF_HARM
from nlu.settling.ranking import ASK, DECLINED, EMERGENCY, SUPPORTED, SURE, SURELY_OUTSIDE, Scope, topic_of
from nlu.settling.turn import Context

FALLBACK = "nlu_fallback"
FACTS = "give_facts"
FORGET = "forget_fact"
HARMLESS = dict.fromkeys(("ask_sources", "ask_review_status", "ask_disclaimer", "ask_about"), 0.3)
"""Questions on the service itself: a wrong guess does no harm, so less confidence is enough."""
SURE_BESIDE_FACTS = 0.6
"""Confidence from which a message reports an emergency, whatever it tells of the patient."""
SUPPORTED_BEFORE = 0.3
"""Confidence that is enough for a question when a therapy was spoken of before and the message may be a follow-up."""
SHORT = 8
"""Words up to which a message that tells nothing is no description."""
FEW_WORDS = 6
"""Words of a message that says who writes, or where, and nothing else."""
MOVES = (
    "new_patient",
    "stop_assessment",
    "resume_assessment",
    "recap",
    "repeat_recommendation",
    "ask_why",
    "start_assessment",
    "summarise",
    "previous_question",
    "use_change",
    FORGET,
)
STILL_URGENT = (FALLBACK, "apology", "frustration")
"""What does not end an emergency that was just told."""
SMALL_TALK = ("greet", "goodbye", "thanks", "abuse", "apology", "frustration", "other_language")
REPLIES = ("affirm", "deny", "dont_know")
ASSESSING = ("ask_algorithm", "start_assessment", "ask_next_step", "repeat_recommendation", FACTS)
"""Intents that, together with facts of a patient, ask for this patient's plan."""
GENERAL_ASSESSING = ("ask_algorithm", "ask_next_step")
"""Those of them that have an answer of their own, unless the message describes a patient."""
OF_CHILDREN = "ask_children"
"""What a message seems to ask for its age alone."""
DESCRIBING = (*PATIENT, "topical_products", "topical_outcome")
"""Facts with which a message describes a patient, whatever it seems to ask."""


def best(ranking: Sequence[Mapping[str, Any]]) -> tuple[str, float]:
    """The best intent that is no fallback."""
    for guess in ranking:
        if guess["name"] != FALLBACK:
            return str(guess["name"]), float(guess["confidence"])
    return FALLBACK, 0.0


def is_emergency(facts: Mapping[str, Any]) -> bool:
    """Whether facts alone raise a red flag."""
    return bool(urgent_rules(knowledge(), Patient(knowledge(), facts)))


def scope_of(reading: Reading, known: Mapping[str, Any], context: Context) -> Scope:
    """What a message names: another disease, where neither it nor the conversation so far speaks of eczema; a therapy
    of ours or eczema, and no other disease."""
    speaks = reading.of_eczema or context.subjects or set(known) - set(ABOUT_READER)
    if DISEASE in reading.elsewhere and not speaks:
        return Scope.ANOTHER
    ours = reading.of_eczema or reading.products or any(_is_of_eczema(s) for s in reading.subjects)
    return Scope.OURS if ours and DISEASE not in reading.elsewhere else Scope.OPEN


def _is_of_eczema(subject: str) -> bool:
    """Whether a subject tells by its name that a message is ours: no guide, and no systemic drug that no step offers,
    which is given for many diseases."""
    named = knowledge().subjects[subject]
    offered = any(subject in step.offers for step in knowledge().steps)
    return not is_guide(subject) and (offered or named.kind != "therapy" or named.route == "topical")


def _names_no_drug(reading: Reading) -> bool:
    """Whether a message names nothing of ours, or nothing but a class beside a disease that is no fact of a patient."""
    told = [fact for fact in (*reading.stated, *reading.supposed) if fact not in (*ABOUT_READER, "sex")]
    classes = DISEASE in reading.elsewhere and not told
    return all(classes and knowledge().subjects[subject].kind == "class" for subject in reading.subjects)


def _is_outside(name: str, confidence: float, reading: Reading, context: Context) -> bool:
    """Whether a message is out of scope: surely so, or likelier that than anything else while it names nothing ours."""
    tells = any(fact not in (*ABOUT_READER, "sex") for fact in reading.stated)
    if tells and context.subjects:
        return False
    if context.subjects and reading.words <= SHORT and not reading.elsewhere and confidence < SURELY_OUTSIDE:
        return False
    named = any(_is_of_eczema(subject) for subject in reading.subjects) or reading.products or reading.of_eczema
    ours = named or context.subjects or context.asking
    return name == DECLINED and (confidence >= SURE or (confidence >= SUPPORTED and not ours))


def intent_of(name: str, confidence: float, reading: Reading, answered: bool, context: Context) -> str:
    """The intent, by what weighs more than the classifier's guess; what is unclear right after an emergency is still
    about that, and what tells nothing after an answer is unclear, but for more that is told of a side effect."""
    intent = _weighed(name, confidence, reading, answered, context)
    tells = reading.stated or reading.supposed or reading.implausible
    if intent == FACTS and not (tells or answered or context.asking) and context.subjects and reading.words <= SHORT:
        intent = ASK + OF_HARM if context.just_asked == OF_HARM else FALLBACK
    of_nothing = bool(topic_of(intent)) and not reading.subjects
    return EMERGENCY if context.emergency and (intent in STILL_URGENT or of_nothing) else intent


def _weighed(name: str, confidence: float, reading: Reading, answered: bool, context: Context) -> str:
    """The intent, by what weighs more than the classifier's guess."""
    if is_emergency({**reading.supposed, **reading.stated}):
        return EMERGENCY
    if name == EMERGENCY and confidence >= SURE_BESIDE_FACTS and not answered:
        return EMERGENCY
    if not answered and _is_outside(name, confidence, reading, context):
        return DECLINED
    if reading.unread_number and not reading.stated:
        return FALLBACK
    about_patient = [fact for fact in (*reading.stated, *reading.implausible) if fact not in ABOUT_READER]
    sure = confidence >= SURE
    told = [fact for fact in about_patient if fact != "sex"]
    if sure and name in MOVES and not (answered or (told and name != "new_patient")):
        return name
    if answered and not reading.asks:
        return FACTS
    describes = context.asking or name not in GENERAL_ASSESSING or any(fact in DESCRIBING for fact in about_patient)
    of_nothing = bool(topic_of(name)) and not reading.subjects and not context.subjects
    fails = name == OF_CHILDREN and reading.stated.get("current_response") == "none"
    assesses = (name in ASSESSING and describes) or (of_nothing and "severity" in reading.stated) or fails
    asks_surely = not told and sure and name.startswith(ASK) and not reading.implausible
    if about_patient and not asks_surely and (not reading.asks or assesses or not name.startswith(ASK)):
        return "new_patient" if sure and name == "new_patient" else FACTS
    if (
        reading.stated
        and not about_patient
        and (
            name in ABOUT_READER.values() or (reading.words <= FEW_WORDS and not reading.subjects and not reading.asks)
        )
    ):
        return next(ABOUT_READER[fact] for fact in ABOUT_READER if fact in reading.stated)
    return _asked(name, confidence, reading, context)


def _asked(name: str, confidence: float, reading: Reading, context: Context) -> str:
    """The intent of a message that tells of no patient: a question, small talk, or what is nobody's."""
    sure = confidence >= SURE
    follows = bool(context.subjects) and name.startswith(ASK) and MEDICINE in reading.elsewhere
    foreign = MEDICINE in reading.elsewhere or ({DISEASE, TROUBLE} & reading.elsewhere and not reading.of_eczema)
    if foreign and _names_no_drug(reading) and not follows and name not in SMALL_TALK:
        return DECLINED
    if name in (DECLINED, *SMALL_TALK, *REPLIES):
        return name if sure and name != DECLINED else FALLBACK
    supported = confidence >= HARMLESS.get(name, SURE) or (confidence >= SUPPORTED and bool(reading.subjects))
    supported |= confidence >= SUPPORTED_BEFORE and bool(context.subjects) and not context.asking
    return name if sure or (supported and name.startswith(ASK)) else FALLBACK
