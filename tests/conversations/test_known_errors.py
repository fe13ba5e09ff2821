"""Errors that other services were found to make, asked here in words over HTTP: each answer has the right figure and
not the wrong one.

The errors and the right figures are those of the collected evidence, written out here: they are not read from the
content.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest


class Case(NamedTuple):
    """One known error: the question that asks for it, what the reply must say, and what it must not."""

    question: str
    right: tuple[str, ...]
    wrong: tuple[str, ...] = ()


CASES = {
    "a child of 30 kg is given the band below": Case(
        "dupilumab dose for a 9 year old weighing 30 kg, in the US",
        ("400 mg subcutaneously once, then 200 mg every 2 weeks",),
        ("300 mg every 4 weeks", "600 mg"),
    ),
    "everybody from 12 years gets the adult dose": Case(
        "US dose of dupilumab for a 13 year old of 45 kg?",
        ("400 mg subcutaneously once, then 200 mg every 2 weeks",),
        ("600 mg", "300 mg every 2 weeks"),
    ),
    "40 kg is taken for a limit of dupilumab": Case(
        "my patient is 15, weighs 41 kg. Dupilumab dose in the US?",
        ("400 mg subcutaneously once, then 200 mg every 2 weeks",),
        ("40 kg",),
    ),
    "a two-weekly dose that is over a week late restarts the schedule": Case(
        "dupilumab every 2 weeks, the dose was missed by 9 days, what now?",
        ("skip it and wait for the next scheduled dose",),
    ),
    "at 6 years only the syringe": Case(
        "who injects dupilumab in a 6 year old, and is the pen possible, in the US?",
        ("Pre-filled pen from 2 years", "caregiver"),
    ),
    "EASI-75 of the wrong arm with topical steroids": Case(
        "what EASI-75 did dupilumab reach together with topical corticosteroids in CHRONOS?",
        ("69%", "23%"),
        ("63%", "64%"),
    ),
    "baricitinib only after other systemics and only in adults": Case(
        "baricitinib dose in Europe for a 9 year old weighing 32 kg",
        ("from age 2", "4 mg once daily"),
    ),
    "both JAK inhibitors beat dupilumab": Case(
        "did abrocitinib beat dupilumab head to head?",
        ("itch at week 2", "no difference"),
    ),
    "CHRONOS among the trials with the lower IGA range": Case(
        "how many were clear or almost clear on dupilumab with topical steroids in the CHRONOS trial?",
        ("39%", "12%"),
    ),
    "the year of approval from 6 months": Case(
        "since when is dupilumab approved in the US from 6 months of age?", ("2022",)
    ),
    "15 of 38 withdrew on prednisolone": Case(
        "in the trial of prednisolone against cyclosporine, how many withdrew for exacerbations?",
        ("15 of all 38", "both arms together"),
    ),
    "fluocinonide as a middle class": Case(
        "how potent is fluocinonide 0.05% (Lidex)?", ("**high** as 0.05% cream, ointment, gel or solution (Lidex)",)
    ),
    "phototherapy under 12 without saying that sources differ": Case(
        "phototherapy in a 9 year old?", ("not under 12 years", "Australian")
    ),
    "antibiotics for every superinfection": Case(
        "should infected eczema always get oral antibiotics?", ("systemically unwell",)
    ),
    "a blood count and metabolic panel are enough on cyclosporine": Case(
        "is a blood count and a metabolic panel enough on cyclosporine?",
        ("blood pressure", "creatinine"),
    ),
    "TPMT alone before azathioprine": Case(
        "is TPMT the only test before azathioprine?", ("NUDT15",)
    ),
    "bathing and wet wraps advised against": Case(
        "does the AAD advise against wet wraps?", ("conditionally recommends",)
    ),
    "topical ruxolitinib permitted by JTF": Case(
        "what does JTF 2023 say on ruxolitinib cream?", ("JTF 2023", "against")
    ),
    "roflumilast at the strength for psoriasis": Case(
        "roflumilast cream dose for an 8 year old with eczema, US", ("0.15%",), ("0.3%",)
    ),
    "moderate POEM up to 46": Case(
        "what does a POEM of 20 mean?", ("severe", "moderate 8-16"), ("46",)),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_known_error_is_not_made(chat: Any, case: Case) -> None:
    body = chat.say(case.question).text.split("\nSources:")[0]
    assert all(words in body for words in case.right), body
    assert not any(words in body for words in case.wrong), body
