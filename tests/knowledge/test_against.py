"""What speaks against a therapy that is asked about: what is so, and what would be so if an open question is."""

from __future__ import annotations

from typing import Any

from knowledge import topics
from knowledge.load import knowledge
from knowledge.patient import UNSURE, Patient

SETTLE = "**To be settled first:**"


def lines(subject: str, **facts: Any) -> list[str]:
    return list(topics.answer(knowledge(), Patient(knowledge(), facts), "dosing", [subject], "clinician").lines)


def test_what_is_not_known_for_sure_is_to_be_settled_before_the_dose() -> None:
    told = lines("upadacitinib", age=44, tuberculosis=UNSURE)
    assert any(line.startswith(SETTLE) and "uberculosis" in line for line in told)


def test_what_nobody_spoke_of_is_not() -> None:
    assert not any(line.startswith(SETTLE) for line in lines("upadacitinib", age=44))


def test_what_is_denied_is_not() -> None:
    assert not any(line.startswith(SETTLE) for line in lines("upadacitinib", age=44, tuberculosis="no"))
