"""Rasa's command line, as the launcher starts it: `python -m launch.rasa_cli run ...`.

Importing skops.io first halves the start: it walks over all modules loaded so far, and before Rasa there are few.
"""

from __future__ import annotations

from launch import discretion
from launch.lifeline import follow_launcher


def main() -> None:
    """Run Rasa's command line with the arguments this program was given."""
    follow_launcher()
    import skops.io  # noqa: F401
    from rasa.__main__ import main as rasa_main

    discretion.apply_to("rasa.core.processor")
    rasa_main()


if __name__ == "__main__":
    main()
