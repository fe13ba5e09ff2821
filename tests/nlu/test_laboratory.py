"""Blood counts, renal function and medicines taken beside a therapy; ages of a year and a half."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.load import knowledge
from nlu.reading.message import read

MEDICINES = [fact.id for fact in knowledge().facts.values() if fact.medicine]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("platelets 120", {"platelets": 120}),
        ("platelet count is 90,000", {"platelets": 90}),
        ("ANC 900, lymphocytes 450/mm3", {"neutrophils": 0.9, "lymphocytes": 0.45}),
        ("neutrophils 1.1 x10^9/L", {"neutrophils": 1.1}),
        ("haemoglobin 78 g/L", {"hemoglobin": 7.8}),
        ("Hb 11.2", {"hemoglobin": 11.2}),
        ("creatinine clearance 40 mL/min", {"egfr": 40}),
        ("eGFR < 30", {"egfr": 29.97}),
        ("eGFR over 60", {"egfr": 60.06}),
        ("stage 4 CKD, not on dialysis", {"severe_renal_disease": "yes", "end_stage_renal_disease": "no"}),
        ("she is on dialysis", {"end_stage_renal_disease": "yes"}),
    ],
)
def test_counts_are_read_in_the_unit_of_the_fact(text: str, facts: dict[str, Any]) -> None:
    assert facts.items() <= read(text).stated.items()


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("takes ketoconazole", "cyp3a4_inhibitor", "yes"),
        ("on fluvoxamine for OCD", "cyp2c19_inhibitor", "yes"),
        ("rifampin since May", "enzyme_inducer", "yes"),
        ("he is anticoagulated with apixaban", "clot_prevention", "yes"),
        ("not on any blood thinners", "clot_prevention", "no"),
        ("isn't taking warfarin", "clot_prevention", "no"),
        ("was given co-trimoxazole", "trimethoprim", "yes"),
    ],
)
def test_medicines_taken_beside_are_facts(text: str, fact: str, value: str) -> None:
    assert read(text).stated[fact] == value


def test_the_names_of_medicines_in_a_message_are_kept() -> None:
    assert read("is methotrexate fine with ibuprofen and clarithromycin?").others == ["ibuprofen", "clarithromycin"]


@pytest.mark.parametrize(
    ("text", "age"),
    [("a year and a half, 11 kg", 1.5), ("she is two and a half years old", 2.5), ("9 and a half years old", 9.5)],
)
def test_half_years_are_read(text: str, age: float) -> None:
    assert read(text).stated["age"] == age


def test_a_message_that_begins_with_a_therapy_and_whom_it_is_for_is_headed_by_it() -> None:
    assert read("Abrocitinib in a smoker").headed and not read("wants abrocitinib in spite of smoking").headed


@pytest.mark.parametrize(
    "text",
    [
        "neutrophils 62%", "Hb 7.9 mmol/L", "allergic to trimethoprim", "had Bactrim in the past",
        "ketoconazole shampoo", "stopped fluoxetine", "aspirin allergy", "weak CYP3A4 inhibitor",
    ],
)  # fmt: skip
def test_what_is_no_count_and_not_taken_is_no_fact(text: str) -> None:
    assert not {*MEDICINES, "neutrophils", "hemoglobin"} & set(read(text).stated)


def test_months_after_an_age_are_a_span() -> None:
    found = read("67F, failed clobetasol + protopic 6 mo").stated
    assert found["age"] == 67 and found["topical_weeks"] == 26 and read("6 mo, 7 kg").stated["age"] == 0.5


@pytest.mark.parametrize(
    ("text", "fact"),
    [("LFTs normal", "hepatic_disease"), ("BP normal, eGFR normal", "renal_disease"), ("normal BP", "hypertension")],
)
def test_a_normal_finding_denies_the_disease(text: str, fact: str) -> None:
    assert read(text).stated[fact] == "no" and read("abnormal LFTs").stated["hepatic_disease"] == "yes"
