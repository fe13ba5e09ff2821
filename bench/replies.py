"""How long replies are, in words without their references, by kind.

python -m bench.replies
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping
from itertools import combinations, islice
from typing import Any

from knowledge import steps, topics
from knowledge.answer import Answer, word_count
from knowledge.certificate.space import patients
from knowledge.load import knowledge
from knowledge.model import AUDIENCES
from knowledge.patient import Patient
from knowledge.requests import Request, respond

EVERY, THERAPIES = 1501, 3
LONGEST = 300


def words(answer: Answer) -> int:
    """The words of a reply, its references and disclaimer left out."""
    return word_count(answer.lines)


def people() -> list[Mapping[str, Any]]:
    """Patients of the safety certificate, one in so many."""
    return [facts for found in patients(knowledge()).values() for facts in islice(found, 0, None, EVERY)]


def replies() -> Iterator[tuple[str, Answer]]:
    """Replies of each kind, for both audiences."""
    known, nobody = knowledge(), Patient(knowledge(), {})
    therapies = [therapy.id for therapy in known.therapies()]
    for audience in AUDIENCES:
        yield "the algorithm", steps.algorithm(known, audience)
        for subject in known.subjects.values():
            for topic in known.topics:
                if subject.speaks_of(topic):
                    yield "a topic", topics.answer(known, nobody, topic, [subject.id], audience)
        for pair in islice(combinations(therapies, 2), 0, None, 7):
            yield "a comparison", respond(known, Request("compare", {}, audience, {"subjects": list(pair)}))
        for facts in people():
            yield "the plan", respond(known, Request("recommend", facts, audience, {"supposed": {}}))
            yield "why", respond(known, Request("why", facts, audience))
            yield "what changes", respond(known, Request("what_changes", facts, audience))
            yield (
                "what if",
                respond(known, Request("what_if", facts, audience, {"supposed": {"pregnancy": "planning"}})),
            )
            yield "the note", respond(known, Request("note", facts, audience))


def main() -> None:
    """Prints the table."""
    lengths: dict[str, list[int]] = {}
    for kind, answer in replies():
        lengths.setdefault(kind, []).append(words(answer))
    print(f"| reply | how many | median words | p95 | longest | over {LONGEST} |\n|---|---|---|---|---|---|")
    for kind, found in {**lengths, "all": [count for counts in lengths.values() for count in counts]}.items():
        high = statistics.quantiles(found, n=20)[18] if len(found) > 1 else found[0]
        over = sum(count > LONGEST for count in found)
        print(f"| {kind} | {len(found)} | {statistics.median(found):.0f} | {high:.0f} | {max(found)} | {over} |")


if __name__ == "__main__":
    main()
