"""The action server's actions. `python -m rasa_sdk --actions actions` finds them here."""

from actions.amending import ActionForgetFact, ActionPreviousQuestion, ActionUseChange
from actions.answers import (
    ActionAnswerGeneral,
    ActionAnswerQuestion,
    ActionConversation,
    ActionNoteReader,
    ActionUnclear,
)
from actions.assessment import ActionNewPatient, ActionRecommend, ActionUrgent, ValidateAssessmentForm
from actions.explaining import ActionExplain, ActionSummarise

__all__ = [
    "ActionAnswerGeneral",
    "ActionAnswerQuestion",
    "ActionConversation",
    "ActionExplain",
    "ActionForgetFact",
    "ActionNewPatient",
    "ActionNoteReader",
    "ActionPreviousQuestion",
    "ActionRecommend",
    "ActionSummarise",
    "ActionUnclear",
    "ActionUrgent",
    "ActionUseChange",
    "ValidateAssessmentForm",
]
