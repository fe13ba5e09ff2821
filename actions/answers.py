"""Answers to questions: on a topic of a therapy, on the algorithm as a whole, and small talk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import conversation, reply
from actions.guard import guarded
from knowledge import general, questions, recap, scores, steps, topics
from knowledge.answer import Answer
from knowledge.load import knowledge
from knowledge.patient import Patient
from knowledge.plan import plan
from knowledge.requests import Request


class ActionAnswerQuestion(Action):
    """A topic (the intent ask_<topic>) of the therapies named, or of those last spoken of."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_answer_question"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Answers, or asks which therapy is meant."""
        topic, audience = conversation.intent(tracker).removeprefix("ask_"), conversation.audience(tracker)
        subjects = conversation.subjects(tracker, topic)
        if not subjects:
            reply.say(dispatcher, general.which_therapy(knowledge(), conversation.patient(tracker), topic, audience))
            return []
        first = {
            "topic": topic,
            "subjects": subjects,
            "skip": int(conversation.entity(tracker, "skip") or 0),
            "nearest": conversation.nearest(tracker),
            "products": conversation.named(tracker, "products"),
            "others": conversation.named(tracker, "others"),
        }
        reply.advise(dispatcher, _on_topics(tracker, [first, *_further(tracker)]))
        _compare_besides(dispatcher, tracker, conversation.supposed_patient(tracker), audience)
        return []


def _on_topics(tracker: Tracker, questions: Sequence[Mapping[str, Any]]) -> Request:
    """A request for the answer to questions on topics, for the patient with what the last message supposes."""
    more = {"questions": list(questions), "supposed": conversation.supposed(tracker)}
    return Request("topics", conversation.facts(tracker), conversation.audience(tracker), more)


def _further(tracker: Tracker) -> list[dict[str, Any]]:
    """The further questions of the last message that are on a topic."""
    return [
        {"topic": topic, **{name: row[name] for name in ("subjects", "nearest", "products", "others")}}
        for row in conversation.also_asked(tracker)
        if (topic := row["intent"].removeprefix("ask_")) in knowledge().topics and row["subjects"]
    ]


def _compare_besides(dispatcher: CollectingDispatcher, tracker: Tracker, patient: Patient, audience: str) -> None:
    """Says the comparison that the last message asks for besides."""
    for row in conversation.also_asked(tracker):
        if row["intent"] == "ask_comparison" and len(row["subjects"]) > 1:
            more = {"subjects": row["subjects"], "nearest": row["nearest"]}
            reply.advise(dispatcher, Request("compare", dict(patient.facts), audience, more))


class ActionAnswerGeneral(Action):
    """A question that is on no single therapy."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_answer_general"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Answers by the intent, and what the message asks besides."""
        patient, audience = conversation.supposed_patient(tracker), conversation.audience(tracker)
        if conversation.intent(tracker) == "ask_next_step":
            reply.advise(dispatcher, _next_step(tracker))
        elif conversation.intent(tracker) == "ask_comparison":
            more = {"subjects": conversation.subjects(tracker), "nearest": conversation.nearest(tracker)}
            reply.advise(dispatcher, Request("compare", dict(patient.facts), audience, more))
        else:
            reply.say(dispatcher, _general(tracker))
        if further := _further(tracker):
            reply.advise(dispatcher, _on_topics(tracker, further))
        return []


def _general(tracker: Tracker) -> Answer:
    """The answer to a general question."""
    audience, intent = conversation.audience(tracker), conversation.intent(tracker)
    patient, known = conversation.supposed_patient(tracker), knowledge()
    if intent == "ask_topical_optimisation":
        named = conversation.subjects(tracker, "administration")
        return steps.topicals(known, patient, audience, conversation.nearest(tracker), named)
    notices = {"ask_disclaimer": "disclaimer-full", "ask_about": "about"}
    if intent in notices:
        return general.notice(known, notices[intent], audience)
    if intent == "ask_pitfalls":
        return general.guide(known, "pitfalls", audience)
    if intent == "ask_severity":
        return scores.meaning(known, patient, tracker.latest_message.get("text") or "", audience)
    number = conversation.entity(tracker, "step")
    if intent == "ask_algorithm" and number:
        return steps.step(known, patient, int(number), audience)
    answers = {
        "ask_sources": general.sources,
        "ask_review_status": general.review_status,
        "ask_algorithm": steps.algorithm,
    }
    return answers[intent](known, audience)


def _next_step(tracker: Tracker) -> Request:
    """What comes next: for this patient, as if the therapy had failed, and those that the last answer supposed to have
    failed, once the patient has a plan; else in general."""
    known, subjects = knowledge(), conversation.subjects(tracker)
    patient, audience = conversation.supposed_patient(tracker), conversation.audience(tracker)
    advised = plan(known, patient)
    failing = [s for s in subjects if s in known.subjects and known.subjects[s].kind == "therapy"]
    failing = failing or [option.therapy.id for option in advised.usable[:1]]
    if not advised.decided or not advised.step.offers or not failing:
        return Request("next_step", dict(patient.facts), audience, {"therapies": subjects})
    failed_before = conversation.just_supposed(tracker).get("systemic_history") or {}
    history = {**(patient.given("systemic_history") or {}), **failed_before, **dict.fromkeys(failing, "failed")}
    supposed = {**conversation.supposed(tracker), "systemic_history": history}
    return Request("recommend", conversation.facts(tracker), audience, {"supposed": supposed})


class ActionConversation(Action):
    """Small talk, refusals, and moves that need no clinical answer."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_conversation"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """A short reply by the intent."""
        intent, audience = conversation.intent(tracker), conversation.audience(tracker)
        if intent == "recap":
            reply.say(
                dispatcher,
                recap.known(knowledge(), conversation.patient(tracker), audience, conversation.case(tracker)),
            )
        elif intent == "two_patients" and (several := conversation.cases(tracker)):
            reply.say(dispatcher, recap.apart(knowledge(), several, audience))
        elif intent == "ask_why" and not tracker.active_loop.get("name") and conversation.was_advised(tracker):
            reply.advise(dispatcher, Request("why", conversation.facts(tracker), audience))
        elif intent == "ask_why":
            dispatcher.utter_message(text=_why(tracker, audience))
        else:
            reply.say(dispatcher, general.small_talk(knowledge(), NOTICES.get(intent, "unclear"), audience))
        return []


