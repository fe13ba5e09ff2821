"""What a Rasa tracker says of the conversation: the patient, the reader, the therapies spoken of."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from knowledge.load import knowledge
from knowledge.patient import Patient


def facts(tracker: Tracker) -> dict[str, Any]:
    """The patient facts in the slots."""
    known = knowledge().facts
    return {name: value for name, value in tracker.slots.items() if name in known and value is not None}


def patient(tracker: Tracker) -> Patient:
    """The patient as stored."""
    return Patient(knowledge(), facts(tracker))


def supposed_patient(tracker: Tracker) -> Patient:
    """The patient with what the last message only supposes ("and if 29 kg?")."""
    return patient(tracker).with_facts(**(entity(tracker, "supposed") or {}))


def audience(tracker: Tracker) -> str:
    """Who reads: clinician unless told otherwise."""
    return "patient" if tracker.slots.get("audience") == "patient" else "clinician"


def intent(tracker: Tracker) -> str:
    """The intent of the last message."""
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def entity(tracker: Tracker, name: str) -> Any:
    """The value of an entity of the last message, None if it has none."""
    return next((e["value"] for e in tracker.latest_message.get("entities") or [] if e["entity"] == name), None)


def states_facts(tracker: Tracker) -> bool:
    """Whether the last message states a patient fact."""
    return any(e["entity"] in knowledge().facts for e in tracker.latest_message.get("entities") or [])


def subjects(tracker: Tracker) -> list[str]:
    """The therapies or guides that the last message is about: those it names, else those last spoken of."""
    named = _named(tracker.latest_message.get("entities") or [])
    return named or last_subjects(tracker)


def last_subjects(tracker: Tracker) -> list[str]:
    """The therapies or guides last spoken of, by either side, before the last message."""
    turns = [event for event in tracker.events if event.get("event") in ("user", "bot")]
    for event in reversed(turns):
        if event["event"] == "user":
            found = _named((event.get("parse_data") or {}).get("entities") or [])
        else:
            custom = (event.get("data") or {}).get("custom") or {}
            found = [s for s in custom.get("subjects") or [] if s in knowledge().subjects]
        if found:
            return found
    return []


def _named(entities: list[dict[str, Any]]) -> list[str]:
    """The subjects among entities, each once; a quick reply may name several in one entity."""
    values = [e["value"] for e in entities if e["entity"] == "subject"]
    named = [name for value in values for name in (value if isinstance(value, list) else [value])]
    return [name for name in dict.fromkeys(named) if name in knowledge().subjects]
