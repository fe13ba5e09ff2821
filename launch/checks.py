"""Rasa's own checks with their gaps closed: any warning fails, and so does any wrong prediction."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from launch.child import Child
from launch.logs import because, plain_lines
from launch.progress import Progress, say
from launch.settings import LOGS, ROOT, VAR, child_environment, shown
from launch.training import ensure_model
from launch.trouble import Trouble

_STORIES = ROOT / "tests" / "stories"
_RESULTS = VAR / "results" / "stories"
_COMPLAINT = re.compile(r"\b(WARNING|ERROR|CRITICAL|\w*Warning|\w*Error)\b")
_INSTALLED = re.compile(r"^.*/site-packages/")
# What libraries say about each other on every start, each line in full from the package's name on.
_NAMESPACES = "pkg_resources/__init__.py:3117: DeprecationWarning: Deprecated call to `pkg_resources.declare_namespace"
KNOWN_NOISE = frozenset(
    {
        "rasa/shared/utils/validation.py:134: DeprecationWarning: pkg_resources is deprecated as an API. "
        "See https://setuptools.pypa.io/en/latest/pkg_resources.html",
        f"{_NAMESPACES}('mpl_toolkits')`.",
        f"{_NAMESPACES}('ruamel')`.",
        "tensorflow/lite/python/util.py:52: DeprecationWarning: jax.xla_computation is deprecated. "
        "Please use the AOT APIs.",
    }
)


def validate() -> None:
    """Run `rasa data validate` and fail on whatever it complains about."""
    log = LOGS / "validate.log"
    arguments = "data validate --fail-on-warnings --config config.yml --domain domain.yml --data data"
    child = _rasa(arguments.split(), log)
    code = _finish(child, "validating domain, rules and examples")
    found = complaints(plain_lines(log))
    for complaint in found:
        say(f"  {complaint}")
    if found:
        raise Trouble(f"rasa data validate complains {len(found)} times (log: {shown(log)})")
    if code:
        raise Trouble(f"rasa data validate failed: {because(log)}")
    say("rasa data validate: no complaint")


def complaints(lines: Iterable[str]) -> list[str]:
    """The lines that warn or report an error, without the known noise of libraries."""
    local = (_INSTALLED.sub("", line) for line in lines)
    return [line for line in local if _COMPLAINT.search(line) and line not in KNOWN_NOISE]


def stories() -> None:
    """Run `rasa test core` on tests/stories and fail when any story takes another course."""
    if not list(_STORIES.rglob("test_*.yml")):
        raise Trouble(f"There is no test story (test_*.yml) in {shown(_STORIES)}.")
    model = ensure_model()
    shutil.rmtree(_RESULTS, ignore_errors=True)
    _RESULTS.mkdir(parents=True)
    log = LOGS / "stories.log"
    arguments = ["test", "core", "--e2e", "--no-plot", "--stories", str(_STORIES)]
    arguments += ["--out", str(_RESULTS), "--model", str(model)]
    code = _finish(_rasa(arguments, log), "playing the test stories")
    if code:
        raise Trouble(f"rasa test failed: {because(log)}")
    _judge(_RESULTS)


def _judge(results: Path) -> None:
    """Read what `rasa test` wrote, since its exit code is 0 even when predictions are wrong."""
    report = json.loads((results / "story_report.json").read_text(encoding="utf-8"))
    counts = report.get("conversation_accuracy", {"correct": 0, "total": 0})
    if not counts["total"] or counts["correct"] < counts["total"]:
        failed = results / "failed_test_stories.yml"
        if failed.is_file():
            say(failed.read_text(encoding="utf-8"))
        raise Trouble(f"Only {counts['correct']} of {counts['total']} test stories went as written.")
    say(f"rasa test: all {counts['total']} test stories went as written")


def _rasa(arguments: list[str], log: Path) -> Child:
    return Child("launch.rasa_cli", arguments, child_environment(ACTION_PORT=0, TRACKER_DB=""), log)


def _finish(child: Child, stage: str) -> int:
    """Wait for a program, with signs of life, and return its exit code."""
    say(f"rasa: {stage} (log: {shown(child.log)})")
    progress = Progress(stage=stage)
    child.start()
    try:
        while child.running:
            progress.at(stage)
            time.sleep(0.3)
    finally:
        child.stop()
    return child.exit_code or 0
