"""For maintainers: `python -m knowledge check | plan | show | replay | docs | certify`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from knowledge import advice, docs, load, topics
from knowledge.base import Knowledge
from knowledge.certificate import invariants, run
from knowledge.errors import KnowledgeError
from knowledge.model import AUDIENCES
from knowledge.patient import Patient
from knowledge.replay import replayed

ROOT = Path(__file__).parents[1]


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; the exit code is 1 where the content is wrong."""
    options = _parser().parse_args(arguments)
    try:
        known = load.load(Path(options.content))
        return int(options.run(known, options) or 0)
    except KnowledgeError as error:
        print(f"knowledge: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m knowledge", description=__doc__)
    parser.add_argument("--content", default=str(load.CONTENT), help="the content folder")
    commands = parser.add_subparsers(required=True)
    check = commands.add_parser("check", help="read the content strictly; name file and entry of the first error")
    check.add_argument("--docs", action="store_true", help="fail as well when the generated pages in docs/ are stale")
    check.set_defaults(run=_check)
    plan = commands.add_parser("plan", help="the recommendation for a patient: fact=value ...")
    plan.add_argument("facts", nargs="*", metavar="fact=value")
    plan.add_argument("--audience", choices=AUDIENCES, default="clinician")
    plan.set_defaults(run=_plan)
    show = commands.add_parser("show", help="what is known of a therapy, or of one topic of it")
    show.add_argument("subject")
    show.add_argument("topic", nargs="?")
    show.add_argument("--audience", choices=AUDIENCES, default="clinician")
    show.set_defaults(run=_show)
    replay_ = commands.add_parser("replay", help="replay the advice of a stored conversation (JSON with its events)")
    replay_.add_argument("conversation", type=Path)
    replay_.set_defaults(run=_replay)
    commands.add_parser("docs", help="write the generated pages in docs/").set_defaults(run=_docs)
    certify = commands.add_parser("certify", help="prove the invariants over every patient; writes docs/certificate.md")
    certify.add_argument("--every", type=int, default=1, help="check one patient in so many, and write nothing")
    certify.add_argument("--explanations", type=int, metavar="N", help="check instead the explanations for N patients")
    certify.set_defaults(run=_certify)
    return parser


def _check(known: Knowledge, options: argparse.Namespace) -> int:
    counts = {
        "subjects": len(known.subjects),
        "statements": sum(len(subject.statements) for subject in known.subjects.values()),
        "figures": len(known.figures),
        "steps": len(known.steps),
        "safety rules": len(known.rules),
        "sources": len(known.sources),
    }
    counts["invariants"] = len(invariants.read(known, Path(options.content)))
    listed = ", ".join(f"{count} {name}" for name, count in counts.items())
    print(f"{listed}: all consistent. Version {known.version}.")
    stale = docs.stale(known, ROOT / "docs") if options.docs else []
    for page in stale:
        print(f"docs/{page} is stale; run `make docs`", file=sys.stderr)
    return 1 if stale else 0


def _plan(known: Knowledge, options: argparse.Namespace) -> None:
    facts = dict(_fact(known, pair) for pair in options.facts)
    print(advice.recommend(known, Patient(known, facts), options.audience).text)


def _fact(known: Knowledge, pair: str) -> tuple[str, Any]:
    """One fact=value of the command line; lists and histories are JSON."""
    name, _, value = pair.partition("=")
    if name not in known.facts:
        raise KnowledgeError("plan", f"unknown fact '{name}'")
    kind = known.facts[name].kind
    try:
        return name, json.loads(value) if kind in ("number", "history", "products") else value
    except json.JSONDecodeError as error:
        raise KnowledgeError("plan", f"'{value}' is no value of fact '{name}'") from error


def _show(known: Knowledge, options: argparse.Namespace) -> None:
    if options.subject not in known.subjects:
        raise KnowledgeError("show", f"unknown subject '{options.subject}' (known: {', '.join(known.subjects)})")
    subject = known.subjects[options.subject]
    wanted = (
        [options.topic]
        if options.topic
        else [t for t in known.topics if any(t in s.topics for s in subject.statements)]
    )
    for topic in wanted:
        if topic not in known.topics:
            raise KnowledgeError("show", f"unknown topic '{topic}' (known: {', '.join(known.topics)})")
        print(topics.answer(known, Patient(known, {}), topic, [subject.id], options.audience).text, end="\n\n")


def _replay(known: Knowledge, options: argparse.Namespace) -> int:
    """Prints what became of each piece of advice; fails where one differs or is of another version."""
    try:
        stored = json.loads(options.conversation.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise KnowledgeError(str(options.conversation), f"no stored conversation: {error}") from error
    rows = list(replayed(known, stored["events"] if isinstance(stored, dict) else stored))
    for row in rows:
        first = (row.said.splitlines() or [""])[0]
        print(f"{row.outcome:8} {row.ask:12} version {row.version}: {first[:80]}")
    print(f"{sum(row.outcome == 'same' for row in rows)} of {len(rows)} pieces of advice give the same text.")
    return 0 if all(row.outcome == "same" for row in rows) else 1


def _certify(known: Knowledge, options: argparse.Namespace) -> int:
    if options.explanations:
        return run.explained(known, options.explanations)
    return run.main(known, Path(options.content), ROOT / "docs" / "certificate.md", options.every)


def _docs(known: Knowledge, options: argparse.Namespace) -> None:
    for page in docs.write(known, ROOT / "docs"):
        print(f"docs/{page}")


if __name__ == "__main__":
    sys.exit(main())
