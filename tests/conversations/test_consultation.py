"""A whole consultation over HTTP: from one line or from quick replies to the recommendation."""

from __future__ import annotations

import re
from typing import Any

import pytest

from knowledge.load import knowledge

ONE_LINE = "34-year-old woman, 70 kg, EASI 24, asthma, betamethasone and tacrolimus failed for 4 months, no infection"
QUESTION = (
    "What are the treatment options for a patient with moderate to severe eczema, possibly with a history of "
    "allergies or asthma, who has failed topical therapies?"
)
PROFESSIONAL, LAY = "Educational decision support", "not medical advice"


def cites_its_references(text: str) -> bool:
    """Whether the citation marks in the text are exactly the references listed at its end."""
    body, _, listed = text.partition("\nSources:\n")
    return bool(listed) and set(re.findall(r"\[(\d+)\]", body)) == set(re.findall(r"^\[(\d+)\]", listed, re.M))


def test_one_line_on_a_patient_needs_at_most_two_more_questions(chat: Any) -> None:
    reply, asked = chat.say(ONE_LINE), 0
    while reply.asked:
        asked += 1
        assert asked <= 2, reply.question
        reply = chat.say("none of these" if len(reply.asked) > 1 else "none so far")
    assert "Step 3 of 5" in reply.text
    assert "600 mg" in reply.text and "300 mg every 2 weeks" in reply.text
    assert "If it fails" in reply.text and "step 4" in reply.text
    assert "16 weeks" in reply.text and "sthma" in reply.text
    assert cites_its_references(reply.text)
    assert PROFESSIONAL in reply.texts[-1].splitlines()[-1]


def test_the_recommendation_carries_its_reasons_for_a_program(chat: Any) -> None:
    custom = chat.finish(chat.say(ONE_LINE)).custom
    assert "dupilumab.dose-adult" in custom["statements"] and custom["subjects"] == ["dupilumab"]
    assert all(row["number"] and row["title"] and row["year"] and row["kind"] for row in custom["citations"])
    assert any(row["link"].startswith("https://") for row in custom["citations"])
    assert custom["verdicts"]["dupilumab"] == "option"
    assert custom["knowledge_version"] == knowledge().version
    assert custom["review"] == "pending human review"


def test_the_recommendation_offers_its_usual_follow_ups(chat: Any) -> None:
    reply = chat.finish(chat.say(ONE_LINE))
    for title, payload in reply.payloads.items():
        if title != "New patient":
            answer = chat.say(payload)
            assert answer.custom["subjects"] == ["dupilumab"] and cites_its_references(answer.text), title


def test_the_question_of_the_source_document_is_answered_word_for_word(chat: Any) -> None:
    reply = chat.say(QUESTION)
    assert reply.text.startswith("**In short:** Dupilumab")
    assert "600 mg" in reply.text and "300 mg every 2 weeks" in reply.text
    lines = [line[:2] for line in reply.text.splitlines() if re.match(r"\d\.", line)]
    assert sorted(set(lines)) == ["1.", "2.", "3.", "4.", "5."] and lines == sorted(lines)
    for therapy in ("tralokinumab", "JAK inhibitor", "narrowband UVB", "immunosuppressants", "ral corticosteroids"):
        assert therapy in reply.text
    assert cites_its_references(reply.text) and PROFESSIONAL in reply.text.splitlines()[-1]
    assert reply.custom["statements"] and reply.custom["citations"]


def test_the_main_answer_offers_the_assessment_and_its_quick_reply_starts_it(chat: Any) -> None:
    payload = chat.say(QUESTION).payloads["Assess a patient"]
    assert chat.say(payload).asked == {"infection"}


def test_the_main_question_does_not_note_its_own_words_as_facts_of_a_patient(chat: Any) -> None:
    chat.say(QUESTION)
    assert "noted nothing" in chat.recap()


