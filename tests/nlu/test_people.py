"""Whom a message is about, what sex its words tell, and what is told of others."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.reading.amended import amended
from nlu.reading.message import read
from nlu.reading.people import who


def stated(text: str) -> dict[str, Any]:
    return read(text).stated


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("48 yo gent", "male"), ("lad of 15", "male"), ("bloke, 60", "male"), ("retired milkman, 71", "male"),
        ("a lass of 17", "female"), ("50 kg, tubal ligation", "female"), ("breastfeeding", "female"),
        ("Sex: M", None),
        ("13 y/o, 50kg, F.", "female"), ("Mr Jones, 66 y", "male"), ("12y 11m, 40kg", None), ("not him", None),
    ],
)  # fmt: skip
def test_the_sex_is_read_from_words_for_people(text: str, sex: str | None) -> None:
    assert stated(text).get("sex") == sex


def test_the_relatives_of_a_patient_who_writes_tell_no_sex() -> None:
    assert "sex" not in stated("My skin is awful. My daughter says she would see a doctor.")
    assert stated("Retired fireman, 70. My daughter worries.")["sex"] == "male"
    assert "sex" not in stated("me and hubby want to start trying")
    assert stated("husband 41, 80 kg, severe eczema")["sex"] == "male"


def test_a_parent_writes_about_the_child() -> None:
    told = stated("my baby is 5 months, 7 kg, I am breastfeeding him")
    assert told["age"] < 1 and "pregnancy" not in told
    assert who("my son has eczema").relation == "son" and who("I'm 40, my son is fine").own


@pytest.mark.parametrize(
    "text",
    [
        "Aunt DVT", "dad has bad asthma", "my brother is on dupilumab", "his father had melanoma", "Mum hypertensive",
        "the other twin has asthma", "sister takes methotrexate", "both parents have hay fever",
        "42F, husband smokes",
        "my mate got shingles on rinvoq, 42F",
        "29F, my boyfriend is on azathioprine",
    ],
)  # fmt: skip
def test_what_relatives_have_or_take_is_not_the_patients(text: str) -> None:
    assert not set(stated(text)) - {"sex", "audience", "age"}


def test_who_is_written_to_is_no_relative() -> None:
    told = stated("Dear colleague, thank you for seeing this lady who is breastfeeding and has asthma.")
    assert (told["pregnancy"], told["asthma"]) == ("breastfeeding", "yes")


def test_an_emergency_beside_a_relative_is_still_one() -> None:
    assert stated("she caught a cold from grandad and is covered in watery blisters")["infection"] == "herpetic"
    assert stated("my wife injected and now her throat feels tight and she's gone pale")["anaphylaxis"] == "yes"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("boy 31kg - sorry 13 not 31", {"weight": 13}), ("im 52. no wait 53", {"age": 53}),
        ("58 F, apologies, M", {"sex": "male"}),
        ("61F - sorry 62F", {"age": 62}), ("EASI 24 - correction 21", {"easi": 21}),
        ("9 yo boy 27 kg, oops 29 kg", {"weight": 29}),
        ("on warfarin? no - paracetamol only", {"clot_prevention": "no"}),
        ("asthma? no. TB? neg", {"asthma": "no", "tuberculosis": "no"}),
    ],
)  # fmt: skip
def test_a_message_is_read_as_it_corrects_itself(text: str, facts: dict[str, Any]) -> None:
    assert facts.items() <= stated(text).items()


@pytest.mark.parametrize("text", ["sorry, age 9, 27 kg", "Can I take it? No.", "age 9, actually 27 kg", "12, not sure"])
def test_what_corrects_nothing_is_left_alone(text: str) -> None:
    assert amended(text) == text
