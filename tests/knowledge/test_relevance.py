"""The statements that a question is about come first."""

from __future__ import annotations

import pytest

from knowledge.load import knowledge
from knowledge.model import Statement
from knowledge.patient import Patient
from knowledge.relevance import nearest_first, shared_words
from knowledge.topics import answer, select


def _safety() -> list[Statement]:
    return select(Patient(knowledge(), {}), knowledge().subjects["dupilumab"], "safety")


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("has anyone got serum sickness from it", "dupilumab.serum-sickness"),
        ("does the body make antibodies against it", "dupilumab.anti-drug-antibodies"),
        ("is it well tolerated", "dupilumab.tolerability"),
    ],
)
def test_a_statement_with_the_rare_words_of_a_question_shares_most(question: str, statement: str) -> None:
    statements = list(knowledge().subjects["dupilumab"].statements)
    shares = shared_words(statements, question)
    assert statement == statements[shares.index(max(shares))].id


def test_no_share_is_above_one_and_none_without_a_common_word() -> None:
    statements = _safety()
    assert all(0 <= share <= 1 for share in shared_words(statements, "eyes and serum sickness"))
    assert set(shared_words(statements, "qqqq zzzz")) == {0.0}


def test_ordering_neither_adds_nor_drops_a_statement() -> None:
    statements = _safety()
    ordered = nearest_first(statements, [statements[3].id, "unknown.statement", statements[2].id])
    assert ordered == [statements[3], statements[0], statements[2], statements[1], *statements[4:]]


def test_the_nearest_statement_leads_the_answer() -> None:
    told = answer(
        knowledge(), Patient(knowledge(), {}), "safety", ["dupilumab"], "clinician", 0, ["dupilumab.serum-sickness"]
    )
    assert "serum sickness" in told.lines[1].lower(), told.text


def test_what_is_verified_is_said_before_what_is_not() -> None:
    known, mixed = knowledge(), 0
    for subject in known.subjects.values():
        for topic in {topic for statement in subject.statements for topic in statement.topics}:
            shown = answer(known, Patient(known, {"region": "us"}), topic, [subject.id], "clinician").statements
            sure = [s.verified == "high" for name in shown for s in subject.statements if s.id == name]
            assert sure == sorted(sure, reverse=True), (subject.id, topic)
            mixed += len(set(sure)) > 1
    assert mixed
