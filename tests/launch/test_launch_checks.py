"""Warnings fail, wrong predictions fail, and no log of a failure quotes a conversation."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from launch import checks
from launch.discretion import WithoutConversation
from launch.logs import because
from launch.trouble import Trouble


def test_any_warning_is_a_complaint() -> None:
    unused = (
        "/a/site-packages/rasa/shared/utils/io.py:99: UserWarning: The intent 'x' is not used in any story or rule."
    )
    assert checks.complaints([unused, "2026 INFO rasa.validator  - Validating intents..."]) == [
        unused.split("packages/")[1]
    ]


def test_noise_of_libraries_is_none_only_when_known_in_full() -> None:
    noise = min(checks.KNOWN_NOISE)
    assert checks.complaints([f"/anywhere/site-packages/{noise}"]) == []
    assert checks.complaints([f"/anywhere/site-packages/{noise} And more."]) != []


def test_a_test_story_that_took_another_course_fails(tmp_path: Path) -> None:
    report = {"conversation_accuracy": {"correct": 1, "total": 2}}
    (tmp_path / "story_report.json").write_text(json.dumps(report))
    with pytest.raises(Trouble, match="1 of 2"):
        checks._judge(tmp_path)


def test_no_test_story_at_all_fails(tmp_path: Path) -> None:
    (tmp_path / "story_report.json").write_text("{}")
    with pytest.raises(Trouble, match="0 of 0"):
        checks._judge(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "starting\nKeyError: 'age'\n  goodbye\n",
        "ERROR an Exception\n\x1b[91mKeyError:\n\n 'age'\x1b[0m\n",
        "starting\n KeyError: 'age'\n\n",
    ],
)
def test_the_reason_is_what_rasa_printed_in_red_or_the_last_line_that_names_an_error(tmp_path: Path, text: str) -> None:
    log = tmp_path / "train.log"
    log.write_text(text)
    assert because(log) == f"KeyError: 'age' (the whole story: {log})"


def test_without_a_reason_the_log_is_named_alone(tmp_path: Path) -> None:
    assert because(tmp_path / "no.log") == f"see {tmp_path / 'no.log'}"


def test_a_logged_failure_keeps_its_type_and_place_but_not_its_words() -> None:
    words = "my " + "secret " + "rash"
    try:
        try:
            raise ValueError(words)
        except ValueError as error:
            raise RuntimeError(words) from error
    except RuntimeError as error:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "an action failed: %s", ("plan",), None)
        record.exc_info = (type(error), error, error.__traceback__)
    assert WithoutConversation().filter(record)
    text = logging.Formatter().format(record)
    assert "an action failed: plan" in text
    assert "ValueError" in text
    assert "RuntimeError" in text
    assert words not in text
