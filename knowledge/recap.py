"""Tells what has been noted about the patient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge import figures
from knowledge.answer import Answer, Composer
from knowledge.base import Knowledge
from knowledge.model import Fact
from knowledge.patient import UNSURE, Patient
from knowledge.plan import urgent_rules


def known(knowledge: Knowledge, patient: Patient, audience: str, label: str | None = None) -> Answer:
    """What has been noted about the patient: facts, denied conditions, unknowns; by label, if there are several."""
    composer = Composer(knowledge, audience)
    if label:
        composer.say(f"**{composer.notice('patient')} {label}**")
    facts = [fact for fact in knowledge.facts.values() if patient.said(fact.id) and fact.id != "audience"]
    has = [describe(knowledge, fact, patient.facts[fact.id]) for fact in facts if not _denied(fact, patient)]
    denied = [fact.label for fact in facts if _denied(fact, patient)]
    if not facts:
        composer.say(composer.notice("nothing-known"))
    if has:
        composer.say("**Noted:** " + "; ".join(has) + ".")
    if denied:
        composer.say("**Denied:** " + ", ".join(denied) + ".")
    return composer.done()


def apart(knowledge: Knowledge, cases: Mapping[str, Mapping[str, Any]], audience: str) -> Answer:
    """What is noted of each of several patients, a red flag of one of them first, and which one shall come first."""
    composer = Composer(knowledge, audience)
    for label, facts in cases.items():
        if rules := urgent_rules(knowledge, Patient(knowledge, facts)):
            composer.clinical = True
            composer.say(f"**{composer.notice('patient')} {label}:**")
            composer.urgent(rules)
    composer.say(composer.notice("noted-apart"))
    composer.say(*[f"- {headed(knowledge, label, facts, audience)}" for label, facts in cases.items()])
    composer.say(composer.notice("which-first"))
    for label in cases:
        composer.offer(f"{composer.notice('patient')} {label}")
    return composer.done()


def headed(knowledge: Knowledge, label: str, facts: Mapping[str, Any], audience: str) -> str:
    """The facts of one of several patients, after the label."""
    told = {name: value for name, value in facts.items() if name not in ("audience", "region")}
    words = all_in_words(knowledge, told) if told else knowledge.notices["nothing-known"].words(audience)
    return f"**{knowledge.notices['patient'].words(audience)} {label}:** {words}"


def _denied(fact: Fact, patient: Patient) -> bool:
    return fact.absent is not None and patient.facts[fact.id] == fact.absent


def describe(knowledge: Knowledge, fact: Fact, value: object) -> str:
    """A fact and its value in words."""
    if value == UNSURE:
        return f"{fact.label} not known"
    if isinstance(value, dict):
        rows = [f"{knowledge.subjects[t].name} ({outcome})" for t, outcome in value.items()]
        return f"{fact.label}: {', '.join(rows) or 'none'}"
    if isinstance(value, (list, tuple)):
        names = [knowledge.products[p].name if p in knowledge.products else str(p) for p in value]
        return f"{fact.label}: {', '.join(names)}"
    if fact.kind == "number" and isinstance(value, (int, float)):
        unit = knowledge.units[fact.unit][1] if fact.unit and not fact.label.startswith(str(fact.unit)) else ""
        separator = "" if unit in ("", "%") else " "
        told = round(float(value), 2 if fact.unit == "years" else 1)
        return f"{fact.label} {figures.number(told)}{separator}{unit}"
    if fact.kind == "condition":
        return fact.label
    if fact.id == "region":
        return f"{fact.label}: {fact.values[str(value)]}"
    if fact.kind == "therapy":
        return f"{fact.label}: {knowledge.subjects[str(value)].name}"
    return fact.values.get(str(value), str(value)) if fact.id != "severity" else f"{value} eczema"


def all_in_words(knowledge: Knowledge, facts: Mapping[str, Any]) -> str:
    """Facts with values that they might have, in words."""
    return "; ".join(in_words(knowledge, knowledge.facts[name], value) for name, value in facts.items())


def in_words(knowledge: Knowledge, fact: Fact, value: Any) -> str:
    """A fact and a value that it might have, in words: "no asthma"."""
    absent = fact.kind == "condition" and value == fact.absent
    return f"no {fact.label}" if absent and value != UNSURE else describe(knowledge, fact, value)
