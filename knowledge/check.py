"""What must hold across the content: every reference resolves, every number is a figure, every figure is cited."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge import figures
from knowledge.base import Knowledge
from knowledge.errors import KnowledgeError
from knowledge.model import AUDIENCES, Condition, Fact, Subject, Text

DIGIT = re.compile(r"\d")


def check(knowledge: Knowledge) -> None:
    """Checks loaded knowledge.

    Raises:
        KnowledgeError: the first thing that does not hold; file and entry are named.
    """
    for subject in knowledge.subjects.values():
        _subject(knowledge, subject)
    _algorithm(knowledge)
    _outline(knowledge)
    for figure in knowledge.figures.values():
        place = _place(figure.id)
        _source(knowledge, place, figure.source)
        if figure.unit not in knowledge.units:
            raise KnowledgeError(place, f"unknown unit '{figure.unit}'")
    for fact in knowledge.facts.values():
        _fact(knowledge, fact)
    _topics(knowledge)
    _texts(knowledge)
    _other_sources(knowledge)


def _fact(knowledge: Knowledge, fact: Fact) -> None:
    """A fact's references exist, and its texts have no digit of their own."""
    place = f"facts.yml, {fact.id}"
    for other in fact.details or ():
        if other not in knowledge.facts:
            raise KnowledgeError(place, f"unknown fact '{other}' in details")
    if fact.guide is not None:
        _known(knowledge, place, [fact.guide])
    for value in fact.answers.values():
        if fact.kind != "history" and value not in fact.values:
            raise KnowledgeError(place, f"unknown value '{value}' in answers")
    _condition(knowledge, place, fact.applies)
    for pair in (fact.question, fact.why, fact.asks, fact.find_out, fact.values, fact.replies, {"": fact.label}):
        for text in pair.values():
            _prose(knowledge, place, text, "")


def _texts(knowledge: Knowledge) -> None:
    """The fixed texts and the leads of grouped questions have no digit of their own."""
    for group in knowledge.groups.values():
        for text in group.values():
            _prose(knowledge, "facts.yml, groups", text, "")
    for notice in knowledge.notices.values():
        for audience in AUDIENCES:
            _prose(knowledge, f"notices.yml, {notice.id}", notice.words(audience), "")


def _topics(knowledge: Knowledge) -> None:
    """What answers a question that names nothing exists, and has something to say on the topic."""
    for topic, row in knowledge.topics.items():
        if "alone" in row:
            _known(knowledge, f"topics.yml, {topic}", [row["alone"]])
            if not knowledge.subjects[row["alone"]].speaks_of(topic):
                raise KnowledgeError(f"topics.yml, {topic}", f"'{row['alone']}' has no statement on it")


def _other_sources(knowledge: Knowledge) -> None:
    """The sources of products, scales and differences exist."""
    for product in knowledge.products.values():
        if product.source or product.potency or product.kind != "tcs":
            _source(knowledge, f"topicals.yml, {product.id}", product.source or "")
    for scale in knowledge.scales.values():
        _source(knowledge, f"severity.yml, {scale.id}", scale.source)
        if scale.id not in knowledge.facts:
            raise KnowledgeError(f"severity.yml, {scale.id}", "unknown fact")
    for difference in knowledge.differences:
        for source in difference.sources:
            _source(knowledge, f"differences.yml, {difference.id}", source)


def _place(figure_id: str) -> str:
    owner, name = figure_id.split(".", 1)
    return f"{owner}.yml, figure {name}"


def _subject(knowledge: Knowledge, subject: Subject) -> None:
    file = f"{subject.id}.yml"
    if subject.kind == "therapy" and subject.group is not None and subject.group not in knowledge.subjects:
        raise KnowledgeError(file, f"unknown class '{subject.group}'")
    for member in subject.members:
        if member not in knowledge.subjects:
            raise KnowledgeError(file, f"unknown member '{member}'")
    for row in subject.recommendations:
        place = f"{file}, recommendations {row.guideline}"
        _source(knowledge, place, row.guideline)
        _prose(knowledge, place, row.population, subject.id)
    for approval in subject.approvals:
        place = f"{file}, approvals {approval.region}"
        _condition(knowledge, place, approval.when)
        for cite in approval.cites:
            _source(knowledge, place, cite.source)
    seen: set[str] = set()
    for statement in subject.statements:
        place = f"{file}, {statement.id.split('.', 1)[1]}"
        if statement.id in seen:
            raise KnowledgeError(place, "this id is given twice")
        seen.add(statement.id)
        for topic in statement.topics:
            if topic not in knowledge.topics:
                raise KnowledgeError(place, f"unknown topic '{topic}'")
        _condition(knowledge, place, statement.when)
        _condition(knowledge, place, statement.unless)
        _text(knowledge, place, statement, subject.id)
    _plan_notes(subject, seen)


def _plan_notes(subject: Subject, statements: set[str]) -> None:
    notes, place = subject.plan, f"{subject.id}.yml, plan"
    for local in (*notes.before, *notes.watch, *([notes.judge] if notes.judge else [])):
        if f"{subject.id}.{local}" not in statements:
            raise KnowledgeError(place, f"unknown statement '{local}'")
    if notes.assess_weeks and f"{subject.id}.{notes.assess_weeks}" not in subject.figures:
        raise KnowledgeError(place, f"figure '{notes.assess_weeks}' is used but not defined")


