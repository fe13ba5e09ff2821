"""Which numbers are the patient's age or weight now, without a unit, beside others, or at another time."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.reading.message import read


def stated(text: str) -> dict[str, Any]:
    return read(text).stated


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("47, lady, 70 kilos", 47), ("Female, 19, AD since infancy", 19), ("55, bloke, 101 kg", 55),
        ("66 y, 72 kg", 66),
        ("aged 23", 23), ("now 81F", 81), ("Joiner 52, 85 kg", 52), ("Retired teacher, 80", 80), ("81, 60kg", 81),
        ("upadacitinib 15 mg, at 66 years", 66),
        ("I'm 10 stone 2 and 37", 37), ("husband hes 48 and hates doctors", 48), ("my boy turned 9 in June", 9),
        ("im 44 f", 44), ("7 yr F", 7), ("a chap of 39", 39), ("M/26, 80 kg", 26), ("35 / F / 60 kg", 35),
        ("weight 63 kilos, 71", 71), ("she have 8 years and 25 kilo", 8), ("I am man 31 years", 31),
        ("2 1/2 year old", 2.5),
        ("im twenty-two, eczema all my life", 22), ("pregnant. 33. 82kg.", 33), ("57 y.o. man", 57),
        ("60-yo woman", 60), ("m 29 Ohio, 180 lbs", 29), ("i am 31 (f), 70 kg", 31),
    ],
)  # fmt: skip
def test_an_age_needs_no_unit(text: str, age: float) -> None:
    assert stated(text)["age"] == age


@pytest.mark.parametrize(
    ("text", "months"),
    [("7/12 girl", 7), ("infant 5/12, 7 kg", 5), ("it's for my 3 month old, 6.1 kilos", 3), ("4y 6m, 17 kg", 54)],
)
def test_ages_in_months_are_read_in_every_notation(text: str, months: float) -> None:
    assert stated(text)["age"] == pytest.approx(months / 12, abs=0.01)


@pytest.mark.parametrize(("text", "age"), [("nearly 12, 40 kg", 11.9), ("she's almost 18 years old", 17.9)])
def test_who_is_nearly_of_an_age_is_younger(text: str, age: float) -> None:
    assert stated(text)["age"] == age


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Eczema since age 4. Now 28.", 28), ("New eczema at 63, now 66M", 66),
        ("still feeding my 9 month old, 31 yrs, 60 kg", 31),
        ("He was 3 when it began. He is 16.", 16), ("12 year old girl, her brother is 9", 12),
        ("diagnosed at 5, 41F", 41),
    ],
)  # fmt: skip
def test_of_several_ages_that_of_the_patient_now_counts(text: str, age: float) -> None:
    assert stated(text)["age"] == age


@pytest.mark.parametrize(
    "text",
    [
        "explain it like I'm five", "eczema since age 3", "on it for nearly 2 years", "I'm 3 tablets in",
        "my ferritin is 9",
        "I'm 2 years clear", "room 12, bed 3", "EASI 24, IGA 3", "breastfeeding a 3 month old", "when she was 6",
    ],
)  # fmt: skip
def test_what_is_no_age_of_the_patient_is_none(text: str) -> None:
    assert "age" not in stated(text)


@pytest.mark.parametrize(
    ("text", "kilograms"),
    [
        ("170#", 77.111), ("16 lb 8 oz", 7.484), ("9 and a half stone", 60.328), ("60ish kg", 60),
        ("forty-two kilos", 42),
        ("Born at 3.1 kg, now 8 kg", 8), ("lost 6 kg, weighs 71", 71), ("6 kg less, weighs 45", 45),
        ("60 kg more or less", 60), ("7 kg heavier, so 58 kg", 58),
        ("birth weight 2.9 kg. 10 months, 9.2 kg", 9.2),
        ("was 90 kg. Now 82 kg", 82),
    ],
)  # fmt: skip
def test_the_weight_is_that_of_now_in_every_unit(text: str, kilograms: float) -> None:
    assert stated(text)["weight"] == pytest.approx(kilograms, abs=0.001)


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("EASI 31 at baseline, 6 today", "easi", 6), ("EASI 5, was 28", "easi", 5), ("IGA 1 from 3", "iga", 1),
        ("EASI guess 18", "easi", 18), ("EASI went from 22 to 9", "easi", 9), ("DLQI 20 at referral, now 4",
        "dlqi", 4),
        ("EASI 4 now. Baseline EASI 26.", "easi", 4), ("IGA 4 -> 2", "iga", 2),
    ],
)  # fmt: skip
def test_of_scores_then_and_now_that_of_now_counts(text: str, fact: str, value: float) -> None:
    assert stated(text)[fact] == value


def test_of_twins_the_one_with_eczema_is_the_patient() -> None:
    told = stated("Twin girls, 5. Rose is 20kg and healthy. Lily is the itchy one, 18 kg.")
    assert (told["age"], told["weight"]) == (5, 18)
