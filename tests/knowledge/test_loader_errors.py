"""One thing broken in a copy of the content: loading fails and names file and entry."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from knowledge import __main__ as command
from knowledge.errors import KnowledgeError
from knowledge.load import CONTENT, load

DUPILUMAB, ADULT = "therapies/dupilumab.yml", "dupilumab.yml, dose-adult"
DOSE_ADULT = "  - id: dose-adult\n    topic: dosing\n    when: {age: {from: 18}}\n"
CITES = (
    "    cites: [{source: dupixent-us-label, at: section 2.3}, "
    '{source: dupixent-eu-label, at: "package leaflet, section 3"}]\n'
)
FIGURE = "  adult-loading: {value: 600, unit: mg, source: dupixent-us-label, at: section 2.3}\n"

# name: (file, what is found, what is put in its place, words that the error must have)
BREAKS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "unknown key in a statement": (
        DUPILUMAB, DOSE_ADULT, DOSE_ADULT + "    dosage: high\n", (ADULT, "unknown key 'dosage'")),
    "unknown key in a therapy": (
        DUPILUMAB, "route: injection\n", "route: injection\ncolour: red\n", ("dupilumab.yml", "unknown key 'colour'")),
    "unknown key in a rule": (
        "safety.yml", "  - id: jak-smoking\n", "  - id: jak-smoking\n    if: {}\n",
        ("safety.yml, jak-smoking", "unknown key 'if'")),
    "unknown key in a fact": (
        "facts.yml", "  rhinitis:\n", "  rhinitis:\n    colour: red\n", ("facts.yml, rhinitis", "unknown key")),
    "unknown fact in a statement": (
        DUPILUMAB, DOSE_ADULT, DOSE_ADULT.replace("age:", "aeg:"), (ADULT, "unknown fact 'aeg'")),
    "unknown fact in a rule": (
        "safety.yml", 'when: {smoking: "yes"}', 'when: {smokes: "yes"}', ("safety.yml, jak-smoking", "'smokes'")),
    "unknown fact in a step": (
        "algorithm.yml", "when: {infection: bacterial}", "when: {infections: bacterial}",
        ("algorithm.yml, treat-infection", "'infections'")),
    "unknown value in a rule": (
        "safety.yml", 'when: {smoking: "yes"}', "when: {smoking: often}", ("safety.yml, jak-smoking", "'often'")),
    "unknown value in a step": (
        "algorithm.yml", "when: {infection: bacterial}", "when: {infection: fungal}",
        ("algorithm.yml, treat-infection", "unknown value 'fungal'")),
    "unknown verification level": (
        DUPILUMAB, "{source: dupixent-us-label, at: section 1}]\n    verified: high",
        "{source: dupixent-us-label, at: section 1}]\n    verified: sure", ("dupilumab.yml", "'sure'")),
    "unknown therapy in a step": (
        "algorithm.yml", "offers: [dupilumab]", "offers: [dupilumabb]", ("algorithm.yml, dupilumab", "'dupilumabb'")),
    "unknown topic": (
        DUPILUMAB, DOSE_ADULT, DOSE_ADULT.replace("topic: dosing", "topic: doses"), (ADULT, "unknown topic 'doses'")),
    "missing source": (
        DUPILUMAB, CITES, CITES.replace("dupixent-us-", "dupixent-uk-"), (ADULT, "missing source 'dupixent-uk-label'")),
    "figure used but not defined": (DUPILUMAB, FIGURE, "", (ADULT, "adult-loading", "not defined")),
    "free digit in a clinician text": (
        DUPILUMAB, "      No weight bands.\n", "      No weight bands at 80 kg.\n", (ADULT, "free digit", "80")),
    "free digit in a patient text": (
        DUPILUMAB, "Weight does not change this.", "Weight over 50 does not.", (ADULT, "free digit", "50")),
    "free digit in a rule": (
        "safety.yml", "For smokers, or after", "For 5 smokers, or after", ("safety.yml, jak-smoking", "free digit")),
    "free digit in a notice": (
        "notices.yml", "No problem at all.", "No problem in 24 hours.", ("notices.yml, apology", "free digit")),
    "free digit in a step's title": (
        "algorithm.yml", '"initiate dupilumab"', '"initiate dupilumab 300 mg"', ("algorithm.yml, dupilumab", "digit")),
    "duplicate key": (
        DUPILUMAB, DOSE_ADULT, DOSE_ADULT + "    topic: dosing\n", ("dupilumab.yml", "'topic' is given twice")),
    "duplicate figure": (DUPILUMAB, FIGURE, FIGURE * 2, ("dupilumab.yml", "'adult-loading' is given twice")),
    "duplicate step": (
        "algorithm.yml", "  - id: contact-allergy\n", "  - id: treat-infection\n",
        ("algorithm.yml", "treat-infection", "twice")),
    "duplicate rule": (
        "safety.yml", "  - id: jak-smoking\n", "  - id: jak-cancer\n", ("safety.yml", "jak-cancer", "twice")),
    "figure source not cited": (
        DUPILUMAB, FIGURE, FIGURE.replace("dupixent-us-label", "chronos-2017"),
        (ADULT, "dupilumab.adult-loading", "chronos-2017", "not cited")),
    "unknown unit": (
        DUPILUMAB, FIGURE, FIGURE.replace("unit: mg", "unit: mgs"),
        ("dupilumab.yml, figure adult-loading", "unknown unit 'mgs'")),
    "range of a figure upside down": (
        DUPILUMAB, "teen-ages: {value: [12, 17]", "teen-ages: {value: [17, 12]", ("figure teen-ages", "range")),
    "figure that is no number": (
        DUPILUMAB, FIGURE, FIGURE.replace("600", "lots"), ("dupilumab.yml, figure adult-loading", "number")),
    "band upside down": (
        DUPILUMAB, "age: {from: 6, under: 18}, weight: {from: 15, under: 30}",
        "age: {from: 6, under: 18}, weight: {from: 30, under: 15}", ("dupilumab.yml, dose-us-15-to-30-kg", "weight")),
    "band of a number without bounds": (
        DUPILUMAB, DOSE_ADULT, DOSE_ADULT.replace("{from: 18}", "18"), (ADULT, "'age' is a number")),
    "plausible range with one end": (
        "facts.yml", "range: [0, 120]", "range: [0]", ("facts.yml, age", "range")),
    "missing required key": (
        DUPILUMAB, DOSE_ADULT, DOSE_ADULT.replace("    topic: dosing\n", ""), (ADULT, "'topic' is missing")),
    "missing cites": (DUPILUMAB, CITES, "", ("dupilumab.yml", "'cites' is missing")),
    "empty cites": (DUPILUMAB, CITES, "    cites: []\n", ("dupilumab.yml", "at least one cite")),
    "year that is no number": (
        "sources.yml", "  year: 2024", "  year: soon", ("sources.yml", "year")),
    "plan that names no statement": (
        DUPILUMAB, "judge: assess-16-weeks", "judge: assess-someday", ("dupilumab.yml, plan", "'assess-someday'")),
}  # fmt: skip


def broken(folder: Path, name: str) -> Path:
    """A copy of the content with the first occurrence of one thing changed."""
    file, found, put, _ = BREAKS[name]
    content = folder / "content"
    shutil.copytree(CONTENT, content)
    text = (content / file).read_text(encoding="utf-8")
    start = text.index(DOSE_ADULT) if found is CITES else 0
    assert found in text[start:], f"{file} no longer has what this test breaks"
    (content / file).write_text(text[:start] + text[start:].replace(found, put, 1), encoding="utf-8")
    return content


def test_an_unbroken_copy_loads_and_has_the_version_of_the_original(tmp_path: Path) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    assert load(tmp_path / "content").version == load(CONTENT).version


@pytest.mark.parametrize("name", BREAKS)
def test_content_with_one_thing_broken_does_not_load_and_names_the_place(tmp_path: Path, name: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        load(broken(tmp_path, name))
    for word in BREAKS[name][3]:
        assert word in str(caught.value)


@pytest.mark.parametrize("name", ["unknown fact in a rule", "figure used but not defined", "duplicate key"])
def test_the_check_command_prints_the_place_and_exits_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert command.main(["--content", str(broken(tmp_path, name)), "check"]) == 1
    printed = capsys.readouterr()
    assert not printed.out and all(word in printed.err for word in BREAKS[name][3])


def test_the_check_command_counts_sound_content_and_exits_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["check"]) == 0
    assert re.search(r"\d+ subjects, \d+ statements, .* all consistent", capsys.readouterr().out)


def test_a_file_that_is_not_yaml_is_named(tmp_path: Path) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    (tmp_path / "content" / "safety.yml").write_text("rules: [", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"safety\.yml: not valid YAML"):
        load(tmp_path / "content")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    (tmp_path / "content" / "safety.yml").unlink()
    with pytest.raises(KnowledgeError, match=r"safety\.yml"):
        load(tmp_path / "content")
