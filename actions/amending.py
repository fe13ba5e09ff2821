"""Taking back and correcting what was told: a fact, the last answer, a supposition that turns out to be so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import conversation, reply
from actions.guard import guarded
from knowledge import general
from knowledge.load import knowledge
from knowledge.patient import Patient
from knowledge.plan import plan
from knowledge.requests import Request

HISTORY, CURRENT = "systemic_history", "current_therapy"
OF_THE_CURRENT = ("current_weeks", "current_response")
"""Facts that go with the treatment in use."""


class ActionForgetFact(Action):
    """Takes facts back that a message names."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_forget_fact"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Clears them, says which, and whether that changes the advice."""
        return _take_back(
            dispatcher, tracker, conversation.named(tracker, "withdrawn"), "forgotten", "nothing-to-forget"
        )


class ActionPreviousQuestion(Action):
    """Goes back one question of the form: what the last answer stated is taken back, so that it is asked again."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_previous_question"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Clears the facts of the last answer."""
        return _take_back(dispatcher, tracker, conversation.last_answered(tracker), "went-back", "nothing-before")


class ActionUseChange(Action):
    """Notes what was supposed before, now that it is so."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_use_change"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Stores what the last supposition supposed; a quick reply has stored it already."""
        told, audience = conversation.facts_before(tracker), conversation.audience(tracker)
        stated = {name: conversation.facts(tracker).get(name) for name in conversation.stated(tracker)}
        supposed = stated or conversation.last_supposed(tracker)
        if supposed:
            more = {"before": told, "lead": "change-noted"}
            reply.advise(dispatcher, Request("amended", {**told, **supposed}, audience, more))
        else:
            reply.say(dispatcher, general.notice(knowledge(), "nothing-supposed", audience))
        return [SlotSet(fact, value) for fact, value in supposed.items()]


def _take_back(
    dispatcher: CollectingDispatcher, tracker: Tracker, names: Iterable[str], lead: str, nothing: str
) -> list[EventType]:
    """Clears facts; a therapy that was named is taken out of the treatments."""
    told, audience = conversation.facts(tracker), conversation.audience(tracker)
    left = dict(told)
    for name in names:
        fact, _, therapy = name.partition(".")
        if not therapy:
            left.pop(fact, None)
        elif therapy in (told.get(HISTORY) or {}):
            left[HISTORY] = {kept: outcome for kept, outcome in left[HISTORY].items() if kept != therapy}
        elif therapy == told.get(CURRENT):
            left = {name: value for name, value in left.items() if name not in (CURRENT, *OF_THE_CURRENT)}
    changed = [fact for fact in told if left.get(fact) != told[fact]]
    if not changed:
        reply.say(dispatcher, general.notice(knowledge(), nothing, audience))
        return []
    reply.advise(dispatcher, Request("amended", left, audience, {"before": told, "lead": lead}))
    return [SlotSet(fact, left.get(fact)) for fact in changed]


def corrected(tracker: Tracker) -> Request | None:
    """What the last message corrects: old and new; None if it changes nothing that was known."""
    if not conversation.stated(tracker) or conversation.turns(tracker):
        return None
    before, now = conversation.facts_before(tracker), conversation.facts(tracker)
    replaced = [name for name in before if name in now and now[name] != before[name] and _replaces(before[name])]
    if not replaced:
        return None
    kept = Patient(knowledge(), now).with_facts(**{name: before[name] for name in replaced}).facts
    return Request("amended", now, conversation.audience(tracker), {"before": dict(kept), "lead": "fact-changed"})


def amends_advice(tracker: Tracker) -> bool:
    """Whether the last message corrected something after a recommendation, so that the difference was just said."""
    if corrected(tracker) is None or not conversation.was_advised(tracker):
        return False
    return plan(knowledge(), Patient(knowledge(), conversation.facts_before(tracker))).decided


def _replaces(old: Any) -> bool:
    """Whether a new value in the place of an old one is a correction; a list or history that grows is none."""
    return isinstance(old, (str, int, float)) and old != "unsure"
