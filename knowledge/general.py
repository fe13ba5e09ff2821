"""Answers on the algorithm as a whole, its pitfalls, the sources and the review status, and on what is known of the patient."""

from __future__ import annotations

from knowledge import figures
from knowledge.answer import Answer, Composer
from knowledge.model import Fact, Knowledge
from knowledge.patient import UNSURE, Patient
from knowledge.topics import capital, select

MAIN_SOURCES = ("aad-2024", "aad-2025", "jtf-2023", "dupixent-us-label", "dupixent-eu-label", "nice-ta534", "nice-ta814")


def algorithm(knowledge: Knowledge, audience: str) -> Answer:
    """The bottom line of the source document's question, then its steps in order, and an offer to assess a patient."""
    composer = Composer(knowledge, audience)
    first = next(step for step in knowledge.steps if step.id == "algorithm.dupilumab")
    composer.say(f"**In short:** {composer.words(first)}")
    for statement in knowledge.subjects["dupilumab"].statements:
        if statement.id == "dupilumab.dose-adult":
            composer.say(composer.words(statement))
    composer.say("**Step by step:**" if audience == "clinician" else "**Step by step, with your doctor:**")
    for number in range(1, 6):
        for step in knowledge.steps:
            if step.number == number and step.id not in ("algorithm.herpeticum", "algorithm.mild", first.id):
                composer.say(f"{number}. {composer.words(step)}")
            elif step is first:
                if number == step.number:
                    composer.say(f"{number}. {capital(step.title)}. {composer.cite(step.cites)}")
    for statement in select(Patient(knowledge, {}), knowledge.subjects["systemic-corticosteroids"], "overview")[:1]:
        composer.say(composer.words(statement))
    composer.offer("Assess a patient" if audience == "clinician" else "Go through my eczema", "start_assessment")
    composer.offer("Dose of dupilumab", "ask_dosing", subject="dupilumab")
    composer.offer("Common pitfalls", "ask_pitfalls")
    return composer.done()


def guide(knowledge: Knowledge, subject: str, audience: str, most: int = 6) -> Answer:
    """All statements of a guide, in its order."""
    composer = Composer(knowledge, audience)
    for statement in knowledge.subjects[subject].statements[:most]:
        composer.say(f"- {composer.words(statement)}")
    return composer.done()


def sources(knowledge: Knowledge, audience: str) -> Answer:
    """The main sources."""
    composer = Composer(knowledge, audience)
    composer.say(composer.notice("sources-lead"))
    for name in MAIN_SOURCES:
        source = knowledge.sources[name]
        composer.say(f"- {source.title}. {source.by}, {source.year}.{' ' + source.link if source.link else ''}")
    composer.say(composer.notice("disclaimer-line"))
    return composer.done()


def review_status(knowledge: Knowledge, audience: str) -> Answer:
    """Who reviewed the content, and which content it is."""
    composer = Composer(knowledge, audience)
    composer.say(composer.notice("review-status"), f"Knowledge version {knowledge.version} of {knowledge.date}.")
    return composer.done()


def notice(knowledge: Knowledge, name: str, audience: str) -> Answer:
    """A fixed text."""
    composer = Composer(knowledge, audience)
    composer.say(composer.notice(name))
    return composer.done()


def known(knowledge: Knowledge, patient: Patient, audience: str) -> Answer:
    """What has been noted about the patient: facts, denied conditions, unknowns."""
    composer = Composer(knowledge, audience)
    facts = [fact for fact in knowledge.facts.values() if patient.said(fact.id) and fact.id not in ("audience", "region")]
    has = [describe(knowledge, fact, patient.facts[fact.id]) for fact in facts if not _denied(fact, patient)]
    denied = [fact.label for fact in facts if _denied(fact, patient)]
    if not facts:
        composer.say(composer.notice("nothing-known"))
    if has:
        composer.say("**Noted:** " + "; ".join(has) + ".")
    if denied:
        composer.say("**Denied:** " + ", ".join(denied) + ".")
    return composer.done()


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
    if fact.kind == "number":
        unit = knowledge.units[fact.unit][1] if fact.unit else ""
        separator = "" if unit in ("", "%") else " "
        return f"{fact.label} {figures.number(float(value))}{separator}{unit}"  # type: ignore[arg-type]
    if fact.kind == "condition":
        return fact.label
    if fact.kind == "therapy":
        return f"{fact.label}: {knowledge.subjects[str(value)].name}"
    return fact.values.get(str(value), str(value)) if fact.id != "severity" else f"{value} eczema"
