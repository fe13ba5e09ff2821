"""Settles what a message is: the classifier's guess, corrected by what was read and by what was asked.

Red flags come first, then moves like "new patient", then facts; a question keeps its topic; what is nobody's becomes
out of scope or unclear.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge.load import knowledge
from knowledge.model import Truth
from knowledge.patient import Patient
from knowledge.plan import plan, rule_truth
from knowledge.questions import asked_together
from nlu.answers import bare
from nlu.message import Reading, read

FALLBACK = "nlu_fallback"
EMERGENCY = "report_emergency"
FACTS = "give_facts"
SURE = 0.45
"""Confidence from which a guess stands without anything else in the message to support it."""
SUPPORTED = 0.2
"""Confidence that is enough for a question when the message names one of our therapies."""

FEW_WORDS = 6
"""Words of a message that says who writes, or where, and nothing else."""
CLEAR = 0.6
"""Confidence from which a short follow-up is taken to name a topic of its own."""
FOLLOW_UP_WORDS = 10
FOLLOWS = re.compile(r"^\s*(?:ok(?:ay)?,?\s+)?(?:and|what about|how about|same for|also|but|or)\b", re.I)

SUPPORTED_BEFORE = 0.3
"""The same, when a therapy was spoken of before and the message may be a follow-up."""

MOVES = (
    "new_patient",
    "stop_assessment",
    "resume_assessment",
    "recap",
    "repeat_recommendation",
    "ask_why",
    "start_assessment",
)
SMALL_TALK = ("greet", "goodbye", "thanks", "abuse", "apology", "other_language")
REPLIES = ("affirm", "deny", "dont_know")
ASSESSING = ("ask_algorithm", "start_assessment", "ask_next_step", "repeat_recommendation", FACTS)
"""Intents that, together with facts of a patient, ask for this patient's plan."""
ABOUT_READER = {"audience": "set_audience", "region": "set_region"}


@dataclass(frozen=True)
class Context:
    """What the conversation adds to a message: whether the form just asked, the last topic, what was offered."""

    asking: bool = False
    last_topic: str | None = None
    offered: str | None = None
    subject_known: bool = False


NO_CONTEXT = Context()


@dataclass
class Settled:
    """The intent of a message and what it says."""

    intent: str
    confidence: float
    stated: dict[str, Any] = field(default_factory=dict)
    supposed: dict[str, Any] = field(default_factory=dict)
    implausible: dict[str, float] = field(default_factory=dict)
    subjects: list[str] = field(default_factory=list)


def settle(
    text: str, ranking: Sequence[Mapping[str, Any]], known: Mapping[str, Any], context: Context = NO_CONTEXT
) -> Settled:
    """What a message is.

    Args:
        text: the message.
        ranking: the classifier's intents with name and confidence, best first.
        known: the patient facts stored so far.
        context: what the conversation adds.
    """
    name, confidence = _best(ranking)
    if name == "new_patient" and confidence >= SURE:
        known = {}
    reading = read(text, known)
    asked = _asked(known) if context.asking else ()
    if name.startswith("ask_") and confidence >= SURE and not context.asking:
        _as_question(reading)
    questioning = reading.asks and (bool(reading.subjects) or name.startswith("ask_"))
    answered = {} if questioning or _states(reading, asked) else bare(text, asked, known)
    reading.stated |= _checked(answered, reading)
    if not reading.asks:
        reading.subjects = [subject for subject in reading.subjects if knowledge().subjects[subject].kind != "guide"]
    name, confidence = _follow_up(text, name, confidence, reading, context)
    intent = _intent(name, confidence, reading, bool(answered), context)
    return Settled(intent, confidence, reading.stated, reading.supposed, reading.implausible, reading.subjects)


def _follow_up(text: str, name: str, confidence: float, reading: Reading, context: Context) -> tuple[str, float]:
    """A short follow-up that names no topic ("and if 29?") keeps the last one; a yes takes what was offered."""
    if name == "affirm" and context.offered:
        return context.offered, confidence
    names_no_topic = confidence < CLEAR or name.removeprefix("ask_") not in knowledge().topics or name == "ask_overview"
    follows = len(text.split()) <= FOLLOW_UP_WORDS and bool(FOLLOWS.match(text))
    if follows and names_no_topic and (reading.subjects or reading.supposed):
        reading.asks = True
        return context.last_topic or ("ask_overview" if reading.subjects else "repeat_recommendation"), 1.0
    return name, confidence


def _best(ranking: Sequence[Mapping[str, Any]]) -> tuple[str, float]:
    """The best intent that is no fallback."""
    for guess in ranking:
        if guess["name"] != FALLBACK:
            return str(guess["name"]), float(guess["confidence"])
    return FALLBACK, 0.0


def _asked(known: Mapping[str, Any]) -> tuple[str, ...]:
    """The facts that the form's question was about: those that the plan misses first."""
    missing = plan(knowledge(), Patient(knowledge(), known)).missing
    return asked_together(knowledge(), missing) if missing else ()


def _as_question(reading: Reading) -> None:
    """A short question without a question mark states nothing, unless it is about the reader or describes a patient."""
    few = {name: value for name, value in reading.stated.items() if name not in ABOUT_READER}
    if len(few) < 2 and not reading.asks:
        reading.supposed |= few
        reading.stated = {name: value for name, value in reading.stated.items() if name in ABOUT_READER}
        reading.asks = True


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


def is_emergency(facts: Mapping[str, Any]) -> bool:
    """Whether facts alone raise a red flag."""
    patient = Patient(knowledge(), facts)
    return any(rule.verdict == "urgent" and rule_truth(rule, patient) is Truth.YES for rule in knowledge().rules)


def _intent(name: str, confidence: float, reading: Reading, answered: bool, context: Context) -> str:
    """The intent, by what weighs more than the classifier's guess."""
    if is_emergency({**reading.supposed, **reading.stated}):
        return EMERGENCY
    if reading.unread_number and not reading.stated:
        return FALLBACK
    about_patient = [fact for fact in (*reading.stated, *reading.implausible) if fact not in ABOUT_READER]
    sure = confidence >= SURE
    if sure and name in MOVES and not (answered or (about_patient and name != "new_patient")):
        return name
    if answered and not reading.asks:
        return FACTS
    if about_patient and (not reading.asks or name in ASSESSING or not name.startswith("ask_")):
        return "new_patient" if sure and name == "new_patient" else FACTS
    if (
        reading.stated
        and not about_patient
        and (name in ABOUT_READER.values() or (reading.words <= FEW_WORDS and not reading.subjects))
    ):
        return next(ABOUT_READER[fact] for fact in ABOUT_READER if fact in reading.stated)
    follows = context.subject_known and name.startswith("ask_") and "medicine" in reading.elsewhere
    if reading.elsewhere and not reading.subjects and not follows and name not in SMALL_TALK:
        return "out_of_scope"
    if name in SMALL_TALK or name in REPLIES:
        return name if sure else FALLBACK
    if name == EMERGENCY:
        return EMERGENCY if confidence >= SURE else FALLBACK
    supported = confidence >= SUPPORTED and bool(reading.subjects)
    supported |= confidence >= SUPPORTED_BEFORE and context.subject_known and not context.asking
    return name if sure or (supported and name.startswith("ask_")) else FALLBACK
