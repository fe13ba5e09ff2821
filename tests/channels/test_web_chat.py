"""The web chat over HTTP: its sessions, what it takes, what it refuses and with which code."""

from __future__ import annotations

import concurrent.futures
import gzip
import time
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from rasa.shared.exceptions import RasaException

from channels.sessions import ALGORITHM, AUDIENCE
from channels.web import WebChat, WebSettings
from tests.channels.served import OPEN, SECRET, Site, serve


def forged(secret: str = SECRET, **claims: Any) -> str:
    return jwt.encode({"sub": "web-somebody", "aud": AUDIENCE, "exp": time.time() + 60, **claims}, secret, ALGORITHM)


def test_what_is_said_is_answered_in_a_conversation_of_its_own(site: Site) -> None:
    one, other = site.session(), site.session()
    assert site.send(one, {"text": "hello"}).json == {"messages": [{"text": "You said hello"}]}
    site.send(other, {"text": "hello"})
    senders = [sender for sender, text in site.said if text == "hello"]
    assert len(set(senders)) == 2 and all(sender.startswith("web-") for sender in senders)


def test_a_session_is_renewed_without_losing_the_conversation(site: Site) -> None:
    token = site.session()
    again = site.ask("POST", "/session", Authorization=f"Bearer {token}").json["token"]
    site.send(token, {"text": "before"})
    site.send(again, {"text": "after"})
    said = {text: sender for sender, text in site.said}
    assert said["before"] == said["after"]


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("", "session_invalid"),
        ("nonsense", "session_invalid"),
        (forged("another secret, as long as it has to be"), "session_invalid"),
        (forged(exp=time.time() - 1), "session_expired"),
        (forged(aud="another"), "session_invalid"),
        (forged(sub="start-up-check"), "session_invalid"),
        (jwt.encode({"sub": "web-x", "aud": AUDIENCE, "exp": time.time() + 60}, None, "none"), "session_invalid"),
        (jwt.encode({"sub": "web-x", "aud": AUDIENCE}, SECRET, ALGORITHM), "session_invalid"),
    ],
)
def test_a_token_that_is_not_ours_opens_nothing(site: Site, token: str, code: str) -> None:
    for method, path in (("POST", "/message"), ("GET", "/history"), ("GET", "/note")):
        answer = site.ask(method, path, Authorization=f"Bearer {token}")
        assert (answer.status, answer.error) == (401, code)


def test_without_a_token_there_is_no_conversation(site: Site) -> None:
    assert site.ask("GET", "/history").error == "session_missing"
    assert site.ask("GET", "/history", Authorization="Basic abc").error == "session_missing"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({}, "bad_message"),
        ({"text": 5}, "bad_message"),
        ({"text": "a", "sender": "web-x"}, "bad_message"),
        ({"text": "a", "metadata": {}}, "bad_message"),
        ({"choice": ["/ask_dosing"]}, "bad_message"),
        ([], "not_an_object"),
        ({"choice": "/restart"}, "choice_not_allowed"),
        ({"choice": "/session_start"}, "choice_not_allowed"),
        ({"choice": "/ask_dosing{bad"}, "choice_not_allowed"),
        ({"choice": "/give_facts{bad}"}, "choice_not_allowed"),
        ({"choice": "/EXTERNAL: x"}, "choice_not_allowed"),
    ],
)
def test_what_is_no_message_is_refused_with_a_code(site: Site, content: object, code: str) -> None:
    answer = site.send(site.session(), content)
    assert (answer.status, answer.error) == (400, code) and answer.json["message"]


def test_a_body_has_to_be_json_and_not_too_large(site: Site) -> None:
    token = site.session()
    assert site.send(token, {"text": "a"}, Content_Type="text/plain").error == "not_json"
    named = {"Content_Type": "application/json", "Authorization": f"Bearer {token}"}
    assert site.ask("POST", "/message", b"\xff\xfe{", **named).error == "malformed_json"
    assert site.ask("POST", "/message", b"[" * 900, **named).error == "malformed_json"
    assert site.send(token, {"text": "x" * 2000}).error == "body_too_large"


