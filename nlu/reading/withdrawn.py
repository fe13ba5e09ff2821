"""Which facts a message takes back ("forget the asthma", "scrap what I said about the weight")."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.load import knowledge
from knowledge.model import Fact
from nlu.lexicon import SUBJECT, one_of, score_words
from nlu.reading.mentions import mentions
from nlu.reading.message import READER, Reading

HISTORY = "systemic_history"


def withdrawn(text: str, reading: Reading) -> list[str]:
    """The facts that a message speaks of, whatever it says of them, by value or by name; the reader's own are kept.

    A therapy that is named stands for what was told of it: `systemic_history.<therapy>`.
    """
    found = [*reading.stated, *reading.supposed, *reading.implausible]
    for mention in mentions(text):
        found += [meaning.kind for meaning in mention.meanings if meaning.is_fact]
        if (subject := mention.means(SUBJECT)) and knowledge().subjects[subject].kind == "therapy":
            found.append(f"{HISTORY}.{subject}")
    found += [fact for fact, pattern in _names() if pattern.search(text)]
    return [name for name in dict.fromkeys(found) if name not in (*READER, HISTORY)]


@lru_cache(maxsize=1)
def _names() -> list[tuple[str, re.Pattern[str]]]:
    """The names by which facts are spoken of: the label, the id in words, the words of a score."""
    words = score_words(knowledge())
    return [(fact.id, _name(fact, words)) for fact in knowledge().facts.values() if fact.id not in READER]


def _name(fact: Fact, words: dict[str, str]) -> re.Pattern[str]:
    own = {word for word, owner in words.items() if owner == fact.id}
    return re.compile(rf"\b{one_of({fact.label.lower(), fact.id.replace('_', ' '), *own})}s?\b", re.I)
