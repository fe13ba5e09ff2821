"""What the tracker says: patient, reader, subjects; and the answers that depend on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions import ActionAnswerGeneral, ActionAnswerQuestion, ActionConversation, ActionNoteReader, ActionUnclear
from actions import conversation as conv
from knowledge.load import knowledge

Make = Callable[..., Any]
GENERAL = (
    "ask_comparison", "ask_next_step", "ask_topical_optimisation", "ask_disclaimer", "ask_about", "ask_pitfalls",
    "ask_severity", "ask_sources", "ask_review_status", "ask_algorithm",
)  # fmt: skip
TALK = (
    "greet", "goodbye", "thanks", "abuse", "apology", "affirm", "deny", "dont_know", "out_of_scope", "other_language",
    "stop_assessment", "recap", "ask_why",
)  # fmt: skip


def user(*subjects: str) -> dict[str, Any]:
    return {"event": "user", "parse_data": {"entities": [{"entity": "subject", "value": s} for s in subjects]}}


def bot(*subjects: str) -> dict[str, Any]:
    return {"event": "bot", "data": {"custom": {"subjects": list(subjects)}}}


def recommended(*subjects: str) -> dict[str, Any]:
    """The bot's recommendation of some therapies."""
    told = bot(*subjects)
    told["data"]["custom"]["verdicts"] = dict.fromkeys(subjects, "option")
    return told


def test_only_known_slots_with_a_value_are_facts(tracker: Make) -> None:
    told = tracker({"age": 9.0, "requested_slot": "weight", "session_started_metadata": {"age": 1}})
    assert conv.facts(told) == {"age": 9.0}


def test_what_is_supposed_holds_for_the_answer_only(tracker: Make) -> None:
    told = tracker({"weight": 31.0}, entities={"supposed": {"weight": 29.0}})
    assert conv.supposed_patient(told).given("weight") == 29 and conv.patient(told).given("weight") == 31


@pytest.mark.parametrize(("slot", "reader"), [(None, "clinician"), ("clinician", "clinician"), ("patient", "patient")])
def test_the_reader_is_a_clinician_unless_told_otherwise(tracker: Make, slot: str | None, reader: str) -> None:
    assert conv.audience(tracker({"audience": slot})) == reader


def test_a_message_without_an_intent_has_none(tracker: Make) -> None:
    told = tracker()
    told.latest_message = {"intent": None, "entities": None}
    assert conv.intent(told) == "" and conv.entity(told, "age") is None and not conv.stated(told)


def test_the_message_that_names_a_subject_is_about_that_subject(tracker: Make) -> None:
    told = tracker(entities={"subject": "methotrexate"}, events=[bot("dupilumab")])
    assert conv.subjects(told) == ["methotrexate"]


def test_a_quick_reply_may_name_several_subjects_at_once(tracker: Make) -> None:
    told = tracker(entities={"subject": ["dupilumab", "tralokinumab", "dupilumab"]})
    assert conv.subjects(told) == ["dupilumab", "tralokinumab"]


def test_an_unknown_subject_is_ignored(tracker: Make) -> None:
    assert conv.subjects(tracker(entities={"subject": "snake-oil"}, events=[bot("snake-oil")])) == []


@pytest.mark.parametrize(
    ("events", "last"),
    [
        ([user("dupilumab"), bot("dupilumab"), user()], ["dupilumab"]),
        ([user("dupilumab"), bot("dupilumab"), user("abrocitinib"), bot(), user()], ["abrocitinib"]),
        ([user("dupilumab"), bot("tralokinumab"), user()], ["tralokinumab"]),
        ([user("dupilumab"), bot("dupilumab", "tralokinumab"), user()], ["dupilumab"]),
        ([user("dupilumab"), recommended("tralokinumab"), user()], ["tralokinumab"]),
        ([user(), bot("tralokinumab"), user()], ["tralokinumab"]),
        ([user("dupilumab", "methotrexate"), user()], ["dupilumab", "methotrexate"]),
        ([bot(), user()], []),
        ([{"event": "bot", "data": None}, {"event": "user", "parse_data": None}], []),
        ([user("dupilumab"), {"event": "slot", "name": "age", "value": 9}, user()], ["dupilumab"]),
    ],
)
def test_the_last_subjects_are_what_was_recommended_or_named_or_answered_on(
    tracker: Make, events: list[dict[str, Any]], last: list[str]
) -> None:
    assert conv.last_subjects(tracker(events=events)) == last


