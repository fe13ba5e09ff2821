"""For whom a therapy is approved in atopic dermatitis, in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from knowledge import figures
from knowledge.answer import Composer
from knowledge.model import Approval, Subject
from knowledge.patient import Patient

REGIONS = {"us": "US", "eu": "EU"}
IN_MONTHS = 2
"""Years under which an age is told in months."""


def approved(composer: Composer, patient: Patient, subject: Subject) -> str:
    """From which age, and weight, each region approves a therapy; of the patient's region alone where it is known."""
    if subject.licence != "required":
        return composer.notice("licence-off-label") if subject.licence == "off-label" else ""
    known = patient.facts.get("region")
    return approved_in(composer, subject, [region for region in REGIONS if known in (None, region)])


def approved_in(composer: Composer, subject: Subject, regions: Iterable[str]) -> str:
    """From which age, and weight, each of some regions approves a therapy."""
    return "; ".join(_in_region(composer, subject, region) for region in regions)


def _in_region(composer: Composer, subject: Subject, region: str) -> str:
    """The approval of a region for the youngest patients."""
    rows = [row for row in subject.approvals if row.region == region and row.verified == "high"]
    if not rows:
        return f"{REGIONS[region]}: {composer.notice('no-approval')}"
    youngest = min(rows, key=_from_age)
    weight = youngest.when.get("weight")
    least = f", {figures.number(weight['from'])} kg" if isinstance(weight, Mapping) and "from" in weight else ""
    severe = f" ({composer.notice('only-severe')})" if _only_severe(youngest.when) else ""
    told = f"{REGIONS[region]}: {composer.notice('from')} {_age(_from_age(youngest))}{least}{severe}"
    return f"{told} {composer.cite(youngest.cites)}"


def _from_age(row: Approval) -> float:
    """The age in years from which an approval holds."""
    age = row.when.get("age")
    return float(age["from"]) if isinstance(age, Mapping) and "from" in age else 0.0


def _age(years: float) -> str:
    """An age in words."""
    return f"{figures.number(years * 12)} months" if years < IN_MONTHS else f"{figures.number(years)} years"


def _only_severe(when: Mapping[str, Any]) -> bool:
    return when.get("severity") == ["severe"]
