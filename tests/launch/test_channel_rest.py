"""The REST channel never leaves a person without a sentence, nor a broken client without a reason."""

from __future__ import annotations

import asyncio
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Sanic

from channels.rest import Incoming, Refusal, RestChannel, Settings, read
from launch.ports import free_ports

SETTINGS = Settings(unavailable="Later.", empty="No text.", too_long="At most {limit}.", max_characters=20)
CHANNEL = RestChannel(SETTINGS)


async def echo(message: UserMessage) -> None:
    """Stands in for Rasa: repeats a text, says nothing to `/...`, fails at `crash`, takes long at `slow`."""
    if message.text == "crash":
        raise RuntimeError("the words of a conversation")
    if message.text == "slow":
        await asyncio.sleep(0.2)
    if not message.text.startswith("/"):
        await message.output_channel.send_text_message(message.sender_id, message.text)


def answer(text: object, channel: RestChannel = CHANNEL) -> list[dict[str, Any]]:
    return asyncio.run(channel.answer(Incoming("me", text, None), echo))


def test_an_ordinary_message_is_answered_as_by_rasa() -> None:
    assert answer(" hello ") == [{"recipient_id": "me", "text": "hello"}]


@pytest.mark.parametrize("text", ["", "  \n", None, 5, ["hello"], {"text": "hello"}])
def test_what_is_no_text_gets_a_sentence(text: object) -> None:
    assert answer(text) == [{"recipient_id": "me", "text": "No text.", "error": "empty"}]


def test_a_text_too_long_gets_a_sentence_with_the_limit() -> None:
    assert answer("x" * 20)[0]["text"] == "x" * 20
    assert answer("x" * 21) == [{"recipient_id": "me", "text": "At most 20.", "error": "too_long"}]


@pytest.mark.parametrize("text", ["crash", "/nothing_said"])
def test_a_turn_without_an_answer_gets_a_sentence(text: str) -> None:
    assert answer(text) == [{"recipient_id": "me", "text": "Later.", "error": "unavailable"}]


def test_commands_may_be_silent() -> None:
    assert answer("/session_start") == answer("/restart") == []


def test_a_failure_is_logged_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    answer("crash")
    assert "RuntimeError" in caplog.text
    assert 'RuntimeError("the words' in caplog.text  # the line of code, which no user wrote
    assert "RuntimeError: the words" not in caplog.text


def test_a_slow_turn_gets_a_sentence_and_still_ends_well() -> None:
    ended = []

    async def slow(message: UserMessage) -> None:
        await asyncio.sleep(0.1)
        ended.append(message.text)

    async def scenario() -> list[dict[str, Any]]:
        impatient = RestChannel(Settings(unavailable="Later.", turn_seconds=0.01))
        messages = await impatient.answer(Incoming("me", "hello", None), slow)
        await asyncio.sleep(0.2)
        return messages

    assert asyncio.run(scenario())[0]["error"] == "unavailable"
    assert ended == ["hello"]


def test_a_turn_goes_on_when_the_client_hangs_up() -> None:
    ended = []

    async def slow(message: UserMessage) -> None:
        await asyncio.sleep(0.1)
        ended.append(message.text)

    async def scenario() -> None:
        request = asyncio.ensure_future(CHANNEL.answer(Incoming("me", "hello", None), slow))
        await asyncio.sleep(0.01)
        request.cancel()
        await asyncio.sleep(0.2)

    asyncio.run(scenario())
    assert ended == ["hello"]


@pytest.mark.parametrize("body", [b"", b"{", b"hello", b"\xff", b"[" * 60000])
def test_malformed_json_is_refused(body: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        read(body)
    assert (refused.value.status, refused.value.body["error"]) == (400, "malformed_json")


@pytest.mark.parametrize("body", [b"[]", b"null", b'"hello"', b"1"])
def test_json_that_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        read(body)
    assert refused.value.body["error"] == "not_an_object"


@pytest.mark.parametrize("sender", [[1], {"a": 1}, True, 1.5, "x" * 256])
def test_a_sender_that_names_nobody_is_refused(sender: object) -> None:
    with pytest.raises(Refusal) as refused:
        read(json.dumps({"sender": sender}).encode())
    assert refused.value.body["error"] == "bad_sender"


def test_everyone_without_a_sender_gets_a_conversation_of_their_own() -> None:
    senders = {read(b'{"message": "hello"}').sender for _ in range(3)} | {read(b'{"sender": ""}').sender}
    assert len(senders) == 4
    assert "default" not in senders


def test_numbers_as_senders_and_odd_metadata_are_accepted() -> None:
    assert read(b'{"sender": 7, "message": "hi", "metadata": 3}') == Incoming("7", "hi", None)
    assert read(b'{"sender": "me", "metadata": {"a": 1}}').metadata == {"a": 1}


def test_characters_no_database_can_keep_are_replaced() -> None:
    assert answer("h\ud800i")[0]["text"] == "h?i"
    assert read(b'{"sender": "a\\ud800"}').sender == "a?"


def test_an_unknown_setting_is_an_error_that_names_it() -> None:
    with pytest.raises(RasaException, match="unavailabel"):
        RestChannel.from_credentials({"unavailabel": "Later."})


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The channel behind a real HTTP server."""
    loop, (port,) = asyncio.new_event_loop(), free_ports(1)
    Sanic.test_mode = True  # several servers in one process
    app = Sanic("channel_test", configure_logging=False)
    app.blueprint(CHANNEL.blueprint(echo), url_prefix="/webhooks/rest")
    server = loop.run_until_complete(app.create_server("127.0.0.1", port, return_asyncio_server=True))
    loop.run_until_complete(server.startup())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}/webhooks/rest"
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def fetch(url: str, body: bytes | None = None) -> tuple[int, str]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, body, timeout=10) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_the_health_check_stays(address: str) -> None:
    status, body = fetch(f"{address}/")
    assert (status, json.loads(body)) == (200, {"status": "ok"})


def test_over_http_a_reply_names_the_new_conversation(address: str) -> None:
    status, body = fetch(f"{address}/webhook", b'{"message": "hello"}')
    assert status == 200
    assert json.loads(body)[0]["recipient_id"]


def test_over_http_refusals_are_json_with_a_code_and_a_sentence(address: str) -> None:
    for body, expected in {b"{": (400, "malformed_json"), b"x" * 70000: (413, "body_too_large")}.items():
        status, text = fetch(f"{address}/webhook", body)
        assert (status, json.loads(text)["error"]) == expected
        assert json.loads(text)["message"]


def test_streaming_never_hangs(address: str) -> None:
    for text in ("hello", "", "crash"):
        _, body = fetch(f"{address}/webhook?stream=true", json.dumps({"message": text}).encode())
        assert [json.loads(line)["text"] for line in body.splitlines()]
