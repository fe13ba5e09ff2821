"""Kidney function, blood counts and other medicines in conversation, over HTTP: the dose is adjusted, the limit is said
first, and follow-ups keep the question.

The expected figures are those of the labels, written out here: they are not read from the content.
"""

from __future__ import annotations

from typing import Any

import pytest


def body(reply: Any) -> str:
    return reply.text.split("\nSources:")[0]


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("baricitinib dose in Europe for a 50 year old with a creatinine clearance of 40", "2 mg once daily", "4 mg"),
        ("abrocitinib dose in the EU for a 33 year old with an eGFR of 41", "half the dose", "start 100 mg or"),
        ("abrocitinib dose in the US for a 33 year old with an eGFR of 41", "50 mg once daily", "200 mg"),
        ("dose of upadacitinib for a 52 year old who takes itraconazole", "15 mg once daily at most", "30 mg"),
    ],
)
def test_a_dose_is_adjusted(chat: Any, text: str, right: str, wrong: str) -> None:
    said = body(chat.say(text))
    assert right in said and wrong not in said, said


def test_a_fact_after_the_answer_adjusts_it(chat: Any) -> None:
    first = body(chat.say("what is the dose of upadacitinib for a 45 year old in the US?"))
    assert "consider 30 mg" in first
    then = body(chat.say("he takes clarithromycin as well"))
    assert "15 mg once daily at most" in then and "consider 30 mg" not in then
    assert "strong CYP3A4 inhibitor" in chat.recap()


def test_what_was_supposed_is_supposed_on_but_not_stored(chat: Any) -> None:
    chat.say("what is the dose of upadacitinib for a 71 year old?")
    assert "without step-up" in body(chat.say("and with an eGFR of 45?"))
    assert "71" not in chat.recap()


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("lymphocytes 0.4 on upadacitinib, go on?", "**Avoid here:** Lymphocytes under 0.5"),
        ("is abrocitinib fine with warfarin?", "**Caution here:**"),
        ("can methotrexate be taken with co-trimoxazole?", "**Avoid here:**"),
        ("upadacitinib for a patient on dialysis?", "**Avoid here:** End-stage renal disease"),
    ],
)
def test_what_speaks_against_it_is_said_first(chat: Any, text: str, lead: str) -> None:
    lines = [line for line in body(chat.say(text)).splitlines() if line]
    assert lines[1].startswith(lead), lines


def test_a_drug_that_is_not_known_is_said_to_be_unknown(chat: Any) -> None:
    assert "no verified statement on that: cyclosporine with colchicine" in body(
        chat.say("may cyclosporine be combined with colchicine?")
    )


def test_a_named_therapy_that_the_facts_speak_against_is_warned_of_before_the_first_question(chat: Any) -> None:
    reply = chat.say("31 year old man with a pulmonary embolism last year, wants baricitinib")
    assert "**Avoid here:** JAK inhibitors: avoid at increased risk of thrombosis" in reply.text and reply.asked


def test_a_count_on_treatment_is_judged_at_once(chat: Any) -> None:
    reply = chat.say("44 year old man on abrocitinib for 5 months with a good response, platelets 41, no infection")
    assert "it is stopped under 50" in reply.text


def test_signs_of_scabies_come_before_any_step_up(chat: Any) -> None:
    reply = chat.say("29 year old man, severe eczema, mometasone failed for 3 months, burrows between the fingers")
    reply = chat.finish(reply)
    assert "Rule out scabies first" in reply.text and "Initiate dupilumab" not in reply.text


def test_the_region_that_was_not_said_is_answered_for_both(chat: Any) -> None:
    said = body(chat.say("dupilumab for a 7 year old of 22 kg, which dose?"))
    assert "600 mg subcutaneously once, then 300 mg every 4 weeks" in said and "300 mg on day 1 and day 15" in said
    there = body(chat.say("and in Europe?"))
    assert "300 mg on day 1 and day 15" in there and "600 mg subcutaneously once" not in there
