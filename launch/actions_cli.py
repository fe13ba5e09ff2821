"""The action server, as the launcher starts it: `python -m rasa_sdk --actions actions`, ending with the launcher."""

from __future__ import annotations

from launch import discretion
from launch.lifeline import follow_launcher


def main() -> None:
    """Run the SDK's command line with the arguments this program was given."""
    follow_launcher()
    from rasa_sdk.__main__ import main as sdk_main

    discretion.apply_to("rasa_sdk.endpoint")
    sdk_main()


if __name__ == "__main__":
    main()
