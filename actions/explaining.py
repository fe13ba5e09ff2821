"""Arguing about the advice: why, why not, what would change it, what if; and the note of the consultation."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import conversation, reply
from actions.guard import guarded
from knowledge import general, topics
from knowledge.answer import Answer
from knowledge.explain.changes import offers
from knowledge.load import knowledge
from knowledge.plan import plan
from knowledge.requests import Request, respond

MOST = 3
"""Therapies of one question that are argued about."""
PLACE = "place_in_therapy"


class ActionExplain(Action):
    """Why the advice is what it is, why it is not another, what would change it, and what it would be for other
    facts."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_explain"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Explains by the intent; says what is missing where there is nothing to explain yet."""
        explained = EXPLAIN[conversation.intent(tracker)](tracker)
        if isinstance(explained, Request):
            reply.advise(dispatcher, explained)
        else:
            reply.say(dispatcher, explained)
        return []


def _why(tracker: Tracker) -> Request | Answer:
    """Why the plan is what it is; of a therapy that it does not offer, why not; without a patient, its place."""
    therapies, audience = _therapies(tracker), conversation.audience(tracker)
    patient = conversation.patient(tracker)
    if not _has_case(tracker):
        if therapies:
            return topics.answer(knowledge(), patient, PLACE, therapies, audience)
        return general.notice(knowledge(), "why-no-plan", audience)
    decided = plan(knowledge(), patient).decided
    missed = [therapy for therapy in therapies if decided and not offers(knowledge(), patient, therapy)]
    if missed:
        return _request(tracker, "why_not", therapies=missed[:MOST])
    return _request(tracker, "why", therapies=therapies[:MOST])


def _why_not(tracker: Tracker) -> Request | Answer:
    """Why the named therapies, else the one spoken of last, are not advised; without a patient, who should not have
    them."""
    audience = conversation.audience(tracker)
    spoken = [s for s in conversation.last_subjects(tracker, PLACE) if knowledge().subjects[s].kind == "therapy"]
    therapies = _therapies(tracker) or spoken[-1:]
    if not therapies:
        return general.which_not(knowledge(), conversation.patient(tracker), audience)
    if not _has_case(tracker):
        return topics.answer(knowledge(), conversation.patient(tracker), PLACE, therapies[:MOST], audience)
    return _request(tracker, "why_not", therapies=therapies[:MOST])


def _what_changes(tracker: Tracker) -> Request | Answer:
    """What would change the advice."""
    if not _has_case(tracker):
        return general.notice(knowledge(), "why-no-plan", conversation.audience(tracker))
    return _request(tracker, "what_changes")


def _what_if(tracker: Tracker) -> Request | Answer:
    """The plan with what the message supposes."""
    supposed = conversation.supposed(tracker)
    if not supposed:
        return general.notice(knowledge(), "what-if-which", conversation.audience(tracker))
    return _request(tracker, "what_if", supposed=supposed)


EXPLAIN = {
    "ask_reason": _why,
    "ask_why_not": _why_not,
    "ask_what_changes": _what_changes,
    "ask_what_if": _what_if,
}
"""Intent -> what explains it."""


def _request(tracker: Tracker, ask: str, **more: Any) -> Request:
    """A request for the patient as stored."""
    return Request(ask, conversation.facts(tracker), conversation.audience(tracker), more)


def _has_case(tracker: Tracker) -> bool:
    """Whether anything of a patient is known."""
    return bool(set(conversation.facts(tracker)) - {"audience", "region"})


def _therapies(tracker: Tracker) -> list[str]:
    """The therapies that the message names, those of a class for the class."""
    known = knowledge().subjects
    named = [known[name] for name in conversation.subjects_named(tracker)]
    listed = [member for subject in named for member in (subject.members or [subject.id])]
    return [name for name in dict.fromkeys(listed) if known[name].kind == "therapy"]


class ActionSummarise(Action):
    """The note of the consultation: short in the chat, whole as a file."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_summarise"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Says the note, with the whole of it in the payload."""
        whole = respond(knowledge(), _request(tracker, "note", whole=True))
        reply.advise(dispatcher, _request(tracker, "note"), note=whole.text)
        return []
