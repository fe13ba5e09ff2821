"""Therapies side by side: a small table, for this patient where one is known, with head-to-head trials before it.

A row is left out, and offered as a question instead, once the table has as many words as a reply may have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge import figures
from knowledge.against import say_against
from knowledge.answer import Answer, Composer, capital, word_count
from knowledge.approved import approved
from knowledge.base import Knowledge
from knowledge.grades import grade
from knowledge.model import Statement, Subject, Verdict
from knowledge.options import weigh
from knowledge.patient import Patient
from knowledge.plan import urgent_rules
from knowledge.selection import select

MOST, FEWEST = 4, 2
"""Therapies in one table."""
WORDS = 230
"""Words of a table, its references left out."""
AGAINST = 70
"""Words after which what speaks against a further therapy is left to its verdict."""
GRADE = 20
"""About how many words a guideline grade has."""
OPEN = 2
"""How many of the facts on which a verdict depends are named."""
SHORT = 3
"""Words up to which a cell is said again where the one before it says the same."""
ASKED = 6
"""How many of the nearest statements tell what the comparison is about."""
ROUTES = {
    "clinician": {"injection": "injection", "oral": "oral", "light": "light", "topical": "topical"},
    "patient": {"injection": "injection", "oral": "by mouth", "light": "light treatment", "topical": "on the skin"},
}
TOPICS = ("boxed_warning", "efficacy", "pregnancy", "monitoring", "safety")
"""Rows that are a statement on a topic each, in the order in which they are worth their words."""


def compare(
    knowledge: Knowledge, patient: Patient, audience: str, subjects: Sequence[str], nearest: Sequence[str] = ()
) -> Answer:
    """Two to four therapies side by side.

    Args:
        knowledge: what is known.
        patient: whose facts decide the verdict, the dose and which statements hold.
        audience: clinician or patient.
        subjects: ids of what is compared; of fewer than two the therapies are asked for.
        nearest: ids of the statements nearest to the question; the rows on their topics come first.
    """
    composer = Composer(knowledge, audience, subjects=list(subjects[:MOST]), clinical=True)
    compared = [knowledge.subjects[subject] for subject in subjects[:MOST]]
    if len(compared) < FEWEST:
        return _which(composer)
    urgent = urgent_rules(knowledge, patient)
    composer.urgent(urgent)
    for subject in compared:
        if word_count(composer.lines) < AGAINST:
            say_against(composer, patient, subject)
    trials = _head_to_head(patient, compared)
    composer.say(*[f"**{composer.notice('head-to-head')}** {composer.words(trial)}" for trial in trials])
    composer.say(
        _line(composer, "", [capital(subject.name) for subject in compared]), "|---" * (len(compared) + 1) + "|"
    )
    composer.say(_line(composer, composer.notice("row-kind"), [_kind(composer, subject) for subject in compared]))
    if set(patient.facts) - {"audience", "region"} and not urgent:
        _say_here(composer, patient, compared)
    if any(subject.approvals for subject in compared):
        composer.say(
            _line(composer, composer.notice("row-approved"), [approved(composer, patient, s) for s in compared])
        )
    if any(subject.recommendations for subject in compared) and word_count(composer.lines) <= WORDS - GRADE * len(
        compared
    ):
        composer.say(_line(composer, composer.notice("row-grade"), [_grade(composer, subject) for subject in compared]))
    _say_topics(composer, patient, compared, nearest, trials)
    composer.say(composer.notice("compare-warning"))
    return composer.done()


def _line(composer: Composer, title: str, cells: Sequence[str]) -> str:
    """A line of the table; what is said of the therapy before already is not said again, and what is not known is."""
    empty, same = composer.notice("row-empty"), composer.notice("row-same")
    told = [
        same if cell and cell == before and len(cell.split()) > SHORT else cell or empty
        for before, cell in zip(["", *cells], cells, strict=False)
    ]
    return f"| {title} | {' | '.join(told)} |"


def _kind(composer: Composer, subject: Subject) -> str:
    """The class and the route of a therapy."""
    group = composer.knowledge.subjects[subject.group].name if subject.group else ""
    return ", ".join(filter(None, [group, ROUTES[composer.audience].get(subject.route, "")]))


def _say_here(composer: Composer, patient: Patient, compared: Sequence[Subject]) -> None:
    """The verdict on each therapy for the patient, with the dose if there is room; what is only named is offered."""
    options = [weigh(composer.knowledge, patient, s.id) if s.kind == "therapy" else None for s in compared]
    doses = [option.regimen[0] for option in options if option and option.regimen]
    room = word_count(composer.lines) + sum(_length(composer, dose) for dose in doses) <= WORDS
    cells = []
    for option in options:
        told = ""
        if option:
            composer.verdicts.append((option.therapy.id, option.verdict.value))
            dose = f": {composer.words(option.regimen[0])}" if option.regimen and room else ""
            told = option.verdict.value + dose
            if option.verdict is Verdict.UNDECIDED:
                told += f" ({composer.labels(option.missing[:OPEN])})"
            elif not option.verdict.usable:
                composer.offer(f"Why not {option.therapy.name}?", "ask_why_not", subject=option.therapy.id)
            elif not room:
                composer.offer(f"Dose ({option.therapy.name})", "ask_dosing", subject=option.therapy.id)
        cells.append(told)
    composer.say(_line(composer, composer.notice("row-here"), cells))


def _grade(composer: Composer, subject: Subject) -> str:
    """The newest guideline grade of a therapy."""
    rows = sorted(subject.recommendations, key=lambda row: -composer.knowledge.sources[row.guideline].year)
    return grade(composer, rows[0], subject.id) if rows else ""


def _say_topics(
    composer: Composer, patient: Patient, compared: Sequence[Subject], nearest: Sequence[str], said: Sequence[Statement]
) -> None:
    """A row for each topic while there is room, what the question is near to first; the others are offered."""
    known = composer.knowledge
    asked = [topic for name in nearest[:ASKED] for topic in known.statement(name).topics if topic in TOPICS]
    words, told = word_count(composer.lines), {trial.cites[0].source for trial in said}
    for topic in dict.fromkeys([*asked, *TOPICS]):
        found = [
            [s for s in select(patient, subject, topic) if s.cites[0].source not in told][:1] for subject in compared
        ]
        count = sum(_length(composer, statement) for cell in found for statement in cell)
        if not count:
            continue
        if words + count > WORDS:
            title = capital(known.topics[topic]["title"])
            composer.offer(title, f"ask_{topic}", subject=[subject.id for subject in compared])
            continue
        words += count
        cells = [" ".join(composer.words(statement) for statement in cell) for cell in found]
        composer.say(_line(composer, known.topics[topic]["title"], cells))


def _length(composer: Composer, statement: Statement) -> int:
    """The words of a statement as it is said."""
    return len(figures.fill(statement.words(composer.audience), statement.subject, composer.knowledge).split())


def _head_to_head(patient: Patient, compared: Sequence[Subject]) -> list[Statement]:
    """Statements on a trial of one of the therapies against another of them, one a trial."""
    found: dict[str, Statement] = {}
    for subject in compared:
        others = "|".join(re.escape(other.name) for other in compared if other is not subject)
        for statement in select(patient, subject, "efficacy"):
            if "efficacy" in statement.topics and re.search(rf"\b(?:{others})\b", statement.clinician, re.I):
                found.setdefault(statement.cites[0].source, statement)
    return list(found.values())[:2]


def _which(composer: Composer) -> Answer:
    """Asks for the therapies of a comparison, with the usual pairs on offer."""
    composer.say(composer.notice("compare-which"))
    composer.subjects.clear()
    composer.clinical = False
    main = composer.knowledge.step(composer.knowledge.outline.main_step).offers[0]
    for therapy in composer.knowledge.steps_offer(4):
        first, other = composer.knowledge.subjects[main], composer.knowledge.subjects[therapy]
        composer.offer(f"{capital(first.name)} or {other.name}", "ask_comparison", subject=[main, therapy])
    return composer.done()
