"""Children at the edges of the age and weight bands, told in words, over HTTP.

The expected figures are those of the labels, written out here: they are not read from the content.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

NO_DOSE = ""
INFANT_LOW = "200 mg subcutaneously every 4 weeks, no loading dose"
INFANT_HIGH = "300 mg subcutaneously every 4 weeks, no loading dose"
US_LOW = "600 mg subcutaneously once, then 300 mg every 4 weeks"
MIDDLE = "400 mg subcutaneously once, then 200 mg every 2 weeks"
FULL = "600 mg subcutaneously once, then 300 mg every 2 weeks"
ADULT = "600 mg subcutaneously once (two 300 mg injections at different sites), then 300 mg every 2 weeks"
EU_YOUNG = "300 mg on day 1 and day 15, then 300 mg every 4 weeks"

WEIGHTS = (14.9, 15, 29.9, 30, 59.9, 60)
INFANT = (INFANT_LOW, INFANT_HIGH, INFANT_HIGH, NO_DOSE, NO_DOSE, NO_DOSE)
US_CHILD = (NO_DOSE, US_LOW, US_LOW, MIDDLE, MIDDLE, FULL)
EU_CHILD = (NO_DOSE, EU_YOUNG, EU_YOUNG, EU_YOUNG, EU_YOUNG, FULL)
EU_TEENAGER = (MIDDLE,) * 5 + (FULL,)
BANDS = {
    "us": {5: INFANT, 6: US_CHILD, 11: US_CHILD, 12: US_CHILD, 17: US_CHILD, 18: (ADULT,) * 6},
    "eu": {5: INFANT, 6: EU_CHILD, 11: EU_CHILD, 12: EU_TEENAGER, 17: EU_TEENAGER, 18: (ADULT,) * 6},
}
GRID = [
    (region, age, weight, dose)
    for region, ages in BANDS.items()
    for age, doses in ages.items()
    for weight, dose in zip(WEIGHTS, doses, strict=True)
]
SETTLED = {"topical_trial": "adequate", "contact_allergy": "no", "pregnancy": "none", "systemic_history": {}}
USABLE = ("option", "caution")
REFERRALS = ("pediatric", "children's skin specialist")


def licensed(region: str, age: float, weight: float) -> set[str]:
    """The systemic drugs with an eczema licence for a severe case at this age and weight."""
    us = region == "us"
    floors = {
        "dupilumab": (0.5, 0),
        "tralokinumab": (12, 0),
        "lebrikizumab": (12, 40),
        "nemolizumab": (12, 0 if us else 30),
        "abrocitinib": (12, 0),
        "upadacitinib": (12, 40 if us else 30),
        "baricitinib": (999, 0) if us else (2, 10),
    }
    return {drug for drug, (years, kg) in floors.items() if age >= years and weight >= kg}


def offered(reply: Any) -> set[str]:
    """The therapies that a reply gives as an option."""
    return {name for name, verdict in reply.custom["verdicts"].items() if verdict in USABLE}


def assess(chat: Any, region: str, age: str, weight: float, **answers: Any) -> Any:
    place = "seen in the EU" if region == "eu" else "seen in the US"
    line = f"{age} old, {weight} kg, severe eczema, skin is not infected, {place}"
    chat.say(line)
    return chat.finish(chat.state({**SETTLED, **answers}), **answers)


def check_child(reply: Any, region: str, age: float, weight: float) -> None:
    """What holds for every minor: nothing for adults, nothing unlicensed, no light under 12."""
    assert not re.search(r"Adults(?! and adolescents)", reply.text)
    assert offered(reply) <= licensed(region, age, weight) | ({"phototherapy"} if age >= 12 else set())
    if age < 12:
        after = [line for line in reply.text.splitlines() if line.startswith("**If it fails")]
        assert not any("phototherapy" in line.lower() for line in after), after


@pytest.mark.parametrize(("region", "age", "weight", "dose"), GRID)
def test_the_dose_of_dupilumab_at_every_edge(chat: Any, region: str, age: int, weight: float, dose: str) -> None:
    reply = assess(chat, region, f"{age} years", weight)
    if dose:
        assert dose in reply.text and offered(reply) == {"dupilumab"}
    else:
        assert "dupilumab" not in offered(reply) and "Step 3 of 5" not in reply.text
    if age < 18:
        check_child(reply, region, age, weight)


@pytest.mark.parametrize("region", ["us", "eu"])
@pytest.mark.parametrize("wording", ["8 months", "8-month", "8 month"])
def test_a_baby_of_8_months_and_9_kg_gets_200_mg_every_4_weeks(chat: Any, region: str, wording: str) -> None:
    reply = assess(chat, region, wording, 9)
    assert INFANT_LOW in reply.text
    check_child(reply, region, 8 / 12, 9)


@pytest.mark.parametrize("region", ["us", "eu"])
def test_a_baby_of_4_months_gets_nothing_systemic(chat: Any, region: str) -> None:
    reply = assess(chat, region, "4 months", 7)
    assert not offered(reply) and any(word in reply.text for word in REFERRALS)


def test_the_dose_regimen_of_a_child_has_no_second_regimen_beside_it(chat: Any) -> None:
    reply = assess(chat, "us", "9 years", 30)
    lead = reply.text.splitlines()[0]
    assert re.findall(r"([\d.]+) mg", lead) == ["400", "200"]


@pytest.mark.parametrize("region", ["us", "eu"])
@pytest.mark.parametrize(("age", "weight"), [(9, 30), (11, 59.9), (12, 39.9), (12, 40), (15, 55)])
def test_after_dupilumab_a_minor_is_offered_only_what_is_licensed(
    chat: Any, region: str, age: int, weight: float
) -> None:
    reply = assess(chat, region, f"{age} years", weight, systemic_history={"dupilumab": "failed"})
    check_child(reply, region, age, weight)
    assert offered(reply) - {"phototherapy"} == licensed(region, age, weight) - {"dupilumab"}


def test_a_european_child_with_moderate_eczema_is_not_offered_dupilumab(chat: Any) -> None:
    reply = chat.finish(chat.say("treated in the EU: girl aged 10, 35 kg, moderate eczema, no signs of infection"))
    assert "dupilumab" not in offered(reply)


def test_a_dose_question_on_a_known_child_gives_only_the_dose_of_this_child(chat: Any) -> None:
    assess(chat, "us", "9 years", 30)
    reply = chat.say("which amount of dupilumab would that be in mg?")
    assert MIDDLE in reply.text and "Adults" not in reply.text and US_LOW not in reply.text


def test_a_weight_in_pounds_falls_in_the_right_band(chat: Any) -> None:
    reply = chat.finish(chat.say("7 years old, 60 lb, severe eczema, skin is not infected"))
    assert US_LOW in reply.text


def test_a_corrected_weight_gives_the_other_band(chat: Any) -> None:
    assess(chat, "us", "9 years", 30)
    reply = chat.say("sorry, the weight is 29 kg")
    assert US_LOW in reply.text


def test_a_supposed_weight_gives_the_other_band_but_is_not_stored(chat: Any) -> None:
    assess(chat, "us", "9 years", 30)
    reply = chat.say("and what if she weighed 29 kg?")
    assert US_LOW in reply.text
    assert "weight 30 kg" in chat.recap()


def test_a_child_needs_a_weight_before_a_dose(chat: Any) -> None:
    line = "9 years old, severe eczema, skin is not infected"
    reply = chat.finish(chat.say(line), weight="unsure")
    assert "weight" in reply.text.lower() and not re.search(r"\d mg", reply.text)


@pytest.mark.parametrize(
    ("facts", "asked", "birthday", "dose", "not_yet"),
    [
        ({"age": 5, "weight": 17}, "dupixent dose", "what if he turns 6", "600 mg", "6 months to 5 years"),
        ({"age": 16, "weight": 50}, "adbry dose?", "what if he turns 18", "Adults (US)", "then 150 mg"),
    ],
)
def test_a_supposed_birthday_moves_the_dose_to_the_next_band(
    chat: Any, facts: dict[str, Any], asked: str, birthday: str, dose: str, not_yet: str
) -> None:
    chat.state({**facts, "sex": "male"})
    assert not_yet in chat.say(asked).text
    supposed = chat.say(birthday).text
    assert dose in supposed and not_yet not in supposed
    assert not_yet in chat.say("and at his age today? " + asked).text
