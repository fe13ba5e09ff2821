"""Doses that renal function or another drug changes: what replaces the usual dose, and what rules the drug out.

The expected figures are those of the labels, written out here: they are not read from the content.
"""

from __future__ import annotations

from typing import Any

import pytest

from knowledge import topics
from knowledge.advice import recommend
from knowledge.load import knowledge
from knowledge.model import Verdict
from knowledge.options import weigh
from knowledge.patient import Patient

SCREENED = {fact.id: "no" for fact in knowledge().facts.values() if fact.group and fact.group.endswith("-screen")}
READY = {
    **SCREENED, "severity": "severe", "infection": "none", "topical_trial": "adequate", "contact_allergy": "no",
    "pregnancy": "none", "systemic_history": {"dupilumab": "failed"}, "sex": "male",
}  # fmt: skip
HALVED_KIDNEY, HALVED = "200 mg to 100 mg, 100 mg to 50 mg", "200 mg to 100 mg or 100 mg to 50 mg"
ADULT, CHILD, SMALL = {"age": 40}, {"age": 8, "weight": 35}, {"age": 8, "weight": 25}


def patient(**facts: Any) -> Patient:
    told = {**READY, **facts}
    if "egfr" in facts:
        told.pop("renal_disease")
    return Patient(knowledge(), told)


def dose(drug: str, **facts: Any) -> str:
    """The dose lines of an offered drug."""
    option = weigh(knowledge(), patient(**facts), drug)
    assert option.verdict.usable, option.verdict
    return " ".join(_print(statement) for statement in option.regimen)


def _print(statement: Any) -> str:
    from knowledge import figures

    return figures.fill(statement.clinician, statement.subject, knowledge())


@pytest.mark.parametrize(
    ("drug", "facts", "right", "wrong"),
    [
        ("baricitinib", {**ADULT, "region": "eu", "egfr": 45}, "2 mg once daily", "4 mg"),
        ("baricitinib", {"age": 70, "region": "eu", "egfr": 45}, "2 mg once daily", "4 mg"),
        ("baricitinib", {**CHILD, "region": "eu", "egfr": 45}, "half of 4 mg once daily", "Children and adolescents"),
        ("baricitinib", {**SMALL, "region": "eu", "egfr": 45}, "half of 2 mg once daily", "half of 4 mg"),
        ("baricitinib", {**ADULT, "region": "eu", "probenecid": "yes"}, "2 mg once daily", "4 mg"),
        ("baricitinib", {**CHILD, "region": "eu", "probenecid": "yes"}, "half of 4 mg once daily", "2 mg"),
        (
            "abrocitinib",
            {**ADULT, "region": "eu", "egfr": 45},
            "half the dose (200 mg to 100 mg, 100 mg to 50 mg)",
            "start 100 mg or",
        ),
        ("abrocitinib", {**ADULT, "region": "eu", "egfr": 25}, "start 50 mg, maximum 100 mg", "start 100 mg or"),
        ("abrocitinib", {**ADULT, "region": "us", "egfr": 45}, "50 mg once daily, up to 100 mg", "200 mg"),
        ("abrocitinib", {**ADULT, "region": "us", "cyp2c19_inhibitor": "yes"}, "50 mg once daily", "200 mg"),
        (
            "abrocitinib",
            {**ADULT, "region": "eu", "cyp2c19_inhibitor": "yes"},
            "200 mg to 100 mg or 100 mg to 50 mg",
            "start 100 mg or",
        ),
        ("upadacitinib", {**ADULT, "region": "us", "egfr": 20}, "15 mg once daily at most", "30 mg"),
        ("upadacitinib", {**ADULT, "region": "us", "cyp3a4_inhibitor": "yes"}, "15 mg once daily at most", "30 mg"),
        ("upadacitinib", {**ADULT, "region": "us", "egfr": 45}, "consider 30 mg", "at most"),
        ("upadacitinib", {**ADULT, "region": "us", "renal_disease": "yes"}, "no step-up unless", "consider 30 mg"),
        ("baricitinib", {**ADULT, "region": "eu", "egfr": 60}, "4 mg once daily", "Not recommended"),
    ],
)
def test_an_adjusted_dose_replaces_the_usual_one(drug: str, facts: dict[str, Any], right: str, wrong: str) -> None:
    said = dose(drug, **facts)
    assert right in said and wrong not in said


