"""What is not known for sure is noted as such, and neither as present nor as denied."""

from __future__ import annotations

import pytest

from knowledge.patient import UNSURE
from nlu.reading.message import read


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("no idea about blood clots", "vte"),
        ("not a clue re hepatitis", "hepatitis"),
        ("unsure whether he ever smoked", "smoking"),
        ("we don't know if she's had TB", "tuberculosis"),
        ("can't remember if I had shingles", "herpes_zoster"),
        ("never been told about TB", "tuberculosis"),
        ("i'm not sure if i'm pregnant", "pregnancy"),
        ("no cancer, dunno about hepatitis", "hepatitis"),
    ],
)
def test_a_doubt_is_neither_a_yes_nor_a_no(text: str, fact: str) -> None:
    assert read(text).stated[fact] == UNSURE


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("not sure about TB, no asthma", {"tuberculosis": UNSURE, "asthma": "no"}),
        ("no idea, no clots", {"vte": "no"}),
    ],
)
def test_a_doubt_does_not_reach_what_is_denied_by_itself(text: str, told: dict[str, str]) -> None:
    assert told.items() <= read(text).stated.items()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no asthma, smoker", {"asthma": "no", "smoking": "yes"}),
        ("no clots, ex smoker, no cancer", {"vte": "no", "smoking": "yes", "cancer": "no"}),
        ("not pregnant, breastfeeding", {"pregnancy": "breastfeeding"}),
        ("no asthma or smoking", {"asthma": "no", "smoking": "no"}),
        ("denies asthma, smoking", {"asthma": "no", "smoking": "no"}),
    ],
)
def test_a_denial_of_a_thing_is_not_one_of_what_somebody_is(text: str, told: dict[str, str]) -> None:
    assert told.items() <= read(text).stated.items()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("she isn't pregnant", {"pregnancy": "none"}),
        ("he isn't asthmatic", {"asthma": "no"}),
        ("she isnt a smoker", {"smoking": "no"}),
        ("i'm not pregnant", {"pregnancy": "none"}),
        ("she isn't pregnant, has asthma", {"pregnancy": "none", "asthma": "yes"}),
        ("he isn't asthmatic but smokes", {"asthma": "no", "smoking": "yes"}),
    ],
)
def test_a_denial_right_behind_whose_it_is_counts(text: str, told: dict[str, str]) -> None:
    assert told.items() <= read(text).stated.items()
