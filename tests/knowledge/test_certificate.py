"""The safety certificate holds on a sample of the space, and it can fail."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.certificate import invariants, run, space, unknowns
from knowledge.errors import KnowledgeError
from knowledge.load import CONTENT, knowledge
from knowledge.patient import Patient
from knowledge.plan import plan

ROWS = invariants.read(knowledge(), CONTENT)


def without(*rules: str) -> Any:
    """The knowledge with some safety rules taken out."""
    return replace(knowledge(), rules=tuple(rule for rule in knowledge().rules if rule.id not in rules))


def broken(known: Any, **facts: Any) -> list[str]:
    """The invariants that the plan of one patient breaks."""
    base = {**space.settled(knowledge()), "region": "us", "sex": "male", "weight": 70.0, "age": 40.0}
    return [what for _, what in run.violations(known, ROWS, [{**base, **facts}])]


def test_no_invariant_is_broken_in_a_sample_of_the_space() -> None:
    counts, found, says = run.certify(knowledge(), ROWS, every=101)
    assert found == [] and sum(counts.values()) > 2000 and all(counts.values()) and len(says) > len(ROWS)


@pytest.mark.parametrize(
    ("rules", "facts", "says"),
    [
        (["safety.no-light-in-children"], {"age": 9.0, "systemic_history": {"dupilumab": "failed"}}, "under twelve"),
        (["safety.jak-thrombosis"], {"vte": "yes", "systemic_history": {"dupilumab": "failed"}}, "thrombosis"),
        (["safety.jak-smoking"], {"smoking": "yes", "systemic_history": {"dupilumab": "failed"}}, "smoker"),
        (["safety.jak-boxed-warning"], {"systemic_history": {"dupilumab": "failed"}}, "boxed warning"),
        (["safety.dupilumab-pregnancy"], {"pregnancy": "pregnant", "systemic_history": {}}, "pregnancy"),
    ],
)
def test_a_rule_that_is_taken_out_is_missed_and_the_patient_named(
    rules: list[str], facts: dict[str, Any], says: str
) -> None:
    assert broken(knowledge(), **facts) == []
    assert any(says in what for what in broken(without(*rules), **facts))


def test_a_dose_outside_its_band_is_seen_without_the_engine() -> None:
    told = {**space.settled(knowledge()), "region": "us", "age": 9.0, "weight": 30.0, "systemic_history": {}}
    found = plan(knowledge(), Patient(knowledge(), told))
    assert found.usable and list(invariants._out_of_band(told, found, found.usable)) == []
    assert list(invariants._out_of_band({**told, "age": 40.0}, found, found.usable))
    assert list(invariants._out_of_band({**told, "weight": 29.9}, found, found.usable))


def test_an_asked_fact_that_is_no_longer_asked_breaks_the_invariant_on_unknowns() -> None:
    quiet = tuple(replace(r, ask=False) if r.id == "safety.jak-thrombosis" else r for r in knowledge().rules)
    known = replace(knowledge(), rules=quiet)
    facts = {**space.settled(known), "age": 40.0, "weight": 70.0, "sex": "male", "region": "us"}
    facts = {**facts, "systemic_history": {"dupilumab": "failed"}}
    del facts["vte"]
    assert list(unknowns.broken(knowledge(), facts, "vte")) == []
    assert any("vte yes" in what for what in unknowns.broken(known, facts, "vte"))


def test_the_space_has_the_edges_of_the_bands_and_just_below() -> None:
    ages, weights = space.edges(knowledge(), "age"), space.edges(knowledge(), "weight")
    assert {0.5, 0.49, 6, 5.99, 12, 11.99, 18, 17.99, 65} <= set(ages)
    assert {15, 14.9, 30, 29.9, 40, 39.9, 60, 59.9} <= set(weights)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"therapies": ["snake-oil"]}, "unknown name 'snake-oil'"),
        ({"when": {"moon": ["full"]}}, "unknown name 'moon'"),
        ({"cites": []}, "missing source"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_row_is_an_error_that_names_file_and_entry(tmp_path: Path, change: dict[str, Any], says: str) -> None:
    row = {"id": "a-row", "therapies": ["dupilumab"], "says": "x", "cites": [{"source": "aad-2024"}], **change}
    (tmp_path / "invariants.yml").write_text(yaml.safe_dump({"never": [row], "warned": [], "said": []}))
    with pytest.raises(KnowledgeError, match=r"invariants\.yml, a-row") as error:
        invariants.read(knowledge(), tmp_path)
    assert says in str(error.value)
