"""What would change a plan, against brute force: whatever is reported does change it, and nothing smaller does."""

from __future__ import annotations

import random
from functools import lru_cache
from itertools import combinations

import pytest

from knowledge.certificate.explanations import Facts, broken, out_of_reach, sampled, wrong_singles, wrong_ways
from knowledge.explain.alternatives import GIVEN, OF_THE_TREATMENT, others
from knowledge.explain.changes import Changes, changed, gist, nearest_first, offers, position, single, towards
from knowledge.load import knowledge
from knowledge.patient import Patient
from knowledge.plan import plan

POOL, SINGLES, TOWARDS, PAIRED, PAIRS = 300, 30, 12, 2, 800


@lru_cache(maxsize=1)
def people() -> list[Patient]:
    """Made-up patients, the same in every run."""
    return [Patient(knowledge(), facts) for facts in sampled(knowledge(), POOL)]


@lru_cache(maxsize=1)
def ways() -> list[tuple[Patient, str, list[Changes]]]:
    """Patients, two therapies that each of them is not offered, and the ways that are reported."""
    chance = random.Random(20261125)
    found = []
    for patient in people()[:TOWARDS]:
        beyond = out_of_reach(knowledge(), patient)
        found += [(patient, therapy, towards(knowledge(), patient, therapy)) for therapy in chance.sample(beyond, 2)]
    return found


def test_every_reported_way_brings_the_therapy_into_reach() -> None:
    assert {len(way) for _, _, found in ways() for way in found} == {1, 2}, "the sample has too few kinds of ways"
    for patient, therapy, found in ways():
        assert wrong_ways(knowledge(), patient, therapy, found) == [], patient.facts


def test_a_wrong_way_a_missing_one_and_one_too_many_are_noticed() -> None:
    patient, therapy, found = next((p, t, f) for p, t, f in ways() if f and len(f[0]) == 1)
    idle = next(
        other for other in others(knowledge(), patient) if not offers(knowledge(), changed(patient, [other]), therapy)
    )
    assert any("no way" in line for line in wrong_ways(knowledge(), patient, therapy, [*found, (idle,)]))
    assert any("reported: []" in line for line in wrong_ways(knowledge(), patient, therapy, []))
    assert any("pairs" in line for line in wrong_ways(knowledge(), patient, therapy, [*found, (*found[0], idle)]))


def test_where_nothing_is_reported_no_two_facts_would_do() -> None:
    hopeless = [(patient, therapy) for patient, therapy, found in ways() if not found]
    assert hopeless, "the sample has no therapy that is out of reach"
    for patient, therapy in hopeless[:PAIRED]:
        pairs = [pair for pair in combinations(others(knowledge(), patient), 2) if pair[0].fact != pair[1].fact]
        tried = random.Random(20261126).sample(pairs, PAIRS)
        working = [pair for pair in tried if offers(knowledge(), changed(patient, pair), therapy)]
        assert not working, (therapy, patient.facts)


def test_a_pair_is_of_two_different_facts() -> None:
    for _, _, found in ways():
        assert all(len({other.fact for other in way}) == len(way) for way in found)


def test_a_single_fact_is_reported_if_and_only_if_its_other_value_changes_the_advice() -> None:
    for patient in people()[-SINGLES:]:
        assert wrong_singles(knowledge(), patient) == [], patient.facts


def test_a_patient_of_the_sample_is_explained_without_a_fault() -> None:
    assert broken(knowledge(), dict(people()[0].facts)) == []


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