def test_quick_replies_are_passed_on_and_typed_commands_are_words(site: Site) -> None:
    token = site.session()
    site.send(token, {"choice": '/give_facts{"age": 9}'})
    site.send(token, {"choice": "Patient B"})
    site.send(token, {"text": "/restart"})
    assert [text for _, text in site.said[-3:]] == ['/give_facts{"age": 9}', "Patient B", "restart"]


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty"), (" \n", "empty"), ("x" * 201, "too_long"), ("silence", "unavailable")]
)
def test_a_person_always_gets_a_sentence(site: Site, text: str, code: str) -> None:
    answer = site.send(site.session(), {"text": text})
    assert answer.status == 200 and answer.json["messages"][0]["error"] == code and answer.json["messages"][0]["text"]


def test_the_note_comes_as_a_file(site: Site) -> None:
    answer = site.ask("GET", "/note", Authorization=f"Bearer {site.session()}")
    assert answer.body == b"A note" and "consultation-note.md" in answer.headers["content-disposition"]


def test_a_turn_that_fails_gets_a_sentence(site: Site) -> None:
    assert site.send(site.session(), {"text": "crash"}).json["messages"][0]["text"] == "Later."


def test_one_turn_at_a_time_and_too_many_are_told_to_wait(site: Site) -> None:
    token = site.session()
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: site.send(token, {"text": "slow"}), range(6)))
    refused = [answer for answer in answers if answer.status == 429]
    assert len(refused) == 3 and {answer.error for answer in refused} == {"still_answering"}


def test_another_origin_is_refused_and_the_own_one_is_not(site: Site) -> None:
    assert site.ask("POST", "/session", Origin="https://evil.example").error == "origin_not_allowed"
    assert site.ask("POST", "/session", Origin="null").error == "origin_not_allowed"
    assert site.ask("POST", "/session", Origin=f"http://127.0.0.1:{site.port}").status == 200


def test_every_answer_carries_the_headers(site: Site) -> None:
    for answer in (site.ask("POST", "/session"), site.ask("GET", "/history")):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_health_is_red_without_a_model(site: Site) -> None:
    answer = site.ask("GET", "/health")
    assert (answer.status, answer.json) == (503, {"ready": False, "model": False, "actions": False})


@pytest.fixture
def strict() -> Iterator[Site]:
    yield from serve(WebSettings(in_a_row=2, per_minute=1, of_an_address=2, proxies=1))


def test_a_session_and_an_address_have_their_limits(strict: Site) -> None:
    token = strict.session()
    codes = [strict.send(token, {"text": "hi"}, X_Forwarded_For="192.0.2.7").status for _ in range(3)]
    assert codes == [200, 200, 429]
    many = [strict.ask("POST", "/session", X_Forwarded_For="10.9.9.9, 192.0.2.8").status for _ in range(5)]
    assert many == [200, 200, 200, 200, 429]
    assert strict.ask("POST", "/session", X_Forwarded_For="10.9.9.8, 192.0.2.8").status == 429
    assert strict.ask("POST", "/session", X_Forwarded_For="192.0.2.9").status == 200


def test_settings_are_checked_when_the_server_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RasaException, match="unknown colour"):
        WebChat.from_credentials({"colour": "blue"})
    monkeypatch.setenv("CHAT_SECRET", "short")
    with pytest.raises(RasaException, match="at least 32"):
        WebChat.from_credentials({})


def test_a_random_secret_comes_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    WebChat(WebSettings(**OPEN))
    assert "CHAT_SECRET is not set" in caplog.text


def test_the_page_and_its_files_load_nothing_from_elsewhere(site: Site) -> None:
    page = site.ask("GET", "/")
    assert page.status == 200 and b"<main" in page.body
    rules = page.headers["content-security-policy"]
    assert "script-src 'self';" in rules and "frame-ancestors 'self'" in rules and "http" not in rules
    for name in ("chat.js", "chat.css", "vendor/deep-chat.js"):
        assert site.ask("GET", f"/{name}").status == 200
    assert site.ask("GET", "").status == 308 and site.ask("GET", "/../credentials.yml").status == 404


def test_the_page_weighs_little_and_is_not_sent_twice(site: Site) -> None:
    names = ("", "chat.js", "chat.css", "vendor/deep-chat.js")
    answers = [site.ask("GET", f"/{name}", Accept_Encoding="gzip") for name in names]
    assert sum(len(answer.body) for answer in answers) < 150_000
    assert all(gzip.decompress(answer.body) for answer in answers)
    again = site.ask("GET", "/chat.js", If_None_Match=answers[1].headers["etag"])
    assert (again.status, again.body) == (304, b"")
