"""One patient: the facts given, and what follows from them.

A fact is known, or "unsure" (asked, and not known), or absent from the mapping (never said). Both of the latter are
unknown to a condition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledge.base import Knowledge

UNSURE = "unsure"
SEVERITIES = ("mild", "moderate", "severe")
FAILED, INTOLERANT, REACTED = "failed", "intolerant", "reacted"
RULED_OUT = (FAILED, INTOLERANT, REACTED, "partial")
USED = "used"
OUTCOMES = (*RULED_OUT, "effective", USED)
RENAL = ("renal_disease", "severe_renal_disease", "end_stage_renal_disease")
"""Each includes those after it."""
STRONG_ENOUGH = ("medium", "high", "very-high")


@dataclass(frozen=True)
class Patient:
    """The facts of one patient, read in the light of the knowledge."""

    knowledge: Knowledge
    facts: Mapping[str, Any]
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was worked out of these facts before; a patient never changes, so it stays true."""

    def said(self, fact: str) -> bool:
        """Whether the fact was given, if only as "unsure"."""
        return self.facts.get(fact) is not None

    def without_result(self) -> tuple[str, ...]:
        """The earlier treatments that were named without their result."""
        history = self.given("systemic_history") or {}
        return tuple(therapy for therapy, outcome in history.items() if outcome == USED)

    def unsure(self, fact: str) -> bool:
        """Whether the fact was asked and is not known."""
        return bool(self.facts.get(fact) == UNSURE)

    def value(self, fact: str) -> Any:
        """The value of a fact, given or derived; None where it is unknown."""
        derive = _DERIVED.get(fact)
        if derive is None:
            return self.given(fact)
        if fact not in self.memo:
            self.memo[fact] = derive(self)
        return self.memo[fact]

    def given(self, fact: str) -> Any:
        """The value as it was said, None where it is unknown; the default where the fact has one."""
        value = self.facts.get(fact)
        if value is None or value == UNSURE:
            known = self.knowledge.facts.get(fact)
            return known.default if known else None
        return value

    def elsewhere(self) -> list[Patient]:
        """The same patient in each other region while nobody has said the region; none once it was said."""
        if self.said("region"):
            return []
        here = self.given("region")
        return [self.with_facts(region=there) for there in self.knowledge.facts["region"].values if there != here]

    def with_facts(self, **facts: Any) -> Patient:
        """The same patient with other facts; None takes a fact back."""
        merged = {**self.facts, **facts}
        return Patient(self.knowledge, {name: value for name, value in merged.items() if value is not None})


def _severity(patient: Patient) -> str | None:
    """Severity as said; else the highest band of the scores that a clinician rates; else of those that the patient
    rates, as itch alone does not make mild skin disease severe. Source: that of each scale in severity.yml."""
    said = patient.given("severity")
    if said is not None:
        return str(said)
    for rated_by in ("clinician", "patient"):
        scales = [scale.id for scale in patient.knowledge.scales.values() if scale.rated_by == rated_by]
        bands = [name for scale in scales if (name := band(patient, scale)) is not None]
        if bands:
            return max(("mild" if name == "clear" else name for name in bands), key=SEVERITIES.index)
    return None


def band(patient: Patient, scale: str) -> str | None:
    """The band of severity.yml (source there) in which a score of the patient lies: "clear" or a severity; None without
    a score or a band."""
    score = patient.given(scale)
    if score is None:
        return None
    for severity, low, under in patient.knowledge.scales[scale].bands:
        if score >= low and (under is None or score < under):
            return severity
    return None


def _topical_trial(patient: Patient) -> str | None:
    """Whether topical treatment has had an adequate trial: as said, else from products, weeks, technique and result.

    Adequate: a medium-to-very-high potency corticosteroid or a calcineurin inhibitor for at least the weeks of the
    figure that the outline of algorithm.yml names (its source there), and the disease not controlled.
    """
    said = patient.given("topical_trial")
    if said is not None:
        return str(said)
    products, weeks = patient.given("topical_products") or (), patient.given("topical_weeks")
    strong = [_strong(patient, product) for product in products]
    if patient.given("topical_technique") == "poor" or (strong and all(one is False for one in strong)):
        return "inadequate"
    if not any(strong) or weeks is None:
        return None
    enough = patient.knowledge.figures[patient.knowledge.outline.adequate_trial].value
    if weeks < enough:
        return "inadequate"
    uncontrolled = patient.given("topical_outcome") == FAILED or _severity(patient) in ("moderate", "severe")
    return "adequate" if uncontrolled else None


