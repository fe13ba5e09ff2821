"""At every question of the form: the bot answers whatever comes, asks again, and keeps the facts as they were."""

from __future__ import annotations

from typing import Any

import pytest

DIGRESSIONS = {
    "a dose question": ("which dose of dupilumab do adults get?", "600 mg"),
    "why": ("why do you ask?", None),
    "thanks": ("many thanks so far", "welcome"),
    "out of scope": ("what will the weather be like tomorrow?", "outside what I know"),
    "nonsense": ("blorp fizzle wug", None),
    "an impossible age": ("age 430", "implausible"),
    "an impossible weight": ("the weight is 7000 kg", "implausible"),
    "an impossible score": ("EASI 80", "implausible"),
    "a greeting": ("good morning", "Eczema Advisor"),
    "why, longer": ("why do you need to know that?", None),
    "monitoring": ("how is methotrexate monitored?", "ethotrexate"),
    "side effects": ("does upadacitinib have side effects?", "padacitinib"),
}
RECAP = "what do you know about the patient so far"


def asks_again(reply: Any, place: Any) -> None:
    assert reply.asked == place.asked, reply.text
    assert reply.question.endswith(place.text), reply.text


def test_whatever_comes_in_between_is_answered_and_the_question_asked_again(
    chat: Any, place: Any, digress: Any
) -> None:
    asks_again(chat.state(place.facts), place)
    wrong = digress(DIGRESSIONS)
    assert not wrong, "\n---\n".join(wrong)
    recap = chat.say(RECAP)
    assert recap.texts[0] == place.noted()
    asks_again(recap, place)


def test_plain_words_are_used_from_the_next_question_on(chat: Any, place: Any) -> None:
    chat.state(place.facts)
    reply = chat.say("I am the patient, please explain it in plain words")
    assert reply.asked == place.asked and reply.texts[0] != reply.question
    assert chat.recap() == place.noted("patient")
    back = chat.say("I am a dermatologist, use clinical wording again")
    asks_again(back, place)


def test_a_correction_is_stored_and_the_question_asked_again(chat: Any, place: Any) -> None:
    if place.facts.get("age") != 34:
        pytest.skip("no adult age to correct is known here")
    chat.state(place.facts)
    asks_again(chat.say("correction: the age is 35, not 34"), place)
    assert chat.recap() == place.noted(age=35)


def test_stopping_keeps_the_facts_and_continuing_asks_the_same_question(chat: Any, place: Any) -> None:
    chat.state(place.facts)
    stopped = chat.say("stop")
    assert not stopped.asked and "continue" in stopped.text
    recap = chat.say(RECAP)
    assert recap.texts[0] == place.noted() and not recap.asked
    asks_again(chat.say("continue"), place)


def test_a_new_patient_clears_everything_at_every_question(chat: Any, place: Any) -> None:
    chat.state(place.facts)
    reply = chat.say("new patient")
    assert "Cleared" in reply.text
    assert "noted nothing" in chat.recap()


def test_not_sure_is_an_answer_and_is_not_asked_again(chat: Any, place: Any) -> None:
    chat.state(place.facts)
    reply = chat.say("not sure")
    assert not (reply.asked & place.asked), reply.text
    assert "did not get" not in reply.text
    assert "not known" in chat.recap()


def test_not_sure_all_the_way_ends_in_what_is_undecided_and_no_dose(chat: Any) -> None:
    reply = chat.say("/start_assessment")
    for _ in range(12):
        if not reply.asked:
            break
        reply = chat.say("I don't know")
    assert not reply.asked
    assert "Undecided" in reply.text and "600 mg" not in reply.text


def test_none_of_these_answers_a_whole_group(chat: Any, place: Any) -> None:
    if len(place.asked) < 2:
        pytest.skip("a question on one fact")
    chat.state(place.facts)
    reply = chat.say("none of these")
    assert not (reply.asked & place.asked), reply.text


def test_small_talk_about_sport_in_the_form_is_declined_as_out_of_scope(chat: Any) -> None:
    chat.say("/start_assessment")
    assert "outside what I know" in chat.say("who won the football match last night?").text


@pytest.mark.parametrize("said", ["does upadacitinib have side effects?", "how is methotrexate monitored?"])
def test_a_question_on_a_drug_is_no_history_of_it(chat: Any, said: str) -> None:
    chat.state({"age": 34, "sex": "male", "infection": "none", "severity": "mild"})
    reply = chat.say(said)
    assert reply.asked == {"systemic_history"}, reply.text
    assert "earlier systemic treatment" not in chat.recap()


def test_one_condition_of_a_group_is_noted_and_not_asked_again(chat: Any, place: Any) -> None:
    if "tuberculosis" not in place.asked:
        pytest.skip("another group")
    chat.state(place.facts)
    reply = chat.say("latent TB, found last year")
    assert "tuberculosis" not in reply.asked
    noted = chat.recap()
    assert "tuberculosis" in noted and "Denied:** tuberculosis" not in noted


def test_a_digression_does_not_answer_the_question_by_itself(chat: Any) -> None:
    chat.state({"age": 34, "sex": "female", "infection": "none", "severity": "severe", "topical_trial": "adequate"})
    reply = chat.say("is dupilumab allowed in pregnancy?")
    assert "pregnancy" in reply.asked
    assert "pregnan" not in chat.recap()


def test_a_message_with_two_answers_skips_both_questions(chat: Any) -> None:
    chat.say("/start_assessment")
    reply = chat.say("skin is not infected, he is 61, severe")
    assert not (reply.asked & {"infection", "age", "severity"})


def test_an_implausible_number_in_a_full_line_keeps_the_plausible_facts(chat: Any) -> None:
    reply = chat.say("man of 430, 80 kg, severe eczema, skin is not infected")
    assert "implausible" in reply.text and reply.asked == {"age"}
    noted = chat.recap()
    assert "weight 80 kg" in noted and "430" not in noted
