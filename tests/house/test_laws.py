"""The laws of the house: who may import whom, where clinical words stand, what the domain has, how long files are."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.load import knowledge

ROOT = Path(__file__).parents[2]
ROOMS = ("knowledge", "nlu", "actions", "channels", "launch")
FORBIDDEN = {
    "knowledge": {"actions", "nlu", "channels", "launch", "rasa", "rasa_sdk"},
    "nlu": {"actions", "channels", "launch"},
    "actions": {"nlu", "channels", "launch"},
    "channels": {"knowledge", "nlu", "actions", "launch"},
}
WORDLESS = ["domain.yml", "nlu/terms.yml", "actions/*.py", "nlu/**/*.py", "channels/*.py"]
LINES, FUNCTION_LINES = 250, 40
LONG_FILES = {"knowledge/model.py"}
"""The one exception: the records of the knowledge belong together."""


def sources(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def every_source() -> list[str]:
    return [str(path.relative_to(ROOT)) for room in ROOMS for path in sources(room)]


def imports(path: Path) -> Iterator[str]:
    """The top-level packages that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield str(node.module).split(".")[0]


@pytest.mark.parametrize("room", FORBIDDEN)
def test_imports_go_in_one_direction(room: str) -> None:
    assert sources(room)
    for path in sources(room):
        assert not set(imports(path)) & FORBIDDEN[room], path


def wordless() -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for pattern in WORDLESS for path in ROOT.glob(pattern))


def therapy_words() -> set[str]:
    """Every name of a therapy that is one word of at least four letters."""
    aliases = {alias for therapy in knowledge().therapies() for alias in therapy.aliases}
    return {alias for alias in aliases if len(alias) >= 4 and re.fullmatch(r"[a-z0-9]+", alias)}


@pytest.mark.parametrize("file", wordless())
def test_no_therapy_is_named_outside_the_content(file: str) -> None:
    words = set(re.findall(r"\w+", (ROOT / file).read_text(encoding="utf-8").lower()))
    assert sorted(words & therapy_words()) == []


@pytest.mark.parametrize("file", wordless())
def test_no_dose_stands_outside_the_content(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not re.findall(r"\d\s*mg\b(?:/kg)?", text, re.IGNORECASE)


@pytest.fixture(scope="module")
def domain() -> dict[str, Any]:
    """The domain as written."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    """What data/ has: the intents with examples, the intents that a rule or story takes, the actions they end in."""
    found: dict[str, Any] = {"examples": set(), "steps": set(), "actions": set()}
    for path in (ROOT / "data").rglob("*.yml"):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        found["examples"] |= {row["intent"] for row in content.get("nlu", ()) if row.get("examples", "").strip()}
        for block in (*content.get("rules", ()), *content.get("stories", ())):
            found["steps"] |= {step["intent"] for step in block["steps"] if "intent" in step}
            found["actions"] |= {step["action"] for step in block["steps"] if "action" in step}
    return found


def form_intents() -> set[str]:
    """The intents that the form itself takes."""
    return set(importlib.import_module("actions.assessment").ANSWERS)


def test_every_slot_is_a_fact_or_tells_patients_apart_and_every_fact_has_a_slot(domain: dict[str, Any]) -> None:
    assert set(domain["slots"]) == {*knowledge().facts, "case", "cases"}


def test_every_slot_is_filled_from_the_entity_of_its_name_and_does_not_sway_the_dialogue(
    domain: dict[str, Any],
) -> None:
    for name, slot in domain["slots"].items():
        assert slot["mappings"] == [{"type": "from_entity", "entity": name}], name
        assert slot["influence_conversation"] is False and name in domain["entities"], name


def test_every_intent_has_examples(domain: dict[str, Any], data: dict[str, Any]) -> None:
    assert set(domain["intents"]) - data["examples"] == set()


def test_every_intent_with_examples_is_in_the_domain(domain: dict[str, Any], data: dict[str, Any]) -> None:
    assert data["examples"] - set(domain["intents"]) == set()


def test_every_intent_has_a_rule_or_is_taken_by_the_form(domain: dict[str, Any], data: dict[str, Any]) -> None:
    assert set(domain["intents"]) - data["steps"] - form_intents() == set()


def test_every_topic_has_an_intent(domain: dict[str, Any]) -> None:
    assert {f"ask_{topic}" for topic in knowledge().topics} <= set(domain["intents"])


def test_every_quick_reply_that_the_knowledge_offers_is_an_intent_of_the_domain(domain: dict[str, Any]) -> None:
    offered = set()
    for path in sources("knowledge"):
        text = path.read_text(encoding="utf-8")
        offered |= set(re.findall(r'\.offer\([^)]*"((?:ask|start|new|resume|repeat)_[a-z_]+)"', text))
    assert offered and offered <= set(domain["intents"])


def test_every_action_of_the_domain_exists_and_every_action_that_exists_is_in_the_domain(
    domain: dict[str, Any],
) -> None:
    actions = importlib.import_module("actions")
    names = {getattr(actions, action)().name() for action in actions.__all__}
    assert names == set(domain["actions"])


def test_every_action_of_a_rule_exists(domain: dict[str, Any], data: dict[str, Any]) -> None:
    built_in = {"action_deactivate_loop", "action_listen", "action_restart"}
    assert data["actions"] - set(domain["actions"]) - set(domain["forms"]) - built_in == set()


@pytest.mark.parametrize("file", [file for file in every_source() if file not in LONG_FILES])
def test_a_file_has_at_most_250_lines(file: str) -> None:
    assert len((ROOT / file).read_text(encoding="utf-8").splitlines()) <= LINES


def test_a_test_file_has_at_most_250_lines() -> None:
    for path in (ROOT / "tests").rglob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES, path


@pytest.mark.parametrize("file", every_source())
def test_a_function_has_at_most_40_lines(file: str) -> None:
    for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < FUNCTION_LINES, node.name
