"""`make shell`: a conversation in the terminal with freshly started servers."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable

from launch.progress import Tell, say
from launch.servers import Servers
from launch.webhook import UNREACHABLE, Message

Button = dict[str, str]
_GREETING = "Write to the bot. #1, #2 ... picks a quick reply, an empty line or Ctrl-D ends the conversation."


def shell() -> None:
    """Start the servers and talk until the person has had enough."""
    say("Starting the bot for one conversation; nothing of it is kept.")
    with Servers(log_prefix="shell-", tell=say) as servers:
        say(_GREETING)
        sender = uuid.uuid4().hex
        converse(lambda text: servers.say(sender, text))


def converse(answer: Callable[[str], list[Message]], ask: Callable[[str], str] = input, tell: Tell = say) -> None:
    """Read a line, show the answer, and so on until an empty line or the end of the input."""
    buttons: list[Button] = []
    while text := _read(ask):
        try:
            messages = answer(chosen(text, buttons))
        except UNREACHABLE as error:
            tell(f"(no answer: {error})")
            continue
        buttons = [button for message in messages for button in message.get("buttons", [])]
        for line in lines(messages, buttons):
            tell(line)


def _read(ask: Callable[[str], str]) -> str:
    try:
        return ask("> ").strip()
    except EOFError:
        return ""


def chosen(text: str, buttons: list[Button]) -> str:
    """What to send: the payload of the quick reply that `#n` names, else the text as it is.

    A bare number is never taken for a choice, because it may be an answer: an age, a score.
    """
    number = text[1:]
    if text.startswith("#") and number.isdecimal() and 1 <= int(number) <= len(buttons):
        button = buttons[int(number) - 1]
        return button.get("payload") or button["title"]
    return text


def lines(messages: Iterable[Message], buttons: list[Button]) -> list[str]:
    """The texts of an answer, and its quick replies numbered through."""
    texts = [message["text"] for message in messages if message.get("text")]
    numbered = [f"#{number} {button['title']}" for number, button in enumerate(buttons, start=1)]
    return ["", *texts, *(["   ".join(numbered)] if numbered else []), ""]
