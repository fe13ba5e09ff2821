"""The algorithm in sentences: where a patient stands, and what is never skipped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from knowledge.load import knowledge
from knowledge.model import Verdict
from knowledge.patient import Patient
from knowledge.plan import Plan, plan

Planned = Callable[..., Plan]
Facts = dict[str, Any]


def stands(plan_: Plan) -> str | None:
    """The id of the decided step; None where it is undecided."""
    return plan_.step.id.removeprefix("algorithm.") if plan_.decided else None


def verdicts(plan_: Plan) -> dict[str, Verdict]:
    return {option.therapy.id: option.verdict for option in plan_.options}


def usable(plan_: Plan) -> set[str]:
    return {option.therapy.id for option in plan_.usable}


def test_mild_disease_is_treated_topically(planned: Planned, adult: Facts) -> None:
    mild = planned(adult, severity="mild")
    assert stands(mild) == "mild"
    assert usable(mild) == {"topical-corticosteroids", "topical-calcineurin-inhibitors", "emollients"}


@pytest.mark.parametrize("trial", ["inadequate", "none"])
def test_topicals_are_optimised_before_anything_systemic(planned: Planned, adult: Facts, trial: str) -> None:
    told = planned(adult, topical_trial=trial)
    assert stands(told) == "optimise-topicals" and "dupilumab" not in usable(told)


@pytest.mark.parametrize(
    ("history", "trial"),
    [
        ({"topical_products": ["hydrocortisone"], "topical_weeks": 52, "topical_outcome": "failed"}, "inadequate"),
        ({"topical_products": ["betamethasone-valerate"], "topical_weeks": 1}, "inadequate"),
        ({"topical_products": ["tacrolimus"], "topical_weeks": 17, "topical_technique": "poor"}, "inadequate"),
        ({"topical_products": ["tacrolimus"], "topical_weeks": 17, "topical_outcome": "failed"}, "adequate"),
        ({"topical_products": ["betamethasone-valerate"]}, None),
    ],
)
def test_an_adequate_topical_trial_is_strong_enough_long_enough_and_well_applied(
    history: Facts, trial: str | None
) -> None:
    assert Patient(knowledge(), {"severity": "severe", **history}).value("topical_trial") == trial


def test_someone_who_had_systemic_treatment_is_not_sent_back_to_topicals(planned: Planned, adult: Facts) -> None:
    told = planned(adult, topical_trial="inadequate", systemic_history={"cyclosporine": "failed"})
    assert stands(told) == "dupilumab"


def test_a_bacterial_infection_is_treated_first(planned: Planned, adult: Facts) -> None:
    told = planned(adult, infection="bacterial")
    assert stands(told) == "treat-infection" and not told.options


def test_eczema_herpeticum_comes_before_everything(planned: Planned, adult: Facts) -> None:
    for facts in (adult, {}, {**adult, "severity": "mild"}, {**adult, "topical_trial": "inadequate"}):
        told = planned(facts, infection="herpetic")
        assert stands(told) == "herpeticum" and not told.options
        assert [rule.id for rule in told.urgent] == ["safety.eczema-herpeticum"] and not told.missing


def test_a_suspected_contact_allergy_is_tested_before_a_systemic_drug(planned: Planned, adult: Facts) -> None:
    told = planned(adult, contact_allergy="yes")
    assert stands(told) == "contact-allergy" and not told.options


@pytest.mark.parametrize("unknown", [None, "unsure"])
@pytest.mark.parametrize("history", [{}, {"dupilumab": "failed"}])
def test_an_unknown_infection_hides_everything_behind_it(
    planned: Planned, adult: Facts, unknown: str | None, history: Facts
) -> None:
    told = planned(adult, infection=unknown, systemic_history=history)
    assert stands(told) is None and not told.options
    assert "infection" in (told.unsure if unknown else told.missing)


@pytest.mark.parametrize("unknown", [None, "unsure"])
@pytest.mark.parametrize("fact", ["infection", "severity", "topical_trial", "contact_allergy", "systemic_history"])
def test_no_systemic_treatment_is_offered_while_a_gate_is_unknown(
    planned: Planned, adult: Facts, fact: str, unknown: str | None
) -> None:
    told = planned(adult, **{fact: unknown})
    assert stands(told) is None and not [option for option in told.usable if option.therapy.route != "topical"]
    assert fact in (told.unsure if unknown else told.missing)


def test_moderate_or_severe_disease_after_failed_topicals_gets_dupilumab(planned: Planned, adult: Facts) -> None:
    for severity in ("moderate", "severe"):
        told = planned(adult, severity=severity)
        assert stands(told) == "dupilumab" and usable(told) == {"dupilumab"} and not told.missing


@pytest.mark.parametrize("response", ["none", "partial", "good"])
@pytest.mark.parametrize("weeks", [6, 15.9])
def test_dupilumab_is_not_judged_before_week_16(planned: Planned, adult: Facts, weeks: float, response: str) -> None:
    told = planned(adult, current_therapy="dupilumab", current_weeks=weeks, current_response=response)
    assert stands(told) == "too-early" and not told.options


def test_a_good_response_goes_on(planned: Planned, adult: Facts) -> None:
    told = planned(adult, current_therapy="dupilumab", current_weeks=16, current_response="good")
    assert stands(told) == "responding" and not told.options


def test_a_partial_response_is_reviewed(planned: Planned, adult: Facts) -> None:
    told = planned(adult, current_therapy="dupilumab", current_weeks=20, current_response="partial")
    assert stands(told) == "partial" and not told.options


def test_no_response_at_week_16_leads_to_step_4(planned: Planned, adult: Facts) -> None:
    told = planned(adult, current_therapy="dupilumab", current_weeks=16, current_response="none")
    assert stands(told) == "after-dupilumab" and told.step.number == 4


def test_intolerance_leads_on_without_waiting_for_week_16(planned: Planned, adult: Facts) -> None:
    told = planned(adult, current_therapy="dupilumab", current_weeks=3, current_response="intolerant")
    assert stands(told) == "after-dupilumab"


def test_an_unknown_duration_of_the_current_treatment_leaves_it_undecided(planned: Planned, adult: Facts) -> None:
    told = planned(adult, current_therapy="dupilumab", current_response="none")
    assert stands(told) is None and told.missing == ("current_weeks",)


@pytest.mark.parametrize("outcome", ["failed", "intolerant", "reacted"])
def test_failed_dupilumab_leads_to_step_4(planned: Planned, after_dupilumab: Facts, outcome: str) -> None:
    told = planned(after_dupilumab, systemic_history={"dupilumab": outcome})
    assert stands(told) == "after-dupilumab" and told.step.number == 4
    assert usable(told) == {"tralokinumab", "nemolizumab", "upadacitinib", "abrocitinib", "phototherapy"}
    assert verdicts(told)["baricitinib"] is Verdict.NOT_APPROVED
    assert verdicts(told)["lebrikizumab"] is Verdict.UNDECIDED


@pytest.mark.parametrize(("weight", "verdict"), [(39.9, Verdict.NOT_APPROVED), (40.0, Verdict.OPTION)])
def test_lebrikizumab_has_a_weight_floor(
    planned: Planned, after_dupilumab: Facts, weight: float, verdict: Verdict
) -> None:
    assert verdicts(planned(after_dupilumab, weight=weight))["lebrikizumab"] is verdict


def test_nemolizumab_comes_with_a_caution_in_asthma(planned: Planned, after_dupilumab: Facts) -> None:
    assert verdicts(planned(after_dupilumab, asthma="yes"))["nemolizumab"] is Verdict.CAUTION


def test_baricitinib_joins_step_4_in_europe(planned: Planned, after_dupilumab: Facts) -> None:
    assert "baricitinib" in usable(planned(after_dupilumab, region="eu"))


def test_what_was_tried_is_not_offered_again(planned: Planned, after_dupilumab: Facts) -> None:
    told = planned(after_dupilumab, systemic_history={"dupilumab": "failed", "tralokinumab": "intolerant"})
    assert verdicts(told)["tralokinumab"] is Verdict.TRIED and "upadacitinib" in usable(told)


def test_step_5_comes_when_everything_of_step_4_is_ruled_out(planned: Planned, last_resort: Facts) -> None:
    told = planned(last_resort)
    assert stands(told) == "traditional" and told.step.number == 5
    assert usable(told) == {"cyclosporine", "methotrexate", "azathioprine", "mycophenolate"}


def test_phototherapy_is_left_when_biologics_and_jak_inhibitors_are_ruled_out(
    planned: Planned, last_resort: Facts
) -> None:
    history = {therapy: out for therapy, out in last_resort["systemic_history"].items() if therapy != "phototherapy"}
    assert usable(planned(last_resort, systemic_history=history)) == {"phototherapy"}


def test_when_nothing_is_left_a_specialist_decides(planned: Planned, last_resort: Facts) -> None:
    rest = dict.fromkeys(("cyclosporine", "methotrexate", "azathioprine", "mycophenolate"), "failed")
    told = planned(last_resort, systemic_history={**last_resort["systemic_history"], **rest})
    assert stands(told) == "refer" and told.next_step is None and not told.options


def test_a_treatment_named_without_its_result_leaves_its_step_undecided(planned: Planned, adult: Facts) -> None:
    told = planned(adult, systemic_history={"dupilumab": "used"})
    assert stands(told) is None and told.missing == ("systemic_history",)


def test_the_trace_names_every_step_up_to_where_the_patient_stands(planned: Planned, after_dupilumab: Facts) -> None:
    told = planned(after_dupilumab)
    steps = [step.id for step in knowledge().steps]
    assert [line.id for line in told.trace] == steps[: steps.index(told.step.id) + 1]


def test_someone_of_whom_nothing_is_known_gets_no_advice_but_a_question() -> None:
    told = plan(knowledge(), Patient(knowledge(), {}))
    assert stands(told) is None and not told.options and told.missing[0] == "infection"
