"""Advice is a pure function of what is kept of it: it can be said again, word for word."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from knowledge.errors import KnowledgeError
from knowledge.load import knowledge
from knowledge.model import AUDIENCES
from knowledge.patient import Patient
from knowledge.plan import plan
from knowledge.replay import replayed
from knowledge.requests import ANSWERS, GENERAL, Request, record, replay, respond

MORE: dict[str, dict[str, Any]] = {
    "topics": {"questions": [{"topic": t, "subjects": ["dupilumab"]} for t in ("dosing", "safety")]},
    "compare": {"subjects": ["dupilumab", "upadacitinib"], "nearest": ["dupilumab.side-effects"]},
    "recommend": {"supposed": {"age": 9, "weight": 28.5}},
    "next_step": {"therapies": ["dupilumab"]},
    "why": {"therapies": ["dupilumab"]},
    "why_not": {"therapies": ["upadacitinib", "baricitinib"]},
    "what_if": {"supposed": {"systemic_history": {"dupilumab": "failed"}}},
    "amended": {"before": {"age": 9, "severity": "mild"}, "lead": "fact-changed"},
    "note": {"whole": True},
}  # fmt: skip
Facts = dict[str, Any]


def request(ask: str, facts: Facts, audience: str = "clinician") -> Request:
    """A request for each answer; what is urgent needs a red flag."""
    told = {**facts, "infection": "herpetic"} if ask == "urgent" else facts
    return Request(ask, told, audience, MORE.get(ask, {}))


def bot(text: str | None = None, advice: Any = None) -> dict[str, Any]:
    """A bot event as Rasa stores it."""
    custom = None if advice is None else {"statements": [], "advice": advice}
    return {"event": "bot", "text": text, "data": {"custom": custom, "buttons": None}, "metadata": {}}


def kept(ask: str, facts: Facts, audience: str = "clinician") -> dict[str, Any]:
    """A record as it comes back out of a store."""
    back: dict[str, Any] = json.loads(json.dumps(record(knowledge(), request(ask, facts, audience))))
    return back


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("ask", ANSWERS)
def test_every_answer_is_said_again_word_for_word(ask: str, audience: str, adult: Facts) -> None:
    facts = {**adult, "weight": 71.5, "topical_products": ["tacrolimus"], "vte": "unsure"}
    said = respond(knowledge(), request(ask, facts, audience))
    again = replay(knowledge(), kept(ask, facts, audience))
    assert said.text and again.text == said.text and again == said


@pytest.mark.parametrize("ask", ANSWERS)
def test_a_record_survives_the_store_unchanged(ask: str, after_dupilumab: Facts) -> None:
    assert kept(ask, after_dupilumab) == record(knowledge(), request(ask, after_dupilumab))


def test_a_record_names_the_version_the_date_and_how_the_plan_went(after_dupilumab: Facts) -> None:
    row = record(knowledge(), request("recommend", after_dupilumab))
    assert (row["version"], row["date"]) == (knowledge().version, knowledge().date)
    trace = plan(knowledge(), Patient(knowledge(), after_dupilumab)).trace
    assert [step[:2] for step in row["trace"]] == [[line.id, line.truth.value] for line in trace]
    assert row["trace"][-1][:2] == ["algorithm.after-dupilumab", "yes"]


@pytest.mark.parametrize("ask", GENERAL)
def test_an_answer_without_a_plan_keeps_no_trace(ask: str, adult: Facts) -> None:
    assert record(knowledge(), request(ask, adult))["trace"] == []


@pytest.mark.parametrize("version", ["000000000000", "", None])
def test_what_was_said_on_another_version_is_not_said_again(version: str | None, adult: Facts) -> None:
    with pytest.raises(KnowledgeError, match="replay"):
        replay(knowledge(), {**kept("recommend", adult), "version": version})


@pytest.mark.parametrize("ask", ["sing", "", None])
def test_an_unknown_answer_cannot_be_asked_for(ask: str | None, adult: Facts) -> None:
    with pytest.raises(KnowledgeError, match="nothing is called"):
        replay(knowledge(), {**kept("recommend", adult), "ask": ask})


def test_urgent_advice_is_an_error_without_a_red_flag(adult: Facts) -> None:
    with pytest.raises(KnowledgeError, match="no red flag"):
        respond(knowledge(), Request("urgent", adult, "clinician"))


def test_unsound_facts_of_a_record_are_left_out(adult: Facts) -> None:
    row = kept("recommend", adult)
    spoilt = {**row, "facts": {**row["facts"], "weight": -5, "shoe_size": 43, "asthma": "perhaps"}}
    assert replay(knowledge(), spoilt).text == respond(knowledge(), request("recommend", adult)).text


def test_advice_that_gives_the_same_text_is_reported_as_the_same(adult: Facts, after_dupilumab: Facts) -> None:
    events: list[dict[str, Any]] = [{"event": "session_started"}, {"event": "user", "text": "why?"}]
    for ask, facts in (("recommend", adult), ("why", adult), ("compare", after_dupilumab), ("note", after_dupilumab)):
        events += [bot(respond(knowledge(), request(ask, facts)).text), bot(advice=kept(ask, facts)), {"event": "user"}]
    rows = list(replayed(knowledge(), json.loads(json.dumps(events))))
    assert [row.ask for row in rows] == ["recommend", "why", "compare", "note"]
    assert {row.outcome for row in rows} == {"same"} and {row.version for row in rows} == {knowledge().version}
    assert rows[0].said == respond(knowledge(), request("recommend", adult)).text


def test_advice_that_gives_another_text_is_reported_as_differing(adult: Facts) -> None:
    text = respond(knowledge(), request("why", adult)).text
    events = [bot(text + " And more."), bot(advice=kept("why", adult)), bot(text), bot(advice=kept("note", adult))]
    assert [row.outcome for row in replayed(knowledge(), events)] == ["differs", "differs"]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda row: {**row, "version": "0123456789ab"}, "said on knowledge 0123456789ab"),
        (lambda row: {**row, "ask": "sing"}, "nothing is called 'sing'"),
    ],
)
def test_advice_that_cannot_be_replayed_says_why_and_the_rest_goes_on(
    spoil: Callable[[Facts], Facts], words: str, adult: Facts
) -> None:
    text = respond(knowledge(), request("why", adult)).text
    events = [bot(text), bot(advice=spoil(kept("why", adult))), bot(text), bot(advice=kept("why", adult))]
    first, second = replayed(knowledge(), events)
    assert words in first.outcome and first.said == text and second.outcome == "same"


def test_other_events_and_other_payloads_are_passed_over(adult: Facts) -> None:
    text = respond(knowledge(), request("why", adult)).text
    events: list[dict[str, Any]] = [
        {"event": "slot", "name": "age", "value": 40}, {"event": "bot", "text": "Hello."},
        {"event": "bot", "data": None},
        {"event": "bot", "text": None, "data": {"custom": {"statements": []}}}, bot(text),
        {"event": "action", "name": "action_listen"}, bot(advice=kept("why", adult)),
    ]  # fmt: skip
    assert [row.outcome for row in replayed(knowledge(), events)] == ["same"]
    assert not list(replayed(knowledge(), []))


@pytest.mark.parametrize("supposed", [{"age": 9, "weight": 28}, {"weight": 28}])
def test_an_answer_for_supposed_facts_says_so_where_others_are_stored(supposed: Facts, adult: Facts) -> None:
    questions = [{"topic": "dosing", "subjects": ["dupilumab"]}]
    said = respond(knowledge(), Request("topics", {**adult, "weight": 80}, "clinician", {"questions": questions}))
    other = {"questions": questions, "supposed": supposed}
    for facts, says in (({**adult, "weight": 80}, True), ({"region": "us"}, False), ({**adult, **supposed}, False)):
        answer = respond(knowledge(), Request("topics", facts, "clinician", other))
        assert answer.text.startswith("**Supposing, not stored:**") == says
    assert "Supposing" not in said.text
