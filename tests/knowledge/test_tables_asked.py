"""Answers from tables: the potency of topical corticosteroids, the band of a score; and medicines that are not ours."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge import scores, topics
from knowledge.load import knowledge
from knowledge.patient import Patient


def potency(*products: str, subject: str = "topical-corticosteroids") -> str:
    told = Patient(knowledge(), {})
    return topics.answer(knowledge(), told, "potency", [subject], "clinician", products=products).text


def test_the_potency_of_a_product_names_what_was_asked_first_and_its_other_forms() -> None:
    line = next(line for line in potency("mometasone").splitlines() if line.startswith("- Mometasone"))
    assert line.index("**medium** as 0.1% cream") < line.index("**high** as 0.1% ointment")


def test_of_several_products_the_strongest_comes_first() -> None:
    said = potency("triamcinolone", "clobetasol")
    assert said.index("- Clobetasol propionate: **very high**") < said.index("- Triamcinolone acetonide: **medium**")


def test_without_a_product_there_are_the_four_groups_with_every_product() -> None:
    said = potency()
    groups = [
        line for line in said.splitlines() if line.startswith(("- **Very high", "- **High", "- **Med", "- **Low"))
    ]
    assert len(groups) == 4
    for product in knowledge().products.values():
        assert not product.forms or product.substance in said


def test_a_brand_whose_potency_was_not_verified_is_told_so() -> None:
    said = potency("steroid-unverified")
    assert "not verified" in said
    assert "not a corticosteroid" not in said


def test_what_is_no_corticosteroid_has_no_potency() -> None:
    assert "not a corticosteroid" in potency("tacrolimus")
    assert "I have no verified statement on that: dupilumab, potency" in potency(subject="dupilumab")


def test_only_corticosteroids_have_a_potency_and_forms_that_have_it() -> None:
    for product in knowledge().products.values():
        assert product.kind == "tcs" or not product.potency, product.id
        assert product.potency or not product.forms, product.id


@pytest.mark.parametrize(
    ("facts", "question", "first"),
    [
        ({"easi": 22}, "is EASI 22 severe?", "**EASI 22: severe**"),
        ({"iga": 3}, "IGA 3?", "**vIGA-AD 3: moderate**"),
        ({"scorad": 25}, "what is a SCORAD of 25", "**SCORAD 25: moderate**"),
        ({"poem": 2}, "POEM 2, good?", "**POEM 2: clear or almost clear**"),
        ({"itch_nrs": 8}, "is an itch NRS of 8 severe", "**itch NRS 8: severe**"),
    ],
)
def test_a_score_is_placed_in_its_band_before_anything_else(facts: dict[str, Any], question: str, first: str) -> None:
    said = scores.meaning(knowledge(), Patient(knowledge(), facts), question, "clinician")
    assert said.lines[0].startswith(first) and said.references


def test_a_score_without_bands_is_explained_without_a_verdict() -> None:
    said = scores.meaning(knowledge(), Patient(knowledge(), {"dlqi": 15}), "DLQI 15?", "clinician")
    assert "DLQI" in said.lines[0] and not said.lines[0].startswith("**")


def asked(subject: str, *others: str, **facts: Any) -> str:
    told = Patient(knowledge(), facts)
    return topics.answer(knowledge(), told, "interaction", [subject], "clinician", others=others).text


def test_a_medicine_of_which_nothing_is_known_is_said_to_be_unknown() -> None:
    assert "no verified statement on that: cyclosporine with simvastatin" in asked("cyclosporine", "simvastatin")


def test_a_medicine_that_a_statement_or_a_rule_speaks_of_is_not() -> None:
    assert "with fluconazole" not in asked("abrocitinib", "fluconazole").replace("155% with fluconazole", "")
    assert "no verified statement" not in asked("abrocitinib", "warfarin", clot_prevention="yes")
    assert "no verified statement on that: upadacitinib with warfarin" in asked("upadacitinib", "warfarin")


def test_where_no_region_was_said_the_other_one_stands_beside_the_answer() -> None:
    def dose(**facts: Any) -> str:
        return topics.answer(knowledge(), Patient(knowledge(), facts), "dosing", ["dupilumab"], "clinician").text

    us, eu = "600 mg subcutaneously once, then 300 mg every 4 weeks", "300 mg on day 1 and day 15"
    assert us in dose(age=8, weight=24) and eu in dose(age=8, weight=24)
    assert us in dose(age=8, weight=24, region="us") and eu not in dose(age=8, weight=24, region="us")
    assert eu in dose(age=8, weight=24, region="eu") and us not in dose(age=8, weight=24, region="eu")


def test_what_is_only_known_elsewhere_is_said_to_be_from_there() -> None:
    told = Patient(knowledge(), {})
    said = topics.answer(knowledge(), told, "missed_dose", ["lebrikizumab"], "clinician").text
    assert "missed dose in the United States" in said and "Missed dose (EU)" in said


def test_a_subject_named_by_the_way_is_left_out_but_a_drug_is_not() -> None:
    def said(*subjects: str) -> str:
        return topics.answer(knowledge(), Patient(knowledge(), {}), "missed_dose", subjects, "clinician").text

    assert "topical corticosteroids, missed dose" not in said("topical-corticosteroids", "dupilumab")
    assert "cyclosporine, missed dose" in said("cyclosporine", "dupilumab")
