"""A question on who may have a therapy is led by what its label says of the patient's age or weight."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge import topics
from knowledge.load import knowledge
from knowledge.patient import Patient

LEAD = "**Not approved at this age or weight; approved for AD in the:**"


def answer(topic: str, subject: str, **facts: Any) -> list[str]:
    return list(topics.answer(knowledge(), Patient(knowledge(), facts), topic, [subject], "clinician").lines)


@pytest.mark.parametrize("topic", ["approval", "children", "comorbidity", "contraindication", "indication"])
def test_the_label_comes_first_where_it_does_not_cover_the_age(topic: str) -> None:
    lines = answer(topic, "upadacitinib", age=9)
    assert [line.startswith(LEAD) for line in lines[1:3]] == [True, False]
    assert "US: from 12 years, 40 kg" in lines[1] and "EU: from 12 years, 30 kg" in lines[1]
    assert not any(line.startswith(LEAD) for line in answer(topic, "upadacitinib", age=34, weight=70))


def test_only_the_region_that_was_said_counts() -> None:
    told = next(
        line for line in answer("contraindication", "upadacitinib", age=9, region="eu") if line.startswith(LEAD)
    )
    assert "EU: from 12 years" in told and "US" not in told


def test_a_weight_may_be_too_low_in_one_region_only() -> None:
    told = {"age": 13, "weight": 35, "severity": "severe"}
    leads = {
        region: [line for line in answer("indication", "upadacitinib", region=region, **told) if line.startswith(LEAD)]
        for region in ("us", "eu")
    }
    assert leads["us"] and not leads["eu"]


@pytest.mark.parametrize(
    "subject", ["cyclosporine", "methotrexate", "azathioprine", "jak-inhibitors", "eczema-herpeticum"]
)
def test_without_a_label_for_eczema_nothing_is_said_of_one(subject: str) -> None:
    assert not any(line.startswith(LEAD) for line in answer("contraindication", subject, age=9))


def test_other_questions_are_answered_without_it() -> None:
    assert not any(line.startswith(LEAD) for line in answer("mechanism", "upadacitinib", age=9))
