"""Two patients in one conversation: kept apart, named when it is their turn, and never mixed."""

from __future__ import annotations

from typing import Any

import pytest

BOTH = "pt A 61M failed dupilumab, stent last year, 90 kg. pt B 9F 27 kg, severe, no infection, elocon 8 weeks no good"


@pytest.fixture
def two(chat: Any) -> Any:
    reply = chat.say(BOTH)
    assert "Patient A:** age 61 years" in reply.text and "Patient B:** age 9 years" in reply.text
    assert set(reply.payloads) == {"Patient A", "Patient B"} and not reply.question
    return chat


def test_the_one_who_is_chosen_is_asked_about(two: Any) -> None:
    reply = two.say("start with B")
    assert reply.texts[0].startswith("**Patient B:**") and reply.question
    assert "27 kg" in two.recap() and "90 kg" not in two.recap()


def test_what_is_told_is_kept_with_the_one_it_is_told_of(two: Any) -> None:
    two.say("Patient B")
    two.say("she has asthma, no contact allergy")
    two.say("now A")
    assert "asthma" not in two.recap() and "61 years" in two.recap()
    two.say("back to B")
    assert "asthma" in two.recap() and "stent" not in two.recap()


def test_a_question_may_name_the_one_it_is_on(two: Any) -> None:
    two.say("start with A")
    girl = two.say("what dose of dupilumab would the girl get?")
    assert girl.texts[0].startswith("**Patient B:**") and "every 4 weeks" in girl.text
    man = two.say("and A?")
    assert man.texts[0].startswith("**Patient A:**") and "every 2 weeks" in man.text


def test_turning_to_another_corrects_nothing(two: Any) -> None:
    two.say("Patient B")
    assert "Changed:" not in two.say("Patient A").text


def test_a_patient_who_was_told_of_before_is_kept(chat: Any) -> None:
    chat.say("34F severe eczema, no infection")
    assert "Patient C:** no skin infection; age 34 years" in chat.say(BOTH).text
    chat.say("Patient A")
    chat.say("Patient C")
    assert "34 years" in chat.recap()


def test_an_emergency_of_one_of_them_comes_first(chat: Any) -> None:
    reply = chat.say("A: 40F, 60 kg, severe. B: 5M, 18 kg, punched out sores on the face and fever since yesterday")
    assert reply.texts[0].startswith("**Patient B:**\n**URGENT.**")


def test_a_new_patient_clears_all_of_them(two: Any) -> None:
    two.say("Patient A")
    two.say("new patient")
    assert "nothing" in two.recap()
    assert "Patient B" not in two.say("back to patient B").text
