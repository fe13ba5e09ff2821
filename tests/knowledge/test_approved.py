"""For whom a table says that a therapy is approved: the youngest age of each region, from the approvals themselves."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.answer import Composer
from knowledge.approved import approved
from knowledge.load import knowledge
from knowledge.patient import Patient


def told(subject: str, audience: str = "clinician", **facts: Any) -> str:
    composer = Composer(knowledge(), audience)
    return approved(composer, Patient(knowledge(), facts), knowledge().subjects[subject])


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("dupilumab", "US: from 6 months [1]; EU: from 6 months (severe AD only) [2]"),
        ("upadacitinib", "US: from 12 years, 40 kg [1]; EU: from 12 years, 30 kg [2]"),
        ("baricitinib", "US: no AD approval listed; EU: from 2 years, 10 kg [1]"),
        ("methotrexate", "off-label in AD"),
        ("phototherapy", ""),
    ],
)
def test_the_youngest_age_of_each_region_is_told(subject: str, words: str) -> None:
    assert told(subject) == words


def test_only_the_region_of_the_patient_is_told_where_it_is_known() -> None:
    assert told("tralokinumab", region="eu") == "EU: from 12 years [1]"


def test_a_patient_reads_plain_words() -> None:
    assert "severe" in told("dupilumab", "patient") and "eczema" in told("cyclosporine", "patient")
