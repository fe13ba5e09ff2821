"""What a message is: red flags, facts, questions, moves, and what is nobody's."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.load import knowledge
from nlu.settling.intent import FACTS, FALLBACK
from nlu.settling.ranking import EMERGENCY
from nlu.settling.settle import settle
from nlu.settling.turn import NO_CONTEXT, Context, Settled

ASKING = Context(asking=True)


def settled(
    text: str, guess: str, sure: float = 0.9, known: dict[str, Any] | None = None, context: Context = NO_CONTEXT
) -> Settled:
    ranking = [{"name": guess, "confidence": sure}, {"name": "greet", "confidence": 0.01}]
    return settle(text, ranking, known or {}, context)


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("34F EASI 24, punched-out erosions on the cheeks", FACTS),
        ("my throat is closing, what is the dose of dupilumab?", "ask_dosing"),
        ("I want to end my life", "abuse"),
        ("new patient, clustered vesicles and fever", "new_patient"),
        ("stop, I can't breathe", "stop_assessment"),
    ],
)
@pytest.mark.parametrize("context", [NO_CONTEXT, ASKING])
def test_a_red_flag_comes_before_everything_else(text: str, guess: str, context: Context) -> None:
    assert settled(text, guess, context=context).intent == EMERGENCY


def test_a_red_flag_keeps_the_facts_beside_it() -> None:
    found = settled("34F EASI 24, punched-out erosions on the cheeks", FACTS)
    assert {"age": 34, "easi": 24, "infection": "herpetic"}.items() <= found.stated.items()


def test_a_red_flag_that_is_only_supposed_is_answered_but_not_stored() -> None:
    found = settled("what if she had punched-out erosions?", "ask_dosing")
    assert found.intent == EMERGENCY and "infection" not in found.stated


def test_a_red_flag_that_is_denied_is_none() -> None:
    assert settled("no punched-out erosions, age 34", FACTS).intent == FACTS


def test_a_guess_of_an_emergency_alone_must_be_sure() -> None:
    assert settled("this is urgent", EMERGENCY, 0.9).intent == EMERGENCY
    assert settled("this is urgent", EMERGENCY, 0.3).intent == FALLBACK


@pytest.mark.parametrize(
    ("guess", "sure"), [(FACTS, 0.9), ("ask_dosing", 0.3), ("start_assessment", 0.9), ("greet", 0.9)]
)
def test_facts_without_a_question_are_facts_whatever_the_guess(guess: str, sure: float) -> None:
    found = settled("34F EASI 24", guess, sure)
    assert found.intent == FACTS and found.stated == {"age": 34, "sex": "female", "easi": 24}


@pytest.mark.parametrize("text", ["what is the dose of dupilumab at 27 kg?", "dose of dupilumab at 27 kg"])
def test_a_question_keeps_its_topic_and_only_supposes(text: str) -> None:
    found = settled(text, "ask_dosing")
    assert (found.intent, found.stated, found.supposed) == ("ask_dosing", {}, {"weight": 27})
    assert found.subjects == ["dupilumab"]


def test_a_question_for_the_plan_of_a_described_patient_starts_the_assessment() -> None:
    assert settled("my patient is 34F with EASI 24, what next?", "ask_next_step").intent == FACTS


def test_a_number_that_is_implausible_is_still_a_fact_to_talk_about() -> None:
    found = settled("the weight is 900 kg", FACTS)
    assert found.intent == FACTS and found.stated == {} and found.implausible == {"weight": 900}


def test_a_short_follow_up_keeps_the_last_topic() -> None:
    context = Context(last_topic="ask_dosing", subjects=("dupilumab",))
    found = settled("and if 29?", FACTS, 0.4, {"weight": 31.0}, context)
    assert (found.intent, found.supposed) == ("ask_dosing", {"weight": 29})


def test_another_therapy_alone_is_asked_the_last_question() -> None:
    context = Context(last_topic="ask_monitoring", subjects=("dupilumab",))
    found = settled("and tralokinumab?", "ask_overview", 0.7, context=context)
    assert (found.intent, found.subjects) == ("ask_monitoring", ["tralokinumab"])


def test_a_follow_up_with_a_topic_of_its_own_changes_the_topic() -> None:
    context = Context(last_topic="ask_monitoring", subjects=("dupilumab",))
    assert settled("and the dose of tralokinumab?", "ask_dosing", context=context).intent == "ask_dosing"


def test_a_follow_up_to_nothing_keeps_its_guess() -> None:
    assert settled("and tralokinumab?", "ask_overview", 0.7).intent == "ask_overview"


def test_a_yes_takes_what_was_offered_and_else_stays_a_yes() -> None:
    assert settled("yes please", "affirm", context=Context(offered="start_assessment")).intent == "start_assessment"
    assert settled("yes please", "affirm").intent == "affirm"


@pytest.mark.parametrize("text", ["what is the dose of omalizumab?", "how is psoriasis treated?"])
def test_what_is_of_others_is_out_of_scope(text: str) -> None:
    assert settled(text, "ask_dosing").intent == "out_of_scope"


def test_a_medicine_of_others_beside_one_of_ours_stays_a_question_on_ours() -> None:
    found = settled("does dupilumab interact with warfarin?", "ask_interaction")
    assert (found.intent, found.subjects) == ("ask_interaction", ["dupilumab"])


@pytest.mark.parametrize("guess", ["ask_dosing", "give_facts", "greet", "deny", "thanks", "out_of_scope"])
def test_a_weak_guess_without_support_is_not_understood(guess: str) -> None:
    assert settled("xyzzy plugh", guess, 0.15).intent == FALLBACK


def test_no_guess_at_all_is_not_understood() -> None:
    assert settle("xyzzy plugh", [], {}).intent == FALLBACK


def test_a_weak_guess_is_enough_for_a_question_on_a_named_therapy() -> None:
    assert settled("methotrexate bloods", "ask_monitoring", 0.25).intent == "ask_monitoring"


@pytest.mark.parametrize("intent", ["greet", "thanks", "goodbye", "apology", "abuse"])
def test_small_talk_that_is_sure_stays_small_talk(intent: str) -> None:
    assert settled("hello there", intent).intent == intent


@pytest.mark.parametrize(
    ("text", "guess", "stated"),
    [("no", "deny", {"infection": "none"}), ("not sure", "dont_know", {"infection": "unsure"})],
)
def test_a_bare_answer_belongs_to_the_question_asked(text: str, guess: str, stated: dict[str, str]) -> None:
    found = settled(text, guess, context=ASKING)
    assert (found.intent, found.stated) == (FACTS, stated)


def test_without_a_question_a_no_answers_nothing() -> None:
    found = settled("no", "deny")
    assert (found.intent, found.stated) == ("deny", {})


def test_an_implausible_bare_answer_is_questioned() -> None:
    found = settled("900", FALLBACK, 0.3, {"infection": "none"}, ASKING)
    assert (found.intent, found.stated, found.implausible) == (FACTS, {}, {"age": 900})


def test_a_question_in_the_form_is_a_digression_and_answers_nothing() -> None:
    found = settled("what is a JAK inhibitor?", "ask_overview", known={"infection": "none"}, context=ASKING)
    assert (found.intent, found.stated) == ("ask_overview", {})


def test_the_weather_is_out_of_scope_even_in_the_form() -> None:
    assert settled("what about tomorrow's weather", "out_of_scope", context=ASKING).intent == "out_of_scope"


@pytest.mark.parametrize("move", ["stop_assessment", "resume_assessment", "recap", "repeat_recommendation", "ask_why"])
def test_a_move_that_is_sure_is_made(move: str) -> None:
    assert settled("let us do that", move, context=ASKING).intent == move


def test_a_new_patient_may_bring_facts_along() -> None:
    found = settled("new patient, 9 yo boy 27 kg", "new_patient", known={"age": 40.0})
    assert found.intent == "new_patient" and found.stated == {"age": 9, "weight": 27, "sex": "male"}


def test_a_new_patient_inherits_no_treatment_of_the_old_one() -> None:
    known = {"systemic_history": {"dupilumab": "failed"}, "topical_products": ["mometasone"]}
    found = settled("new patient, failed methotrexate and clobetasol", "new_patient", known=known)
    assert found.stated["systemic_history"] == {"methotrexate": "failed"}
    assert found.stated["topical_products"] == ["clobetasol"]


@pytest.mark.parametrize(("text", "intent"), [("I'm a GP", "set_audience"), ("I am in Germany", "set_region")])
def test_who_writes_and_where_is_noted(text: str, intent: str) -> None:
    assert settled(text, "greet", 0.4).intent == intent


RED_FLAGS = [
    (fact, word)
    for fact in ("eye_emergency", "anaphylaxis", "erythroderma", "self_harm", "infection")
    for value, listed in knowledge().facts[fact].words.items()
    if value in ("yes", "herpetic")
    for word in listed
]


def test_every_word_for_a_red_flag_raises_it() -> None:
    missed = [word for _, word in RED_FLAGS if settled(f"help, {word}", FACTS).intent != EMERGENCY]
    assert RED_FLAGS and missed == []


@pytest.mark.parametrize("text", ["what if there are punched-out erosions?", "if the throat is closing, what to do?"])
def test_a_red_flag_behind_an_if_is_still_answered(text: str) -> None:
    assert settled(text, "ask_treatment").intent == EMERGENCY


@pytest.mark.parametrize("text", ["pregnant and on methotrexate", "pregnant, currently on methotrexate"])
def test_a_pregnancy_on_a_harmful_treatment_is_a_red_flag(text: str) -> None:
    assert settled(text, FACTS).intent == EMERGENCY


def test_a_supposition_with_a_number_that_is_not_understood_is_not_answered() -> None:
    told = settle(
        "and if she were a 9 with 30 kg?", [{"name": "repeat_recommendation", "confidence": 0.9}], {"age": 34}
    )
    assert told.intent == "nlu_fallback"


def test_a_supposed_age_and_weight_are_both_understood() -> None:
    told = settle("and if she were 9 and 30 kg?", [{"name": "repeat_recommendation", "confidence": 0.9}], {"age": 34})
    assert (told.supposed["age"], told.supposed["weight"]) == (9, 30)


@pytest.mark.parametrize(("text", "intent"), [("does nothing", FACTS), ("works well", "ask_children")])
def test_a_child_whose_treatment_fails_is_assessed(text: str, intent: str) -> None:
    told = f"15yo 52 kg on dupixent 5 months, it {text}. must he stop it before the next thing?"
    assert settled(told, "ask_children").intent == intent
