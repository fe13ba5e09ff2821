"""Every number in a reply can be traced to a figure of the statements, steps and rules behind it."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest

from knowledge import figures, general, steps, topics
from knowledge.advice import recommend
from knowledge.answer import Answer
from knowledge.certificate import explanations
from knowledge.explain.compare import compare
from knowledge.load import knowledge
from knowledge.model import AUDIENCES
from knowledge.patient import Patient

REGIONS = ("us", "eu")
PATIENTS = 400
NUMBER = re.compile(r"\d+(?:\.\d+)?")
STEP = re.compile(r"\bstep \d(?: of 5)?\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def texts() -> dict[str, str]:
    """Id -> both templates of every statement, step and rule."""
    known = knowledge()
    every = [s for subject in known.subjects.values() for s in subject.statements]
    return {text.id: f"{text.clinician} {text.patient}" for text in (*every, *known.steps, *known.rules)}


def allowed(answer: Answer) -> set[str]:
    """The numbers that the figures of the answer's statements, and of its subjects' recommendation rows, print, and
    the youngest age and lowest weight of its subjects' approvals."""
    known, numbers = knowledge(), set[str]()
    used = [name for said in answer.statements for name in figures.used(texts()[said], said.split(".")[0])]
    for subject in answer.subjects:
        used += [name for row in known.subjects[subject].recommendations for name in figures.used(row.population, "")]
    for name in used:
        numbers |= set(NUMBER.findall(figures.print_figure(known.figures[name], known.units)))
    return numbers | {figures.number(value) for subject in answer.subjects for value in youngest(subject)}


def youngest(subject: str) -> set[float]:
    """The ages, the first of them in months too, and weights from which a therapy is approved."""
    rows = [row.when for row in knowledge().subjects[subject].approvals]
    found = [band["from"] for when in rows for name in ("age", "weight") if (band := when.get(name)) and "from" in band]
    return {*found, *(value * 12 for value in found if value < 1)}


def printed(answer: Answer) -> set[str]:
    """The numbers of an answer that a figure has to account for."""
    known = knowledge()
    said = "\n".join(answer.lines)
    said = re.sub(r"\[\d+\]", "", said)
    said = STEP.sub("", re.sub(r"^\d\. ", "", said, flags=re.MULTILINE))
    shorts = [reference.source.short for reference in answer.references]
    forms = [form.split(" (")[0] for product in known.products.values() for form in product.forms]
    for name in sorted((*known.names, *shorts, *forms), key=len, reverse=True):
        said = said.replace(name, " ")
    return set(NUMBER.findall(said))


def untraced(answer: Answer) -> set[str]:
    return printed(answer) - allowed(answer)


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("subject", knowledge().subjects)
def test_every_number_in_an_answer_on_a_subject_is_a_figure(subject: str, region: str, audience: str) -> None:
    for topic in knowledge().topics:
        for facts in ({}, {"age": 40}, {"age": 9, "weight": 30}):
            patient = Patient(knowledge(), {"region": region, **facts})
            for skip in (0, topics.MOST):
                answer = topics.answer(knowledge(), patient, topic, [subject], audience, skip)
                assert not untraced(answer), (topic, facts, answer.text)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_number_in_a_general_answer_is_a_figure(audience: str) -> None:
    known, nobody = knowledge(), Patient(knowledge(), {})
    therapies = [therapy.id for therapy in known.therapies()]
    answers = [steps.algorithm(known, audience), steps.topicals(known, nobody, audience)]
    answers += [general.guide(known, subject, audience, most=99) for subject in known.subjects]
    answers += [steps.next_step(known, Patient(known, {}), [therapy], audience) for therapy in therapies]
    answers += [compare(known, nobody, audience, ["dupilumab", therapy]) for therapy in therapies]
    answers += [general.notice(known, name, audience) for name in known.notices]
    for answer in answers:
        assert not untraced(answer), answer.text


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_number_in_a_recommendation_is_a_figure(audience: str) -> None:
    steps = set()
    for facts in explanations.sampled(knowledge(), PATIENTS):
        answer = recommend(knowledge(), Patient(knowledge(), facts), audience)
        steps |= {said for said in answer.statements if said.startswith("algorithm.")}
        assert not untraced(answer), (facts, answer.text)
    assert len(steps) >= len(knowledge().steps) - 2, "the made-up patients reach too few steps"


def test_a_number_from_nowhere_would_be_noticed() -> None:
    answer = topics.answer(knowledge(), Patient(knowledge(), {"age": 40}), "dosing", ["dupilumab"], "clinician")
    assert "600" in printed(answer) and not untraced(answer)
    assert untraced(Answer(lines=("Give 475 mg. [1]",), statements=answer.statements)) == {"475"}
