"""What a message states, what it only supposes, and what it makes us doubt."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.reading.message import is_hypothetical, is_question, read, sentences


@pytest.mark.parametrize(
    ("text", "supposed"),
    [
        ("what is the dose of dupilumab for a 9 year old of 27 kg?", {"age": 9, "weight": 27}),
        ("can a 14 year old get abrocitinib?", {"age": 14}),
        ("is it safe with TB?", {"tuberculosis": "yes"}),
        ("does asthma matter here?", {"asthma": "yes"}),
        ("what if there is kidney disease?", {"renal_disease": "yes"}),
    ],
)
def test_a_question_supposes_and_states_nothing(text: str, supposed: dict[str, Any]) -> None:
    reading = read(text)
    assert reading.stated == {} and reading.supposed == supposed and reading.asks


@pytest.mark.parametrize("text", ["if the weight were 29 kg", "suppose she is pregnant", "in case of TB, stop"])
def test_an_if_states_nothing(text: str) -> None:
    assert read(text).stated == {}


def test_a_supposed_patient_has_not_had_the_treatment_that_is_asked_about() -> None:
    assert "systemic_history" not in read("if he had asthma, would you choose dupilumab?").supposed


def test_a_statement_beside_a_question_is_kept() -> None:
    reading = read("The boy weighs 27 kg. What is the dose of dupilumab?")
    assert reading.stated["weight"] == 27 and reading.subjects == ["dupilumab"] and reading.asks


def test_a_question_that_describes_a_patient_states_the_patient() -> None:
    reading = read("my patient is 34F with EASI 24, what next?")
    assert reading.asks and {"age": 34, "sex": "female", "easi": 24}.items() <= reading.stated.items()


@pytest.mark.parametrize("text", ["what now?", "Which one is safer", "is it an injection", "and does she need tests"])
def test_questions_are_told_by_mark_or_first_words(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize("text", ["has asthma", "is pregnant", "34F, EASI 24", "does not smoke"])
def test_clipped_notes_are_no_questions(text: str) -> None:
    assert not is_question(text)


def test_only_a_leading_if_supposes() -> None:
    assert is_hypothetical("and if 29?") and not is_hypothetical("ask her if needed")


def test_a_decimal_point_ends_no_sentence() -> None:
    assert sentences("Weight 27.5 kg. EASI 24!") == ["Weight 27.5 kg.", "EASI 24!"]


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [("age 250", "age", 250), ("weight 900 kg", "weight", 900), ("EASI 99", "easi", 99), ("IGA 7", "iga", 7)],
)
def test_an_implausible_number_is_questioned_and_not_stored(text: str, fact: str, value: float) -> None:
    reading = read(text)
    assert reading.implausible == {fact: value} and fact not in reading.stated


def test_a_plausible_neighbour_of_an_implausible_number_is_stored() -> None:
    reading = read("age 34, EASI 99")
    assert reading.stated == {"age": 34} and reading.implausible == {"easi": 99}


@pytest.mark.parametrize(
    ("known", "text", "fact"),
    [({"weight": 54.0}, "45 not 54", "weight"), ({"age": 54.0}, "sorry, she is 45, not 54", "age")],
)
def test_a_correction_replaces_the_number_that_was_known(known: dict[str, Any], text: str, fact: str) -> None:
    assert read(text, known).stated[fact] == 45


def test_a_correction_with_a_unit_changes_only_what_has_that_unit() -> None:
    assert read("45 kg, not 54", {"weight": 54.0, "age": 54.0}).stated == {"weight": 45}


def test_a_correction_of_a_number_that_is_not_known_states_nothing() -> None:
    assert read("45 not 54", {"age": 9.0}).stated == {}


def test_the_history_grows_from_message_to_message() -> None:
    known = {"systemic_history": {"dupilumab": "failed"}}
    assert read("methotrexate failed", known).stated["systemic_history"] == {
        "dupilumab": "failed",
        "methotrexate": "failed",
    }


def test_a_later_result_replaces_the_earlier_one() -> None:
    known = {"systemic_history": {"dupilumab": "used"}}
    assert read("dupilumab failed", known).stated["systemic_history"] == {"dupilumab": "failed"}


def test_the_topical_products_grow_and_repeat_nothing() -> None:
    known = {"topical_products": ["mometasone", "tacrolimus"]}
    stated = read("tacrolimus and clobetasol failed", known).stated
    assert stated["topical_products"] == ["mometasone", "tacrolimus", "clobetasol"]


def test_what_several_sentences_tell_of_treatments_is_put_together() -> None:
    stated = read("Failed dupilumab. Methotrexate not tolerated.").stated
    assert stated["systemic_history"] == {"dupilumab": "failed", "methotrexate": "intolerant"}


@pytest.mark.parametrize(
    ("text", "fact"),
    [("Has TB. No TB treatment yet.", "tuberculosis"), ("DVT in 2015. No DVT since.", "vte")],
)
def test_a_yes_is_not_undone_by_a_later_no_of_the_same_message(text: str, fact: str) -> None:
    assert read(text).stated[fact] == "yes"


def test_a_response_without_a_treatment_in_use_is_nobodys() -> None:
    assert read("no response").stated == {}
    assert read("no response", {"current_therapy": "dupilumab"}).stated == {"current_response": "none"}


@pytest.mark.parametrize(
    ("text", "supposed"),
    [("and if 29?", {"weight": 29}), ("what if 10?", {"age": 10})],
)
def test_a_bare_if_supposes_the_nearer_of_weight_and_age(text: str, supposed: dict[str, float]) -> None:
    reading = read(text, {"weight": 31.0, "age": 9.0})
    assert reading.supposed == supposed and reading.stated == {} and reading.asks


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("I'm a GP", "clinician"),
        ("dermatology resident here", "clinician"),
        ("for a colleague", "clinician"),
        ("my son scratches all night", "patient"),
        ("explain it in plain words", "patient"),
        ("I'm not a doctor", "patient"),
    ],
)
def test_who_writes_is_read_from_how_they_speak(text: str, audience: str) -> None:
    assert read(text).stated["audience"] == audience


@pytest.mark.parametrize(
    ("text", "region"),
    [("we are in Germany", "eu"), ("the UK label", "eu"), ("a US patient", "us"), ("what does the FDA say?", "us")],
)
def test_the_region_is_read_even_from_a_question(text: str, region: str) -> None:
    assert read(text).stated["region"] == region


@pytest.mark.parametrize("text", ["tell us more", "it helped us"])
def test_the_word_us_is_no_region(text: str) -> None:
    assert "region" not in read(text).stated


def test_subjects_come_in_their_order_and_once() -> None:
    reading = read("dupixent or rinvoq? I think dupilumab")
    assert reading.subjects == ["dupilumab", "upadacitinib"]


@pytest.mark.parametrize("text", ["", "   ", "...", "?", "\n\n", "🙂", "a" * 4000])
def test_empty_and_odd_messages_say_nothing(text: str) -> None:
    reading = read(text)
    assert reading.stated == {} and reading.supposed == {} and reading.subjects == []


def test_a_condition_that_somebody_has_is_told_and_not_asked() -> None:
    told = read("has scabies, aged 40, EASI 20")
    assert not told.asks and {"age": 40, "easi": 20}.items() <= told.stated.items()


@pytest.mark.parametrize(
    "text",
    [
        "could this injection harm myself or my baby?",
        "I can't go on holiday with it in the fridge",
        "I can't go on dupilumab because of insurance",
        "I'm cutting myself off steroids",
    ],
)
def test_an_innocent_sentence_raises_no_alarm_of_self_harm(text: str) -> None:
    found = read(text)
    assert "self_harm" not in {**found.stated, **found.supposed}


@pytest.mark.parametrize(
    "text", ["life isn't worth living", "he harms himself", "I wish I could die", "I feel sucidal"]
)
def test_despair_is_read_in_its_usual_words(text: str) -> None:
    found = read(text)
    assert {**found.stated, **found.supposed}["self_harm"] == "yes"


def test_a_lymphoma_of_the_skin_is_a_fact_of_its_own() -> None:
    assert read("45M, severe eczema, mycosis fungoides on biopsy").stated["skin_lymphoma"] == "yes"
    assert read("worried about CTCL").stated["skin_lymphoma"] == "unsure"
