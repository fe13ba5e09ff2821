"""What the classifier sees of a message: names become one word, and so does the condition."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from nlu.components.tokenizer import ClinicalTokenizer, names


def tokens(text: str) -> list[str]:
    tokenizer = ClinicalTokenizer(ClinicalTokenizer.get_default_config())
    return [token.text for token in tokenizer.tokenize(Message({"text": text}), "text")]


@pytest.mark.parametrize("drug", ["AZA", "methotrexate", "Dupixent", "dupilumb"])
def test_a_question_reads_alike_whatever_the_drug(drug: str) -> None:
    assert tokens(f"labs on {drug}") == ["labs", "on", "therapyname"]


@pytest.mark.parametrize(
    "condition", ["AD", "eczema", "my eczema", "severe atopic dermatitis", "moderate-to-severe AD", "her exzema"]
)
def test_it_reads_alike_whatever_the_condition_is_called(condition: str) -> None:
    assert tokens(f"labs on AZA for {condition}") == ["labs", "on", "therapyname", "conditionname"]


def test_a_longer_name_is_not_cut() -> None:
    assert tokens("eczema herpeticum signs") == ["guidename", "signs"]
    assert [name for _, _, name in names("ADA against dupilumab")] == ["therapyname"]
