"""The last NLU component of the pipeline: reads facts and therapies, and settles the intent in the light of the
conversation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.clauses import CLAUSE
from nlu.components.stateless import Stateless
from nlu.components.statements import MEANING
from nlu.reading.message import known_facts
from nlu.settling.cases import cases_of, in_turn, known_then
from nlu.settling.pointing import expanded
from nlu.settling.ranking import EMERGENCY, topic_of
from nlu.settling.settle import settle
from nlu.settling.several import Clause, asked_in, with_questions
from nlu.settling.turn import Context, Settled

START = "start_assessment"
SUBJECT, SUPPOSED, IMPLAUSIBLE = "subject", "supposed", "implausible"
NEAREST, ASKS_OPTIONS, STEP, PRODUCTS, OTHERS = "nearest", "asks_options", "step", "products", "others"
ALSO, MAYBE, WITHDRAWN, CASE, CASES = "also", "maybe", "withdrawn", "case", "cases"
MOST_SUBJECTS = 6
"""How many subjects are looked for in what was said before."""


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class ClinicalReader(Stateless):
    """Turns a message into patient facts (an entity each), subjects, and a settled intent."""

    def process(self, messages: list[Message], tracker: DialogueStateTracker = None) -> list[Message]:  # type: ignore[assignment]
        """Reads each message. Rasa hands the tracker over by its parameter name; `/model/parse` has none."""
        slots = tracker.current_slot_values() if tracker else {}
        known, context = known_facts(slots.items()), context_of(tracker) if tracker else Context()
        cases = cases_of(slots, known)
        whole = [message for message in messages if not message.get(CLAUSE)]
        for message in whole:
            turned = cases.turned(message.get(TEXT) or "")
            spoken_of = known_then(cases, turned, known) if turned else known
            settled = _settled(message, spoken_of, context)
            asked = asked_in(list(_clauses(message, messages, settled, spoken_of, context)), settled)
            settled = in_turn(with_questions(settled, asked), message.get(TEXT) or "", turned, cases, known, context)
            message.set(INTENT, {"name": settled.intent, "confidence": settled.confidence}, add_to_output=True)
            message.set(ENTITIES, entities(settled, message.get(TEXT) or ""), add_to_output=True)
        return whole


def _settled(message: Message, known: Mapping[str, Any], context: Context) -> Settled:
    """What a message, or a clause of one, is."""
    ranking, meaning = message.get(INTENT_RANKING_KEY) or [], message.get(MEANING)
    return settle(message.get(TEXT) or "", ranking, known, context, meaning)


def _clauses(
    message: Message, messages: Sequence[Message], whole: Settled, known: Mapping[str, Any], context: Context
) -> Iterator[Clause]:
    """The clauses of a message, each settled in the light of the subjects named before it, or else in the message."""
    known, subjects = {**known, **whole.stated}, tuple(whole.subjects) or context.subjects
    topic = context.last_topic
    for clause in takewhile(lambda other: other.get(CLAUSE), messages[messages.index(message) + 1 :]):
        number, partial = clause.get(CLAUSE)
        before = Context(subjects=subjects, last_topic=topic, supposed=context.supposed, of_a_clause=True)
        settled = _settled(clause, known, before)
        subjects = tuple(settled.subjects) or subjects
        topic = settled.intent if topic_of(settled.intent) else topic
        yield Clause(number, partial, settled)


def context_of(tracker: DialogueStateTracker) -> Context:
    """What the conversation so far adds to the next message."""
    users = [event for event in tracker.events if isinstance(event, UserUttered)]
    topics = [event.intent_name for event in users if topic_of(event.intent_name or "")]
    said = next((event for event in reversed(tracker.events) if isinstance(event, BotUttered) and event.text), None)
    buttons = (said.data.get("buttons") or []) if said else []
    offers_start = bool(buttons) and str(buttons[0].get("payload")).startswith(f"/{START}")
    return Context(
        asking=bool(tracker.active_loop_name and tracker.get_slot("requested_slot")),
        last_topic=topics[-1] if topics else None,
        just_asked=topic_of(users[-1].intent_name or "") if users else None,
        offered=START if offers_start else None,
        subjects=spoken_of(tracker),
        listed=last_listed(tracker),
        emergency=bool(users) and users[-1].intent_name == EMERGENCY,
        supposed=_supposed(users[-1]) if users else {},
        told=_numbers(users[-1]) if users else {},
        nearest=tuple(_entity(users[-1], NEAREST) or ()) if users else (),
        said=tuple(last_said(tracker)),
    )


def last_said(tracker: DialogueStateTracker) -> list[str]:
    """The ids of the statements of the latest answer."""
    payloads = (event.data.get("custom") for event in reversed(tracker.events) if isinstance(event, BotUttered))
    return next((list(payload.get("statements") or []) for payload in payloads if payload), [])


def _entity(said: UserUttered, name: str) -> Any:
    """The value of an entity of a message, None if it has none."""
    return next((entity["value"] for entity in said.entities if entity["entity"] == name), None)


def _numbers(said: UserUttered) -> dict[str, float]:
    """The sound numbers that a message told."""
    told = known_facts((entity["entity"], entity["value"]) for entity in said.entities)
    return {name: value for name, value in told.items() if isinstance(value, (int, float))}


def _supposed(said: UserUttered) -> dict[str, Any]:
    """The sound facts that a message supposed."""
    facts = _entity(said, SUPPOSED)
    return known_facts(facts.items()) if isinstance(facts, dict) else {}


def spoken_of(tracker: DialogueStateTracker) -> tuple[str, ...]:
    """The subjects that the user named or the bot answered on, the latest first."""
    found: dict[str, None] = {}
    for event in reversed(tracker.events):
        found |= dict.fromkeys(_subjects_of(event))
        if len(found) >= MOST_SUBJECTS:
            break
    return tuple(found)


def last_listed(tracker: DialogueStateTracker) -> tuple[str, ...]:
    """The therapies that were last spoken of together, in their order."""
    return next((found for event in reversed(tracker.events) if len(found := expanded(_subjects_of(event))) > 1), ())


def _subjects_of(event: Event) -> list[str]:
    """The subjects that a message of the user names, or that an answer is on."""
    if isinstance(event, UserUttered):
        values = [entity["value"] for entity in event.entities if entity["entity"] == SUBJECT]
        return [name for value in values for name in (value if isinstance(value, list) else [value])]
    if isinstance(event, BotUttered):
        return list((event.data.get("custom") or {}).get("subjects") or [])
    return []


def entities(settled: Settled, text: str) -> list[dict[str, Any]]:
    """What was read as Rasa entities: one for each stated fact and subject; one each for what is supposed or
    implausible, and for what a question names (products, medicines of others) or comes nearest to (statements)."""
    rows = [*settled.stated.items(), *((SUBJECT, subject) for subject in settled.subjects)]
    rows += [(PRODUCTS, settled.products)] if settled.products else []
    rows += [(OTHERS, settled.others)] if settled.others else []
    rows += [(SUPPOSED, settled.supposed)] if settled.supposed else []
    rows += [(IMPLAUSIBLE, settled.implausible)] if settled.implausible else []
    rows += [(ASKS_OPTIONS, True)] if settled.asks_options else []
    rows += [(STEP, settled.step)] if settled.step else []
    rows += [(NEAREST, settled.nearest)] if settled.nearest else []
    rows += [(ALSO, settled.also)] if settled.also else []
    rows += [(MAYBE, settled.maybe)] if settled.maybe else []
    rows += [(WITHDRAWN, settled.withdrawn)] if settled.withdrawn else []
    rows += [(CASES, settled.cases), (CASE, settled.case)] if settled.cases else []
    return [
        {"entity": name, "value": value, "start": 0, "end": len(text), "extractor": "ClinicalReader"}
        for name, value in rows
    ]
