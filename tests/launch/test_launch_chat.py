"""The terminal chat numbers quick replies and never mistakes a bare number for a choice."""

from __future__ import annotations

from collections.abc import Iterator

from launch.chat import chosen, converse

BUTTONS = [{"title": "Yes", "payload": "/affirm"}, {"title": "No"}]


def test_a_number_with_its_sign_picks_a_quick_reply() -> None:
    assert chosen("#1", BUTTONS) == "/affirm"
    assert chosen("#2", BUTTONS) == "No"


def test_everything_else_is_sent_as_it_is() -> None:
    for text in ("1", "#3", "#", "#0", "yes", "#one"):
        assert chosen(text, BUTTONS) == text


def test_a_conversation_shows_texts_and_numbered_replies_until_an_empty_line() -> None:
    typed: Iterator[str] = iter(["hello", "#2", ""])
    sent: list[str] = []
    shown: list[str] = []

    def answer(text: str) -> list[dict[str, object]]:
        sent.append(text)
        return [{"text": "Any fever?", "buttons": BUTTONS}] if text == "hello" else []

    converse(answer, lambda prompt: next(typed), shown.append)
    assert sent == ["hello", "No"]
    assert "Any fever?" in shown
    assert "#1 Yes   #2 No" in shown


def test_an_unreachable_bot_does_not_end_the_conversation() -> None:
    typed = iter(["hello", "again", ""])
    shown: list[str] = []

    def answer(text: str) -> list[dict[str, object]]:
        raise ConnectionRefusedError("refused")

    converse(answer, lambda prompt: next(typed), shown.append)
    assert shown == ["(no answer: refused)"] * 2
