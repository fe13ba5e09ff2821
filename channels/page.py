"""The page of the web chat and its files: read once, sent compressed, and under a policy that lets them load nothing
from elsewhere."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sanic.request import Request
from sanic.response import HTTPResponse, raw

WIDGET = Path(__file__).resolve().parent.parent / "widget"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
}
FILES = {"": "index.html", "chat.js": "chat.js", "chat.css": "chat.css", "vendor/deep-chat.js": "vendor/deep-chat.js"}
"""Address below /chat/ -> file in widget/."""


@dataclass(frozen=True)
class Asset:
    """A file as it is sent; `tag` changes with its content."""

    packed: bytes
    plain: bytes
    kind: str
    tag: str


def assets() -> dict[str, Asset]:
    """The files of the page by their address."""
    found = {}
    for address, name in FILES.items():
        plain = (WIDGET / name).read_bytes()
        tag = f'"{hashlib.sha256(plain).hexdigest()[:16]}"'
        found[address] = Asset(gzip.compress(plain, mtime=0), plain, TYPES[Path(name).suffix], tag)
    return found


def policy(embedding: Iterable[str]) -> str:
    """The Content-Security-Policy of the page: only its own files and messages, shown in a frame only by itself and by
    the pages of the listed origins. The chat component styles its parts inline."""
    frames = " ".join(["'self'", *embedding])
    return (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self';"
        f" img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors {frames}"
    )


def send(asset: Asset, request: Request, headers: dict[str, str]) -> HTTPResponse:
    """A file, unless the browser has it already."""
    named = {**headers, "ETag": asset.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == asset.tag:
        return raw(b"", status=304, headers=named)
    packs = "gzip" in request.headers.get("accept-encoding", "")
    if packs:
        named["Content-Encoding"] = "gzip"
    return raw(asset.packed if packs else asset.plain, headers=named, content_type=asset.kind)
