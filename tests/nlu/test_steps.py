"""Which step of the algorithm a question names."""

from __future__ import annotations

import pytest

from nlu.reading.steps import step_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("what is step 4", 4),
        ("Step five?", 5),
        ("the fourth-step choices once it failed", 4),
        ("first step before systemics - which TCS potency?", 1),
        ("what are the very last options", 5),
        ("agents of last resort", 5),
        ("last-line systemics", 5),
        ("steps 1-5, summary", None),
        ("steps 1 to 3", None),
        ("from the first step to the last resort", None),
        ("from first creams right up to the very last option", None),
        ("step 9", None),
        ("which systemic first", None),
    ],
)
def test_a_step_is_read_from_its_number_or_its_place(text: str, number: int | None) -> None:
    assert step_of(text) == number
