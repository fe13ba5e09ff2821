"""The statements that a question comes nearest to."""

from __future__ import annotations

import pytest

from knowledge.load import knowledge
from nlu.settling.nearness import in_order, meant, nearness


@pytest.mark.parametrize(
    ("question", "subject", "statement"),
    [
        ("has anyone got serum sickness from it", "dupilumab", "dupilumab.serum-sickness"),
        ("who may inject it at home", "dupilumab", "dupilumab.who-injects"),
        ("a dry cough on it", "methotrexate", "methotrexate.lung"),
    ],
)
def test_rare_words_alone_find_the_statement(question: str, subject: str, statement: str) -> None:
    assert next(iter(nearness({}, question, [subject]))) == statement


def test_meaning_outweighs_a_shared_word() -> None:
    near = nearness({"dupilumab.anti-drug-antibodies": 0.7}, "does the body fight it off", ["dupilumab"])
    assert next(iter(near)) == "dupilumab.anti-drug-antibodies"


def test_only_statements_of_the_subjects_are_near() -> None:
    near = nearness({"methotrexate.lung": 0.9}, "cough", ["dupilumab", "no such subject"])
    assert near and all(name.startswith("dupilumab.") for name in near)


def test_statements_on_children_wait_until_children_are_spoken_of() -> None:
    said = {"dupilumab.efficacy-preschool": 0.9, "dupilumab.efficacy-with-steroids": 0.7}
    assert next(iter(nearness(said, "how many got clear", ["dupilumab"]))) == "dupilumab.efficacy-with-steroids"
    assert next(iter(nearness(said, "how many kids got clear", ["dupilumab"]))) == "dupilumab.efficacy-preschool"


def test_a_statement_on_another_topic_leads_only_where_the_topic_is_unclear() -> None:
    close = {"dupilumab.serum-sickness": 0.6, "dupilumab.dose-adult": 0.5}
    far = {"dupilumab.serum-sickness": 0.9, "dupilumab.dose-adult": 0.5}
    assert in_order(close, "dosing", clear=False) == ["dupilumab.dose-adult"]
    assert in_order(far, "dosing", clear=False) == ["dupilumab.serum-sickness", "dupilumab.dose-adult"]
    assert in_order(far, "dosing") == ["dupilumab.dose-adult"]


def test_a_question_without_a_name_may_mean_a_guide_but_never_a_drug() -> None:
    found = {"bacterial-superinfection.usual-cause": 0.7}
    assert meant(found, "what germ is it", "recognition") == ["bacterial-superinfection"]
    assert meant(found, "what germ is it", "missed_dose") == []
    assert meant({"dupilumab.dose-adult": 0.99}, "how much of it", "dosing") == []
    assert meant({"bacterial-superinfection.usual-cause": 0.3}, "what is it", "recognition") == []


def test_a_class_is_meant_only_where_words_and_meaning_agree() -> None:
    statement = knowledge().subjects["jak-inhibitors"].statements[0].id
    assert meant({statement: 0.6}, "qqqq zzzz", "overview") == []
