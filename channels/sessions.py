"""Sessions of the web chat: the server issues them and signs them, so that nobody can choose or guess another's."""

from __future__ import annotations

import logging
import secrets
import time
import uuid
from dataclasses import dataclass

import jwt

from channels.turns import Refusal

logger = logging.getLogger(__name__)

SHORTEST_SECRET = 32
AUDIENCE, ALGORITHM, SCHEME = "eczema-advisor-chat", "HS256", "Bearer "
PREFIX = "web-"
"""Begins the conversations of the web chat in the tracker store."""


@dataclass(frozen=True)
class Session:
    """A conversation of the web chat, and the token that opens it for some seconds."""

    sender: str
    token: str
    seconds: int


class Sessions:
    """Issues and checks sessions.

    Args:
        secret: what tokens are signed with, at least 32 characters; without one a random secret is made, which ends all
            sessions at the next start.
        seconds: how long a token is good for.

    Raises:
        ValueError: the secret is too short.
    """

    def __init__(self, secret: str, seconds: int) -> None:
        if secret and len(secret) < SHORTEST_SECRET:
            raise ValueError(f"CHAT_SECRET must have at least {SHORTEST_SECRET} characters.")
        if not secret:
            logger.warning("CHAT_SECRET is not set: chat sessions end when the server does. Set it in production.")
        self._secret, self._seconds = secret or secrets.token_urlsafe(SHORTEST_SECRET), seconds

    def new(self) -> Session:
        """A session for a new conversation."""
        return self._signed(f"{PREFIX}{uuid.uuid4().hex}")

    def renewed(self, header: str | None) -> Session:
        """The same conversation with a fresh token.

        Raises:
            Refusal: the header opens no session.
        """
        return self._signed(self.sender(header))

    def sender(self, header: str | None) -> str:
        """The conversation that an Authorization header opens.

        Raises:
            Refusal: there is no token, it is not one of ours, or it has expired.
        """
        if not header or not header.startswith(SCHEME):
            raise Refusal(401, "session_missing", "Start a session first: POST /chat/session.")
        try:
            claims = jwt.decode(
                header.removeprefix(SCHEME).strip(), self._secret, algorithms=[ALGORITHM], audience=AUDIENCE,
                options={"require": ["sub", "exp", "aud"]},
            )  # fmt: skip
        except jwt.ExpiredSignatureError:
            raise Refusal(401, "session_expired", "This session has expired. Start a new one.") from None
        except (jwt.InvalidTokenError, ValueError):
            raise Refusal(401, "session_invalid", "This session is not valid. Start a new one.") from None
        sender = claims["sub"]
        if not isinstance(sender, str) or not sender.startswith(PREFIX):
            raise Refusal(401, "session_invalid", "This session is not valid. Start a new one.")
        return sender

    def _signed(self, sender: str) -> Session:
        now = int(time.time())
        claims = {"sub": sender, "aud": AUDIENCE, "iat": now, "exp": now + self._seconds}
        return Session(sender, jwt.encode(claims, self._secret, ALGORITHM), self._seconds)
