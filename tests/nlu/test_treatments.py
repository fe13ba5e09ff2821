"""Which treatments were used, and what became of them."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.reading.message import read


def stated(text: str) -> dict[str, Any]:
    return read(text).stated


def history(text: str) -> dict[str, str] | None:
    return stated(text).get("systemic_history")


@pytest.mark.parametrize(
    "text",
    [
        "failed dupilumab", "dupilumab failed after 20 weeks", "dupilumab didn't work", "dupilumab: no response",
        "no benefit from dupilumab", "inadequate response to dupilumab", "dupilumab stopped working",
    ],
)  # fmt: skip
def test_a_treatment_without_effect_has_failed(text: str) -> None:
    assert history(text) == {"dupilumab": "failed"}


@pytest.mark.parametrize(
    "text",
    [
        "could not tolerate methotrexate", "methotrexate not tolerated", "intolerant to methotrexate",
        "methotrexate stopped because of side effects", "methotrexate: had to stop, nausea",
    ],
)  # fmt: skip
def test_a_treatment_given_up_for_its_effects_was_not_tolerated(text: str) -> None:
    assert history(text) == {"methotrexate": "intolerant"}


def test_an_allergic_reaction_is_told_from_intolerance() -> None:
    assert history("anaphylaxis to dupilumab") == {"dupilumab": "reacted"}


@pytest.mark.parametrize("text", ["methotrexate helped a bit", "partial response to methotrexate"])
def test_a_treatment_that_helped_in_part_is_partial(text: str) -> None:
    assert history(text) == {"methotrexate": "partial"}


def test_a_treatment_that_worked_is_effective() -> None:
    assert history("ciclosporin worked well two years back") == {"cyclosporine": "effective"}


@pytest.mark.parametrize("text", ["tried methotrexate", "methotrexate in the past", "had methotrexate in 2019"])
def test_a_treatment_named_without_result_is_only_used(text: str) -> None:
    assert history(text) == {"methotrexate": "used"}


def test_treatments_named_in_one_breath_share_their_outcome() -> None:
    failed = ("dupilumab", "tralokinumab", "cyclosporine")
    assert history("failed dupilumab, tralokinumab and ciclosporin") == dict.fromkeys(failed, "failed")


@pytest.mark.parametrize(
    "text",
    [
        "methotrexate: failed; ciclosporin: not tolerated; azathioprine helped a bit",
        "methotrexate failed, ciclosporin not tolerated, azathioprine helped a bit",
    ],
)
def test_each_treatment_keeps_its_own_outcome(text: str) -> None:
    assert history(text) == {"methotrexate": "failed", "cyclosporine": "intolerant", "azathioprine": "partial"}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("on dupilumab for 16 weeks, no better",
         {"current_therapy": "dupilumab", "current_weeks": 16, "current_response": "none"}),
        ("on dupilumab for 16 weeks, partial response",
         {"current_therapy": "dupilumab", "current_weeks": 16, "current_response": "partial"}),
        ("has been on tralokinumab for 10 weeks and is still flaring",
         {"current_therapy": "tralokinumab", "current_weeks": 10, "current_response": "none"}),
        ("started abrocitinib 12 weeks ago", {"current_therapy": "abrocitinib", "current_weeks": 12}),
        ("takes methotrexate", {"current_therapy": "methotrexate"}),
        ("on baricitinib, working well", {"current_therapy": "baricitinib", "current_response": "good"}),
        ("currently on upadacitinib 8 weeks, good response",
         {"current_therapy": "upadacitinib", "current_weeks": 8, "current_response": "good"}),
        ("now on upadacitinib", {"current_therapy": "upadacitinib"}),
        ("6 weeks on dupilumab", {"current_therapy": "dupilumab", "current_weeks": 6}),
        ("12 weeks of dupilumab, no response",
         {"current_therapy": "dupilumab", "current_weeks": 12, "current_response": "none"}),
    ],
)  # fmt: skip
def test_the_treatment_in_use_is_read_with_weeks_and_response(text: str, facts: dict[str, Any]) -> None:
    assert stated(text) == facts


def test_an_earlier_failure_and_the_present_treatment_are_told_apart() -> None:
    facts = stated("failed dupilumab and is now on upadacitinib for 6 weeks")
    assert facts.get("systemic_history") == {"dupilumab": "failed"}
    assert (facts.get("current_therapy"), facts.get("current_weeks")) == ("upadacitinib", 6)


@pytest.mark.parametrize(
    "text",
    ["considering methotrexate", "wants to start methotrexate", "about to start methotrexate", "planned: methotrexate"],
)
def test_a_planned_treatment_was_not_used(text: str) -> None:
    assert stated(text) == {} and read(text).subjects == ["methotrexate"]


@pytest.mark.parametrize("text", ["never had methotrexate", "no methotrexate yet", "has not tried methotrexate"])
def test_a_denied_treatment_was_not_used(text: str) -> None:
    assert "systemic_history" not in stated(text) or history(text) == {}


def test_a_denied_treatment_does_not_inherit_the_failure_before_it() -> None:
    assert history("failed methotrexate, no dupilumab yet") == {"methotrexate": "failed"}


@pytest.mark.parametrize("text", ["no systemics yet", "systemic naive", "only creams so far", "biologic-naive"])
def test_no_systemic_treatment_is_a_known_empty_history(text: str) -> None:
    assert history(text) == {}


def test_a_name_alone_says_nothing_of_its_use() -> None:
    assert stated("methotrexate") == {}


@pytest.mark.parametrize(
    ("text", "product", "weeks"),
    [
        ("mometasone for 6 weeks without success", "mometasone", 6),
        ("betamethasone valerate 8 weeks, no better", "betamethasone-valerate", 8),
        ("hydrocortisone for 3 months did nothing", "hydrocortisone", 13),
        ("protopic for a year, still flaring", "tacrolimus", 52),
        ("4 weeks of clobetasol, not controlled", "clobetasol", 4),
    ],
)
def test_topical_products_are_read_with_weeks_and_failure(text: str, product: str, weeks: float) -> None:
    assert stated(text) == {"topical_products": [product], "topical_weeks": weeks, "topical_outcome": "failed"}


def test_of_several_topical_trials_the_longest_counts() -> None:
    assert stated("clobetasol 4 weeks, tacrolimus 8 weeks, still flaring") == {
        "topical_products": ["clobetasol", "tacrolimus"], "topical_weeks": 8, "topical_outcome": "failed",
    }  # fmt: skip


def test_a_topical_treatment_is_never_a_systemic_one() -> None:
    facts = stated("tacrolimus failed, phototherapy failed")
    assert facts["systemic_history"] == {"phototherapy": "failed"} and facts["topical_products"] == ["tacrolimus"]


@pytest.mark.parametrize(
    "text", ["dose of upadacitinib for a man who takes itraconazole", "risks of dupilumab, he is on it"]
)
def test_a_treatment_that_is_asked_about_is_not_in_use(text: str) -> None:
    assert "current_therapy" not in read(text).stated