@pytest.mark.parametrize(
    ("drug", "facts"),
    [
        ("upadacitinib", {"egfr": 14.9}),
        ("upadacitinib", {"end_stage_renal_disease": "yes"}),
        ("abrocitinib", {"egfr": 29.9, "region": "us"}),
        ("abrocitinib", {"end_stage_renal_disease": "yes", "region": "eu"}),
        ("baricitinib", {"egfr": 29.9, "region": "eu"}),
        ("abrocitinib", {"enzyme_inducer": "yes"}),
        ("abrocitinib", {"platelets": 149}),
        ("methotrexate", {"trimethoprim": "yes"}),
        ("methotrexate", {"platelets": 139}),
        ("mycophenolate", {"neutrophils": 1.5}),
        ("abrocitinib", {"fluconazole": "yes", "region": "us"}),
        *((drug, {"lymphocytes": 0.49, "region": "eu"}) for drug in ("upadacitinib", "abrocitinib", "baricitinib")),
        *((drug, {"neutrophils": 0.99, "region": "eu"}) for drug in ("upadacitinib", "abrocitinib", "baricitinib")),
        *((drug, {"hemoglobin": 7.9, "region": "eu"}) for drug in ("upadacitinib", "abrocitinib", "baricitinib")),
    ],
)
def test_a_limit_rules_the_drug_out(drug: str, facts: dict[str, Any]) -> None:
    assert weigh(knowledge(), patient(**ADULT, **facts), drug).verdict is Verdict.AVOID


@pytest.mark.parametrize(
    "facts", [{"egfr": 15}, {"lymphocytes": 0.5}, {"neutrophils": 1.0}, {"hemoglobin": 8.0}, {"platelets": 20}]
)
def test_at_its_limit_upadacitinib_may_still_be_used(facts: dict[str, Any]) -> None:
    assert weigh(knowledge(), patient(**ADULT, **facts), "upadacitinib").verdict.usable


def test_severe_renal_disease_is_a_matter_of_the_region_for_abrocitinib() -> None:
    assert weigh(knowledge(), patient(**ADULT, egfr=25, region="eu"), "abrocitinib").verdict is Verdict.CAUTION
    assert weigh(knowledge(), patient(**ADULT, egfr=25, region="us"), "abrocitinib").verdict is Verdict.AVOID


def test_the_dose_asked_without_an_age_is_adjusted_too() -> None:
    told = Patient(knowledge(), {"cyp3a4_inhibitor": "yes"})
    said = topics.answer(knowledge(), told, "dosing", ["upadacitinib"], "clinician").text
    assert "15 mg once daily at most" in said and "consider 30 mg" not in said and "**Caution here:**" in said


@pytest.mark.parametrize(
    ("current", "facts", "words"),
    [
        ("abrocitinib", {"cytopenia": "yes"}, "Cytopenia"),
        ("upadacitinib", {"cardiovascular_disease": "yes"}, "stop upadacitinib after a myocardial infarction"),
        ("upadacitinib", {"tuberculosis": "yes"}, "treat tuberculosis first"),
        ("dupilumab", {"helminth_infection": "yes"}, "helminth infection"),
    ],
)
def test_what_speaks_against_the_treatment_in_use_comes_first(current: str, facts: dict[str, Any], words: str) -> None:
    told = {**ADULT, "current_therapy": current, "current_weeks": 30, "current_response": "good", **facts}
    lines = recommend(knowledge(), patient(**told), "clinician").lines
    assert lines[0].startswith("**Speaks against the current treatment:**") and words in lines[0]


def test_a_jak_inhibitor_is_not_added_to_a_biologic() -> None:
    told = {**ADULT, "current_therapy": "dupilumab", "current_weeks": 30, "current_response": "none"}
    said = recommend(knowledge(), patient(**{**told, "systemic_history": {}}), "clinician").text
    assert "Upadacitinib (option)" in said and "not added to it" in said


def test_itch_alone_does_not_make_mild_skin_disease_severe() -> None:
    told = Patient(knowledge(), {"easi": 4, "itch_nrs": 8})
    assert told.value("severity") == "mild" and Patient(knowledge(), {"itch_nrs": 8}).value("severity") == "severe"


def test_cyclosporine_is_not_called_a_failure_at_four_weeks() -> None:
    told = {"current_therapy": "cyclosporine", "current_response": "none", "systemic_history": {}}
    assert Patient(knowledge(), {**told, "current_weeks": 4}).value("trial_phase") == "too_early"
    assert Patient(knowledge(), {**told, "current_weeks": 8}).value("trial_phase") == "judge"
