"""What would change a plan, against brute force: whatever is reported does change it, and nothing smaller does."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import Any

import pytest

from knowledge.explain.alternatives import GIVEN, OF_THE_TREATMENT, others
from knowledge.explain.changes import Changes, changed, gist, nearest_first, offers, position, single, towards
from knowledge.load import knowledge
from knowledge.patient import UNSURE, Patient
from knowledge.plan import plan

POOL, SINGLES, TOWARDS, PAIRED, PAIRS = 300, 30, 12, 2, 800
REGIONS = ("us", "eu")
AGES = (0.3, 3, 6, 9, 12, 15, 18, 34, 64, 65, 80)
WEIGHTS = (4.9, 9, 15, 22, 29.9, 30, 40, 59.9, 60, 80, 120)
OUTCOMES = ("failed", "intolerant", "reacted", "partial", "effective", "used")
Facts = dict[str, Any]


@lru_cache(maxsize=1)
def people() -> list[Patient]:
    """Made-up patients, the same in every run; most are far enough on for a decided plan."""
    chance = random.Random(20261124)
    return [Patient(knowledge(), _facts(chance)) for _ in range(POOL)]


def _facts(chance: random.Random) -> Facts:
    therapies = [therapy.id for therapy in knowledge().therapies() if therapy.route not in ("topical", "none")]
    facts: Facts = {
        "infection": chance.choice(["none"] * 10 + ["bacterial", UNSURE]),
        "severity": chance.choice(["severe"] * 4 + ["moderate"] * 3 + ["mild"]),
        "topical_trial": chance.choice(["adequate"] * 6 + ["inadequate", UNSURE]),
        "contact_allergy": chance.choice(["no"] * 8 + ["yes", UNSURE]),
        "age": chance.choice(AGES),
        "weight": chance.choice(WEIGHTS),
        "sex": chance.choice(["female", "male"]),
        "pregnancy": chance.choice(["none"] * 6 + ["pregnant", "planning", "breastfeeding"]),
        "region": chance.choice(REGIONS),
        "systemic_history": {t: chance.choice(OUTCOMES) for t in chance.sample(therapies, chance.randint(0, 5))},
    }
    for fact in knowledge().facts.values():
        if fact.kind == "condition" and fact.id not in facts and chance.random() < 0.8:
            facts[fact.id] = chance.choices(["no", "yes", UNSURE], [30, 2, 1])[0]
    if chance.random() < 0.25:
        facts["current_therapy"] = chance.choice(therapies)
        facts["current_weeks"] = chance.choice((2, 12, 16, 30))
        facts["current_response"] = chance.choice(("good", "partial", "none", "intolerant"))
    return facts


@lru_cache(maxsize=1)
def ways() -> list[tuple[Patient, str, list[Changes]]]:
    """Patients, two therapies that each of them is not offered, and the ways that are reported."""
    chance = random.Random(20261125)
    offered = [therapy for step in knowledge().steps for therapy in step.offers]
    found = []
    for patient in people()[:TOWARDS]:
        beyond = [therapy for therapy in dict.fromkeys(offered) if not offers(knowledge(), patient, therapy)]
        found += [(patient, therapy, towards(knowledge(), patient, therapy)) for therapy in chance.sample(beyond, 2)]
    return found


def alone(patient: Patient, therapy: str) -> list[str]:
    """The single other values after which a therapy is to be considered, tried one by one."""
    tried = [(other.words, Patient(knowledge(), {**patient.facts, other.fact: other.value})) for other in _all(patient)]
    return [words for words, supposed in tried if offers(knowledge(), supposed, therapy)]


def _all(patient: Patient) -> Iterator[Any]:
    yield from others(knowledge(), patient)


def test_every_reported_way_brings_the_therapy_into_reach() -> None:
    assert {len(way) for _, _, found in ways() for way in found} == {1, 2}, "the sample has too few kinds of ways"
    for patient, therapy, found in ways():
        for way in found:
            supposed = Patient(knowledge(), {**patient.facts, **{other.fact: other.value for other in way}})
            assert offers(knowledge(), supposed, therapy), (therapy, [other.words for other in way], patient.facts)


def test_where_two_facts_are_reported_no_single_one_would_do_and_no_single_one_is_left_out() -> None:
    for patient, therapy, found in ways():
        singly = [way[0].words for way in found if len(way) == 1]
        assert alone(patient, therapy) == singly, (therapy, patient.facts)
        assert not singly or len(singly) == len(found), "pairs are reported beside single facts"


def test_where_nothing_is_reported_no_two_facts_would_do() -> None:
    hopeless = [(patient, therapy) for patient, therapy, found in ways() if not found]
    assert hopeless, "the sample has no therapy that is out of reach"
    for patient, therapy in hopeless[:PAIRED]:
        pairs = [pair for pair in combinations(_all(patient), 2) if pair[0].fact != pair[1].fact]
        tried = random.Random(20261126).sample(pairs, PAIRS)
        working = [pair for pair in tried if offers(knowledge(), changed(patient, pair), therapy)]
        assert not working, (therapy, patient.facts)


def test_a_pair_is_of_two_different_facts() -> None:
    for _, _, found in ways():
        assert all(len({other.fact for other in way}) == len(way) for way in found)


def test_a_single_fact_is_reported_if_and_only_if_its_other_value_changes_the_advice() -> None:
    for patient in people()[-SINGLES:]:
        today = gist(plan(knowledge(), patient))
        reported = {(other.fact, other.words) for other, _ in single(knowledge(), patient)}
        for other in _all(patient):
            supposed = Patient(knowledge(), {**patient.facts, other.fact: other.value})
            differs = gist(plan(knowledge(), supposed)) != today
            assert differs is ((other.fact, other.words) in reported), (other.words, patient.facts)


def test_a_reported_single_fact_comes_with_the_plan_it_leads_to(adult: Facts) -> None:
    patient = Patient(knowledge(), adult)
    for other, advice in single(knowledge(), patient):
        assert gist(advice) == gist(plan(knowledge(), patient.with_facts(**{other.fact: other.value})))


def test_no_other_value_is_the_one_that_the_patient_has() -> None:
    for patient in people():
        listed = others(knowledge(), patient)
        assert all(other.value != patient.value(other.fact) for other in listed if other.fact != "systemic_history")
        assert all(other.value != patient.facts["systemic_history"] for other in listed if "history" in other.fact)
        assert len({(other.fact, other.words) for other in listed}) == len(listed), patient.facts


def test_nobody_is_asked_to_be_of_another_sex_or_on_a_treatment_that_is_not_taken() -> None:
    for patient in people():
        facts = {other.fact for other in others(knowledge(), patient)}
        assert not facts & set(GIVEN)
        assert patient.said("current_therapy") or not facts & set(OF_THE_TREATMENT)


def test_a_number_has_another_value_in_every_other_band_and_none_in_its_own(adult: Facts) -> None:
    patient = Patient(knowledge(), adult)
    bands = [other.band for other in others(knowledge(), patient) if other.fact == "age" and other.band]
    assert bands and all(not (low or 0) <= 40 < (under or 999) for low, under in bands)
    assert bands[0][0] is None and bands[-1][1] is None


@pytest.mark.parametrize("therapy", ["upadacitinib", "tralokinumab"])
def test_the_next_step_comes_into_reach_once_dupilumab_failed(adult: Facts, therapy: str) -> None:
    found = towards(knowledge(), Patient(knowledge(), adult), therapy)
    assert ["dupilumab failed before"] in [[other.words for other in way] for way in found]


def test_a_clot_alone_keeps_a_jak_inhibitor_away(after_dupilumab: Facts) -> None:
    found = towards(knowledge(), Patient(knowledge(), {**after_dupilumab, "vte": "yes"}), "upadacitinib")
    assert [[(other.fact, other.value) for other in way] for way in found] == [[("vte", "no")]]


def test_nothing_leads_to_a_therapy_that_no_step_offers(adult: Facts) -> None:
    assert position(knowledge(), "systemic-corticosteroids") is None
    assert towards(knowledge(), Patient(knowledge(), adult), "systemic-corticosteroids") == []


def test_changes_of_what_was_told_come_before_those_of_a_number() -> None:
    for patient, _, found in ways():
        numbers = [sum(other.band is not None for other in way) for way in nearest_first(found, patient.said)]
        assert numbers == sorted(numbers)