def test_a_follow_up_is_answered_on_the_therapy_last_spoken_of(run: Make, tracker: Make) -> None:
    said, _ = run(ActionAnswerQuestion(), tracker(intent="ask_dosing", events=[bot("methotrexate")]))
    assert said[1]["custom"]["subjects"] == ["methotrexate"]


def test_a_question_on_no_therapy_is_asked_back(run: Make, tracker: Make) -> None:
    said, events = run(ActionAnswerQuestion(), tracker(intent="ask_dosing"))
    assert said[0]["text"] == knowledge().notices["which-therapy"].words("clinician") and events == []
    assert all(button["payload"].startswith('/ask_dosing{"subject"') for button in said[0]["buttons"])


def test_a_supposed_weight_changes_the_dose_but_not_the_patient(run: Make, tracker: Make) -> None:
    slots, subject = {"age": 9.0, "weight": 29.0}, {"subject": "dupilumab"}
    light, _ = run(ActionAnswerQuestion(), tracker(slots, "ask_dosing", subject))
    heavy, events = run(ActionAnswerQuestion(), tracker(slots, "ask_dosing", {**subject, "supposed": {"weight": 31.0}}))
    assert light[0]["text"] != heavy[0]["text"] and events == []


@pytest.mark.parametrize("audience", ["clinician", "patient"])
@pytest.mark.parametrize("intent", GENERAL)
def test_every_general_question_is_answered(run: Make, tracker: Make, intent: str, audience: str) -> None:
    said, events = run(ActionAnswerGeneral(), tracker({"audience": audience}, intent))
    assert said[0]["text"] and "reference" not in said[0]["text"] and events == []


@pytest.mark.parametrize("audience", ["clinician", "patient"])
@pytest.mark.parametrize("intent", TALK)
def test_every_move_of_small_talk_is_answered_in_the_readers_words(
    run: Make, tracker: Make, intent: str, audience: str
) -> None:
    said, _ = run(ActionConversation(), tracker({"audience": audience}, intent))
    assert said[0]["text"] and "reference" not in said[0]["text"]


def test_why_is_answered_with_the_reason_of_the_open_question(run: Make, tracker: Make) -> None:
    said, _ = run(ActionConversation(), tracker({"infection": "none"}, "ask_why", in_form=True))
    assert said[0]["text"] == knowledge().facts["age"].why["clinician"]


def test_why_without_a_question_says_that_nothing_is_asked(run: Make, tracker: Make) -> None:
    said, _ = run(ActionConversation(), tracker({"infection": "none"}, "ask_why"))
    assert said[0]["text"] == knowledge().notices["why-nothing"].words("clinician")


def test_what_is_known_is_told_on_request(run: Make, tracker: Make) -> None:
    said, _ = run(ActionConversation(), tracker({"age": 9.0, "asthma": "no"}, "recap"))
    assert "age 9 years" in said[0]["text"] and "asthma" in said[0]["text"]


def test_what_is_not_understood_gets_choices(run: Make, tracker: Make) -> None:
    said, _ = run(ActionUnclear(), tracker(intent="nlu_fallback"))
    assert said[0]["text"].startswith(knowledge().notices["unclear"].words("clinician")) and said[0]["buttons"]


@pytest.mark.parametrize(("intent", "notice"), [("set_audience", "audience-noted"), ("set_region", "region-noted")])
def test_reader_and_region_are_confirmed(run: Make, tracker: Make, intent: str, notice: str) -> None:
    said, _ = run(ActionNoteReader(), tracker({"audience": "patient"}, intent))
    assert said[0]["text"].startswith(knowledge().notices[notice].words("patient"))
