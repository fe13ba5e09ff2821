"""Whatever is sent to the web chat: no error of the server's own, and always JSON with a code."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.channels.served import Site

PATHS = ("/session", "/message", "/history", "/note", "/health", "/", "/chat.js")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)
BODIES = (
    st.binary(max_size=300)
    | ANYTHING.map(json.dumps)
    | st.fixed_dictionaries(
        {},
        optional={"text": ANYTHING, "choice": ANYTHING | st.from_regex(r"/[a-z_]{1,12}\{?.{0,10}\}?", fullmatch=True)},
    ).map(json.dumps)
)
HEADER = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30)
HEADERS = st.fixed_dictionaries(
    {}, optional={"Content_Type": HEADER | st.just("application/json"), "Origin": HEADER, "X_Forwarded_For": HEADER}
)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]),
    path=st.sampled_from(PATHS),
    body=BODIES,
    headers=HEADERS,
    signed=st.booleans(),
)
def test_nothing_makes_the_server_fail(
    site: Site, method: str, path: str, body: bytes | str, headers: dict[str, str], signed: bool
) -> None:
    token = site.session() if signed else "x.y.z"
    answer = site.ask(method, path, body, Authorization=f"Bearer {token}", **headers)
    assert answer.status < 500 or path == "/health"
    assert b"Traceback" not in answer.body
    if answer.status in (400, 401, 403, 413, 415, 429) and method in ("GET", "POST"):
        assert set(answer.json) == {"error", "message"}
