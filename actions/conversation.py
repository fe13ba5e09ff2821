"""What a Rasa tracker says of the conversation: the patient, the reader, the therapies spoken of."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from knowledge.load import knowledge
from knowledge.patient import Patient
from knowledge.soundness import sound


def facts(tracker: Tracker) -> dict[str, Any]:
    """The sound patient facts in the slots; where a slot holds nonsense, the last sound value that it had."""
    kept = sound(knowledge(), tracker.slots)
    spoilt = [name for name in knowledge().facts if tracker.slots.get(name) is not None and name not in kept]
    for event in tracker.events if spoilt else ():
        if event.get("event") == "slot" and event.get("name") in spoilt:
            kept |= sound(knowledge(), {event["name"]: event.get("value")})
    return kept


def patient(tracker: Tracker) -> Patient:
    """The patient as stored."""
    return Patient(knowledge(), facts(tracker))


def supposed_patient(tracker: Tracker) -> Patient:
    """The patient with what the last message only supposes ("and if 29 kg?")."""
    supposed = entity(tracker, "supposed")
    return patient(tracker).with_facts(**sound(knowledge(), supposed if isinstance(supposed, dict) else {}))


def patient_asked_about(tracker: Tracker) -> Patient:
    """The patient with what the question before the last message supposed: "and in Europe?" goes on supposing it."""
    users = [event for event in tracker.events if event.get("event") == "user"]
    before = (users[-2].get("parse_data") or {}) if len(users) > 1 else {}
    supposed = next((e["value"] for e in before.get("entities") or [] if e["entity"] == "supposed"), {})
    return patient(tracker).with_facts(**sound(knowledge(), supposed if isinstance(supposed, dict) else {}))


def audience(tracker: Tracker) -> str:
    """Who reads: clinician unless told otherwise."""
    return "patient" if tracker.slots.get("audience") == "patient" else "clinician"


def intent(tracker: Tracker) -> str:
    """The intent of the last message."""
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def entity(tracker: Tracker, name: str) -> Any:
    """The value of an entity of the last message, None if it has none."""
    return next((e["value"] for e in tracker.latest_message.get("entities") or [] if e["entity"] == name), None)


def nearest(tracker: Tracker) -> list[str]:
    """The ids of the statements that the last message came nearest to, the nearest first."""
    return named(tracker, "nearest")


def named(tracker: Tracker, kind: str) -> list[str]:
    """What the last message, a question, names of a kind: `products` of ours, or the medicines of `others`."""
    return [str(name) for name in entity(tracker, kind) or []]


def also_asked(tracker: Tracker) -> list[dict[str, Any]]:
    """What the last message asks besides its first question: intent, subjects, and what comes with a question."""
    rows = [row for row in entity(tracker, "also") or [] if isinstance(row, dict)]
    return [row for row in rows if all(name in knowledge().subjects for name in row.get("subjects") or [])]


def stated(tracker: Tracker) -> set[str]:
    """The patient facts that the last message states."""
    return {e["entity"] for e in tracker.latest_message.get("entities") or [] if e["entity"] in knowledge().facts}


def subjects(tracker: Tracker, topic: str | None = None) -> list[str]:
    """What the last message is about: the therapies or guides that it names, else those last spoken of.

    A guide spoken of before counts only for a topic on which it has something to say.
    """
    named = _named(tracker.latest_message.get("entities") or [])
    return named or last_subjects(tracker, topic)


def therapies_named(tracker: Tracker) -> list[str]:
    """The therapies that the last message names."""
    named = _named(tracker.latest_message.get("entities") or [])
    return [name for name in named if knowledge().subjects[name].kind == "therapy"]


def last_subjects(tracker: Tracker, topic: str | None = None) -> list[str]:
    """What was last spoken of before the last message: what a recommendation offered, else what the user named, else
    what the bot answered on.
    """
    answered: list[str] = []
    for event in reversed(tracker.events):
        if event.get("event") == "bot":
            custom = (event.get("data") or {}).get("custom") or {}
            found = [s for s in custom.get("subjects") or [] if s in knowledge().subjects and _has_topic(s, topic)]
            if found and custom.get("verdicts"):
                return found
            answered = answered or found
        elif event.get("event") == "user":
            named = _named((event.get("parse_data") or {}).get("entities") or [])
            named = [name for name in named if _has_topic(name, topic)]
            if named or answered:
                return answered if answered and not set(named) & set(answered) else named
    return []


def _has_topic(name: str, topic: str | None) -> bool:
    """Whether a subject may answer a topic that was asked without naming it."""
    subject = knowledge().subjects[name]
    return subject.kind != "guide" or (topic is not None and subject.speaks_of(topic))


def last_topic(tracker: Tracker) -> str | None:
    """The topic of the question before the last message, None if that was no question on a topic."""
    users = [event for event in tracker.events if event.get("event") == "user"]
    before = users[-2] if len(users) > 1 else {}
    name = str(((before.get("parse_data") or {}).get("intent") or {}).get("name") or "").removeprefix("ask_")
    return name if name in knowledge().topics else None


def _named(entities: list[dict[str, Any]]) -> list[str]:
    """The subjects among entities, each once; a quick reply may name several in one entity."""
    values = [e["value"] for e in entities if e["entity"] == "subject"]
    named = [name for value in values for name in (value if isinstance(value, list) else [value])]
    return [name for name in dict.fromkeys(named) if name in knowledge().subjects]
