"""An action that fails says so, and logs no word of the user."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.guard import guarded
from knowledge.load import knowledge

Make = Callable[..., Any]
SECRET = "Jane Roe of Elm Street"


class Fails(Action):
    """Says half a sentence and then breaks, perhaps with the message in its error."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def name(self) -> str:
        return "action_that_fails"

    @guarded
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        dispatcher.utter_message(text="half a sentence")
        raise self.error


@pytest.mark.parametrize("audience", ["clinician", "patient"])
def test_a_failure_becomes_one_sentence_with_a_reference(run: Make, tracker: Make, audience: str) -> None:
    said, events = run(Fails(RuntimeError("broken")), tracker({"audience": audience}))
    trouble = re.escape(knowledge().notices["trouble"].words(audience))
    assert events == [] and len(said) == 1
    assert re.fullmatch(rf"{trouble} \(reference [0-9a-f]{{8}}\)", said[0]["text"])


def test_the_reference_is_the_one_in_the_log(run: Make, tracker: Make, caplog: pytest.LogCaptureFixture) -> None:
    said, _ = run(Fails(RuntimeError("broken")), tracker())
    reference = said[0]["text"].rsplit(" ", 1)[1].rstrip(")")
    assert f"action_that_fails failed, reference {reference}: RuntimeError" in caplog.text


def test_the_log_does_not_hold_what_the_user_wrote(run: Make, tracker: Make, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    run(Fails(RuntimeError("broken")), tracker(text=SECRET, entities={"age": SECRET}))
    assert SECRET not in caplog.text


def test_an_error_that_quotes_the_user_is_logged_without_the_quotation(
    run: Make, tracker: Make, caplog: pytest.LogCaptureFixture
) -> None:
    run(Fails(ValueError(f"could not convert string to float: {SECRET!r}")), tracker(text=SECRET))
    assert SECRET not in caplog.text
