"""One turn of the conversation: what it comes into, and what it is settled to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Context:
    """What the conversation adds to a message: whether the form just asked, the last intent that asked on a topic, the
    topic of the message right before, what was offered, the subjects spoken of, the therapies that were last listed in
    their order, whether the message right before reported an emergency, what it supposed, which numbers it told, which
    statements it came nearest to and which were said to it, and whether this is a clause of a message."""

    asking: bool = False
    last_topic: str | None = None
    just_asked: str | None = None
    offered: str | None = None
    subjects: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    emergency: bool = False
    supposed: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[str, float] = field(default_factory=dict)
    nearest: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    of_a_clause: bool = False


NO_CONTEXT = Context()


@dataclass
class Said:
    """What a message says. `supposed` facts hold for the answer to this message only; `others` are medicines that
    are not ours."""

    stated: dict[str, Any] = field(default_factory=dict)
    supposed: dict[str, Any] = field(default_factory=dict)
    implausible: dict[str, float] = field(default_factory=dict)
    subjects: list[str] = field(default_factory=list)
    products: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Settled(Said):
    """The intent of a message, what it says, the statements nearest to it, whether it asks what can be done while it
    describes a patient, the step of the algorithm that it asks for, what it asks besides, and, where it was not
    understood, the intents that it may have meant, and the facts that it takes back; the label of the patient that it
    turns to, and the facts of all patients that were told apart."""

    intent: str
    confidence: float
    nearest: list[str] = field(default_factory=list)
    asks_options: bool = False
    step: int | None = None
    also: list[Mapping[str, Any]] = field(default_factory=list)
    maybe: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    case: str | None = None
    cases: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
