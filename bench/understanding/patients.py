"""How well the facts of outside patients are read: precision, recall and F1, fact by fact, negation for itself.

Counted are the facts that the samples speak of: age, weight, sex, severity, scores, skin infection, pregnancy, other
conditions (present and denied) and earlier systemic treatment. A comorbidity in words that are none of ours counts
for nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bench.understanding.parsing import Model, named
from knowledge.load import knowledge
from knowledge.patient import SEVERITIES, Patient
from knowledge.soundness import sound
from nlu.reading.mentions import mentions

NUMBERS = {"age_years": "age", "weight_kg": "weight"}
SCORES = {
    "EASI": "easi",
    "EASI_now": "easi",
    "BSA_pct": "bsa",
    "DLQI": "dlqi",
    "IGA": "iga",
    "SCORAD": "scorad",
    "POEM": "poem",
    "NRS": "itch_nrs",
}
SEXES = {"F": "female", "M": "male"}
UNSAID = (None, "unknown", "not_applicable")
PREGNANCY = {"pregnant": "pregnant", "breastfeeding": "breastfeeding", "planning": "planning", "no": "none"}
Facts = dict[str, Any]


def conditions(words: str) -> list[str]:
    """The conditions that a comorbidity is a word of."""
    kinds = [meaning.kind for mention in mentions(words) for meaning in mention.meanings if meaning.is_fact]
    return [kind for kind in dict.fromkeys(kinds) if knowledge().facts[kind].kind == "condition"]


def given(slots: Mapping[str, Any]) -> Facts:
    """The facts of a sample patient, in our names."""
    facts: Facts = {ours: float(slots[theirs]) for theirs, ours in NUMBERS.items() if slots.get(theirs) is not None}
    scores = slots.get("severity_scores") or {}
    facts |= {ours: float(scores[name]) for name, ours in SCORES.items() if isinstance(scores.get(name), (int, float))}
    facts |= {"sex": SEXES[slots["sex"]]} if slots.get("sex") in SEXES else {}
    facts |= {"severity": slots["severity"]} if slots.get("severity") in SEVERITIES else {}
    facts |= {"infection": slots["infection"]} if slots.get("infection") not in UNSAID else {}
    facts |= {"pregnancy": PREGNANCY[slots["pregnancy"]]} if slots.get("pregnancy") in PREGNANCY else {}
    for key, value in (("comorbidities_denied", "no"), ("comorbidities_present", "yes")):
        facts |= dict.fromkeys((fact for words in slots.get(key) or () for fact in conditions(words)), value)
    treated = [named(row["therapy"]) for row in slots.get("prior_systemic") or () if row.get("outcome") != "planned"]
    return facts | {f"had {therapy}": True for therapy in treated if therapy}


def read(model: Model, text: str) -> Facts:
    """The facts that were read, of those kinds that samples speak of."""
    stated = sound(knowledge(), model.parse(text).entities)
    facts = {name: stated[name] for name in (*NUMBERS.values(), *SCORES.values(), "sex") if name in stated}
    patient = Patient(knowledge(), stated)
    for name in ("severity", "infection", "pregnancy"):
        if (value := patient.value(name) if name == "severity" else patient.given(name)) is not None:
            facts[name] = value
    for name, value in stated.items():
        if knowledge().facts[name].kind == "condition" and value in ("yes", "no"):
            facts[name] = value
    treated = {*(patient.given("systemic_history") or {}), *filter(None, [patient.given("current_therapy")])}
    return facts | {f"had {therapy}": True for therapy in treated}


def same(wanted: Any, found: Any) -> bool:
    """Whether a fact was read as it was given."""
    if isinstance(wanted, float) and isinstance(found, (int, float)):
        return abs(wanted - found) < 0.05 * max(1.0, wanted / 10)
    return bool(wanted == found)


def report(model: Model, patients: Sequence[Mapping[str, Any]]) -> None:
    """Precision, recall and F1 of the facts, fact by fact, and each difference."""
    counts: dict[str, Counter[str]] = {"given": Counter(), "read": Counter(), "right": Counter()}
    dangerous = 0
    for patient in patients:
        wanted, found = given(patient["slots"]), read(model, patient["text"])
        accepted = patient.get("slots_accept") or {}
        found = {name: value for name, value in found.items() if name in wanted or value not in accepted.get(name, [])}
        differences = list(_differences(wanted, found))
        dangerous += sum(wanted.get(name) == "no" and found.get(name) == "yes" for name in wanted)
        for name in {*wanted, *found}:
            group = _group(name, wanted.get(name, found.get(name)))
            counts["given"][group] += name in wanted
            counts["read"][group] += name in found
            counts["right"][group] += name in wanted and same(wanted[name], found.get(name))
        if differences:
            print(f"- {'; '.join(differences)}\n  {patient['text']}")
    print("\n| fact | precision | recall | F1 |\n|---|---|---|---|")
    for group in ("all", *sorted(counts["given"] | counts["read"])):
        print(_row(group, counts))
    print(f"denied, but stored as present: {dangerous}")


def _differences(wanted: Facts, found: Facts) -> Iterator[str]:
    """What was read otherwise than it was given."""
    for name in sorted({*wanted, *found}):
        if name not in found:
            yield f"{name} {wanted[name]} missed"
        elif name not in wanted:
            yield f"{name} {found[name]} not given"
        elif not same(wanted[name], found[name]):
            yield f"{name} {found[name]} instead of {wanted[name]}"


def _group(name: str, value: Any) -> str:
    """The row of the table that a fact belongs to."""
    fact = knowledge().facts.get(name)
    if fact is None:
        return "earlier treatment"
    return {"yes": "condition present", "no": "condition denied"}[value] if fact.kind == "condition" else name


def _row(group: str, counts: Mapping[str, Counter[str]]) -> str:
    """One row of the table."""
    said, seen, right = (
        sum(counts[kind].values()) if group == "all" else counts[kind][group] for kind in ("given", "read", "right")
    )
    f1 = 2 * right / (said + seen) if said + seen else 0.0
    return f"| {group} | {right}/{seen} | {right}/{said} | {f1:.2f} |"
