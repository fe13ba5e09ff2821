"""The generated pages: complete, and stale as soon as one of them is not what the knowledge says."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import __main__ as command
from knowledge import docs
from knowledge.load import knowledge


def test_pages_just_written_are_fresh(tmp_path: Path) -> None:
    written = docs.write(knowledge(), tmp_path)
    assert written == sorted(docs.pages(knowledge()))
    assert docs.stale(knowledge(), tmp_path) == []


def test_a_page_that_was_edited_is_stale(tmp_path: Path) -> None:
    docs.write(knowledge(), tmp_path)
    page = tmp_path / "knowledge" / "dupilumab.md"
    page.write_text(page.read_text(encoding="utf-8").replace("600 mg", "700 mg"), encoding="utf-8")
    assert docs.stale(knowledge(), tmp_path) == ["knowledge/dupilumab.md"]


def test_a_page_that_is_gone_is_stale(tmp_path: Path) -> None:
    docs.write(knowledge(), tmp_path)
    (tmp_path / "coverage.md").unlink()
    assert docs.stale(knowledge(), tmp_path) == ["coverage.md"]


def test_in_an_empty_folder_every_page_is_stale(tmp_path: Path) -> None:
    assert docs.stale(knowledge(), tmp_path) == list(docs.pages(knowledge()))


def test_writing_removes_the_page_of_a_subject_that_is_gone(tmp_path: Path) -> None:
    docs.write(knowledge(), tmp_path)
    gone = tmp_path / "knowledge" / "leeches.md"
    gone.write_text("old", encoding="utf-8")
    docs.write(knowledge(), tmp_path)
    assert not gone.exists()


def test_a_page_left_over_from_a_subject_that_is_gone_is_stale(tmp_path: Path) -> None:
    docs.write(knowledge(), tmp_path)
    (tmp_path / "knowledge" / "leeches.md").write_text("old", encoding="utf-8")
    assert docs.stale(knowledge(), tmp_path) == ["knowledge/leeches.md"]


def test_every_subject_has_a_page_with_each_of_its_statements_in_both_registers() -> None:
    pages = docs.pages(knowledge())
    for subject in knowledge().subjects.values():
        page = pages[f"knowledge/{subject.id}.md"]
        assert page.startswith(docs.NOTE) and "{" not in page
        assert page.count("\n  - patients: ") == len(subject.statements)


def test_every_difference_from_the_source_document_has_its_row() -> None:
    page = docs.pages(knowledge())["source-differences.md"]
    assert page.count("\n| ") == len(knowledge().differences) + 2


def test_the_check_command_fails_on_stale_pages_only_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "ROOT", tmp_path)
    monkeypatch.setattr(command.load, "load", lambda folder: knowledge())
    assert command.main(["check"]) == 0
    assert command.main(["check", "--docs"]) == 1
    assert "docs/coverage.md is stale" in capsys.readouterr().err
    assert command.main(["docs"]) == 0
    assert command.main(["check", "--docs"]) == 0