NOTICES = {
    "greet": "greeting",
    "frustration": "frustration",
    "two_patients": "one-at-a-time",
    "stop_assessment": "stopped",
    "out_of_scope": "out-of-scope",
    "other_language": "other-language",
    "affirm": "go-ahead",
    "deny": "fine",
    "dont_know": "fine",
    **{name: name for name in ("goodbye", "thanks", "abuse", "apology")},
}
"""Intent -> the notice that replies to it."""


def _why(tracker: Tracker, audience: str) -> str:
    """Why the form asks what it asks."""
    patient = conversation.patient(tracker)
    missing = plan(knowledge(), patient).missing if tracker.active_loop.get("name") else ()
    question = questions.ask(knowledge(), patient, missing, audience)
    if question is None or not question.why:
        return knowledge().notices["why-nothing" if question is None else "why-general"].words(audience)
    return question.why


class ActionUnclear(Action):
    """What was not understood: choices instead of a guess."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_unclear"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Offers the nearest moves."""
        subjects = conversation.subjects(tracker)
        audience = conversation.audience(tracker)
        patient, maybe = conversation.patient(tracker), conversation.named(tracker, "maybe")
        reply.say(dispatcher, general.unclear(knowledge(), patient, subjects, audience, maybe))
        return []


class ActionNoteReader(Action):
    """Who reads, and in which region: noted, and said so."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_note_reader"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Confirms; a region named right after a question asks that question again for the region."""
        known, audience, topic = knowledge(), conversation.audience(tracker), conversation.last_topic(tracker)
        subjects = conversation.last_subjects(tracker, topic) if topic else []
        if conversation.intent(tracker) == "set_region" and topic and subjects:
            patient = conversation.patient_asked_about(tracker)
            reply.say(dispatcher, topics.answer(known, patient, topic, subjects, audience))
            return []
        name = "region-noted" if conversation.intent(tracker) == "set_region" else "audience-noted"
        reply.say(dispatcher, general.notice(knowledge(), name, audience))
        return []
