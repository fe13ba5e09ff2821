"""Signs of life while something takes its time: a plain line when the stage changes, and every few seconds."""

from __future__ import annotations

import time
from collections.abc import Callable

Tell = Callable[[str], None]


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


def nothing(text: str) -> None:
    """Swallow a line: for callers that want silence, such as tests."""


class Progress:
    """Reports the stage of one piece of work, at most one line per stage or per `every` seconds."""

    def __init__(
        self, tell: Tell = say, stage: str = "", every: float = 5.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._tell, self._stage, self._every, self._clock = tell, stage, every, clock
        self._begun = self._told = clock()

    @property
    def seconds(self) -> float:
        """Seconds since the work began."""
        return self._clock() - self._begun

    def at(self, stage: str) -> None:
        """Note the present stage, and print it when it is new or when nothing was printed for a while."""
        quiet_for = self._clock() - self._told
        if quiet_for >= self._every or (stage != self._stage and quiet_for >= 1):
            self._stage, self._told = stage, self._clock()
            self._tell(f"  {self.seconds:3.0f} s  {stage}")
