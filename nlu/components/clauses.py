"""Cuts a message that asks several things into its clauses, each of which is then understood by itself as well.

The clauses follow their message through the pipeline; the reader at its end puts them together again.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.stateless import Stateless
from nlu.lexicon import PRODUCT, SUBJECT, meanings, one_of, terms
from nlu.reading.sentences import asking_within, is_question, sentences

CLAUSE = "clause"
"""The property of a message that is a clause of another: the number of its sentence, and whether it is only a part."""
SEPARATOR = re.compile(r"\s*(?:[,:]\s+|\s-\s|\(\w\)|\b\d\)|&|\+|\b(?:and|also|plus|or|but)\b)\s*", re.I)
JOINT = re.compile(r"\s*(?:,|\s-\s|\(\w\)|\b\d\)|\.\.+|\+|&|\b(?:and|also|plus|but)\b)\s*", re.I)
"""What may join two questions of one sentence."""
WORD = re.compile(r"[a-z]{3}", re.I)
WITHIN = re.compile(r"\b(?:how (?:many|often|long|much|fast|soon|far)|where (?:is|are|can|do)|whether)\b", re.I)
REQUEST = re.compile(
    r"\b(?:please|pls|plz|(?:i|we) need|need (?:the|to know)|want to know|like to know|interested in)\b", re.I
)
"""Words with which somebody asks for topics ("bloods please")."""
NAME = 3
"""Words of a part that may be nothing but a name."""
NAMES = (SUBJECT, PRODUCT)
COMMAND = "/"
"""How a quick reply begins, which states its intent itself."""
MOST = 8
"""Clauses of one message that are looked at."""
LONGEST = 3000
"""Characters of a message from which it is no longer cut."""
FEWEST = 3
"""Words of a question that stands by itself; fewer only begin one ("in which dose, and how often, would ...")."""
LISTING = 24
"""Words up to which a sentence is looked through for a list of topics ("dose, bloods and cost")."""
HEADING = 8
"""Words up to which a sentence that names a treatment and a topic ("<therapy>: cost") asks beside another that does."""
BEGINS = re.compile(
    r"^(?:if\s[^,?]+?\s)?(?:is|are|does|do|did|can|could|may|might|would|should|will|has|have)\b[^?]*\?$", re.I
)
"""A question that an auxiliary begins, whatever follows it ("does <another medicine> matter?")."""
VERSUS = re.compile(r"\b(?:vs?|versus)\b", re.I)
"""What asks for a comparison without a word for it."""


def clauses(text: str) -> list[tuple[str, int, bool]]:
    """The clauses of a message that may ask: the text, the number of its sentence, and whether it is only a part of
    that; none where the message asks one thing and is understood as a whole."""
    whole = sentences(text) if len(text) <= LONGEST else []
    asks = any(map(_may_ask, whole))
    asking = [sentence for sentence in whole if _may_ask(sentence) or (asks and _is_heading(sentence))]
    found: list[tuple[str, int, bool]] = []
    for number, sentence in enumerate(asking or whole[-1:]):
        parts = _parts(sentence)
        found += [(sentence, number, False)] if asking and len(whole) > 1 else []
        found += [(part, number, True) for part in parts]
    return found[:MOST]


def _parts(sentence: str) -> list[str]:
    """The questions that a sentence strings together, else the parts of a short one that lists several things; none
    where fewer than two of them may ask."""
    if len(asked := _questions(sentence)) > 1:
        return asked
    parts = _with_names([part for part in SEPARATOR.split(sentence) if WORD.search(part)])
    asking = [part for part in parts if _part_asks(part) or _topic_word().search(part)]
    return parts if len(asking) > 1 and len(sentence.split()) <= LISTING else []


def _questions(sentence: str) -> list[str]:
    """A sentence cut before each of its clauses that asks by itself; what asks nothing stays with what it follows, or
    leads the first that asks."""
    found: list[str] = []
    for part in (part for part in JOINT.split(sentence) if WORD.search(part)):
        if found and not (_part_asks(part) and _may_ask(found[-1])):
            found[-1] += f", {part}"
        else:
            found.append(part)
    return found if all(_part_asks(part) and len(part.split()) >= FEWEST for part in found) else []


def _may_ask(sentence: str) -> bool:
    """Whether a sentence asks, has words within that ask ("<therapy> how often is the jab"), or asks for a topic."""
    asks = is_question(sentence) or any(pattern.search(sentence) for pattern in (WITHIN, VERSUS, asking_within()))
    return bool(asks or (REQUEST.search(sentence) and _topic_word().search(sentence)))


def _part_asks(part: str) -> bool:
    """Whether a part of a sentence asks by itself; the question mark of the sentence alone does not tell."""
    return bool(BEGINS.match(part)) or _may_ask(part.rstrip(" ?"))


def _is_heading(sentence: str) -> bool:
    """Whether a sentence does no more than name a treatment and a topic."""
    words = re.findall(r"[\w-]+", sentence.lower())
    named = any(meaning.kind in NAMES for word in words for meaning in meanings().get(word, ()))
    return len(words) <= HEADING and named and bool(_topic_word().search(sentence))


def _with_names(parts: list[str]) -> list[str]:
    """The parts of a list, each led by the bare name before it ("<therapy> or <therapy>: dose and price")."""
    found, names = list[str](), ""
    for part in parts:
        bare = part.lower().strip(" .?!:")
        known = [*meanings().get(bare, ()), *meanings().get(bare.split()[-1], ())]
        if len(bare.split()) <= NAME and any(meaning.kind in NAMES for meaning in known):
            names = f"{names} {part}".strip()
        else:
            found.append(f"{names} {part}".strip())
            names = ""
    return [*found, names] if names else found


@lru_cache(maxsize=1)
def _topic_word() -> re.Pattern[str]:
    """A word that may name a topic in a list."""
    return re.compile(rf"\b(?:{one_of(terms()['topic_words'])})\b", re.I)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class ClauseSplitter(Stateless):
    """Puts the clauses of each message behind it; stands first in the pipeline."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training examples are learnt whole."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Each message, followed by its clauses."""
        result = []
        for message in messages:
            result.append(message)
            text = message.get(TEXT) or ""
            for clause, number, partial in [] if text.startswith(COMMAND) else clauses(text):
                result.append(Message({TEXT: clause, CLAUSE: (number, partial)}))
        return result
