"""What numbers in a message measure, and which numbers measure nothing of ours."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from nlu.reading.message import read
from nlu.reading.quantities import quantities, sexes


def stated(text: str) -> dict[str, Any]:
    return read(text).stated


def measured(text: str) -> dict[str, float]:
    return {quantity.fact: quantity.value for quantity in quantities(text)}


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("she is 3 years old", 3),
        ("a 41 y/o teacher", 41),
        ("7yo", 7),
        ("a 5-year-old", 5),
        ("2.5 years old", 2.5),
        ("aged 66", 66),
        ("age: 17", 17),
        ("5 yrs, 18 kg", 5),
        ("he is 12 and weighs 40 kg", 12),
        ("61 year old lady", 61),
    ],
)
def test_ages_in_years_are_read_however_they_are_written(text: str, years: float) -> None:
    assert stated(text)["age"] == years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("8 month old girl", 8 / 12),
        ("18 months old", 1.5),
        ("aged 6 months", 0.5),
        ("infant, 9 mo, crawling", 0.75),
        ("10 weeks old", 70 / 365.25),
        ("20 days old", 20 / 365.25),
    ],
)
def test_ages_of_infants_are_converted_to_years(text: str, years: float) -> None:
    assert stated(text)["age"] == pytest.approx(years, abs=0.001)


@pytest.mark.parametrize(
    ("text", "age", "sex"),
    [("34F", 34, "female"), ("58 M", 58, "male"), ("22f", 22, "female"), ("9yo boy", 9, "male")],
)
def test_age_and_sex_may_share_a_few_letters(text: str, age: float, sex: str) -> None:
    assert (stated(text)["age"], stated(text)["sex"]) == (age, sex)


def test_a_letter_that_follows_no_age_is_no_sex() -> None:
    assert sexes("vitamin F, section M") == []


@pytest.mark.parametrize("text", ["she is 9.", "he is 12. Weight 40 kg."])
def test_an_age_may_end_a_sentence(text: str) -> None:
    assert "age" in stated(text)


@pytest.mark.parametrize(
    ("text", "kilograms"),
    [
        ("70 kg", 70),
        ("81kg", 81),
        ("27,5 kg", 27.5),
        ("her weight is 52.5 kg", 52.5),
        ("weighs 64", 64),
        ("twenty kilos", 20),
        ("88 lbs", 39.916),
        ("150 pounds", 68.039),
        ("8st", 50.802),
        ("11 stone 4", 71.7),
        ("12 st 7 lb", 79.4),
    ],
)
def test_weights_are_converted_to_kilograms(text: str, kilograms: float) -> None:
    assert stated(text)["weight"] == pytest.approx(kilograms, abs=0.001)


def test_all_scores_of_one_line_are_told_apart() -> None:
    assert measured("EASI 24, IGA 3, SCORAD 55, POEM 20, DLQI 18, itch 8/10, BSA 30%") == {
        "easi": 24, "iga": 3, "scorad": 55, "poem": 20, "dlqi": 18, "itch_nrs": 8, "bsa": 30,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("EASI of 17.5", "easi", 17.5),
        ("IGA: 4", "iga", 4),
        ("vIGA-AD 3", "iga", 3),
        ("35% BSA", "bsa", 35),
        ("itch NRS 9", "itch_nrs", 9),
        ("itch is 7 out of 10", "itch_nrs", 7),
    ],
)
def test_scores_are_read_with_words_between_name_and_number(text: str, fact: str, value: float) -> None:
    assert stated(text)[fact] == value


@pytest.mark.parametrize("text", ["EASI 27->19", "EASI 27 -> 19", "EASI 27 to 19", "EASI 27 down to 19"])
def test_of_a_score_that_changed_the_newer_value_counts(text: str) -> None:
    assert measured(text) == {"easi": 19}


def test_a_responder_rate_is_no_score() -> None:
    assert measured("EASI-75 at week 16") == {}


@pytest.mark.parametrize(
    "text", ["temp 38.5", "temperature 38.2 C today", "fever of 39", "fever 39.5 for 2 days", "heart rate 90"]
)
def test_a_temperature_is_neither_age_nor_weight(text: str) -> None:
    assert not {"age", "weight"} & set(stated(text))


@pytest.mark.parametrize("text", ["5 mg/kg", "3 mg/kg daily", "0.3 mg/kg/day", "10 mg per day", "a 45 g tube"])
def test_a_dose_is_neither_age_nor_weight(text: str) -> None:
    assert not {"age", "weight"} & set(stated(text))


def test_a_weight_beside_a_dose_by_weight_is_still_found() -> None:
    assert stated("30 kg, 5 mg/kg of cyclosporine") == {"weight": 30}


def test_a_blood_pressure_and_a_height_are_not_taken_for_facts() -> None:
    assert stated("BP 140/90, 5 foot 6, 70kg") == {"weight": 70}


@pytest.mark.parametrize(
    ("text", "age"),
    [("twelve years old", 12), ("six weeks old", 0.115), ("three months old", 0.25), ("sixty year old man", 60)],
)
def test_number_words_before_a_unit_are_read(text: str, age: float) -> None:
    assert stated(text)["age"] == pytest.approx(age, abs=0.001)


@pytest.mark.parametrize(("text", "age"), [("twenty-four years old", 24), ("thirty-five year old man", 35)])
def test_number_words_of_two_parts_are_read_as_one_number(text: str, age: float) -> None:
    assert stated(text).get("age") == age


@pytest.mark.parametrize(
    ("text", "weeks"), [("for 6 weeks", 6), ("for six weeks", 6), ("28 days", 4), ("3 months", 13), ("a year", 52)]
)
def test_durations_are_measured_in_weeks(text: str, weeks: float) -> None:
    assert measured(text)["duration"] == pytest.approx(weeks)


@pytest.mark.parametrize(
    "text",
    [
        "6 weeks on dupilumab",
        "12 weeks of dupilumab, no response",
        "3 months on tralokinumab",
        "2 years of methotrexate",
        "one year on azathioprine",
        "4 weeks of clobetasol, not controlled",
    ],
)
def test_a_time_on_or_of_a_treatment_is_no_age(text: str) -> None:
    assert "age" not in stated(text)


def test_quantities_never_overlap() -> None:
    found = quantities("9 year old boy, 27.5 kg, EASI 31 -> 22, dupilumab for 16 weeks, itch 8/10")
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("text", ["1st-line systemic?", "the 1st dose", "1st choice in AD", "the 21st day"])
def test_an_ordinal_is_no_weight_in_stones(text: str) -> None:
    assert [q for q in quantities(text) if q.fact == "weight"] == []


def test_stones_are_read_beside_an_ordinal() -> None:
    (weight,) = [q for q in quantities("1st biologic, weighs 11st 4") if q.fact == "weight"]
    assert weight.value == pytest.approx(71.7, abs=0.1)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("my son is 5 months and 7 kg, dose?", 5),
        ("baby 5 months 7kg", 5),
        ("baby with eczema 4 months, what dose?", 4),
        ("she's 8 months, dose?", 8),
        ("daughter aged 10 months", 10),
        ("7 months, 8 kg", 7),
        ("he is 14 weeks", 14 * 7 / 30.4375),
    ],
)
def test_an_age_in_months_needs_no_old(text: str, months: float) -> None:
    (age,) = [q for q in quantities(text) if q.fact == "age"]
    assert age.value == pytest.approx(months / 12, abs=0.01)


@pytest.mark.parametrize(
    "text",
    ["she is 8 months pregnant", "he is 3 months into dupilumab", "she's 6 weeks post partum", "is 4 months on it"],
)
def test_a_span_of_time_is_no_age(text: str) -> None:
    assert [q for q in quantities(text) if q.fact == "age"] == []
