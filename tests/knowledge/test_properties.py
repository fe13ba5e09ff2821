"""What must hold for any content and any patient: the loader never fails but with a KnowledgeError, a condition never
changes its mind when more becomes known, a dose never leaves its band."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.base import Knowledge
from knowledge.conditions import holds
from knowledge.errors import KnowledgeError
from knowledge.load import CONTENT, knowledge, load
from knowledge.model import Condition, Truth
from knowledge.options import weigh
from knowledge.patient import RENAL, UNSURE, Patient
from knowledge.plan import plan
from knowledge.soundness import sound
from knowledge.subjects import read_subject

SUBJECTS = sorted([*(CONTENT / "therapies").glob("*.yml"), *(CONTENT / "guides").glob("*.yml")])
FILES = sorted(CONTENT.rglob("*.yml"))
JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=12),
    st.lists(st.one_of(st.integers(), st.text(max_size=5)), max_size=3),
    st.dictionaries(st.text(max_size=5), st.one_of(st.integers(), st.text(max_size=5)), max_size=3),
)  # fmt: skip
QUICK = settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
SLOW = settings(QUICK, max_examples=10)


@lru_cache(maxsize=64)
def raw(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every (container, key) of nested data."""
    for key in data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ():
        yield data, key
        yield from places(data[key])


def spoilt(choose: Any, path: Path) -> Any:
    """The data of a file with one value replaced by junk, taken away, or with a key too many."""
    data = copy.deepcopy(raw(path))
    container, key = choose(st.sampled_from(list(places(data))))
    how = choose(st.sampled_from(("junk", "gone", "more")))
    if how == "gone":
        del container[key]
    elif how == "more" and isinstance(container, dict):
        container[choose(st.text(min_size=1, max_size=8))] = choose(JUNK)
    else:
        container[key] = choose(JUNK)
    return data


@QUICK
@given(choices=st.data())
def test_a_spoilt_therapy_file_is_refused_or_read_but_never_crashes(tmp_path: Path, choices: st.DataObject) -> None:
    path = choices.draw(st.sampled_from(SUBJECTS))
    copied = tmp_path / path.name
    copied.write_text(yaml.safe_dump(spoilt(choices.draw, path)), encoding="utf-8")
    try:
        assert read_subject(copied).id == path.stem
    except KnowledgeError as error:
        assert path.name in str(error)


@SLOW
@given(choices=st.data())
def test_spoilt_content_is_refused_or_loaded_but_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, choices: st.DataObject
) -> None:
    path = choices.draw(st.sampled_from(FILES))
    folder = tmp_path_factory.mktemp("content") / "content"
    shutil.copytree(CONTENT, folder)
    changed = yaml.safe_dump(spoilt(choices.draw, path))
    (folder / path.relative_to(CONTENT)).write_text(changed, encoding="utf-8")
    try:
        assert isinstance(load(folder), Knowledge)
    except KnowledgeError as error:
        assert str(error)


def values(fact: str) -> st.SearchStrategy[Any]:
    """The values that a fact can have, edges of its bands among them."""
    known = knowledge().facts[fact]
    if known.kind == "number":
        low, high = known.range or (0.0, 100.0)
        edges = sorted({float(edge) for edge in EDGES.get(fact, ()) if low <= edge <= high})
        near = [edge + step for edge in edges for step in (-0.1, 0.0) if low <= edge + step <= high]
        return st.one_of(st.floats(low, high), st.sampled_from(near)) if near else st.floats(low, high)
    if known.kind == "history":
        outcomes = st.sampled_from(("failed", "intolerant", "reacted", "partial", "effective", "used"))
        return st.dictionaries(st.sampled_from(SYSTEMIC), outcomes, max_size=4)
    if known.kind == "products":
        return st.lists(st.sampled_from(sorted(knowledge().products)), max_size=3, unique=True)
    return st.sampled_from(SYSTEMIC if known.kind == "therapy" else sorted(known.values))


