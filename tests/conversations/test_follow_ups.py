"""Questions on every therapy of the source document, in words that no training example has."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz import fuzz, process

from knowledge.load import knowledge
from nlu.components.tuning import examples

ROOT = Path(__file__).parents[2]
NAMES = {
    "dupilumab": "Dupixent",
    "tralokinumab": "tralokinumab",
    "upadacitinib": "Rinvoq",
    "abrocitinib": "abrocitinib",
    "baricitinib": "baricitinib",
    "cyclosporine": "ciclosporin",
    "methotrexate": "methotrexate",
    "azathioprine": "azathioprine",
    "mycophenolate": "mycophenolate mofetil",
    "phototherapy": "narrowband UVB",
    "systemic-corticosteroids": "oral prednisolone",
    "topical-corticosteroids": "topical corticosteroids",
    "topical-calcineurin-inhibitors": "tacrolimus ointment",
    "emollients": "emollients",
}
WORDINGS = {
    "dosing": "In which dose, and how frequently, would a grown-up be given {name}?",
    "safety": "What adverse reactions should I warn about when I prescribe {name}?",
    "pregnancy": "My patient just learnt that she is expecting: may {name} go on during pregnancy?",
    "monitoring": "Which blood tests have to be checked at intervals while someone is on {name}?",
    "efficacy": "How effective was {name} in the published eczema trials?",
    "interaction": "Which other medicines interact badly with {name}?",
    "children": "From what age may children be given {name}?",
}
PAIRS = [
    (therapy, topic)
    for therapy in NAMES
    for topic in WORDINGS
    if any(topic in statement.topics for statement in knowledge().subjects[therapy].statements)
]


@lru_cache(maxsize=1)
def trained() -> list[str]:
    """Every training example."""
    return [text.lower() for text, _ in examples()]


def is_new(question: str) -> bool:
    """Whether no training example is nearly the same."""
    best = process.extractOne(question.lower(), trained(), scorer=fuzz.ratio)
    return best is None or best[1] < 90


def is_whole(reply: Any, *therapies: str) -> None:
    """A clinical answer: on these therapies alone, every mark in the reference list, the disclaimer at the end."""
    assert reply.custom.get("subjects") == list(therapies), reply.text
    owners = {name.split(".")[0] for name in reply.custom["statements"]} - {"safety", "algorithm"}
    members = {member for therapy in therapies for member in knowledge().subjects[therapy].members}
    assert owners and owners <= set(therapies) | members, owners
    said, _, listed = reply.text.partition("\nSources:\n")
    assert set(re.findall(r"\[(\d+)\]", said)) == set(re.findall(r"^\[(\d+)\]", listed, re.M))
    assert "pending human review" in reply.text.splitlines()[-1]


def is_on(reply: Any, topic: str) -> None:
    """Every statement of the therapy belongs to the topic."""
    by_id = {statement.id: statement for subject in knowledge().subjects.values() for statement in subject.statements}
    for name in reply.custom["statements"]:
        if name in by_id:
            assert topic in by_id[name].topics, (name, topic)


@pytest.mark.parametrize("topic", WORDINGS)
@pytest.mark.parametrize("therapy", NAMES)
def test_the_questions_of_this_file_are_no_training_examples(therapy: str, topic: str) -> None:
    assert is_new(WORDINGS[topic].format(name=NAMES[therapy]))


@pytest.mark.parametrize(("therapy", "topic"), PAIRS)
def test_every_therapy_answers_on_its_topics(chat: Any, therapy: str, topic: str) -> None:
    reply = chat.say(WORDINGS[topic].format(name=NAMES[therapy]))
    is_whole(reply, therapy)
    is_on(reply, topic)


@pytest.mark.parametrize("therapy", ["dupilumab", "methotrexate"])
def test_unwanted_effects_are_side_effects_and_not_interactions(chat: Any, therapy: str) -> None:
    reply = chat.say(f"Which unwanted effects must I mention when I hand somebody {NAMES[therapy]}?")
    is_whole(reply, therapy)
    is_on(reply, "safety")


@pytest.mark.parametrize("therapy", NAMES)
def test_a_topic_without_a_statement_is_said_to_have_none(chat: Any, therapy: str) -> None:
    for topic in sorted(set(WORDINGS) - {topic for name, topic in PAIRS if name == therapy}):
        reply = chat.say(WORDINGS[topic].format(name=NAMES[therapy]))
        assert "no verified statement" in reply.text and reply.custom["subjects"] == [therapy], reply.text


@pytest.mark.parametrize("therapy", NAMES)
def test_a_pronoun_keeps_the_therapy(chat: Any, therapy: str) -> None:
    chat.say(f"please explain to me what {NAMES[therapy]} does in eczema")
    reply = chat.say("and its side effects?")
    is_whole(reply, therapy)
    is_on(reply, "safety")


@pytest.mark.parametrize("therapy", ["tralokinumab", "abrocitinib", "cyclosporine", "phototherapy"])
def test_a_short_follow_up_on_another_therapy_keeps_the_topic(chat: Any, therapy: str) -> None:
    chat.say(WORDINGS["safety"].format(name="Rinvoq"))
    reply = chat.say(f"and {NAMES[therapy]}?")
    is_whole(reply, therapy)
    is_on(reply, "safety")


def test_the_last_therapy_counts_and_not_the_first(chat: Any) -> None:
    chat.say("please explain to me what dupilumab does in eczema")
    chat.say("please explain to me what azathioprine does in eczema")
    is_whole(chat.say("and how is it monitored?"), "azathioprine")


def test_a_region_named_after_a_dose_question_asks_it_again_for_that_region(chat: Any) -> None:
    chat.say("In which dose, and how frequently, would a child of 9 years and 40 kg be given Dupixent?")
    reply = chat.say("and in Europe?")
    is_whole(reply, "dupilumab")
    assert "day 15" in reply.text


def test_a_licence_question_follows_the_region(chat: Any) -> None:
    chat.say("my hospital is in Germany")
    reply = chat.say("for whom is baricitinib licensed?")
    is_whole(reply, "baricitinib")
    assert "EU" in reply.text or "Europe" in reply.text


def test_a_change_of_reader_changes_the_words_and_not_the_figures(chat: Any) -> None:
    question = "In which dose, and how frequently, would a grown-up be given Dupixent?"
    clinical = chat.say(question)
    chat.say("I am the patient, explain it in plain words")
    plain = chat.say(question)
    is_whole(plain, "dupilumab")
    assert clinical.text != plain.text and "not medical advice" in plain.text
    assert {"600", "300"} <= set(re.findall(r"(\d+) mg", clinical.text)) & set(re.findall(r"(\d+) mg", plain.text))


@pytest.mark.parametrize(("first", "second"), [("dupilumab", "upadacitinib"), ("methotrexate", "cyclosporine")])
def test_a_comparison_covers_both_and_only_both(chat: Any, first: str, second: str) -> None:
    is_whole(chat.say(f"put {NAMES[first]} and {NAMES[second]} side by side: which is the better one?"), first, second)


def test_a_question_without_a_therapy_asks_which_one_and_the_choice_is_answered(chat: Any) -> None:
    reply = chat.say("how much should be injected and how often?")
    assert "Which therapy" in reply.text
    is_whole(chat.say(reply.payloads["Dupilumab"]), "dupilumab")


def test_after_a_recommendation_a_bare_question_is_on_what_was_recommended(chat: Any) -> None:
    chat.finish(chat.state({"age": 40, "sex": "male"}))
    for question, topic in (("which unwanted effects does it have?", "safety"), ("how effective is it?", "efficacy")):
        reply = chat.say(question)
        is_whole(reply, "dupilumab")
        is_on(reply, topic)


def test_a_drug_that_is_not_in_the_knowledge_is_not_taken_for_one_that_is(chat: Any) -> None:
    for drug in ("omalizumab", "ustekinumab", "tofacitinib"):
        reply = chat.say(f"which dose of {drug} works in eczema?")
        assert " mg" not in reply.text, reply.text