@pytest.mark.parametrize("choice", [0, 1, -1])
def test_quick_replies_alone_walk_a_whole_consultation(chat: Any, choice: int) -> None:
    reply, asked = chat.say("/start_assessment"), []
    while reply.asked:
        assert reply.asked not in asked, f"asked again: {reply.question}"
        asked.append(reply.asked)
        payloads = list(reply.payloads.values())
        reply = chat.say(payloads[min(choice, len(payloads) - 1)])
    assert asked[0] == {"infection"} and (reply.custom["statements"] or "Undecided" in reply.text)
    assert PROFESSIONAL in reply.text


def test_quick_replies_lead_an_adult_to_the_same_dose_as_words(chat: Any) -> None:
    reply = chat.state({"age": 52, "sex": "male"})
    while reply.asked:
        titles = {**reply.payloads}
        wanted = ("No infection", "Severe", "Yes, not controlled", "None of these", "None so far", "No contact allergy")
        reply = chat.say(next(titles[title] for title in wanted if title in titles))
    assert "600 mg subcutaneously once" in reply.text and "300 mg every 2 weeks" in reply.text


def test_a_patient_gets_plain_words_without_an_instruction_to_start(chat: Any) -> None:
    chat.say("I am a patient myself, please keep it simple")
    reply = chat.finish(chat.say(f"I am a {ONE_LINE}"))
    assert "upilumab" in reply.text and "600 mg" in reply.text
    assert LAY in reply.text.splitlines()[-1] and PROFESSIONAL not in reply.text
    assert "subcutaneously" not in reply.text and "monotherapy" not in reply.text


def test_a_patient_is_asked_in_plain_words(chat: Any) -> None:
    chat.say("I am a patient myself, please keep it simple")
    assert "look infected" in chat.say("/start_assessment").question


def test_in_europe_the_options_after_dupilumab_include_baricitinib_and_in_the_us_they_do_not(chat: Any) -> None:
    facts = {"age": 40, "sex": "male", "systemic_history": {"dupilumab": "failed"}}
    american = chat.finish(chat.state(facts), systemic_history=facts["systemic_history"])
    assert american.custom["verdicts"]["baricitinib"] == "not approved"
    chat.say("the patient is treated in Europe")
    european = chat.say("give me the recommendation again")
    assert european.custom["verdicts"]["baricitinib"] == "option"


def test_a_region_in_the_opening_line_decides_the_licence(chat: Any) -> None:
    line = "EU patient, 9 years old, 40 kg, moderate eczema, no infection, never had any systemic treatment"
    reply = chat.finish(chat.say(line))
    assert reply.custom["verdicts"].get("dupilumab") != "option"


def test_inadequate_topical_treatment_comes_before_anything_systemic(chat: Any) -> None:
    reply = chat.finish(chat.say("29 year old man, severe eczema, only emollients so far, skin is not infected"))
    assert "Step 1 of 5" in reply.text and "600 mg" not in reply.text


def test_bacterial_infection_is_treated_before_dupilumab(chat: Any) -> None:
    reply = chat.finish(chat.say(ONE_LINE.replace("no infection", "honey-coloured crusts everywhere")))
    assert "Step 2 of 5" in reply.text and "600 mg" not in reply.text


def test_who_asks_what_can_be_done_for_a_patient_gets_the_bottom_line_before_the_first_question(chat: Any) -> None:
    reply = chat.say("a man of 46 with severe AD. topicals exhausted. 1st-line systemic?")
    assert "In short" in reply.text and "upilumab" in reply.text and "infected" in reply.question
    assert "stone" not in reply.text and "6.35" not in reply.text


def test_the_bottom_line_is_not_said_where_an_earlier_systemic_may_change_it(chat: Any) -> None:
    reply = chat.say("severe AD in a grown man, 41 years, dupilumab and tralokinumab failed - what would you use?")
    assert "In short" not in reply.text and "infected" in reply.question


@pytest.mark.parametrize(
    ("question", "names"),
    [("what does step 4 of it consist of?", "ralokinumab"), ("which agents make up the last line?", "zathioprine")],
)
def test_one_step_of_the_algorithm_can_be_asked_for(chat: Any, question: str, names: str) -> None:
    chat.say("what is the treatment algorithm?")
    reply = chat.say(question)
    assert names in reply.text and "pending human review" in reply.text.splitlines()[-1]