def _strong(patient: Patient, product: str) -> bool | None:
    """Whether a topical product counts towards an adequate trial; None for a corticosteroid of unverified potency."""
    known = patient.knowledge.products.get(product)
    if known is not None and known.kind == "tcs" and known.potency is None:
        return None
    return known is not None and (known.kind == "tci" or known.potency in STRONG_ENOUGH)


def _not_applicable(patient: Patient, fact: str) -> bool:
    """Whether the question of a fact cannot apply to this patient (pregnancy in a man)."""
    from knowledge.conditions import evaluate
    from knowledge.model import Truth

    applies = patient.knowledge.facts[fact].applies
    return bool(applies) and evaluate(applies, patient) is Truth.NO


def _pregnancy(patient: Patient) -> str | None:
    """As said; "none" where it cannot apply."""
    said = patient.given("pregnancy")
    if said is None and _not_applicable(patient, "pregnancy"):
        return "none"
    return None if said is None else str(said)


def _renal(fact: str, figure: str, *worse: str) -> Callable[[Patient], str | None]:
    """A renal condition: yes where the eGFR is below the figure (its source there) or a worse one is said; else as
    said, and no where only an eGFR is known."""

    def derive(patient: Patient) -> str | None:
        said, egfr = patient.given(fact), patient.given("egfr")
        below = egfr is not None and egfr < patient.knowledge.figures[figure].value
        if below or any(patient.given(name) == "yes" for name in worse):
            return "yes"
        return "no" if said is None and egfr is not None else said

    return derive


def _on_treatment(patient: Patient) -> str | None:
    """Whether a systemic treatment is in use now; a history given without a current treatment says no."""
    if patient.given("current_therapy") is not None:
        return "yes"
    return None if patient.given("systemic_history") is None else "no"


def _had_systemic(patient: Patient) -> str | None:
    """Whether any systemic treatment or phototherapy was ever used."""
    history = patient.given("systemic_history")
    if patient.given("current_therapy") is not None or history:
        return "yes"
    return None if history is None else "no"


def _trial_phase(patient: Patient) -> str | None:
    """Whether the current treatment can be judged yet, by the `assess_weeks` of its file. None: unknown."""
    current = patient.given("current_therapy")
    if current is None:
        return None if patient.given("systemic_history") is None else "none"
    if patient.given("current_response") == INTOLERANT:
        return "judge"
    weeks, enough = patient.given("current_weeks"), assess_weeks(patient.knowledge, current)
    if weeks is None:
        return None
    return "too_early" if enough is not None and weeks < enough else "judge"


def assess_weeks(knowledge: Knowledge, therapy: str) -> float | None:
    """The weeks before which it is too early to judge a therapy; the upper end of a range. None: not verified."""
    subject = knowledge.subjects[therapy]
    if not subject.plan.assess_weeks:
        return None
    value = subject.figures[f"{therapy}.{subject.plan.assess_weeks}"].value
    return value[1] if isinstance(value, tuple) else value


def _ruled_out(patient: Patient) -> set[str] | None:
    """The therapies that failed, were not tolerated or caused a reaction, of those told so far."""
    history = patient.given("systemic_history")
    out = {therapy for therapy, outcome in (history or {}).items() if outcome in RULED_OUT}
    current, response = patient.given("current_therapy"), patient.given("current_response")
    if current and (response == INTOLERANT or (response == "none" and _trial_phase(patient) == "judge")):
        out.add(current)
    return None if (history is None or patient.without_result()) and not out else out


_DERIVED = {
    "severity": _severity,
    "topical_trial": _topical_trial,
    "pregnancy": _pregnancy,
    "on_treatment": _on_treatment,
    "had_systemic": _had_systemic,
    "trial_phase": _trial_phase,
    "ruled_out": _ruled_out,
    "renal_disease": _renal(RENAL[0], "safety.renal-egfr", *RENAL[1:]),
    "severe_renal_disease": _renal(RENAL[1], "safety.severe-renal-egfr", *RENAL[2:]),
    "end_stage_renal_disease": _renal(RENAL[2], "safety.end-stage-egfr"),
}
