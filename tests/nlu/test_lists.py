"""Check lists, lists with one result, things of the past, described infections and findings."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.reading.message import read


def stated(text: str) -> dict[str, Any]:
    return read(text).stated


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Nil MACE/VTE/malignancy", dict.fromkeys(("cardiovascular_disease", "vte", "cancer"), "no")),
        ("TB/hep B/HIV neg", dict.fromkeys(("tuberculosis", "hiv"), "no")),
        ("hep B and C neg", {"hepatitis": "no"}), ("hep C negative", {}), ("no hepatitis B", {}),
        ("HBsAg neg, anti-HCV neg", {"hepatitis": "no"}), ("HBsAg neg, core Ab pos", {"hepatitis": "yes"}),
        ("hep C + B neg", {"hepatitis": "no"}), ("TB, HIV and hep B/C all negative", dict.fromkeys(("tuberculosis",
        "hiv", "hepatitis"), "no")),
        ("never had clots cancer or TB", dict.fromkeys(("vte", "cancer", "tuberculosis"), "no")),
        ("+hay fever, -asthma", {"rhinitis": "yes", "asthma": "no"}), ("Don't smoke", {"smoking": "no"}),
        ("Clots: none; cancer - nil", {"vte": "no", "cancer": "no"}), ("BP ok, liver fine", {"hypertension": "no",
        "hepatic_disease": "no"}),
        ("no problems other than hay fever", {"rhinitis": "yes"}),
        ("no infection, lymphoma 2018", {"infection": "none", "cancer": "yes"}),
        ("no TB, asthma on inhalers", {"tuberculosis": "no", "asthma": "yes"}),
        ("BP 171/95", {"hypertension": "yes"}),
        ("no renal/hepatic disease", {"renal_disease": "no", "hepatic_disease": "no"}),
        ("patch test clear", {"contact_allergy": "no"}),
    ],
)  # fmt: skip
def test_lists_are_denied_item_by_item(text: str, facts: dict[str, Any]) -> None:
    assert stated(text) == facts


@pytest.mark.parametrize(
    ("text", "fact"), [("asthma query", "asthma"), ("CTCL not excluded", "skin_lymphoma"), ("?hepatitis", "hepatitis")]
)
def test_what_is_queried_or_not_excluded_is_unsure(text: str, fact: str) -> None:
    assert stated(text)[fact] == "unsure"


@pytest.mark.parametrize(
    "text",
    [
        "egg allergy: outgrown", "used to have asthma as a kid", "childhood asthma", "dry eyes at first, gone now",
        "shingles vaccine booked", "hep B vaccination done", "TB screening pending", "risk of cancer",
        "shingles in 2019",
    ],
)  # fmt: skip
def test_what_is_over_or_only_spoken_of_is_not_present(text: str) -> None:
    assert "yes" not in stated(text).values()


@pytest.mark.parametrize(
    "text", ["melanoma 2012", "DVT as a teenager", "treated TB in 2009", "heart attack 6 years ago"]
)
def test_what_counts_in_the_past_too_is_present(text: str) -> None:
    assert "yes" in stated(text).values()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("gone yellow and oozy behind the ears", "bacterial"), ("golden crust on the chin", "bacterial"),
        ("cluster of tense blisters by the eye", "herpetic"), ("no pus no crust", "none"), ("skin dry and clean",
        "none"),
        ("not weepy, no goo", "none"), ("swab came back clear", "none"), ("no crusting", None),
        ("blisters. No pus, no crusts.", "herpetic"),
    ],
)  # fmt: skip
def test_an_infection_is_read_from_its_signs(text: str, value: str | None) -> None:
    assert stated(text).get("infection") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("UPT negative", "none"), ("past the change", "none"), ("tubes tied", "none"), ("s/p hysterectomy", "none"),
        ("Trying to conceive: no", "none"), ("Mirena in situ", None), ("24/40", "pregnant"),
        ("nursing home resident", None),
        ("we want to start trying next year", "planning"), ("wife is pregnant, 40M", None),
    ],
)  # fmt: skip
def test_pregnancy_is_read_from_tests_and_plans(text: str, value: str | None) -> None:
    assert stated(text).get("pregnancy") == value


@pytest.mark.parametrize("text", ["my face is red all over", "cheeks peeling everywhere"])
def test_red_all_over_a_part_of_the_body_is_no_erythroderma(text: str) -> None:
    assert "erythroderma" not in stated(text) and stated("red all over")["erythroderma"] == "yes"
