"""Which statements of a subject answer a question, in which order, and which hold in another region only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge import doses
from knowledge.answer import Composer
from knowledge.conditions import applies
from knowledge.model import Statement, Subject, Truth
from knowledge.patient import Patient
from knowledge.relevance import nearest_first
from knowledge.selection import select

NAMES_A_REGION = re.compile(r"\b(?:US|EU|UK|NHS|Europe|England|Great Britain)\b")


def in_order(patient: Patient, topic: str, subject: Subject, nearest: Sequence[str]) -> list[Statement]:
    """The statements of a subject on a topic, what answers the question first."""
    found = select(patient, subject, topic)
    if topic == "children" and doses.sure(patient, subject):
        return found
    if topic != "dosing":
        found = nearest_first(found, nearest[:1] if topic == "children" else nearest)
        return _with_nearest(patient, subject, found, nearest)
    shown = doses.to_show(patient, subject, found, nearest)
    return shown if doses.sure(patient, subject) else _with_nearest(patient, subject, shown, nearest)


def elsewhere_only(
    patient: Patient, topic: str, subject: Subject, nearest: Sequence[str], found: list[Statement]
) -> list[Statement]:
    """While nobody has said the region: what holds in the other regions only, which is then named beside the answer."""
    listed = [s for there in patient.elsewhere() for s in in_order(there, topic, subject, nearest)]
    return [statement for statement in listed if regional(statement) and statement not in found]


def region_lead(composer: Composer, statement: Statement) -> str:
    """The region of a statement that stands beside one of another region, unless its words name it."""
    values = composer.knowledge.facts["region"].values
    if NAMES_A_REGION.search(statement.words(composer.audience)):
        return ""
    return "".join(f"**{values[region]}:** " for region in statement.when.get("region", ()))


def regional(statement: Statement) -> bool:
    """Whether a statement holds in some region only."""
    return "region" in statement.when


def _with_nearest(
    patient: Patient, subject: Subject, found: list[Statement], nearest: Sequence[str]
) -> list[Statement]:
    """The statements, led by the first of the nearest where that stands under another topic."""
    near = next((s for s in subject.statements if s.id in nearest[:1]), None)
    if not found or near is None or near in found or near.adjusts or applies(near, patient) is Truth.NO:
        return found
    return [near, *found]
