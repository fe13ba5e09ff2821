"""Red flags speak first: at every question of the form, outside it, and in each later answer."""

from __future__ import annotations

from typing import Any

import pytest

HERPETIC = "now has a fever and punched-out vesicles on the cheeks"
FLAGS = {
    "safety.eczema-herpeticum": HERPETIC,
    "safety.eye-emergency": "the eyes really hurt since this morning and vision is blurred",
    "safety.anaphylaxis": "the throat is swelling since the injection",
    "safety.self-harm": "I can't bear the itch, I want to die",
}


def urgent_once(reply: Any, rule: str) -> None:
    """The urgent message comes first, once, with its source."""
    assert reply.texts[0].startswith("**URGENT.**"), reply.text
    assert reply.text.count("URGENT") == 1, reply.text
    assert reply.custom["verdicts"].get(rule) == "urgent"
    assert reply.custom["citations"]
    assert "Sources:" in reply.text and "pending human review" in reply.text
    assert all(text.count("URGENT") <= 1 for text in reply.texts)


def test_blisters_with_fever_come_first_at_every_question(chat: Any, place: Any) -> None:
    assert chat.state(place.facts).asked == place.asked
    reply = chat.say(HERPETIC)
    urgent_once(reply, "safety.eczema-herpeticum")
    assert " mg" not in reply.text


def test_swelling_of_the_throat_comes_first_at_every_question(chat: Any, place: Any) -> None:
    chat.state(place.facts)
    reply = chat.say(FLAGS["safety.anaphylaxis"])
    urgent_once(reply, "safety.anaphylaxis")


@pytest.mark.parametrize("rule", FLAGS)
def test_a_red_flag_comes_first_outside_the_form(chat: Any, rule: str) -> None:
    urgent_once(chat.say(FLAGS[rule]), rule)


@pytest.mark.parametrize("rule", FLAGS)
def test_a_red_flag_comes_first_after_a_recommendation(chat: Any, rule: str) -> None:
    chat.finish(chat.state({"age": 40, "sex": "male"}))
    urgent_once(chat.say(FLAGS[rule]), rule)


@pytest.mark.parametrize("rule", FLAGS)
def test_a_red_flag_in_a_whole_case_comes_first_and_no_dose_is_given(chat: Any, rule: str) -> None:
    reply = chat.say(f"man of 40, EASI 30, clobetasol failed for 6 months, no systemics yet, and {FLAGS[rule]}")
    urgent_once(reply, rule)
    assert "600 mg" not in reply.text


@pytest.mark.parametrize("rule", FLAGS)
def test_a_patient_reads_the_urgent_message_in_plain_words(chat: Any, rule: str) -> None:
    chat.say("I am the patient, plain words please")
    reply = chat.say(FLAGS[rule])
    urgent_once(reply, rule)
    assert "not medical advice" in reply.text


@pytest.mark.parametrize("rule", FLAGS)
def test_a_dose_question_after_a_red_flag_repeats_the_urgency_first(chat: Any, rule: str) -> None:
    chat.say(FLAGS[rule])
    reply = chat.say("which dose of dupilumab would one give?")
    urgent_once(reply, rule)
    assert reply.custom["subjects"] == ["dupilumab"]


@pytest.mark.parametrize("rule", FLAGS)
def test_starting_an_assessment_after_a_red_flag_repeats_the_urgency_and_starts_no_drug(chat: Any, rule: str) -> None:
    chat.say(FLAGS[rule])
    reply = chat.say("/start_assessment")
    urgent_once(reply, rule)
    assert " mg" not in reply.text


def test_an_emergency_in_the_form_is_noted_and_the_earlier_facts_stay(chat: Any) -> None:
    chat.state({"age": 52, "sex": "male", "severity": "severe"})
    chat.say(HERPETIC)
    noted = chat.recap()
    assert "eczema herpeticum" in noted and "age 52 years" in noted and "severe" in noted


def test_the_quick_reply_for_blisters_is_as_urgent_as_the_words(chat: Any) -> None:
    payload = chat.say("/start_assessment").payloads["Blisters or punched-out sores"]
    urgent_once(chat.say(payload), "safety.eczema-herpeticum")


def test_a_red_flag_with_a_question_beside_it_still_comes_first(chat: Any) -> None:
    reply = chat.say("fever and punched-out vesicles on the neck, how much dupilumab can I give?")
    urgent_once(reply, "safety.eczema-herpeticum")


@pytest.mark.parametrize(
    "question",
    ["what is eczema herpeticum?", "how do I recognise eczema herpeticum?", "does dupilumab cause keratitis?"],
)
def test_a_question_about_a_danger_is_no_danger(chat: Any, question: str) -> None:
    reply = chat.say(question)
    assert "URGENT" not in reply.text and reply.custom["citations"]
    assert "noted nothing" in chat.recap()


@pytest.mark.parametrize(
    "denial",
    ["no punched-out vesicles and no fever", "no eye pain, vision is fine", "no throat swelling", "not suicidal"],
)
def test_a_denied_danger_is_no_danger(chat: Any, denial: str) -> None:
    assert "URGENT" not in chat.say(f"man of 40, severe eczema, {denial}").text


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("no systemics yet, and the vision is blurred", "safety.eye-emergency"),
        ("no infection, EASI 30 and the tongue is swelling", "safety.anaphylaxis"),
        ("no asthma, and the throat is swelling", "safety.anaphylaxis"),
        ("never had any injections, and now his throat is closing", "safety.anaphylaxis"),
        ("not pregnant, no asthma and suicidal", "safety.self-harm"),
        ("he has no fever, but punched-out vesicles on the cheeks", "safety.eczema-herpeticum"),
        ("no contact allergy and now punched-out erosions", "safety.eczema-herpeticum"),
    ],
)
def test_a_denial_before_a_red_flag_does_not_deny_the_red_flag(chat: Any, said: str, rule: str) -> None:
    urgent_once(chat.say(said), rule)


def test_taking_a_red_flag_back_lets_the_assessment_go_on(chat: Any) -> None:
    chat.state({"age": 40, "sex": "male"})
    chat.say(HERPETIC)
    reply = chat.say("correction: no infection, there are no vesicles")
    assert "URGENT" not in reply.text


def test_a_new_patient_does_not_inherit_the_red_flag(chat: Any) -> None:
    chat.say(HERPETIC)
    chat.say("new patient")
    assert "URGENT" not in chat.say("which dose of dupilumab would one give?").text


def test_a_hopeless_patient_is_met_with_help_and_not_with_a_form(chat: Any) -> None:
    chat.say("I am the patient, plain words please")
    reply = chat.say("I feel like ending my life because of my skin")
    assert "crisis line" in reply.text and not reply.asked
