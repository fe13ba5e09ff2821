"""The action server's actions. `python -m rasa_sdk --actions actions` finds them here."""

from actions.answers import (
    ActionAnswerGeneral,
    ActionAnswerQuestion,
    ActionConversation,
    ActionNoteReader,
    ActionUnclear,
)
from actions.assessment import ActionNewPatient, ActionRecommend, ActionUrgent, ValidateAssessmentForm

__all__ = [
    "ActionAnswerGeneral",
    "ActionAnswerQuestion",
    "ActionConversation",
    "ActionNewPatient",
    "ActionNoteReader",
    "ActionRecommend",
    "ActionUnclear",
    "ActionUrgent",
    "ValidateAssessmentForm",
]
