"""A model's name changes with the content of its inputs, and with nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from launch.fingerprint import fingerprint


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("config.yml", "domain.yml", "uv.lock", "data/topic.yml", "nlu/terms.yml", "knowledge/plan.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"content of {name}")
    return tmp_path


def test_it_stays_when_only_dates_change(project: Path) -> None:
    before = fingerprint(project)
    for path in project.rglob("*"):
        os.utime(path, (1, 1))
    assert fingerprint(project) == before


@pytest.mark.parametrize(
    "name", ["config.yml", "domain.yml", "uv.lock", "data/topic.yml", "nlu/terms.yml", "knowledge/plan.py"]
)
def test_it_changes_with_the_content_of_every_input(project: Path, name: str) -> None:
    before = fingerprint(project)
    stat = (project / name).stat()
    (project / name).write_text((project / name).read_text().replace("content", "CONTENT"))
    os.utime(project / name, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert fingerprint(project) != before


def test_it_changes_when_a_file_is_added_renamed_or_deleted(project: Path) -> None:
    seen = {fingerprint(project)}
    (project / "data/more.yml").write_text("")
    seen.add(fingerprint(project))
    (project / "data/more.yml").rename(project / "data/other.yml")
    seen.add(fingerprint(project))
    (project / "data/topic.yml").unlink()
    seen.add(fingerprint(project))
    assert len(seen) == 4


@pytest.mark.parametrize(
    "name", ["README.md", "knowledge/__pycache__/plan.pyc", "data/.topic.yml.swp", "nlu/terms.yml~"]
)
def test_it_ignores_what_no_model_is_made_from(project: Path, name: str) -> None:
    before = fingerprint(project)
    (project / name).parent.mkdir(exist_ok=True)
    (project / name).write_text("something")
    assert fingerprint(project) == before
