"""Who must not get what: children, pregnancy, risks, access, red flags."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from knowledge.advice import recommend
from knowledge.conditions import applies
from knowledge.load import knowledge
from knowledge.model import Truth, Verdict
from knowledge.options import weigh
from knowledge.patient import Patient
from knowledge.plan import Plan

Planned = Callable[..., Plan]
Facts = dict[str, Any]

JAK = ("upadacitinib", "abrocitinib", "baricitinib")
CHILD = {"age": 9, "weight": 28}
STEROIDS = "safety.no-steroid-maintenance"


def verdicts(plan: Plan) -> dict[str, Verdict]:
    return {option.therapy.id: option.verdict for option in plan.options}


def said(facts: Facts, audience: str = "clinician") -> str:
    return recommend(knowledge(), Patient(knowledge(), facts), audience).text


@pytest.mark.parametrize("region", ["us", "eu"])
@pytest.mark.parametrize("failed", [(), ("dupilumab",), ("dupilumab", "baricitinib")])
def test_a_child_of_9_never_gets_phototherapy_an_adult_dose_or_an_unlicensed_drug(
    planned: Planned, after_dupilumab: Facts, region: str, failed: tuple[str, ...]
) -> None:
    facts = {**after_dupilumab, **CHILD, "region": region, "systemic_history": dict.fromkeys(failed, "failed")}
    told = planned(facts)
    licensed = {"dupilumab"} if region == "us" else {"dupilumab", "baricitinib"}
    assert told.usable or told.step.id == "algorithm.children-after-dupilumab"
    assert {option.therapy.id for option in told.usable} <= licensed
    for audience in ("clinician", "patient"):
        assert not re.search(r"(?:^|[:*] )Adults", said(facts, audience), re.MULTILINE)
    for option in told.options:
        assert option.therapy.id != "phototherapy" or option.verdict is Verdict.AVOID


def test_a_teenager_of_12_may_have_phototherapy(planned: Planned, after_dupilumab: Facts) -> None:
    assert verdicts(planned(after_dupilumab, age=12, weight=45))["phototherapy"].usable


@pytest.mark.parametrize("therapy", [*JAK, "methotrexate", "mycophenolate"])
def test_a_current_treatment_that_harms_in_pregnancy_does_not_simply_go_on(
    planned: Planned, adult: Facts, therapy: str
) -> None:
    current = {"current_therapy": therapy, "current_weeks": 30, "current_response": "good"}
    told = planned(adult, sex="female", pregnancy="pregnant", **current)
    assert told.step.id == "algorithm.current-pregnancy" and told.decided and not told.options


def test_a_pregnant_woman_without_systemic_treatment_is_not_left_undecided_by_it(
    planned: Planned, adult: Facts
) -> None:
    told = planned(adult, sex="female", pregnancy="pregnant")
    assert told.decided and told.step.id != "algorithm.current-pregnancy"


@pytest.mark.parametrize("state", ["pregnant", "planning", "breastfeeding"])
@pytest.mark.parametrize("therapy", [*JAK, "methotrexate", "mycophenolate"])
@pytest.mark.parametrize("region", ["us", "eu"])
def test_in_pregnancy_no_jak_inhibitor_methotrexate_or_mycophenolate(
    after_dupilumab: Facts, state: str, therapy: str, region: str
) -> None:
    facts = {**after_dupilumab, "sex": "female", "pregnancy": state, "region": region}
    assert weigh(knowledge(), Patient(knowledge(), facts), therapy).verdict is Verdict.AVOID


def test_the_last_resort_in_pregnancy_is_cyclosporine_or_azathioprine_with_caution(
    planned: Planned, last_resort: Facts
) -> None:
    told = verdicts(planned(last_resort, sex="female", pregnancy="pregnant"))
    assert told["cyclosporine"] is told["azathioprine"] is Verdict.CAUTION
    assert told["methotrexate"] is told["mycophenolate"] is Verdict.AVOID


def test_dupilumab_in_pregnancy_comes_with_a_caution(planned: Planned, adult: Facts) -> None:
    assert verdicts(planned(adult, sex="female", pregnancy="pregnant"))["dupilumab"] is Verdict.CAUTION


def test_without_access_to_biologics_phototherapy_is_offered(planned: Planned, adult: Facts, screened: Facts) -> None:
    told = planned({**adult, **screened}, biologic_access="no")
    assert [option.therapy.id for option in told.usable] == ["phototherapy"]


def test_without_access_to_either_the_traditional_drugs_are_left(
    planned: Planned, adult: Facts, screened: Facts
) -> None:
    assert planned({**adult, **screened}, biologic_access="no", phototherapy_access="no").step.number == 5


@pytest.mark.parametrize(
    ("risk", "region"), [("smoking", "us"), ("smoking", "eu"), ("cardiovascular_disease", "us"), ("cancer", "eu")]
)
def test_a_smoker_or_other_risk_gets_a_jak_inhibitor_only_with_caution(
    planned: Planned, after_dupilumab: Facts, risk: str, region: str
) -> None:
    told = verdicts(planned(after_dupilumab, region=region, **{risk: "yes"}))
    assert told["upadacitinib"] is told["abrocitinib"] is Verdict.CAUTION
    assert told["tralokinumab"] is Verdict.OPTION


@pytest.mark.parametrize("risk", ["vte", "tuberculosis", "hepatitis", "serious_infection", "herpes_zoster"])
def test_thrombosis_or_a_serious_infection_rules_jak_inhibitors_out(
    planned: Planned, after_dupilumab: Facts, risk: str
) -> None:
    told = verdicts(planned(after_dupilumab, region="eu", **{risk: "yes"}))
    assert {told[therapy] for therapy in JAK} == {Verdict.AVOID} and told["tralokinumab"].usable


@pytest.mark.parametrize("unknown", [None, "unsure"])
def test_a_jak_inhibitor_is_undecided_while_one_screen_is_unknown(
    planned: Planned, after_dupilumab: Facts, unknown: str | None
) -> None:
    told = verdicts(planned(after_dupilumab, vte=unknown))
    assert told["upadacitinib"] is told["abrocitinib"] is Verdict.UNDECIDED


def test_every_caution_of_an_offered_therapy_is_said(planned: Planned, after_dupilumab: Facts) -> None:
    risks = dict.fromkeys(("cardiovascular_disease", "smoking", "cancer", "renal_disease"), "yes")
    facts = {**after_dupilumab, **risks}
    lines = [line for line in said(facts).splitlines() if "upadacitinib" in line.lower()]
    for rule in knowledge().rules:
        if rule.verdict == "caution" and "jak-inhibitors" in rule.about:
            holds = applies(rule, Patient(knowledge(), facts)) is Truth.YES
            assert not holds or any(rule.clinician in line for line in lines), rule.id


@pytest.mark.parametrize(
    "change",
    [{}, {"severity": "mild"}, {"topical_trial": "none"}, {"infection": "bacterial"}, {"contact_allergy": "yes"},
     {"current_therapy": "dupilumab", "current_weeks": 20, "current_response": "good"},
     {"current_therapy": "dupilumab", "current_weeks": 6, "current_response": "none"},
     {"systemic_history": {"dupilumab": "failed"}}, {"age": 9, "weight": 40}, {"region": "eu"},
     {"sex": "female", "pregnancy": "pregnant"}, {"biologic_access": "no"}],
)  # fmt: skip
@pytest.mark.parametrize("audience", ["clinician", "patient"])
def test_a_decided_plan_always_advises_against_corticosteroid_maintenance(
    planned: Planned, adult: Facts, screened: Facts, change: Facts, audience: str
) -> None:
    facts = {**adult, **screened, **change}
    told = planned(facts)
    assert told.decided and STEROIDS in [rule.id for rule in told.avoid]
    answer = recommend(knowledge(), Patient(knowledge(), facts), audience)
    assert (STEROIDS, "avoid") in answer.verdicts and STEROIDS in answer.statements


@pytest.mark.parametrize("flag", ["eye_emergency", "anaphylaxis", "erythroderma", "self_harm"])
@pytest.mark.parametrize("audience", ["clinician", "patient"])
def test_a_red_flag_is_urgent_and_speaks_first_and_alone(
    planned: Planned, adult: Facts, flag: str, audience: str
) -> None:
    for facts in ({flag: "yes"}, {**adult, flag: "yes"}):
        told = planned(facts)
        assert len(told.urgent) == 1 and told.urgent[0].verdict == "urgent" and not told.missing
        text = said(facts, audience)
        assert text.startswith("**URGENT.**") and "600 mg" not in text and "Step" not in text


def test_a_red_flag_that_is_denied_or_unsure_is_not_urgent(planned: Planned, adult: Facts) -> None:
    assert not planned(adult, eye_emergency="no").urgent
    assert not planned(adult, eye_emergency="unsure").urgent


def test_every_therapy_of_a_decided_step_has_a_verdict(planned: Planned, after_dupilumab: Facts) -> None:
    told = planned(after_dupilumab)
    answer = recommend(knowledge(), Patient(knowledge(), after_dupilumab), "clinician")
    assert set(told.step.offers) <= {name for name, _ in answer.verdicts}
