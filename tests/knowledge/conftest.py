"""Patients that several tests start from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from knowledge.load import knowledge
from knowledge.patient import Patient
from knowledge.plan import Plan, plan

GROUPS = ("jak-screen", "conventional-screen", "light-screen")


@pytest.fixture(scope="session")
def screened() -> dict[str, str]:
    """Every safety screen answered with no."""
    return {fact.id: "no" for fact in knowledge().facts.values() if fact.group in GROUPS}


@pytest.fixture(scope="session")
def adult() -> dict[str, Any]:
    """A man of 40 with severe eczema, failed topicals, no infection, no contact allergy and no systemic treatment."""
    return {
        "age": 40, "sex": "male", "severity": "severe", "topical_trial": "adequate", "infection": "none",
        "contact_allergy": "no", "systemic_history": {},
    }  # fmt: skip


@pytest.fixture(scope="session")
def after_dupilumab(adult: dict[str, Any], screened: dict[str, str]) -> dict[str, Any]:
    """The same man after dupilumab failed, all screens negative."""
    return {**adult, **screened, "systemic_history": {"dupilumab": "failed"}}


@pytest.fixture(scope="session")
def last_resort(after_dupilumab: dict[str, Any]) -> dict[str, Any]:
    """The same man after every biologic, JAK inhibitor and phototherapy failed."""
    failed = [therapy for step in (3, 4) for therapy in knowledge().steps_offer(step)]
    return {**after_dupilumab, "systemic_history": dict.fromkeys(failed, "failed")}


@pytest.fixture(scope="session")
def planned() -> Callable[..., Plan]:
    """The plan for some facts; None takes a fact away."""

    def run(base: dict[str, Any], **facts: Any) -> Plan:
        merged = {name: value for name, value in {**base, **facts}.items() if value is not None}
        return plan(knowledge(), Patient(knowledge(), merged))

    return run
