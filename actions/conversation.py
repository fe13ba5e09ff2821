"""What a Rasa tracker says of the conversation: the patient, the reader, the therapies spoken of."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from knowledge.load import knowledge
from knowledge.patient import Patient
from knowledge.soundness import sound

READER = ("audience", "region")
"""Facts of the reader, which no answer of the form states."""
SEVERAL = CASES, CASE = "cases", "case"
"""Slots that hold the facts of several patients who were told apart by a label, and the label of the one spoken of."""


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


def facts_before(tracker: Tracker) -> dict[str, Any]:
    """The sound patient facts as they were before the last message."""
    told: dict[str, Any] = {}
    for event in tracker.events[: _last_user(tracker)]:
        if event.get("event") == "slot" and event.get("name") in knowledge().facts:
            told |= {event["name"]: event.get("value")} if _settable(event) else {}
    return sound(knowledge(), told)


def _last_user(tracker: Tracker) -> int:
    """The place of the last message among the events."""
    return max((i for i, event in enumerate(tracker.events) if event.get("event") == "user"), default=0)


def _settable(event: dict[str, Any]) -> bool:
    """Whether a slot event clears a slot or sets it to something sound."""
    return event.get("value") is None or bool(sound(knowledge(), {event["name"]: event["value"]}))


def case(tracker: Tracker) -> str | None:
    """The label of the patient spoken of, where several were told apart."""
    return tracker.slots.get(CASE)


def cases(tracker: Tracker) -> dict[str, dict[str, Any]]:
    """The sound facts of the patients that the last message describes, and of those told apart before, by label."""
    told = entity(tracker, CASES)
    return {str(name): _sound_of(facts) for name, facts in told.items()} if isinstance(told, dict) else {}


def turns(tracker: Tracker) -> bool:
    """Whether the last message turned to another of several patients."""
    return bool(entity(tracker, CASE)) and intent(tracker) != "two_patients"


def just_turned(tracker: Tracker) -> bool:
    """Whether the last message turned to another of several patients, and nothing was said since."""
    last = next((event["event"] for event in reversed(tracker.events) if event.get("event") in ("user", "bot")), None)
    return last == "user" and turns(tracker)


def supposed(tracker: Tracker) -> dict[str, Any]:
    """The sound facts that the last message only supposes."""
    return _sound_of(entity(tracker, "supposed"))


def last_supposed(tracker: Tracker) -> dict[str, Any]:
    """The sound facts that the latest message which supposed any supposed, of those before the last message."""
    for event in reversed(_users(tracker)[:-1]):
        if found := _sound_of(_entity_of(event, "supposed")):
            return found
    return {}


def just_supposed(tracker: Tracker) -> dict[str, Any]:
    """The sound facts that the answer right before the last message supposed."""
    for event in reversed(tracker.events[: _last_user(tracker)]):
        if event.get("event") == "user":
            break
        advice = ((event.get("data") or {}).get("custom") or {}).get("advice") if event.get("event") == "bot" else None
        if advice:
            return _sound_of((advice.get("more") or {}).get("supposed"))
    return {}


def last_answered(tracker: Tracker) -> list[str]:
    """The facts that the latest message before the last one stated that stated any, the reader's own left out."""
    for event in reversed(_users(tracker)[:-1]):
        rows = (event.get("parse_data") or {}).get("entities") or []
        if any(row["entity"] == CASE for row in rows):
            break
        found = [row["entity"] for row in rows if row["entity"] in knowledge().facts and row["entity"] not in READER]
        if found:
            return list(dict.fromkeys(found))
    return []


def was_advised(tracker: Tracker) -> bool:
    """Whether a recommendation was given before the last message."""
    bots = [event for event in tracker.events if event.get("event") == "bot"]
    customs = [(event.get("data") or {}).get("custom") or {} for event in bots]
    return any((custom.get("advice") or {}).get("ask") == "recommend" for custom in customs)


def _users(tracker: Tracker) -> list[dict[str, Any]]:
    """The messages of the user, the last one included."""
    return [event for event in tracker.events if event.get("event") == "user"]


def _entity_of(event: dict[str, Any], name: str) -> Any:
    rows = (event.get("parse_data") or {}).get("entities") or []
    return next((row["value"] for row in rows if row["entity"] == name), None)


def _sound_of(value: Any) -> dict[str, Any]:
    return sound(knowledge(), value if isinstance(value, dict) else {})


def supposed_patient(tracker: Tracker) -> Patient:
    """The patient with what the last message only supposes ("and if 29 kg?")."""
    return patient(tracker).with_facts(**supposed(tracker))


def patient_asked_about(tracker: Tracker) -> Patient:
    """The patient with what the question before the last message supposed: "and in Europe?" goes on supposing it."""
    users = _users(tracker)
    before = _entity_of(users[-2], "supposed") if len(users) > 1 else None
    return patient(tracker).with_facts(**_sound_of(before))


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
    return subjects_named(tracker) or last_subjects(tracker, topic)


def subjects_named(tracker: Tracker) -> list[str]:
    """The subjects that the last message names itself."""
    return _named(tracker.latest_message.get("entities") or [])


def therapies_named(tracker: Tracker) -> list[str]:
    """The therapies that the last message names."""
    return [name for name in subjects_named(tracker) if knowledge().subjects[name].kind == "therapy"]


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
    users = _users(tracker)
    before = users[-2] if len(users) > 1 else {}
    name = str(((before.get("parse_data") or {}).get("intent") or {}).get("name") or "").removeprefix("ask_")
    return name if name in knowledge().topics else None


def _named(entities: list[dict[str, Any]]) -> list[str]:
    """The subjects among entities, each once; a quick reply may name several in one entity."""
    values = [e["value"] for e in entities if e["entity"] == "subject"]
    named = [name for value in values for name in (value if isinstance(value, list) else [value])]
    return [name for name in dict.fromkeys(named) if name in knowledge().subjects]
