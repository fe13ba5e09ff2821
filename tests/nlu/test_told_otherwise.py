"""Facts told in other words than their name: tests that came back, brands, potencies, lists after "no infection"."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.reading.message import read

Facts = dict[str, Any]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("her pregnancy test came back positive", {"pregnancy": "pregnant"}),
        ("pregnancy test negative", {"pregnancy": "none"}),
        ("on methotrexate and my period is 2 weeks late", {"pregnancy": "pregnant", "age": None}),
        ("pregnancy test has a faint line", {"pregnancy": "pregnant"}),
        ("htn well controlled on ramipril", {"hypertension": "no"}),
        ("hypertension not well controlled", {"hypertension": "yes"}),
        ("htn not controlled", {"hypertension": "yes"}),
        ("patch tested, negative", {"contact_allergy": "no"}),
        ("patch tested positive to nickel", {"contact_allergy": "yes"}),
        ("29 weeks pregnant, creams no use", {"pregnancy": "pregnant", "topical_weeks": None}),
        ("htn on ramipril", {"hypertension": "unsure"}),
        ("takes blood pressure tablets", {"hypertension": "unsure"}),
        ("htn, bp 124/80", {"hypertension": "no"}),
        ("my period is 9 days late", {"pregnancy": "pregnant"}),
        ("quantiferon came back positive", {"tuberculosis": "yes"}),
        ("the quantiferon was negative", {"tuberculosis": "no"}),
        ("the DVT never happened", {"vte": "no"}),
        ("he hadn't had TB", {"tuberculosis": "no"}),
        ("HBsAg neg, core Ab pos", {"hepatitis": "yes"}),
        ("bp now 122/76", {"hypertension": "no"}),
        ("bp 168/100 today", {"hypertension": "yes"}),
        ("I faint with needles", {"needle_aversion": "yes"}),
        ("eyes red and gritty for a month", {"eye_disease": "yes"}),
        ("hands worse after work, better on holiday", {"contact_allergy": "yes"}),
        ("light treatment full course nil", {"systemic_history": {"phototherapy": "failed"}}),
        ("no previous systemics", {"systemic_history": {}}),
    ],
)
def test_what_a_test_or_a_complaint_tells_is_read(text: str, facts: Facts) -> None:
    stated = read(text).stated
    assert {name: stated.get(name) for name in facts} == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("my lad is six, 19 kg", {"age": 6, "weight": 19}),
        ("my dad is 63, itchy for a year", {"age": 63, "sex": "male"}),
        ("my mum is 70", {"age": 70, "sex": "female"}),
    ],
)
def test_ages_in_words_and_of_relatives_are_read(text: str, facts: Facts) -> None:
    stated = read(text).stated
    assert {name: stated.get(name) for name in facts} == facts


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("mometasone+protopic 10 weeks", ["mometasone", "tacrolimus"]),
        ("potent tcs 12 weeks failed", ["steroid-high"]),
        ("betnovate for 2 months was no use", ["steroid-unverified"]),
        ("mild steroid cream for 3 weeks", ["steroid-low"]),
    ],
)
def test_topicals_are_read_by_brand_by_potency_and_joined_by_a_sign(text: str, products: list[str]) -> None:
    assert read(text).stated["topical_products"] == products


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no infection, severe, mometasone 8 weeks no good", {"infection": "none", "severity": "severe"}),
        ("no infection, bp normal", {"infection": "none", "hypertension": "no"}),
        ("no infection, postmenopausal, nil systemic", {"pregnancy": "none", "systemic_history": {}}),
    ],
)
def test_what_follows_no_infection_tells_for_itself(text: str, told: Facts) -> None:
    stated = read(text).stated
    assert {name: stated.get(name) for name in told} == told


def test_a_disease_after_no_infection_is_neither_had_nor_denied() -> None:
    assert read("no infection, allergic rhinitis").stated == {"infection": "none"}
    assert read("no infection, asthma or hay fever").stated["asthma"] == "no"


def test_half_of_a_pair_that_is_denied_tells_nothing() -> None:
    assert "acute_illness" not in read("her calf is not swollen").stated
    assert "anaphylaxis" not in read("my throat is not swollen").stated


def test_a_bare_number_near_the_known_weight_supposes_a_weight() -> None:
    known = {"age": 15.0, "weight": 63.0}
    supposed = read("what if he was 58", known).supposed
    assert supposed["weight"] == 58.0 and "age" not in supposed
    assert read("and at 58?", known).supposed["weight"] == 58.0


def test_a_red_flag_after_no_infection_stands() -> None:
    assert read("no infection, and the tongue is swelling").stated["anaphylaxis"] == "yes"


@pytest.mark.parametrize(
    ("text", "history"),
    [
        ("dupilumab failed: tralokinumab or upadacitinib next", {"dupilumab": "failed"}),
        ("failed dupilumab failed tralokinumab", {"dupilumab": "failed", "tralokinumab": "failed"}),
        ("failed: methotrexate, ciclosporin", {"methotrexate": "failed", "cyclosporine": "failed"}),
    ],
)
def test_what_failed_before_a_choice_of_others_is_only_what_is_named_before_it(text: str, history: Facts) -> None:
    assert read(text).stated["systemic_history"] == history


def test_an_age_in_words_before_a_weight_is_read() -> None:
    stated = read("six, 19 kg").stated
    assert (stated["age"], stated["weight"]) == (6, 19)


@pytest.mark.parametrize(
    ("text", "told"), [("he's scared of jabs", "yes"), ("afraid of the needle", "yes"), ("not scared of the jab", "no")]
)
def test_the_fear_of_needles_in_any_words(text: str, told: str) -> None:
    assert read(text).stated["needle_aversion"] == told
