"""One running bot for all conversations, a fresh conversation for each test, and every question of the form."""

from __future__ import annotations

import json
import uuid
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from knowledge import questions, recap
from knowledge.load import knowledge
from knowledge.patient import Patient
from knowledge.plan import plan
from launch.servers import Servers

Talk = Callable[[str], list[dict[str, Any]]]

HARMLESS = {
    "infection": "none", "contact_allergy": "no", "pregnancy": "none", "topical_trial": "adequate",
    "severity": "severe", "systemic_history": {}, "age": 34, "weight": 70, "sex": "female",
}  # fmt: skip
"""How `finish` answers what the form asks; everything else is denied."""

SETTLED = {
    "infection": "none", "severity": "severe", "topical_trial": "adequate", "contact_allergy": "no", "sex": "male",
}  # fmt: skip
EARLIER = (*knowledge().steps_offer(3), *knowledge().steps_offer(4))
FAILED_BIOLOGIC = {"systemic_history": {"dupilumab": "failed"}}
ON_IT = {"infection": "none", "age": 41, "severity": "moderate", "current_therapy": "dupilumab", "systemic_history": {}}
OPENINGS: tuple[dict[str, Any], ...] = (
    {},
    {"age": 9},
    {"sex": "female", "age": 34},
    {"age": 34, "topical_products": ["betamethasone-valerate"]},
    {**SETTLED, "age": 34, "systemic_history": {"dupilumab": "used"}},
    {**SETTLED, "age": 34, **FAILED_BIOLOGIC},
    {"age": 34, **FAILED_BIOLOGIC, "pregnancy": "pregnant", "contact_allergy": "no"},
    {**SETTLED, "age": 55, "systemic_history": dict.fromkeys(EARLIER, "failed")},
    ON_IT,
    {**ON_IT, "contact_allergy": "no", "current_weeks": 30},
)
NUMBERS = {"age": 34, "weight": 40, "topical_weeks": 16, "current_weeks": 30}
LONGEST_LOOK = 6
"""How often a question is walked on from; other facts may stand behind it each time."""


@dataclass(frozen=True)
class Reply:
    """All that came back for one message."""

    messages: list[dict[str, Any]]

    @property
    def texts(self) -> list[str]:
        return [message["text"] for message in self.messages if message.get("text")]

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def custom(self) -> dict[str, Any]:
        """The payload of the first answer; empty if there was none."""
        return next((message["custom"] for message in self.messages if message.get("custom")), {})

    @property
    def payloads(self) -> dict[str, str]:
        """The quick replies by title."""
        buttons = [button for message in self.messages for button in message.get("buttons") or []]
        return {button["title"]: button["payload"] for button in buttons}

    @property
    def question(self) -> str:
        """The form's question at the end of the reply; empty if it does not end in one."""
        last = next((message for message in reversed(self.messages) if message.get("text")), {})
        return last["text"] if last and self.asked else ""

    @property
    def asked(self) -> set[str]:
        """The facts that the question at the end is about."""
        last = next((message for message in reversed(self.messages) if message.get("text")), {})
        commands = [button["payload"] for button in last.get("buttons") or []]
        stated = [command.removeprefix("/give_facts") for command in commands if command.startswith("/give_facts")]
        return {fact for facts in stated for fact in json.loads(facts)}


@dataclass(frozen=True)
class Conversation:
    """One conversation with the running bot."""

    talk: Talk

    def say(self, text: str) -> Reply:
        return Reply(self.talk(text))

    def state(self, facts: Mapping[str, Any]) -> Reply:
        """States facts as a quick reply does; without facts, starts the assessment.

        Rasa takes a list in a command for several entities, so a fact that is a list is put into another.
        """
        said = {fact: [value] if isinstance(value, list) else value for fact, value in facts.items()}
        return self.say(f"/give_facts{json.dumps(said)}" if said else "/start_assessment")

    def finish(self, reply: Reply, **answers: Any) -> Reply:
        """Answers whatever is asked, as `answers` or harmlessly, until nothing is asked any more."""
        values = {**HARMLESS, **answers}
        for _ in range(15):
            if not reply.asked:
                return reply
            reply = self.state({fact: values.get(fact, "no") for fact in sorted(reply.asked)})
        raise AssertionError(f"The form does not end: {reply.question}")

    def recap(self) -> str:
        """What the bot has noted."""
        return self.say("what do you know about the patient so far").texts[0]


def wrongly_answered(chat: Conversation, place: Place, moves: Mapping[str, tuple[str, str | None]]) -> list[str]:
    """What goes wrong where moves are made at a question of the form: each has to be answered, with what is expected in
    its answer, and the question asked again."""
    wrong = []
    for kind, (said, expected) in moves.items():
        reply = chat.say(said)
        answer = reply.text.removesuffix(place.text).strip()
        if reply.asked != place.asked or not reply.text.endswith(place.text):
            wrong.append(f"{kind}: the question is not asked again: {reply.text}")
        elif not answer or (expected and expected not in answer):
            wrong.append(f"{kind}: no fitting answer: {reply.text}")
        elif "not asking anything" in answer:
            wrong.append(f"{kind}: denies that it asks: {reply.text}")
    return wrong


@pytest.fixture
def digress(chat: Conversation, place: Place) -> Callable[[Mapping[str, tuple[str, str | None]]], list[str]]:
    """Makes moves at a question of the form, and tells what went wrong."""
    return lambda moves: wrongly_answered(chat, place, moves)


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """Both servers on free ports with a throw-away database; whoever stops one starts it again."""
    with Servers() as running:
        yield running


@pytest.fixture
def talk(servers: Servers) -> Talk:
    """Says something in a conversation that belongs to this test alone, and returns the bot's messages."""
    servers.start_actions()
    sender = uuid.uuid4().hex
    return lambda text: servers.say(sender, text)


@pytest.fixture
def chat(talk: Talk) -> Conversation:
    """A conversation that belongs to this test alone."""
    return Conversation(talk)


@dataclass(frozen=True)
class Place:
    """A question of the form, and the facts after which it is asked."""

    name: str
    facts: Mapping[str, Any]
    asked: frozenset[str]
    text: str

    def noted(self, audience: str = "clinician", **more: Any) -> str:
        """The recap of a patient of whom just these facts are known."""
        return recap.known(knowledge(), Patient(knowledge(), {**self.facts, **more}), audience).text


def places() -> list[Place]:
    """Every question of the form, found by walking it from each opening with every quick reply."""
    found: dict[str, Place] = {}
    visits: Counter[str] = Counter()
    ahead: deque[dict[str, Any]] = deque(dict(opening) for opening in OPENINGS)
    while ahead:
        facts = ahead.popleft()
        patient = Patient(knowledge(), facts)
        question = questions.ask(knowledge(), patient, plan(knowledge(), patient).missing, "clinician")
        if question is None:
            continue
        first = question.facts[0]
        kind = "-result" if first == "systemic_history" and patient.without_result() else ""
        group = knowledge().facts[first].group if len(question.facts) > 1 else ""
        place = Place(f"{group or first}{kind}", facts, frozenset(question.facts), question.text)
        found.setdefault(place.name, place)
        visits[place.name] += 1
        if visits[place.name] <= LONGEST_LOOK:
            number = [{first: NUMBERS[first]}] if first in NUMBERS else []
            ahead.extend({**facts, **answer} for answer in [*number, *(reply.facts for reply in question.replies)])
    return list(found.values())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes a `place` runs at every question of the form."""
    if "place" in metafunc.fixturenames:
        every = places()
        metafunc.parametrize("place", every, ids=[place.name for place in every])
