"""Content -> Knowledge. Strict: whatever is unknown, missing or inconsistent is a KnowledgeError that names file and
entry."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge import check, reading
from knowledge.base import Knowledge, Notice, Outline
from knowledge.errors import KnowledgeError
from knowledge.facts import read_facts
from knowledge.model import Figure, Rule, Source, Step, Subject
from knowledge.subjects import VERIFIED, read_figures, read_subject, text_fields
from knowledge.tables import POTENCIES, Difference, Product, Scale

CONTENT = Path(__file__).parent / "content"

SOURCE_KINDS = ("label", "guideline", "appraisal", "trial", "review", "regulator", "information")
RULE_VERDICTS = ("urgent", "avoid", "inaccessible", "caution", "monitor")


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The knowledge of this installation, read once."""
    return load(CONTENT)


def load(folder: Path) -> Knowledge:
    """Reads and checks a content folder.

    Raises:
        KnowledgeError: anything in it is unknown, missing or inconsistent.
    """
    with reading.shape("content"):
        return _load(folder)


def _load(folder: Path) -> Knowledge:
    subjects = _subjects(folder)
    algorithm = reading.entry("algorithm.yml", reading.read(folder / "algorithm.yml"), ("figures", "outline", "steps"))
    safety = reading.entry("safety.yml", reading.read(folder / "safety.yml"), ("figures", "rules"))
    notices = reading.entry("notices.yml", reading.read(folder / "notices.yml"), ("date", "review", "notices"))
    groups, facts, derived = read_facts(folder / "facts.yml")
    result = Knowledge(
        **_words(folder),
        sources=_sources(folder / "sources.yml"),
        facts=facts,
        groups=groups,
        derived=derived,
        subjects=subjects,
        steps=tuple(_step(row) for row in algorithm["steps"]),
        outline=_outline(algorithm["outline"]),
        rules=tuple(_rule(row) for row in safety["rules"]),
        products=_products(folder / "topicals.yml"),
        scales=_scales(folder / "severity.yml"),
        notices=_notices(notices["notices"]),
        differences=_differences(folder / "differences.yml"),
        figures=_figures(subjects, {"algorithm": algorithm["figures"], "safety": safety["figures"]}),
        version=fingerprint(folder),
        date=str(notices["date"]),
    )
    check.check(result)
    return result


def _words(folder: Path) -> dict[str, Any]:
    """Units, names, topics, what the condition is called, and what is not ours."""
    return {
        "units": {unit: (pair[0], pair[1]) for unit, pair in reading.read(folder / "units.yml").items()},
        "names": reading.words("names.yml", reading.read(folder / "names.yml")),
        "topics": {
            topic: reading.entry(f"topics.yml, {topic}", row, ("title", "question"), ("alone",))
            for topic, row in reading.read(folder / "topics.yml").items()
        },
        "elsewhere": {
            kind: reading.words(f"elsewhere.yml, {kind}", listed)
            for kind, listed in reading.read(folder / "elsewhere.yml").items()
        },
        "condition": reading.words("condition.yml", reading.read(folder / "condition.yml")),
    }


def _figures(subjects: dict[str, Subject], others: dict[str, Any]) -> dict[str, Figure]:
    """All figures by their full id."""
    figures: dict[str, Figure] = {}
    for subject in subjects.values():
        figures |= subject.figures
    for owner, rows in others.items():
        figures |= read_figures(f"{owner}.yml", owner, rows)
    return figures


