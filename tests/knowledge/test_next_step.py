"""What comes next: what was not tried yet, and what a child may not have."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge import steps
from knowledge.load import knowledge
from knowledge.model import AUDIENCES
from knowledge.patient import Patient


@pytest.mark.parametrize("audience", AUDIENCES)
def test_after_the_last_resort_what_was_not_tried_comes_before_the_specialist(
    adult: dict[str, Any], audience: str
) -> None:
    told = Patient(knowledge(), {**adult, "systemic_history": {"azathioprine": "failed"}})
    lines = steps.next_step(knowledge(), told, ["azathioprine"], audience).lines
    first = next(i for i, line in enumerate(lines) if line.startswith("- Dupilumab"))
    last = next(i for i, line in enumerate(lines) if "pecialist" in line and not line.startswith("- "))
    assert first < last and not any(line.startswith("- Azathioprine") for line in lines)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_comes_next_for_a_child_is_not_offered_below_the_licensed_age(audience: str) -> None:
    child = Patient(knowledge(), {"age": 5.0, "weight": 15.0, "severity": "severe"})
    lines = steps.next_step(knowledge(), child, ["dupilumab"], audience).lines
    for name in ("Tralokinumab", "Upadacitinib", "Abrocitinib", "Nemolizumab"):
        assert any(line.startswith(f"- {name} (not approved): ") for line in lines)
