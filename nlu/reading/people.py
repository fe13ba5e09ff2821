"""Whom a message is about: the writer, somebody of the family or a patient; and which sex its words tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlu.lexicon import one_of, terms
from nlu.reading.ages import RELATIVES
from nlu.reading.mentions import Mention
from nlu.reading.quantities import sexes

PRONOUN, RELATION, NOUN, LETTER = range(4)
"""How surely a word tells the sex of the patient: "she", "my wife", "woman", "34F"."""
A_RELATIVE = re.compile(rf"^\W*(?:(?:hi|hello|so|well|asking for)\W+)*(?:my|our)\s+({RELATIVES})\b", re.I)
"""A sentence that begins so and gives an age describes the relative as the patient."""
_SELF = re.compile(
    r"\b(?:i'?m|i am)\s+(?:an?\s+\d|\d|now\s+\d|pregnant|breast)|\bi\s+(?:weigh|smoke|itch|scratch)\b"
    r"|\bi(?:'ve| have)\s+(?:had|got|been on)\b|\bi (?:have|had|get|got)\s+(?:the |my )?(?:eczema|asthma|ad)\b",
    re.I,
)
"""How a writer speaks who is the patient."""


OWN_ECZEMA = re.compile(
    r"\bi(?:'ve got|'ve| have| got|'m the one with)\s+(?:[\w-]+\s+){0,2}eczema\b(?!,?\s+(?:too|as well|also|myself))",
    re.I,
)
"""A writer who has the eczema, although a partner is named first."""
_POSSESSED = re.compile(r"\b(?:my|our|his|her|their|'s)\s+(?:[\w-]+\s+){0,2}$", re.I)


@dataclass(frozen=True)
class Who:
    """Whom a message is about. `own`: the writer; `relation`: who else of the family, where the writer names one;
    `several`: one of twins or siblings."""

    own: bool = False
    relation: str | None = None
    several: bool = False


def who(text: str) -> Who:
    """Whom a message is about: the one who is named first."""
    own, relation = _own().search(text), _relation().search(text)
    if relation and _is_bystander(relation.group(1).lower(), text, text[: relation.start()]):
        relation = None
    several = _several().search(text) is not None
    if relation and (own is None or relation.start() <= own.start()):
        return Who(relation=relation.group(1).lower(), several=several)
    return Who(own=own is not None, several=several)


def _is_bystander(name: str, text: str, before: str) -> bool:
    """Whether a partner is not the patient: the writer has the eczema, or somebody of the other sex was described
    before ("31F, my husband takes ...")."""
    sex = next((sex for sex, names in terms()["partners"].items() if name in names), None)
    if sex is None:
        return False
    described = sexes(before)[-1:]
    return bool(OWN_ECZEMA.search(text) or (described and sex not in (*described, "either")))


def share(sentence: str, about: Who) -> int:
    """How much more (1) or less (-1) a sentence is about the patient than others, where there are twins or siblings."""
    if not about.several:
        return 0
    words = set(re.findall(r"[a-z]+", sentence.lower()))
    return bool(words & set(terms()["affected"])) - bool(words & set(terms()["unaffected"]))


@lru_cache(maxsize=1)
def _several() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{one_of(terms()['several'])})\b", re.I)


def sex_of(sentence: str, found: Sequence[Mention], about: Who, gives_age: bool) -> tuple[str, int] | None:
    """The sex that a sentence tells, and how surely; none where its surest words tell both. A relative whose age it
    gives is the patient."""
    if gives_age and (relative := A_RELATIVE.match(sentence)):
        return _sex_of_relative(relative.group(1)), RELATION
    told: list[tuple[int, str]] = [(LETTER, sex) for sex in sexes(sentence)]
    if told:
        return told[-1][1], LETTER
    for mention in found:
        word = mention.text.lower()
        sex, kind = mention.means("sex"), _kind(word, sentence[: mention.start])
        if word in terms()["spouses"] and about.relation != word and sentence[: mention.start].strip():
            continue
        if sex and not mention.is_a("family") and not (about.own and kind < NOUN):
            told.append((kind, sex))
    surest = max((kind for kind, _ in told), default=None)
    named = {sex for kind, sex in told if kind == surest}
    return (named.pop(), surest) if surest is not None and len(named) == 1 else None


def _sex_of_relative(name: str) -> str:
    """The sex of a relative by its name."""
    return next(sex for sex, names in terms()["relative_sex"].items() if name.lower() in names)


def _kind(word: str, before: str) -> int:
    """How surely a word tells the sex."""
    if word in terms()["pronouns"]:
        return PRONOUN
    return RELATION if word in terms()["relations"] and _POSSESSED.search(before) else NOUN


@lru_cache(maxsize=1)
def _own() -> re.Pattern[str]:
    own = one_of(terms()["own_body"])
    return re.compile(rf"{_SELF.pattern}|\bmy\s+(?:[\w-]+\s+){{0,2}}?(?:{own})\b", re.I)


@lru_cache(maxsize=1)
def _relation() -> re.Pattern[str]:
    relations = one_of(terms()["relations"])
    return re.compile(rf"\b(?:my|our)\s+(?:[\w-]+\s+){{0,3}}?({relations})\b(?!'?s\s+(?:friend|teacher))", re.I)
