"""Lets a server end when the launcher that started it is gone, however it went.

The launcher holds the other end of the server's standard input. When the launcher dies, even by SIGKILL, that pipe
closes; the server sees it and ends itself. So no orphan keeps a port, and nobody has to look for processes by name.
"""

from __future__ import annotations

import os
import signal
import threading
import time

VARIABLE = "LAUNCH_LIFELINE"
_GRACE_SECONDS = 10


def follow_launcher() -> None:
    """Watch standard input for its end, if the launcher asked for it."""
    if os.environ.pop(VARIABLE, ""):
        threading.Thread(target=_end_with_stdin, daemon=True).start()


def _end_with_stdin() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE_SECONDS)
    os._exit(1)
