"""No action ends in silence: an error is logged under an id, without what the user wrote, and the user gets a
sentence. What is said on turning to another of several patients names that one first."""

from __future__ import annotations

import functools
import logging
import traceback
import uuid
from collections.abc import Callable
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import conversation, reply
from knowledge.load import knowledge

log = logging.getLogger(__name__)

Run = Callable[[Any, CollectingDispatcher, Tracker, dict[str, Any]], Any]


def guarded(run: Run) -> Run:
    """Wraps an action's `run`: what it raises becomes an apology; events only by its `after_trouble`."""

    @functools.wraps(run)
    async def safe(self: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Any:
        try:
            events = await run(self, dispatcher, tracker, domain)
            if dispatcher.messages and conversation.just_turned(tracker):
                label, patient = str(conversation.case(tracker)), conversation.patient(tracker)
                reply.name_patient(dispatcher, label, patient, conversation.audience(tracker))
            return events
        except Exception as error:
            reference = uuid.uuid4().hex[:8]
            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{place.filename}:{place.lineno}"
            log.error("action %s failed, reference %s: %s at %s", self.name(), reference, type(error).__name__, where)
            dispatcher.messages.clear()
            trouble = knowledge().notices["trouble"].words(conversation.audience(tracker))
            dispatcher.utter_message(text=f"{trouble} (reference {reference})")
            after_trouble = getattr(self, "after_trouble", None)
            return after_trouble(tracker) if after_trouble else []

    return safe