def _outline(knowledge: Knowledge) -> None:
    """The ids in the outline exist."""
    outline, place = knowledge.outline, "algorithm.yml, outline"
    steps = {step.id.split(".", 1)[1] for step in knowledge.steps}
    statements = {statement.id for subject in knowledge.subjects.values() for statement in subject.statements}
    for step in (outline.main_step, outline.topicals_step):
        if step not in steps:
            raise KnowledgeError(place, f"unknown step '{step}'")
    for statement in (*outline.in_short, *outline.not_to_use):
        if statement not in statements:
            raise KnowledgeError(place, f"unknown statement '{statement}'")
    for source in outline.main_sources:
        _source(knowledge, place, source)
    _condition(knowledge, place, outline.grown_up)
    if outline.adequate_trial not in knowledge.figures:
        raise KnowledgeError(place, f"figure '{outline.adequate_trial}' is used but not defined")


def _algorithm(knowledge: Knowledge) -> None:
    _once("algorithm.yml", [step.id for step in knowledge.steps])
    _once("safety.yml", [rule.id for rule in knowledge.rules])
    for step in knowledge.steps:
        place = f"algorithm.yml, {step.id.split('.', 1)[1]}"
        for title in step.title.values():
            _prose(knowledge, place, title, "algorithm")
        _condition(knowledge, place, step.when)
        _condition(knowledge, place, step.unless)
        _text(knowledge, place, step, "algorithm")
        _known(knowledge, place, (*step.offers, *step.follow))
    for rule in knowledge.rules:
        place = f"safety.yml, {rule.id.split('.', 1)[1]}"
        _condition(knowledge, place, rule.when)
        _condition(knowledge, place, rule.unless)
        _text(knowledge, place, rule, "safety")
        _known(knowledge, place, rule.about)


def _once(file: str, ids: list[str]) -> None:
    """No id is given twice."""
    for name in ids:
        if ids.count(name) > 1:
            raise KnowledgeError(f"{file}, {name.split('.', 1)[1]}", "this id is given twice")


def _known(knowledge: Knowledge, place: str, ids: Iterable[str]) -> None:
    for subject in ids:
        if subject not in knowledge.subjects:
            raise KnowledgeError(place, f"unknown therapy or class '{subject}'")


def _text(knowledge: Knowledge, place: str, text: Text, owner: str) -> None:
    cited = {cite.source for cite in text.cites}
    for source in cited:
        _source(knowledge, place, source)
    for audience in AUDIENCES:
        words = text.words(audience)
        _prose(knowledge, place, words, owner)
        for name in figures.used(words, owner):
            if knowledge.figures[name].source not in cited:
                raise KnowledgeError(
                    place, f"figure '{name}' is from '{knowledge.figures[name].source}', which is not cited"
                )


def _prose(knowledge: Knowledge, place: str, template: str, owner: str) -> None:
    """A text has no digit of its own and no undefined figure."""
    for name in figures.used(template, owner):
        if name not in knowledge.figures:
            raise KnowledgeError(place, f"figure '{name}' is used but not defined")
    rest = figures.PLACEHOLDER.sub(" ", template)
    for name in sorted(knowledge.names, key=len, reverse=True):
        rest = rest.replace(name, " ")
    if "{" in rest or "}" in rest:
        raise KnowledgeError(place, "a brace that is no placeholder")
    digit = DIGIT.search(rest)
    if digit:
        around = rest[max(0, digit.start() - 20) : digit.end() + 20].strip()
        raise KnowledgeError(place, f"free digit in prose: '{around}'")


def _source(knowledge: Knowledge, place: str, source: str) -> None:
    if source not in knowledge.sources:
        raise KnowledgeError(place, f"missing source '{source}'")


def _condition(knowledge: Knowledge, place: str, condition: Condition) -> None:
    for name, wanted in condition.items():
        if name in knowledge.derived:
            values = knowledge.derived[name]["values"]
            allowed = set(knowledge.subjects) if values == "therapies" else set(values)
        elif name in knowledge.facts:
            fact = knowledge.facts[name]
            if fact.kind == "number":
                _band(place, name, wanted)
                continue
            allowed = set(knowledge.subjects) if fact.kind == "therapy" else set(fact.values)
        else:
            raise KnowledgeError(place, f"unknown fact '{name}'")
        for value in wanted:
            if value not in allowed:
                raise KnowledgeError(place, f"unknown value '{value}' of fact '{name}'")


def _band(place: str, name: str, wanted: object) -> None:
    if not isinstance(wanted, dict) or not wanted or not all(isinstance(v, (int, float)) for v in wanted.values()):
        raise KnowledgeError(place, f"'{name}' is a number and takes {{from: ..., under: ...}}")
    if wanted.get("from", -1) >= wanted.get("under", float("inf")):
        raise KnowledgeError(place, f"the band of '{name}' is empty: 'from' is not below 'under'")
