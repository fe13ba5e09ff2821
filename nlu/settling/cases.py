"""The patients of a conversation that are told apart by a label: one is spoken of, the others are kept as they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from nlu.lexicon import terms
from nlu.reading.message import known_facts
from nlu.settling.asking import ABOUT_READER, FOLLOWS
from nlu.settling.moves import NEW_PATIENT, TWO
from nlu.settling.ranking import ASK
from nlu.settling.turn import Context, Settled
from nlu.settling.turning import Turned, turned_to

SWITCH, NOTED = "switch_patient", "recap"
"""What a message asks that only turns to another patient; and one that would, where there is no other."""


@dataclass(frozen=True)
class Cases:
    """All patients that were told apart, by label, and the label of the one spoken of."""

    told: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    current: str | None = None

    def turned(self, text: str) -> Turned | None:
        """The patient that a message turns to; None where it stays with the current one."""
        return turned_to(text, self.told, self.current)

    def with_new(self, new: Mapping[str, Mapping[str, Any]], known: Mapping[str, Any]) -> Cases:
        """With the patients that one message describes; the patient so far is kept under a label of its own."""
        so_far, current = _of_the_patient(known), self.current
        if so_far and (current is None or current in new):
            letters = next(iter(new)).isalpha()
            labels = map(str.upper, terms()["patients"]["letters"]) if letters else map(str, range(1, 10))
            current = next((name for name in labels if name not in new and name not in self.told), "0")
        kept = {current: so_far} if so_far and current else {}
        return Cases({**self.told, **new, **kept}, current)


def cases_of(slots: Mapping[str, Any], known: Mapping[str, Any]) -> Cases:
    """The patients that the slots hold; what is known now is what is known of the current one."""
    stored, current = slots.get("cases"), slots.get("case")
    if not isinstance(stored, dict):
        return Cases()
    told = {str(name): known_facts(facts.items()) for name, facts in stored.items() if isinstance(facts, dict)}
    if current in told:
        told[current] = _of_the_patient(known)
    return Cases(told, current if current in told else None)


def known_then(cases: Cases, turned: Turned, known: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of the patient that a message turns to, and of the reader."""
    return {**{name: known[name] for name in ABOUT_READER if name in known}, **cases.told[turned.label]}


def in_turn(
    settled: Settled, text: str, turned: Turned | None, cases: Cases, known: Mapping[str, Any], context: Context
) -> Settled:
    """A settled message with the patients that it leaves known, and the one whom it is about.

    Where it turns to another patient, that one's facts take the place of those known so far; if it does nothing else,
    it puts the last question again ("and B?"), or goes on with that patient.
    """
    if settled.intent == TWO and settled.cases:
        noted = cases.with_new(settled.cases, known)
        return replace(settled, cases=noted.told, case=noted.current)
    if turned is None or settled.intent == TWO or (settled.intent == NEW_PATIENT and not turned.alone):
        return replace(settled, intent=NOTED) if settled.intent == SWITCH else settled
    if turned.alone and FOLLOWS.match(text) and context.just_asked and context.subjects:
        settled = replace(settled, intent=ASK + context.just_asked, subjects=list(context.subjects[:1]))
    elif turned.alone:
        settled = Settled(intent=SWITCH, confidence=1.0)
    facts = {**dict.fromkeys(_of_the_patient(known)), **cases.told[turned.label], **settled.stated}
    return replace(settled, stated=facts, case=turned.label, cases=cases.told)


def _of_the_patient(known: Mapping[str, Any]) -> dict[str, Any]:
    """What is known without what is known of the reader."""
    return {name: value for name, value in known.items() if name not in ABOUT_READER}
