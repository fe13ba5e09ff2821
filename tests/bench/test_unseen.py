"""No sample may stand in the training data, and the check that says so can fail."""

from __future__ import annotations

from collections.abc import Iterator

from bench.understanding import unseen


def trained(*texts: str) -> Iterator[tuple[str, str]]:
    return iter([(text, "ask_dosing") for text in texts])


def test_a_sample_is_found_whatever_its_case_and_punctuation() -> None:
    sample = next(text for text in unseen.texts(unseen.HERE) if len(text.split()) > 6)
    assert unseen.seen(trained("how much of it", f"  {sample.upper()} !!")) == [f"  {sample.upper()} !!"]


def test_phrases_of_everybody_do_not_count() -> None:
    assert unseen.fingerprint("thank you!") is None
    assert unseen.seen(trained("yes", "thank you", "what is the dose")) == []
