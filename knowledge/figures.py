"""Figures in texts: finding the placeholders, printing a figure, filling a template."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge.base import Knowledge
from knowledge.model import Figure

PLACEHOLDER = re.compile(r"\{([a-z0-9][a-z0-9.-]*)\}")


def split(placeholder: str, owner: str) -> tuple[str, bool]:
    """The full figure id that a placeholder names, and whether only its bare number is wanted."""
    bare = placeholder.endswith(".value")
    name = placeholder[: -len(".value")] if bare else placeholder
    return (name if "." in name else f"{owner}.{name}"), bare


def used(template: str, owner: str) -> list[str]:
    """The ids of the figures in a template, in order."""
    return [split(match, owner)[0] for match in PLACEHOLDER.findall(template)]


def number(value: float) -> str:
    """A number without a needless fraction: 600, 7.5."""
    return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"


def print_figure(figure: Figure, units: Mapping[str, tuple[str, str]], bare: bool = False) -> str:
    """A figure with its unit ("600 mg", "7.5-25 mg", "16 weeks"); `bare` leaves the unit out."""
    if isinstance(figure.value, tuple):
        digits, plural = f"{number(figure.value[0])}-{number(figure.value[1])}", True
    else:
        digits, plural = number(figure.value), figure.value != 1
    unit = units[figure.unit][1 if plural else 0]
    if bare or not unit:
        return digits
    return f"{digits}{unit}" if unit == "%" or unit.startswith("/") else f"{digits} {unit}"


def fill(template: str, owner: str, knowledge: Knowledge) -> str:
    """The template with its figures printed."""

    def printed(match: re.Match[str]) -> str:
        name, bare = split(match.group(1), owner)
        return print_figure(knowledge.figures[name], knowledge.units, bare)

    return PLACEHOLDER.sub(printed, template)
