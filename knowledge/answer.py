"""An answer: text with numbered citations, its references, its disclaimer, and what a widget needs to show them
better."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from knowledge import figures
from knowledge.base import Knowledge
from knowledge.model import Citation, Rule, Source, Text

UNVERIFIED = "(not verified)"
T = TypeVar("T", bound=Text)
SECTION = re.compile(r"section [\d.]+")


@dataclass(frozen=True)
class Offer:
    """A follow-up offered as a quick reply: a question on a topic of a subject, or another move of the conversation;
    without an intent, the title is what the user would say."""

    title: str
    intent: str = ""
    entities: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Reference:
    """A numbered source with the places in it that the answer cites."""

    number: int
    source: Source
    places: tuple[str, ...]

    def line(self) -> str:
        """The reference as one line of text."""
        year = "" if str(self.source.year) in self.source.short else f" ({self.source.year})"
        places = "".join(f"; {place}" for place in _places(self.places))
        link = f" {self.source.link}" if self.source.link else ""
        return f"[{self.number}] {self.source.short}{year}{places}.{link}"


def _places(places: Sequence[str]) -> list[str]:
    """The places in a source, its plain sections as one ("sections 1, 2.3, 5")."""
    sections = sorted(p.removeprefix("section ") for p in places if SECTION.fullmatch(p))
    listed = [f"section{'s' if len(sections) > 1 else ''} {', '.join(sections)}"] if sections else []
    return [*listed, *[place for place in places if not SECTION.fullmatch(place)]]


@dataclass(frozen=True)
class Answer:
    """What is said. `clinical` answers carry the disclaimer line by construction."""

    lines: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    statements: tuple[str, ...] = ()
    verdicts: tuple[tuple[str, str], ...] = ()
    offers: tuple[Offer, ...] = ()
    subjects: tuple[str, ...] = ()
    disclaimer: str = ""
    version: str = ""
    review: str = "pending human review"

    @property
    def text(self) -> str:
        """The whole reply as plain text; no blank lines, which a channel would split."""
        sources = ["Sources:", *(reference.line() for reference in self.references)] if self.references else []
        return "\n".join([*self.lines, *sources, *([self.disclaimer] if self.disclaimer else [])])


@dataclass
class Composer:
    """Collects the lines of an answer and numbers its citations."""

    knowledge: Knowledge
    audience: str = "clinician"
    lines: list[str] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    verdicts: list[tuple[str, str]] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    clinical: bool = False
    _numbers: dict[str, int] = field(default_factory=dict)
    _places: dict[str, list[str]] = field(default_factory=dict)

    def words(self, text: Text) -> str:
        """A text for the audience, figures printed, marked where it is not verified, with its citations."""
        owner = text.id.split(".", 1)[0]
        said = figures.fill(text.words(self.audience), owner, self.knowledge)
        self.statements.append(text.id)
        mark = "" if text.verified == "high" else f" {UNVERIFIED}"
        return f"{said}{mark} {self.cite(text.cites)}"

    def fitting(self, texts: Sequence[T], words: int) -> list[T]:
        """The first of some texts, as many as fit into a reply of so many words."""
        room, found = words - word_count(self.lines), list[T]()
        for text in texts:
            room -= word_count([text.words(self.audience)])
            if room < 0:
                break
            found.append(text)
        return found

    def cite(self, cites: Iterable[Citation]) -> str:
        """The citation marks of some cites, e.g. "[1][2]"."""
        marks = []
        for cite in cites:
            number = self._numbers.setdefault(cite.source, len(self._numbers) + 1)
            places = self._places.setdefault(cite.source, [])
            if cite.at and cite.at not in places:
                places.append(cite.at)
            marks.append(f"[{number}]")
        return "".join(dict.fromkeys(marks))

    def say(self, *lines: str) -> None:
        """Adds lines."""
        self.lines += [line for line in lines if line]

    def urgent(self, rules: Iterable[Rule]) -> None:
        """Says red flags that were not said yet; they come before anything else."""
        for rule in rules:
            if rule.id in self.statements:
                continue
            self.say(f"**URGENT.** {self.words(rule)}")
            self.verdicts.append((rule.id, "urgent"))

    def label(self, fact: str) -> str:
        """What a fact is called, in plain words for a patient where there are some."""
        known = self.knowledge.facts[fact]
        return known.asks.get("patient", known.label) if self.audience == "patient" else known.label

    def labels(self, facts: Iterable[str]) -> str:
        """What facts are called, each once, with commas between them."""
        return ", ".join(dict.fromkeys(self.label(fact) for fact in facts))

    def notice(self, name: str) -> str:
        """A fixed text for the audience."""
        return self.knowledge.notices[name].words(self.audience)

    def offer(self, title: str, intent: str = "", **entities: Any) -> None:
        """Adds a quick reply, unless its title is there already."""
        if title not in [offer.title for offer in self.offers]:
            self.offers.append(Offer(title, intent, tuple(entities.items())))

    def done(self) -> Answer:
        """The finished answer. Whatever is clinical, and so whatever cites a source, carries the disclaimer."""
        references = tuple(
            Reference(number, self.knowledge.sources[source], tuple(self._places[source]))
            for source, number in self._numbers.items()
        )
        return Answer(
            tuple(self.lines),
            references,
            tuple(self.statements),
            tuple(self.verdicts),
            tuple(self.offers),
            tuple(self.subjects),
            self.notice("disclaimer-line") if references or self.clinical else "",
            self.knowledge.version,
        )


def word_count(lines: Iterable[str]) -> int:
    """The words of some lines."""
    return sum(len(line.split()) for line in lines)


def capital(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]
