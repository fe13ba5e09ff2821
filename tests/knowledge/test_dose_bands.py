"""Doses at the edges of every age and weight band. Bands are half-open: `from` inclusive, `under` exclusive.

The expected figures are those of the labels, written out here: they are not read from the content.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import pytest

from knowledge import figures
from knowledge.conditions import holds
from knowledge.load import knowledge
from knowledge.model import Truth, Verdict
from knowledge.options import Option, weigh
from knowledge.patient import Patient

SCREEN = {fact.id: "no" for fact in knowledge().facts.values() if fact.group in ("jak-screen", "light-screen")}
READY = {"severity": "severe", "infection": "none", "pregnancy": "none", "systemic_history": {}, **SCREEN}

WEIGHTS = (4.9, 5, 14.9, 15, 29.9, 30, 59.9, 60)


class Dose(NamedTuple):
    """What a regimen prints: its milligrams and its intervals in weeks, each once, in order."""

    mg: tuple[str, ...]
    weeks: tuple[str, ...]


NONE = None
FROM_5_KG = Dose(("200",), ("4",))  # dup-07: no loading dose
FROM_15_KG = Dose(("300",), ("4",))  # dup-07: no loading dose
US_15_TO_30 = Dose(("600", "300"), ("4",))  # dup-08
TO_60_KG = Dose(("400", "200"), ("2",))  # dup-08 (US 6-17 years, 30 to 60 kg), dup-10 (EU 12-17 years)
FULL = Dose(("600", "300"), ("2",))  # dup-06 (adults), dup-08, dup-10 and dup-11 (60 kg and more)
EU_YOUNG = Dose(("300", "200"), ("4", "2"))  # dup-11: 300 mg on days 1 and 15, then every 4 weeks; step-up 200 mg

BABY = (NONE,) * 8
INFANT = (NONE, FROM_5_KG, FROM_5_KG, FROM_15_KG, FROM_15_KG, NONE, NONE, NONE)
US_CHILD = (NONE, NONE, NONE, US_15_TO_30, US_15_TO_30, TO_60_KG, TO_60_KG, FULL)
EU_CHILD = (NONE, NONE, NONE, EU_YOUNG, EU_YOUNG, EU_YOUNG, EU_YOUNG, FULL)
EU_TEENAGER = (TO_60_KG,) * 7 + (FULL,)
ADULT = (FULL,) * 8

US = {0.49: BABY, 0.5: INFANT, 5.99: INFANT, 6: US_CHILD, 11.99: US_CHILD, 12: US_CHILD, 17.99: US_CHILD, 18: ADULT}
EU = {
    0.49: BABY, 0.5: INFANT, 5.99: INFANT, 6: EU_CHILD, 11.99: EU_CHILD, 12: EU_TEENAGER, 17.99: EU_TEENAGER, 18: ADULT
}  # fmt: skip
GRID = [
    (region, age, weight, dose)
    for region, ages in (("us", US), ("eu", EU))
    for age, doses in ages.items()
    for weight, dose in zip(WEIGHTS, doses, strict=True)
]


def option(therapy: str, **facts: Any) -> Option:
    return weigh(knowledge(), Patient(knowledge(), {**READY, **facts}), therapy)


def text(therapy: str, **facts: Any) -> str:
    return " ".join(figures.fill(s.clinician, therapy, knowledge()) for s in option(therapy, **facts).regimen)


def dose(therapy: str, **facts: Any) -> Dose | None:
    said = text(therapy, **facts)
    mg, weeks = re.findall(r"([\d.]+) mg", said), re.findall(r"every ([\d.]+) weeks", said)
    return Dose(tuple(dict.fromkeys(mg)), tuple(dict.fromkeys(weeks))) if said else None


@pytest.mark.parametrize(("region", "age", "weight", "expected"), GRID)
def test_dupilumab_at_every_edge_of_its_bands(region: str, age: float, weight: float, expected: Dose | None) -> None:
    assert dose("dupilumab", region=region, age=age, weight=weight) == expected


@pytest.mark.parametrize("therapy", ["dupilumab", "tralokinumab", "upadacitinib", "abrocitinib", "baricitinib"])
@pytest.mark.parametrize("region", ["us", "eu"])
def test_at_most_one_regimen_holds_for_any_age_and_weight(therapy: str, region: str) -> None:
    doses = [s for s in knowledge().subjects[therapy].statements if s.topics[0] == "dosing" and "age" in s.when]
    for age in (0.49, 0.5, 1.99, 2, 5.99, 6, 11.99, 12, 17.99, 18, 64, 65):
        for weight in (*WEIGHTS, 9.9, 10, 24.9, 25, 39.9, 40, 99.9, 100):
            patient = Patient(knowledge(), {**READY, "region": region, "age": age, "weight": weight})
            fitting = [s.id for s in doses if holds(s.when, s.unless, patient) is Truth.YES]
            assert len(fitting) <= 1, (age, weight, fitting)


def test_a_child_of_exactly_30_kg_is_in_the_30_to_60_kg_band() -> None:
    assert "400 mg subcutaneously once, then 200 mg every 2 weeks" in text("dupilumab", age=9, weight=30)


def test_a_child_of_exactly_60_kg_is_in_the_highest_band() -> None:
    assert "600 mg subcutaneously once, then 300 mg every 2 weeks" in text("dupilumab", age=9, weight=60)


def test_a_child_of_exactly_15_kg_and_5_years_gets_300_mg_without_a_loading_dose() -> None:
    said = text("dupilumab", age=5, weight=15)
    assert "300 mg subcutaneously every 4 weeks" in said and "no loading dose" in said


def test_a_european_child_of_9_starts_on_day_1_and_day_15() -> None:
    said = text("dupilumab", region="eu", age=9, weight=40)
    assert "300 mg on day 1 and day 15, then 300 mg every 4 weeks" in said and "200 mg every 2 weeks" in said


def test_a_baby_just_under_6_months_is_outside_both_labels() -> None:
    assert {option("dupilumab", region=r, age=0.49, weight=7).verdict for r in ("us", "eu")} == {Verdict.NOT_APPROVED}


def test_a_licensed_child_outside_the_weight_bands_has_no_verified_dose() -> None:
    assert option("dupilumab", age=5, weight=30).verdict is Verdict.NO_DOSE
    assert option("dupilumab", age=6, weight=14.9).verdict is Verdict.NO_DOSE


def test_moderate_disease_under_12_is_licensed_for_dupilumab_only_in_the_us() -> None:
    child = {"age": 11.99, "weight": 35, "severity": "moderate"}
    assert option("dupilumab", **child).verdict.usable
    assert option("dupilumab", region="eu", **child).verdict is Verdict.NOT_APPROVED
    assert option("dupilumab", region="eu", **{**child, "age": 12}).verdict.usable


def test_an_adult_needs_no_weight_for_dupilumab_but_a_child_does() -> None:
    assert option("dupilumab", age=18).verdict.usable
    assert option("dupilumab", age=17.99).missing == ("weight",)


def test_the_us_dose_of_tralokinumab_from_12_to_17_is_half_the_adult_dose() -> None:
    assert dose("tralokinumab", age=12) == dose("tralokinumab", age=17.99) == Dose(("300", "150"), ("2",))
    assert dose("tralokinumab", age=18) == Dose(("600", "300"), ("2", "4"))


def test_the_european_dose_of_tralokinumab_is_that_of_adults_from_12() -> None:
    for age in (12, 17.99, 18):
        assert "600 mg subcutaneously once, then 300 mg every 2 weeks" in text("tralokinumab", region="eu", age=age)


def test_tralokinumab_is_not_approved_under_12() -> None:
    assert {option("tralokinumab", region=r, age=11.99).verdict for r in ("us", "eu")} == {Verdict.NOT_APPROVED}


@pytest.mark.parametrize(("region", "below", "floor"), [("us", 39.9, 40), ("eu", 29.9, 30)])
def test_upadacitinib_at_12_has_a_weight_floor_of_40_kg_in_the_us_and_30_kg_in_the_eu(
    region: str, below: float, floor: float
) -> None:
    assert option("upadacitinib", region=region, age=12, weight=below).verdict is Verdict.NOT_APPROVED
    assert option("upadacitinib", region=region, age=12, weight=floor).verdict is Verdict.OPTION
    assert option("upadacitinib", region=region, age=11.99, weight=floor).verdict is Verdict.NOT_APPROVED


def test_the_30_mg_step_up_of_a_teenager_is_american_only() -> None:
    assert dose("upadacitinib", age=12, weight=40) == Dose(("15", "30"), ())
    assert dose("upadacitinib", region="eu", age=12, weight=40) == Dose(("15",), ())


@pytest.mark.parametrize("region", ["us", "eu"])
def test_upadacitinib_from_65_is_15_mg_without_step_up(region: str) -> None:
    assert dose("upadacitinib", region=region, age=64) == Dose(("15", "30"), ())
    assert dose("upadacitinib", region=region, age=65) == Dose(("15",), ())
    assert option("upadacitinib", region=region, age=65).verdict is Verdict.CAUTION


def test_baricitinib_is_licensed_for_eczema_only_in_europe() -> None:
    for age in (2, 9, 17.99, 18, 65):
        assert option("baricitinib", region="us", age=age, weight=40).verdict is Verdict.NOT_APPROVED
        assert option("baricitinib", region="eu", age=age, weight=40).verdict.usable


def test_baricitinib_for_european_children_goes_by_weight_from_2_years() -> None:
    eu = {"region": "eu", "age": 2}
    assert option("baricitinib", **{**eu, "age": 1.99}, weight=12).verdict is Verdict.NOT_APPROVED
    assert option("baricitinib", **eu, weight=9.9).verdict is Verdict.NOT_APPROVED
    assert dose("baricitinib", **eu, weight=10) == dose("baricitinib", **eu, weight=29.9) == Dose(("2",), ())
    assert dose("baricitinib", **eu, weight=30) == Dose(("4",), ())
