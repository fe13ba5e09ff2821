"""The web chat against the running bot: a consultation, what is there after a reload, and the note."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from launch.servers import Servers


def fetch(servers: Servers, path: str, content: object = None, token: str = "") -> Any:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"} if token else {}
    body = json.dumps(content).encode() if content is not None else None
    with urllib.request.urlopen(urllib.request.Request(servers.page + path, body, headers), timeout=60) as answer:
        text = answer.read().decode()
    return json.loads(text) if "json" in answer.headers["content-type"] else text


def test_a_consultation_on_the_page(servers: Servers) -> None:
    token = fetch(servers, "session", {})["token"]
    first = fetch(servers, "message", {"text": "9 year old boy, 27 kg, severe eczema"}, token)["messages"]
    choice = next(b for message in first for b in message.get("buttons", []) if b["title"] == "No infection")
    second = fetch(servers, "message", {"choice": choice["payload"]}, token)["messages"]
    assert second[-1]["buttons"] and "recipient_id" not in second[0]
    dose = fetch(servers, "message", {"text": "what dose of dupilumab would he get?"}, token)["messages"]
    assert "every 4 weeks" in dose[0]["text"] and dose[1]["custom"]["statements"] and "advice" not in dose[1]["custom"]
    said = fetch(servers, "history", token=token)["messages"]
    assert [m["text"] for m in said if m["from"] == "user"][1] == "No infection"
    assert dose[0]["text"] in [m.get("text") for m in said]
    assert "27 kg" in fetch(servers, "note", token=token)


def test_another_session_knows_nothing_of_it(servers: Servers) -> None:
    token = fetch(servers, "session", {})["token"]
    assert fetch(servers, "history", token=token)["messages"] == []
    reply = fetch(servers, "message", {"choice": "/recap"}, token)["messages"]
    assert "nothing" in reply[0]["text"]


def test_health_is_green_while_all_runs(servers: Servers) -> None:
    assert fetch(servers, "health") == {"ready": True, "model": True, "actions": True}
