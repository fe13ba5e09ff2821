"""Treatments told without an outcome word, those that were only spoken of, and who had them."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.reading.message import read

OF_A_MAN = "50M. "


def stated(text: str) -> dict[str, Any]:
    return read(OF_A_MAN + text).stated


@pytest.mark.parametrize(
    "text",
    [
        "Abrocitinib wk 9", "Lebrikizumab 12 weeks in, pleased", "MTX 10 mg weekly since May",
        "MMF 1 g bd throughout",
        "on baricitinib 4 mg about 3 months", "tralo ongoing",
    ],
)  # fmt: skip
def test_a_treatment_that_goes_on_is_the_present_one(text: str) -> None:
    assert "current_therapy" in stated(text)


def test_what_goes_on_did_not_fail_with_the_others() -> None:
    found = stated("failed methotrexate, ciclosporin dose increased")
    assert (found["systemic_history"], found["current_therapy"]) == ({"methotrexate": "failed"}, "cyclosporine")


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("dupilumab 14 wks = nothing", "failed"), ("azathioprine two years, no use", "failed"),
        ("baricitinib did sod all", "failed"),
        ("tralokinumab made it worse", "failed"), ("ciclosporin worked a treat", "effective"),
        ("upa 4 months: meh", "partial"),
        ("methotrexate 3 months: nausea", "intolerant"), ("methotrexate 'made me sick as a dog'", "intolerant"),
        ("had 20 sessions of TL01", "used"), ("three courses of steroid tablets", "used"),
        ("ciclosporin 200 mg bd nine months", "used"),
        ("did dupixent, 4 months, so quit", "used"), ("previous doctor had him on azathioprine", "used"),
        ("ciclosporin cleared it but had to stop for BP", "intolerant"), ("dupilumab, lost effect after a year",
        "failed"),
    ],
)  # fmt: skip
def test_what_became_of_a_treatment_is_told_in_many_ways(text: str, outcome: str) -> None:
    found = stated(text)
    assert list(found.get("systemic_history", {}).values()) == [outcome] or found.get("current_therapy")


@pytest.mark.parametrize(
    "text",
    [
        "insurer wants creams tried before they cover Adbry", "azathioprine considered, never given",
        "abrocitinib pencilled in",
        "specialist mentioned Rinvoq", "would consider light therapy", "refuses methotrexate",
        "script for baricitinib",
        "Nemluvio was not covered", "my friend swears by dupixent", "a mate had rinvoq",
        "dupilumab next?", "asks about upadacitinib",
    ],
)  # fmt: skip
def test_a_treatment_only_spoken_of_was_not_had(text: str) -> None:
    assert not {"systemic_history", "current_therapy"} & set(stated(text))


@pytest.mark.parametrize(
    "text",
    [
        "upadacitinib 15 mg, live vaccine timing", "max number of days for a prednisone burst",
        "relapse rate after NB-UVB",
        "conjunctivitis rate on dupilumab", "azathioprine toxicity: how common", "vaccines on ciclosporin",
    ],
)  # fmt: skip
def test_treatments_in_general_are_nobodys(text: str) -> None:
    assert not {"systemic_history", "current_therapy"} & set(read(text).stated)


def test_two_results_around_a_list_are_told_apart() -> None:
    history = {"cyclosporine": "reacted", "methotrexate": "failed"}
    assert stated("allergic to ciclosporin, methotrexate didn't work")["systemic_history"] == history


@pytest.mark.parametrize("text", ["creams don't help him", "the creams aren't working", "ointments have been useless"])
def test_creams_that_do_not_work_are_a_result_and_no_adequate_trial(text: str) -> None:
    told = read(text).stated
    assert told["topical_outcome"] == "failed" and "topical_trial" not in told


def test_failed_topicals_are_an_adequate_trial() -> None:
    assert read("failed topicals").stated == {"topical_trial": "adequate"}


@pytest.mark.parametrize("text", ["ciclosporin 4 mo no better", "on dupilumab 6 mo", "MTX 15 mg weekly 5 mo, failed"])
def test_months_right_behind_a_treatment_are_no_age(text: str) -> None:
    assert "age" not in read(text).stated


@pytest.mark.parametrize("text", ["dupilumab 8 mo, 9 kg", "dupilumab for an 8 mo old", "she's 8 mo, on hydrocortisone"])
def test_months_of_a_small_child_are_an_age(text: str) -> None:
    told = read(text)
    assert {**told.stated, **told.supposed}["age"] == pytest.approx(8 / 12, abs=0.01)


def test_breast_feeding_that_stops_is_no_breast_feeding() -> None:
    assert read("what if i stop breastfeeding").supposed == {"pregnancy": "none"}
    assert read("she is breastfeeding").stated["pregnancy"] == "breastfeeding"


def test_a_birthday_to_come_is_supposed() -> None:
    found = read("what about when she turns 1 and is 15 kilos")
    assert "age" not in found.stated and found.supposed["age"] == 1.0 and found.supposed["weight"] == 15.0


@pytest.mark.parametrize("text", ["he isn't on methotrexate", "she isnt on dupilumab", "he wasn't on ciclosporin"])
def test_a_treatment_that_is_denied_is_not_in_use(text: str) -> None:
    assert "current_therapy" not in read(text).stated
