"""The statements that a question is about come first."""

from __future__ import annotations

import pytest

from knowledge.load import knowledge
from knowledge.patient import Patient
from knowledge.relevance import by_question
from knowledge.topics import answer, select


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("has anyone got serum sickness from it", "serum sickness"),
        ("does the body make antibodies against it", "antibod"),
        ("how many discontinued because of side effects", "stopp"),
    ],
)
def test_a_question_on_one_fact_gets_that_fact_first(question: str, words: str) -> None:
    told = answer(knowledge(), Patient(knowledge(), {}), "safety", ["dupilumab"], "clinician", 0, question)
    assert any(words in line.lower() for line in told.lines[1:3]), told.text


def test_ordering_neither_adds_nor_drops_a_statement() -> None:
    statements = select(Patient(knowledge(), {}), knowledge().subjects["dupilumab"], "safety")
    assert sorted(s.id for s in by_question(statements, "eyes and serum sickness")) == sorted(s.id for s in statements)


def test_a_question_that_shares_no_word_keeps_the_order() -> None:
    statements = select(Patient(knowledge(), {}), knowledge().subjects["dupilumab"], "safety")
    assert by_question(statements, "qqqq zzzz") == statements
