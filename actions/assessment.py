"""The assessment: the form that asks what the plan still needs, the recommendation at its end, a new patient."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import conversation, reply
from actions.amending import amends_advice, corrected
from actions.guard import guarded
from knowledge import advice, general, questions, steps, topics
from knowledge.load import knowledge
from knowledge.plan import plan
from knowledge.requests import Request

FORM = "assessment_form"
ANSWERS = (
    "give_facts", "start_assessment", "resume_assessment", "repeat_recommendation", "switch_patient",
    "affirm", "deny", "dont_know", "nlu_fallback",
)  # fmt: skip
"""Intents that the form takes itself; every other one is a digression, answered by its rule before the form goes on."""

MOVES_ON = ("start_assessment", "resume_assessment", "repeat_recommendation", "switch_patient")
"""Of these, those that only ask the form to go on: no answer is expected of them."""


class ValidateAssessmentForm(Action):
    """Asks the next question of the plan, or ends the form when no fact could change the advice any more."""

    def name(self) -> str:
        """The name under which Rasa calls the form's validation."""
        return f"validate_{FORM}"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Steps aside for a digression at the first call of a turn; else says a complaint if there is one, and the
        question."""
        first = _first_call(tracker)
        if first and _is_digression(tracker):
            return [ActionExecutionRejected(FORM)]
        if not _has_spoken(tracker) and (correction := corrected(tracker)):
            reply.advise(dispatcher, correction)
        patient, audience = conversation.patient(tracker), conversation.audience(tracker)
        missing = plan(knowledge(), patient).missing
        question = questions.ask(knowledge(), patient, missing, audience)
        if question is None:
            return [_unchanged(tracker), SlotSet("requested_slot", None)]
        if not _has_spoken(tracker):
            named, told = conversation.therapies_named(tracker), conversation.stated(tracker)
            asks_options = bool(conversation.entity(tracker, "asks_options"))
            opening = steps.opening(knowledge(), patient, audience, named, told, asks_options)
            if opening:
                reply.say(dispatcher, opening)
            if _tells_more(tracker) and (ahead := advice.provisional(knowledge(), patient, audience, missing)):
                reply.say(dispatcher, ahead)
        reply.ask(dispatcher, question, "" if _came_back(tracker) else _complaint(tracker, audience))
        return [_unchanged(tracker), SlotSet("requested_slot", question.facts[0])]

    def after_trouble(self, tracker: Tracker) -> list[EventType]:
        """Keeps the form where it is when its validation failed."""
        return [_unchanged(tracker), SlotSet("requested_slot", tracker.slots.get("requested_slot") or "infection")]


def _last_of(tracker: Tracker, *kinds: str) -> str | None:
    """The kind of the last event among some kinds; None if there was none."""
    return next((kind for event in reversed(tracker.events) if (kind := event.get("event")) in kinds), None)


def _first_call(tracker: Tracker) -> bool:
    """Whether this is the form's first call since the last message: coming back from a digression is not."""
    return _last_of(tracker, "user", "active_loop", "action_execution_rejected") in ("user", None)


def _came_back(tracker: Tracker) -> bool:
    """Whether the form was interrupted since the last message and comes back to its question."""
    return _last_of(tracker, "user", "action_execution_rejected") == "action_execution_rejected"


def _has_spoken(tracker: Tracker) -> bool:
    """Whether anything was said since the last message."""
    return _last_of(tracker, "user", "bot") == "bot"


def _is_digression(tracker: Tracker) -> bool:
    return bool(tracker.active_loop.get("name")) and conversation.intent(tracker) not in ANSWERS


def _tells_more(tracker: Tracker) -> bool:
    """Whether the last message told anything that was not known before."""
    before, now = conversation.facts_before(tracker), conversation.facts(tracker)
    return any(before.get(fact) != now.get(fact) for fact in conversation.stated(tracker))


def _unchanged(tracker: Tracker) -> EventType:
    """A slot event that changes nothing; Rasa rejects a form whose validation returns none."""
    return SlotSet("infection", tracker.slots.get("infection"))


def _complaint(tracker: Tracker, audience: str) -> str:
    """What to say before the question: a value was implausible, or the answer was not understood."""
    implausible = conversation.entity(tracker, "implausible") or {}
    if implausible:
        rows = ", ".join(f"{knowledge().facts[name].label} {value:g}" for name, value in implausible.items())
        return f"{knowledge().notices['implausible'].words(audience)} ({rows})"
    if (
        tracker.active_loop.get("name")
        and not _tells_more(tracker)
        and conversation.intent(tracker) in ANSWERS
        and conversation.intent(tracker) not in MOVES_ON
    ):
        return knowledge().notices["not-understood"].words(audience)
    return ""


class ActionRecommend(Action):
    """The recommendation for the patient."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_recommend"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Says the recommendation, unless a red flag of this message has just been answered, or a correction that
        told how the advice differs; missing facts leave it undecided."""
        if conversation.intent(tracker) == "report_emergency" or amends_advice(tracker):
            return []
        more = {"supposed": conversation.supposed(tracker)}
        request = Request("recommend", conversation.facts(tracker), conversation.audience(tracker), more)
        reply.advise(dispatcher, request)
        return []


class ActionUrgent(Action):
    """The urgent message, before anything else."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_urgent"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Says what the red flag asks for; a general sentence where the message names none that is known."""
        audience = conversation.audience(tracker)
        patient, subjects = conversation.supposed_patient(tracker), conversation.subjects(tracker, "safety")
        answer = advice.urgent(knowledge(), patient, audience)
        if answer is None:
            reply.say(dispatcher, general.notice(knowledge(), "possible-emergency", audience))
        else:
            reply.advise(dispatcher, Request("urgent", dict(patient.facts), audience))
        if answer is None and subjects:
            reply.say(dispatcher, topics.answer(knowledge(), patient, "safety", subjects, audience))
        return []


class ActionNewPatient(Action):
    """Forgets the patient, and all others that were told apart; the reader and the region stay, and so does what the
    same message says of the new one."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_new_patient"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Clears every fact that the last message does not state."""
        stated = {entity["entity"]: entity["value"] for entity in tracker.latest_message.get("entities") or []}
        reply.say(dispatcher, general.notice(knowledge(), "cleared", conversation.audience(tracker)))
        kept = ("audience", "region")
        cleared = [SlotSet(fact, stated.get(fact)) for fact in knowledge().facts if fact not in kept]
        return [*cleared, *(SlotSet(name, None) for name in conversation.SEVERAL)]
