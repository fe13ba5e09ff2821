""" "The second one" is the second of the therapies last listed."""

from __future__ import annotations

import pytest

from nlu.settling.pointing import expanded, pointed_at
from nlu.settling.settle import settle

LISTED = ("upadacitinib", "abrocitinib", "baricitinib")


@pytest.mark.parametrize(
    ("text", "therapy"),
    [
        ("what about the second one's bloods", "abrocitinib"),
        ("the 1st option in kids?", "upadacitinib"),
        ("side effects of the latter", "baricitinib"),
        ("and the former", "upadacitinib"),
        ("is the fourth one safe", None),
        ("after the first dose", None),
        ("what about bloods", None),
    ],
)
def test_a_place_in_the_list_is_a_therapy(text: str, therapy: str | None) -> None:
    assert pointed_at(text, LISTED) == therapy


def test_nothing_is_pointed_at_where_nothing_was_listed() -> None:
    assert pointed_at("the second one", ()) is None
    assert pointed_at("the first one", ("dupilumab",)) is None


def test_a_class_alone_counts_as_its_members_and_guides_do_not_count() -> None:
    assert expanded(["jak-inhibitors"]) == LISTED
    assert expanded(["severity", "dupilumab", "tralokinumab"]) == ("dupilumab", "tralokinumab")


@pytest.mark.parametrize(
    ("text", "intent", "subjects"),
    [
        ("does the damn needle hurt", "ask_administration", ["biologics"]),
        ("where do i put the cream", "ask_administration", []),
        ("is the flu jab fine", "ask_vaccination", []),
    ],
)
def test_who_speaks_of_needles_means_what_is_injected(text: str, intent: str, subjects: list[str]) -> None:
    assert settle(text, [{"name": intent, "confidence": 0.9}], {}).subjects == subjects
