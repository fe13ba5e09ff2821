"""Emergencies and other signs that are told in many words: two halves close together, past events, denials."""

from __future__ import annotations

from typing import Any

import pytest

from nlu.lexicon import APART, pairs
from nlu.reading.message import read


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("minutes after the shot her tongue began to swell", {"anaphylaxis": "yes"}),
        ("lip is puffed up since the injection", {"anaphylaxis": "yes"}),
        ("his throat felt very tight", {"anaphylaxis": "yes"}),
        ("hives everywhere and wheezing", {"anaphylaxis": "yes"}),
        ("my whole skin went red and hot", {"erythroderma": "yes"}),
        ("scaling from head to toe", {"erythroderma": "yes"}),
        ("the entire household is scratching", {"scabies_signs": "yes"}),
        ("tiny tracks at the wrists, or rather fine tracks on both wrists", {"scabies_signs": "yes"}),
        ("a rash for the first time in his life", {"late_onset": "yes"}),
    ],
)
def test_two_halves_close_together_mean_the_fact(text: str, facts: dict[str, Any]) -> None:
    assert facts.items() <= read(text).stated.items()


@pytest.mark.parametrize(
    "text",
    [
        "no swelling of the lips, no tight throat",
        "dry cracked lips and tight skin",
        "red patches on the whole body",
        "family history of asthma, itchy rash",
        "her throat is fine. The hands are swollen",
        "mouth ulcers and swollen glands",
        "wheezing, gets an injection of dupilumab",
        "the whole family has eczema, the skin is itchy",
    ],
)
def test_a_denial_or_another_sentence_means_no_emergency(text: str) -> None:
    stated = read(text).stated
    assert not {"anaphylaxis", "erythroderma", "scabies_signs"} & {k for k, v in stated.items() if v == "yes"}


def test_the_halves_of_a_pair_stand_at_most_some_words_apart() -> None:
    between = " ".join(["word"] * (APART + 3))
    assert all(not pattern.search(f"lips {between} swollen") for _, pattern in pairs())


@pytest.mark.parametrize(
    "text",
    [
        "had eczema herpeticum last year", "history of eczema herpeticum", "recovered from eczema herpeticum",
        "eczema herpeticum in infancy", "previous anaphylaxis",
    ],
)  # fmt: skip
def test_an_emergency_of_the_past_is_none_now(text: str) -> None:
    assert not {"infection", "anaphylaxis"} & set(read(text).stated)


@pytest.mark.parametrize(
    "text", ["history of asthma, punched-out sores on the cheek", "eczema since infancy, now painful blisters"]
)
def test_a_past_disease_hides_no_present_emergency(text: str) -> None:
    assert read(text).stated["infection"] == "herpetic"


def test_a_condition_of_the_past_still_counts() -> None:
    assert read("DVT two years ago").stated == {"vte": "yes"}


def test_an_allergic_reaction_after_a_drug_is_its_outcome() -> None:
    assert read("he had anaphylaxis after tralokinumab").stated["systemic_history"] == {"tralokinumab": "reacted"}
