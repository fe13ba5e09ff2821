"""Conditions have three values: yes, no and unknown. Unknown is not no."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from knowledge.conditions import conjunction, evaluate, holds, unknowns
from knowledge.load import knowledge
from knowledge.model import Truth
from knowledge.patient import UNSURE, Patient

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def patient(**facts: Any) -> Patient:
    return Patient(knowledge(), facts)


def test_a_conjunction_is_no_if_any_part_is_no_even_beside_an_unknown() -> None:
    for parts in product(Truth, repeat=3):
        expected = NO if NO in parts else UNKNOWN if UNKNOWN in parts else YES
        assert conjunction(parts) is expected


def test_an_empty_condition_holds_for_everyone() -> None:
    assert evaluate({}, patient()) is YES and holds({}, {}, patient()) is YES


@pytest.mark.parametrize(("value", "truth"), [("yes", YES), ("no", NO), (None, UNKNOWN), (UNSURE, UNKNOWN)])
def test_a_fact_never_told_and_one_answered_unsure_are_unknown_and_not_no(value: str | None, truth: Truth) -> None:
    told = {} if value is None else {"vte": value}
    assert evaluate({"vte": ["yes"]}, patient(**told)) is truth


def test_unsure_counts_as_said_but_has_no_value() -> None:
    asked = patient(vte=UNSURE)
    assert asked.said("vte") and asked.unsure("vte") and asked.value("vte") is None
    never = patient()
    assert not never.said("vte") and not never.unsure("vte") and never.value("vte") is None


def test_listed_values_are_alternatives() -> None:
    wanted = {"severity": ["moderate", "severe"]}
    assert [evaluate(wanted, patient(severity=s)) for s in ("mild", "moderate", "severe")] == [NO, YES, YES]


def test_a_no_decides_although_another_key_is_unknown() -> None:
    wanted = {"severity": ["severe"], "vte": ["yes"]}
    assert evaluate(wanted, patient(severity="mild")) is NO
    assert evaluate(wanted, patient(severity="severe")) is UNKNOWN


@pytest.mark.parametrize(("when", "unless"), list(product(Truth, Truth)))
def test_unless_is_a_negation_and_keeps_the_unknown(when: Truth, unless: Truth) -> None:
    value = {YES: "yes", NO: "no", UNKNOWN: UNSURE}
    told = patient(asthma=value[when], vte=value[unless])
    negated = {YES: NO, NO: YES, UNKNOWN: UNKNOWN}[unless]
    assert holds({"asthma": ["yes"]}, {"vte": ["yes"]}, told) is conjunction((when, negated))


@pytest.mark.parametrize(("weight", "truth"), [(29.9, NO), (30, YES), (59.9, YES), (60, NO)])
def test_a_band_includes_its_lower_and_excludes_its_upper_edge(weight: float, truth: Truth) -> None:
    assert evaluate({"weight": {"from": 30, "under": 60}}, patient(weight=weight)) is truth


def test_a_band_may_be_open_at_either_end() -> None:
    assert [evaluate({"age": {"from": 18}}, patient(age=a)) for a in (17.99, 18, 99)] == [NO, YES, YES]
    assert [evaluate({"age": {"under": 12}}, patient(age=a)) for a in (0, 11.99, 12)] == [YES, YES, NO]


def test_a_band_of_an_unknown_number_is_unknown() -> None:
    assert evaluate({"age": {"from": 18}}, patient()) is evaluate({"age": {"from": 18}}, patient(age=UNSURE)) is UNKNOWN


def test_an_age_of_zero_is_known() -> None:
    assert evaluate({"age": {"under": 12}}, patient(age=0)) is YES


def test_only_the_keys_that_keep_a_condition_open_are_its_unknowns() -> None:
    wanted = {"severity": ["severe"], "vte": ["yes"], "age": {"from": 18}}
    assert unknowns(wanted, {"pregnancy": ["pregnant"]}, patient(severity="severe")) == ["vte", "age", "pregnancy"]
    assert unknowns(wanted, {}, patient(severity="mild")) == []
    assert unknowns(wanted, {}, patient(severity="severe", vte="yes", age=40)) == []


def test_a_therapy_told_to_have_failed_is_ruled_out() -> None:
    for outcome in ("failed", "intolerant", "reacted"):
        assert evaluate({"ruled_out": ["dupilumab"]}, patient(systemic_history={"dupilumab": outcome})) is YES


def test_a_therapy_that_helped_is_not_ruled_out() -> None:
    assert evaluate({"ruled_out": ["dupilumab"]}, patient(systemic_history={"dupilumab": "effective"})) is NO


@pytest.mark.parametrize("outcome", ["failed", "intolerant", "reacted", "partial"])
def test_a_therapy_that_did_not_do_enough_or_was_not_tolerated_is_ruled_out(outcome: str) -> None:
    assert evaluate({"ruled_out": ["dupilumab"]}, patient(systemic_history={"dupilumab": outcome})) is YES


def test_without_a_history_nothing_is_known_to_be_ruled_out_or_not() -> None:
    assert evaluate({"ruled_out": ["dupilumab"]}, patient()) is UNKNOWN
    assert evaluate({"ruled_out": ["dupilumab"]}, patient(systemic_history=UNSURE)) is UNKNOWN


def test_an_empty_history_rules_nothing_out() -> None:
    assert evaluate({"ruled_out": ["dupilumab"]}, patient(systemic_history={})) is NO


def test_a_therapy_named_without_its_result_is_undecided_and_the_others_are_not() -> None:
    told = patient(systemic_history={"dupilumab": "used", "methotrexate": "failed"})
    assert evaluate({"ruled_out": ["dupilumab"]}, told) is UNKNOWN
    assert evaluate({"ruled_out": ["methotrexate"]}, told) is YES
    assert evaluate({"ruled_out": ["cyclosporine"]}, told) is NO


def test_a_failed_current_therapy_is_ruled_out_while_the_earlier_history_is_still_unknown() -> None:
    told = patient(current_therapy="dupilumab", current_weeks=20, current_response="none")
    assert evaluate({"ruled_out": ["dupilumab"]}, told) is YES
    assert evaluate({"ruled_out": ["tralokinumab"]}, told) is UNKNOWN


def test_a_current_therapy_without_response_is_not_ruled_out_before_it_can_be_judged() -> None:
    early = {"systemic_history": {}, "current_therapy": "dupilumab", "current_response": "none"}
    assert evaluate({"ruled_out": ["dupilumab"]}, patient(**early, current_weeks=15.9)) is NO
    assert evaluate({"ruled_out": ["dupilumab"]}, patient(**early, current_weeks=16)) is YES


def test_a_therapy_that_is_not_tolerated_is_ruled_out_at_any_week() -> None:
    told = patient(systemic_history={}, current_therapy="dupilumab", current_weeks=2, current_response="intolerant")
    assert evaluate({"ruled_out": ["dupilumab"]}, told) is YES


def test_pregnancy_is_none_where_it_cannot_apply_and_unknown_where_it_can() -> None:
    assert patient(sex="male").value("pregnancy") == "none"
    assert patient(sex="female", age=11).value("pregnancy") == "none"
    assert patient(sex="female", age=30).value("pregnancy") is None
    assert patient(age=30).value("pregnancy") is None


def test_the_region_is_the_us_until_another_is_said() -> None:
    assert patient().value("region") == "us" and patient(region="eu").value("region") == "eu"


@pytest.mark.parametrize(
    ("score", "severity"),
    [({"easi": 7}, "mild"), ({"easi": 7.1}, "moderate"), ({"easi": 21}, "moderate"), ({"easi": 21.1}, "severe"),
     ({"iga": 0}, "mild"), ({"iga": 3}, "moderate"), ({"iga": 4}, "severe"), ({"scorad": 25}, "moderate"),
     ({"scorad": 50}, "moderate"), ({"scorad": 50.1}, "severe"), ({"poem": 16}, "moderate"), ({"poem": 17}, "severe"),
     ({"itch_nrs": 3}, "mild"), ({"itch_nrs": 7}, "severe"), ({"bsa": 90}, None), ({"dlqi": 30}, None),
     ({"easi": 5, "poem": 20}, "mild"), ({"poem": 20, "itch_nrs": 5}, "severe"),
     ({"severity": "moderate", "easi": 40}, "moderate")],
)  # fmt: skip
def test_severity_follows_from_scores_and_what_was_said_wins(score: dict[str, Any], severity: str | None) -> None:
    assert patient(**score).value("severity") == severity
