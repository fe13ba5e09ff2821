"""The web chat of these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from channels.web import WebSettings
from tests.channels.served import OPEN, Site, serve


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    yield from serve(WebSettings(unavailable="Later.", max_characters=200, max_body_bytes=1000, **OPEN))
