"""Bare answers, read in the light of the question that was asked."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.load import knowledge
from nlu.reading.answers import bare

GROUP = ("vte", "smoking", "cancer")
UNDECIDED = {"systemic_history": {"methotrexate": "used", "dupilumab": "failed"}}


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("age", "9", 9),
        ("age", "about 12", 12),
        ("age", "45 years", 45),
        ("age", "9 months", 0.75),
        ("weight", "27", 27),
        ("weight", "27,5", 27.5),
        ("weight", "70kg", 70),
        ("weight", "60 lb", 27.216),
        ("topical_weeks", "8", 8),
        ("topical_weeks", "six weeks", 6),
        ("topical_weeks", "a year", 52),
        ("current_weeks", "4 months", 17.333),
    ],
)
def test_a_bare_number_answers_a_question_on_a_number(fact: str, text: str, value: float) -> None:
    assert bare(text, (fact,), {}) == {fact: pytest.approx(value, abs=0.001)}


@pytest.mark.parametrize("text", ["9 or 10", "yes", "none", "quite old", "room 12, bed 3"])
def test_what_is_no_single_number_is_no_answer_to_a_question_on_a_number(text: str) -> None:
    assert bare(text, ("age",), {}) == {}


@pytest.mark.parametrize("text", ["none", "zero", "not at all", "none yet", "never used any"])
def test_none_of_a_span_is_no_weeks(text: str) -> None:
    assert bare(text, ("topical_weeks",), {}) == {"topical_weeks": 0} and bare(text, ("age",), {}) == {}


@pytest.mark.parametrize("text", ["six", "forty"])
def test_a_number_word_alone_answers_a_question_on_a_number(text: str) -> None:
    assert bare(text, ("age",), {}) == {"age": {"six": 6, "forty": 40}[text]}


@pytest.mark.parametrize(
    ("text", "value"), [("yes", "yes"), ("yep", "yes"), ("yes definitely", "yes"), ("no", "no"), ("nah", "no")]
)
def test_a_yes_or_no_answers_a_question_on_a_condition(text: str, value: str) -> None:
    assert bare(text, ("contact_allergy",), {}) == {"contact_allergy": value}


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("infection", "no", "none"),
        ("infection", "No infection", "none"),
        ("infection", "bacterial", "bacterial"),
        ("infection", "blisters or punched-out sores", "herpetic"),
        ("severity", "moderate", "moderate"),
        ("severity", "very severe", "severe"),
        ("topical_trial", "yes", "adequate"),
        ("topical_trial", "no", "inadequate"),
        ("topical_trial", "no creams yet", "none"),
        ("pregnancy", "no", "none"),
        ("pregnancy", "breast-feeding", "breastfeeding"),
        ("current_response", "partial", "partial"),
        ("current_response", "not adequate", "none"),
        ("current_response", "it works well", "good"),
        ("current_response", "side effects", "intolerant"),
    ],
)
def test_a_choice_is_answered_by_its_title_or_words(fact: str, text: str, value: str) -> None:
    assert bare(text, (fact,), {}) == {fact: value}


@pytest.mark.parametrize("fact", ["infection", "pregnancy", "severity", "current_response"])
def test_a_bare_yes_that_could_mean_several_things_is_no_answer(fact: str) -> None:
    assert bare("yes", (fact,), {}) == {}


def test_every_quick_reply_typed_by_hand_is_understood() -> None:
    misread = {
        (fact.id, title)
        for fact in knowledge().facts.values()
        for value, title in fact.replies.items()
        if bare(title, (fact.id,), {}) != {fact.id: {} if fact.kind == "history" else value}
    }
    assert misread == set()


@pytest.mark.parametrize(
    "text", ["none", "none of those", "no", "neither", "nope", "no to all", "No, none of these", "none that I know of"]
)
def test_none_of_these_answers_a_whole_group(text: str) -> None:
    assert bare(text, GROUP, {}) == dict.fromkeys(GROUP, "no")


def test_none_of_a_mixed_group_means_the_absence_of_each() -> None:
    assert bare("neither", ("pregnancy", "contact_allergy"), {}) == {"pregnancy": "none", "contact_allergy": "no"}


def test_a_bare_yes_to_a_group_does_not_say_which() -> None:
    assert bare("yes", GROUP, {}) == {}


@pytest.mark.parametrize(
    "text", ["not sure", "no idea", "dunno", "?", "I don't know", "I'm not sure", "not sure, sorry"]
)
@pytest.mark.parametrize("asked", [("age",), ("infection",), ("contact_allergy",), ("systemic_history",), GROUP])
def test_not_knowing_is_unsure_whatever_was_asked(asked: tuple[str, ...], text: str) -> None:
    assert bare(text, asked, {}) == dict.fromkeys(asked, "unsure")


@pytest.mark.parametrize("text", ["no idea what that is", "no clue about most of these", "no test results yet"])
@pytest.mark.parametrize("asked", [("infection",), ("contact_allergy",), ("systemic_history",), GROUP])
def test_not_knowing_in_more_words_is_never_read_as_no(asked: tuple[str, ...], text: str) -> None:
    answer = bare(text, asked, {})
    assert all(value == "unsure" for value in answer.values())


def test_yes_and_no_is_no_answer() -> None:
    assert bare("yes and no", ("contact_allergy",), {}) == {}


@pytest.mark.parametrize("text", ["no", "none", "nothing", "None so far", "never", "never had any"])
def test_no_earlier_treatment_is_an_empty_history(text: str) -> None:
    assert bare(text, ("systemic_history",), {}) == {"systemic_history": {}}


@pytest.mark.parametrize(
    ("text", "history"),
    [
        ("methotrexate", {"methotrexate": "used"}),
        ("methotrexate failed", {"methotrexate": "failed"}),
        ("tried dupilumab and ciclosporin", {"dupilumab": "used", "cyclosporine": "used"}),
        ("light therapy", {"phototherapy": "used"}),
    ],
)
def test_treatments_named_alone_were_used(text: str, history: dict[str, str]) -> None:
    assert bare(text, ("systemic_history",), {}) == {"systemic_history": history}


@pytest.mark.parametrize("text", ["yes", "not dupilumab", "mometasone"])
def test_what_names_no_systemic_treatment_is_no_answer_on_the_history(text: str) -> None:
    assert bare(text, ("systemic_history",), {}) == {}


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("failed", "failed"),
        ("no better", "failed"),
        ("not tolerated", "intolerant"),
        ("side effects", "intolerant"),
        ("helped a bit", "partial"),
        ("it worked well", "effective"),
    ],
)
def test_the_result_belongs_to_the_treatment_that_was_named_without_one(text: str, outcome: str) -> None:
    assert bare(text, ("systemic_history",), UNDECIDED) == {
        "systemic_history": {"methotrexate": outcome, "dupilumab": "failed"}
    }


def test_a_treatment_that_is_still_in_use_moves_from_the_history_to_the_present() -> None:
    assert bare("still on it", ("systemic_history",), UNDECIDED) == {
        "systemic_history": {"dupilumab": "failed"},
        "current_therapy": "methotrexate",
    }


def test_a_further_treatment_named_alone_keeps_the_earlier_ones() -> None:
    told = bare("phototherapy", ("systemic_history",), UNDECIDED)
    assert told == {"systemic_history": {**UNDECIDED["systemic_history"], "phototherapy": "used"}}


@pytest.mark.parametrize(
    ("text", "products"),
    [("mometasone", ["mometasone"]), ("betamethasone and protopic", ["betamethasone-valerate", "tacrolimus"])],
)
def test_products_named_alone_answer_the_question_on_creams(text: str, products: list[str]) -> None:
    assert bare(text, ("topical_trial",), {}) == {"topical_products": products}


def test_nothing_asked_means_nothing_answered() -> None:
    assert bare("9", (), {}) == {}


def test_a_long_message_is_no_bare_answer() -> None:
    told: dict[str, Any] = bare("no " + "and then we went to see another doctor about it " * 2, ("infection",), {})
    assert told == {}