def conditions() -> Iterator[tuple[Condition, Condition]]:
    """Every condition of the content with its exception."""
    known = knowledge()
    for subject in known.subjects.values():
        yield from ((row.when, {}) for row in subject.approvals)
        yield from ((statement.when, statement.unless) for statement in subject.statements)
    yield from ((row.when, row.unless) for row in (*known.rules, *known.steps))


ALL = list({str(pair): pair for pair in conditions()}.values())
EDGES: dict[str, list[float]] = {}
for pair in ALL:
    for condition in pair:
        for name, wanted in condition.items():
            if isinstance(wanted, dict):
                EDGES.setdefault(name, []).extend(wanted.values())
DERIVED = {"severity", "pregnancy", "topical_trial", *RENAL}
"""Facts that several others decide, so that one more may overrule what the others said."""
SYSTEMIC = sorted(t.id for t in knowledge().therapies() if t.route != "topical")
PEOPLE = st.fixed_dictionaries({}, optional={fact: values(fact) for fact in knowledge().facts})


@QUICK
@given(facts=PEOPLE, choices=st.data())
def test_what_is_decided_stays_decided_when_more_becomes_known(facts: dict[str, Any], choices: st.DataObject) -> None:
    """Taking facts away may make a condition unknown, never turn a yes into a no or a no into a yes."""
    asked = [name for name in facts if not knowledge().facts[name].default and name not in ("sex", "current_weeks")]
    less = {
        name: value
        for name, value in facts.items()
        if name not in choices.draw(st.sets(st.sampled_from(asked or ["x"])))
    }
    if any(name in facts and name not in less for name in ("systemic_history", "current_therapy", "egfr")):
        return  # a history that is told without them says that there was no such treatment, an eGFR that it is normal
    whole, part = Patient(knowledge(), facts), Patient(knowledge(), less)
    for when, unless in choices.draw(st.lists(st.sampled_from(ALL), min_size=20, max_size=20)):
        before, after = holds(when, unless, part), holds(when, unless, whole)
        if before is not Truth.UNKNOWN and not DERIVED & {*when, *unless}:
            assert before is after, (when, unless)


@QUICK
@given(facts=PEOPLE, name=st.sampled_from(sorted(knowledge().facts)))
def test_not_knowing_counts_as_not_having_been_told(facts: dict[str, Any], name: str) -> None:
    told = {fact: value for fact, value in facts.items() if fact != name}
    unsure, silent = Patient(knowledge(), {**told, name: UNSURE}), Patient(knowledge(), told)
    for when, unless in ALL:
        assert holds(when, unless, unsure) is holds(when, unless, silent)


@QUICK
@given(facts=PEOPLE)
def test_a_plan_exists_for_anybody_and_offers_no_dose_outside_its_band(facts: dict[str, Any]) -> None:
    assert sound(knowledge(), facts) == facts
    patient = Patient(knowledge(), facts)
    advised = plan(knowledge(), patient)
    assert advised.decided or advised.missing or advised.unsure or advised.urgent
    for therapy in SYSTEMIC:
        option = weigh(knowledge(), patient, therapy)
        for dose in option.regimen if option.verdict.usable else ():
            assert holds(dose.when, dose.unless, patient) is Truth.YES


@QUICK
@given(age=st.floats(0, 17.99), weight=st.floats(1, 200), region=st.sampled_from(("us", "eu")))
def test_no_minor_is_given_a_dose_without_an_age_band(age: float, weight: float, region: str) -> None:
    screens = {fact.id: "no" for fact in knowledge().facts.values() if fact.kind == "condition" and fact.asks}
    told = {**screens, "age": age, "weight": weight, "region": region, "severity": "severe", "systemic_history": {}}
    patient = Patient(knowledge(), {**told, "infection": "none", "topical_trial": "adequate", "pregnancy": "none"})
    for option in plan(knowledge(), patient).usable:
        for dose in option.regimen if option.therapy.route in ("injection", "oral") else ():
            assert dose.when["age"].get("under", 99) > age >= dose.when["age"].get("from", 0)
