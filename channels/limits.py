"""How much one visitor may ask of the server: so many requests in a row and a minute, and one turn at a time."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from channels.turns import Refusal

MOST_VISITORS = 10_000
"""Visitors who are remembered; the one not seen for longest is forgotten first."""


class Rate:
    """Lets each visitor do something so often: a full bucket at first, refilled at an even pace.

    Args:
        at_once: what may be done in a row.
        per_minute: how fast the bucket fills again.
        clock: seconds, for tests.
    """

    def __init__(self, at_once: int, per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._size, self._per_second, self._clock = at_once, per_minute / 60, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, visitor: str) -> None:
        """Counts one request of a visitor.

        Raises:
            Refusal: it is one too many.
        """
        now = self._clock()
        left, since = self._left.pop(visitor, (float(self._size), now))
        left = min(float(self._size), left + (now - since) * self._per_second)
        self._left[visitor] = (left - 1 if left >= 1 else left, now)
        while len(self._left) > MOST_VISITORS:
            self._left.popitem(last=False)
        if left < 1:
            raise Refusal(429, "too_many_requests", "That was a bit fast. Please wait a moment and try again.")


@dataclass
class _Lane:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    inside: int = 0


class Lanes:
    """One turn of a conversation at a time: the next ones wait in order, and too many are told to come back."""

    def __init__(self, most_waiting: int) -> None:
        self._most, self._lanes = most_waiting + 1, dict[str, _Lane]()

    @asynccontextmanager
    async def turn(self, sender: str) -> AsyncIterator[None]:
        """The time in which a conversation has the word.

        Raises:
            Refusal: too many messages of it wait already.
        """
        lane = self._lanes.setdefault(sender, _Lane())
        if lane.inside >= self._most:
            raise Refusal(429, "still_answering", "I am still answering what you sent before. Please wait a moment.")
        lane.inside += 1
        try:
            async with lane.lock:
                yield
        finally:
            lane.inside -= 1
            if not lane.inside:
                self._lanes.pop(sender, None)