def fingerprint(folder: Path) -> str:
    """The version of the content: a hash over its files."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yml")):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _subjects(folder: Path) -> dict[str, Subject]:
    result: dict[str, Subject] = {}
    for path in [*sorted((folder / "therapies").glob("*.yml")), *sorted((folder / "guides").glob("*.yml"))]:
        subject = read_subject(path)
        if subject.id in result:
            raise KnowledgeError(path.name, f"'{subject.id}' is defined twice")
        result[subject.id] = subject
    return result


def _sources(path: Path) -> dict[str, Source]:
    result = {}
    for name, row in reading.read(path).items():
        place = f"{path.name}, {name}"
        row = reading.entry(place, row, ("title", "by", "kind", "year", "link", "short"))
        kind = reading.one_of(f"{place}, kind", row["kind"], SOURCE_KINDS)
        if not isinstance(row["year"], int):
            raise KnowledgeError(place, f"a year is expected, not '{row['year']}'")
        result[name] = Source(name, row["title"], row["by"], kind, row["year"], row["link"], row["short"])
    return result


def _outline(data: Any) -> Outline:
    place = "algorithm.yml, outline"
    row = reading.entry(
        place,
        data,
        ("main_step", "in_short", "not_to_use", "topicals_step", "adequate_trial", "grown_up", "main_sources"),
    )
    return Outline(
        main_step=str(row["main_step"]),
        in_short=reading.words(place, row["in_short"]),
        not_to_use=reading.words(place, row["not_to_use"]),
        topicals_step=str(row["topicals_step"]),
        adequate_trial=str(row["adequate_trial"]),
        grown_up=reading.condition(place, row["grown_up"]),
        main_sources=reading.words(place, row["main_sources"]),
    )


def _step(data: Any) -> Step:
    place = f"algorithm.yml, {data.get('id', 'step without id')}"
    row = reading.entry(
        place,
        data,
        ("id", "title", "when", "clinician", "patient", "cites", "verified"),
        ("number", "unless", "offers", "follow", "review"),
    )
    return Step(
        id=f"algorithm.{row['id']}",
        **text_fields(place, row),
        number=row.get("number"),
        title=reading.per_audience(f"{place}, title", row["title"]),
        when=reading.condition(f"{place}, when", row["when"]),
        unless=reading.condition(f"{place}, unless", row.get("unless")),
        offers=reading.words(f"{place}, offers", row.get("offers")),
        follow=reading.words(f"{place}, follow", row.get("follow")),
    )


def _rule(data: Any) -> Rule:
    place = f"safety.yml, {data.get('id', 'rule without id')}"
    row = reading.entry(
        place,
        data,
        ("id", "about", "verdict", "when", "clinician", "patient", "cites", "verified"),
        ("unless", "ask", "holds_dose", "review"),
    )
    return Rule(
        id=f"safety.{row['id']}",
        **text_fields(place, row),
        about=reading.words(f"{place}, about", row["about"]),
        verdict=reading.one_of(f"{place}, verdict", row["verdict"], RULE_VERDICTS),
        when=reading.condition(f"{place}, when", row["when"]),
        unless=reading.condition(f"{place}, unless", row.get("unless")),
        ask=bool(row.get("ask", row["verdict"] in ("urgent", "avoid"))),
        holds_dose=bool(row.get("holds_dose", False)),
    )


def _products(path: Path) -> dict[str, Product]:
    result = {}
    for data in reading.read(path):
        place = f"{path.name}, {data.get('id')}"
        row = reading.entry(place, data, ("id", "name", "aliases", "kind"), ("source", "potency", "substance", "forms"))
        kind = reading.one_of(f"{place}, kind", row["kind"], ("tcs", "tci", "other"))
        potency = row.get("potency")
        if potency is not None:
            reading.one_of(f"{place}, potency", potency, POTENCIES)
        aliases = tuple(alias.lower() for alias in reading.words(place, row["aliases"]))
        result[row["id"]] = Product(
            row["id"],
            row["name"],
            aliases,
            kind,
            potency,
            row.get("source"),
            row.get("substance") or row["name"],
            reading.words(f"{place}, forms", row.get("forms")),
        )
    return result


def _scales(path: Path) -> dict[str, Scale]:
    result = {}
    for name, data in reading.read(path).items():
        place = f"{path.name}, {name}"
        row = reading.entry(place, data, ("min", "max", "source", "verified", "rated_by", "bands"))
        reading.one_of(f"{place}, verified", row["verified"], VERIFIED)
        rated_by = reading.one_of(f"{place}, rated_by", row["rated_by"], ("clinician", "patient"))
        bands = []
        for band in row["bands"] or []:
            band = reading.entry(place, band, ("severity",), ("from", "under"))
            bands.append((band["severity"], float(band.get("from", row["min"])), band.get("under")))
        result[name] = Scale(name, (float(row["min"]), float(row["max"])), row["source"], rated_by, tuple(bands))
    return result


def _notices(data: dict[str, Any]) -> dict[str, Notice]:
    return {
        name: Notice(
            name,
            **{
                k: str(v).strip()
                for k, v in reading.entry(f"notices.yml, {name}", row, ("clinician", "patient")).items()
            },
        )
        for name, row in data.items()
    }


def _differences(path: Path) -> tuple[Difference, ...]:
    rows = []
    for data in reading.read(path):
        place = f"{path.name}, {data.get('id')}"
        row = reading.entry(place, data, ("id", "says", "evidence", "sources", "decision"))
        rows.append(
            Difference(row["id"], row["says"], row["evidence"], reading.words(place, row["sources"]), row["decision"])
        )
    return tuple(rows)
