"""Says an answer over a Rasa dispatcher: one text with quick replies, and a custom payload with what a widget or a
test needs."""

from __future__ import annotations

import json
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from knowledge import recap
from knowledge.answer import Answer, Offer
from knowledge.load import knowledge
from knowledge.patient import Patient
from knowledge.questions import Question
from knowledge.requests import Request, record, respond

MOST_REPLIES = 12


def say(dispatcher: CollectingDispatcher, answer: Answer, **more: Any) -> None:
    """Says an answer, with more in its payload."""
    dispatcher.utter_message(text=answer.text, buttons=[button(offer) for offer in answer.offers])
    dispatcher.utter_message(json_message={**payload(answer), **more})


def advise(dispatcher: CollectingDispatcher, request: Request, **more: Any) -> None:
    """Says the answer to a request, and keeps the request with it, so that the advice can be replayed."""
    say(dispatcher, respond(knowledge(), request), advice=record(knowledge(), request), **more)


def name_patient(dispatcher: CollectingDispatcher, label: str, patient: Patient, audience: str) -> None:
    """Says, before all else that was said, whose turn it is among several patients."""
    said = list(dispatcher.messages)
    dispatcher.messages.clear()
    dispatcher.utter_message(text=recap.headed(knowledge(), label, patient.facts, audience))
    dispatcher.messages.extend(said)


def ask(dispatcher: CollectingDispatcher, question: Question, before: str = "") -> None:
    """Asks a question of the form, after a remark if there is one."""
    buttons = [
        {"title": reply.title, "payload": command("give_facts", dict(reply.facts))}
        for reply in question.replies[:MOST_REPLIES]
    ]
    text = f"{before}\n{question.text}" if before else question.text
    dispatcher.utter_message(text=text, buttons=buttons)


def button(offer: Offer) -> dict[str, str]:
    """A quick reply that asks what was offered."""
    payload = command(offer.intent, dict(offer.entities)) if offer.intent else offer.title
    return {"title": offer.title, "payload": payload}


def command(intent: str, entities: dict[str, Any]) -> str:
    """A message that states an intent and entities directly, as Rasa's quick replies do."""
    return f"/{intent}{json.dumps(entities)}" if entities else f"/{intent}"


def payload(answer: Answer) -> dict[str, Any]:
    """The custom payload of an answer."""
    return {
        "statements": list(answer.statements),
        "citations": [
            {
                "number": reference.number,
                "source": reference.source.id,
                "title": reference.source.title,
                "by": reference.source.by,
                "year": reference.source.year,
                "kind": reference.source.kind,
                "places": list(reference.places),
                "link": reference.source.link,
            }
            for reference in answer.references
        ],
        "verdicts": dict(answer.verdicts),
        "subjects": list(answer.subjects),
        "review": answer.review,
        "knowledge_version": answer.version,
    }
