"""What a message does to the case rather than ask of it: take back, describe two patients at once, suppose."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.patient import UNSURE
from nlu.lexicon import is_guide
from nlu.reading.ages import RELATIVES
from nlu.reading.cases import cases_told, several_patients
from nlu.reading.message import Reading, read
from nlu.reading.withdrawn import withdrawn
from nlu.settling.asking import ABOUT_READER, MARKS, WHAT_IF, only_supposed
from nlu.settling.intent import FORGET, best, is_emergency
from nlu.settling.ranking import SURE
from nlu.settling.turn import Context, Settled

NEW_PATIENT = "new_patient"
FOR_SOMEBODY = re.compile(
    rf"\b(?:for|about)\s+(?:my|our)\s+(?:{RELATIVES}|friend|neighbour|neighbor|cousin|other \w+)\b", re.I
)
"""How a message says for whom it is, if not for the patient so far."""
FOREIGN, SURELY_FOREIGN = "other_language", 0.7
TWO, SURELY_TWO = "two_patients", 0.7
"""Two patients in one message, of whom only what is told under a label is noted; and how sure the guess must be."""


def of_another(
    text: str, ranking: Sequence[Mapping[str, Any]], known: Mapping[str, Any]
) -> Sequence[Mapping[str, Any]]:
    """The guesses, or that of a new patient alone where a message turns from the one that is known to another ("same
    question for my sister, she's 29"): it names somebody for whom it is, and gives another age."""
    told = read(text).stated.get("age") if FOR_SOMEBODY.search(text) else None
    turns = told is not None and known.get("age") not in (None, UNSURE, told)
    return [{"name": NEW_PATIENT, "confidence": 1.0}] if turns else ranking


def settled_move(text: str, guess: tuple[str, float], reading: Reading) -> Settled | None:
    """A message that takes facts back, or one of which nothing is noted: one in another language, where a word may be
    a fact in ours, or on two patients; None for any other."""
    urgent = is_emergency({**reading.supposed, **reading.stated})
    if guess[0] == FOREIGN and guess[1] >= SURELY_FOREIGN and not urgent:
        drugs = [subject for subject in reading.subjects if not is_guide(subject)]
        return Settled(intent=FOREIGN, confidence=guess[1], subjects=drugs)
    if guess[0] == FORGET and guess[1] >= SURE:
        return Settled(intent=FORGET, confidence=guess[1], withdrawn=withdrawn(text, reading))
    if several_patients(text) or (guess[0] == TWO and guess[1] >= SURELY_TWO):
        return Settled(intent=TWO, confidence=max(guess[1], SURELY_TWO), cases=cases_told(text))
    return None


def with_what_if(
    text: str, ranking: Sequence[Mapping[str, Any]], known: Mapping[str, Any], reading: Reading, context: Context
) -> Sequence[Mapping[str, Any]]:
    """The guesses with that of another plan only where there is a patient to plan for and something is supposed, which
    is then taken as supposed."""
    name, confidence = best(ranking)
    case = has_case(known, context) and (bool(MARKS.search(text)) or not reading.stated)
    if name == WHAT_IF and confidence >= SURE and case:
        only_supposed(text, known, reading)
    if reading.supposed and case:
        return ranking
    return [guess for guess in ranking if guess["name"] != WHAT_IF]


def has_case(known: Mapping[str, Any], context: Context) -> bool:
    """Whether there is a patient of whom something is known, or is being asked."""
    return bool(set(known) - set(ABOUT_READER)) or context.asking
