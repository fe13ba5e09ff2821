"""What stands around a mention and modifies it: cues of terms.yml as ConText rules, and what counts right before it."""

from __future__ import annotations

import re
from functools import lru_cache

from medspacy.context import ConTextRule

from nlu.lexicon import one_of, terms

JUST_DENIED = re.compile(r"\b(?:no|not|nil|without|denies|never)\s+$", re.I)
"""A denial right before a mention, which counts more than a doubt further in front."""
_DIRECTIONS = {"after": "FORWARD", "before": "BACKWARD", "either": "BIDIRECTIONAL"}
_ENDINGS = {
    "family": ("", " has", " had", " who has", " with", "'s", " have", " also has", " got", " have had", " is"),
    "bystander": ("", " has", " had", " is", " got", "'s"),
    "doubtful": ("", " he has", " she has", " they have", " i have", " has", " have", " there is", " she is", " he is"),
}
"""A cue may run on over words that would otherwise end its reach ("mother has", "not sure whether she has")."""


def rules() -> list[ConTextRule]:
    """The cues of terms.yml as ConText rules."""
    listed = terms()
    found = []
    for row in listed["context"]:
        for cue in row["cue"]:
            for ending in _ENDINGS.get(row["means"], ("",)) if row["direction"] == "after" else ("",):
                found.append(
                    ConTextRule(
                        cue + ending,
                        row["means"].upper(),
                        direction=_DIRECTIONS[row["direction"]],
                        max_scope=row.get("within"),
                    )
                )
    found += [ConTextRule(str(stop), "STOP", direction="TERMINATE") for stop in listed["stops"]]
    found += [ConTextRule(phrase, "PSEUDO", direction="PSEUDO") for phrase in listed["pseudo"]]
    return found


@lru_cache(maxsize=2)
def relatives(whose: str) -> re.Pattern[str]:
    """A relative, or what one does, right before a mention ("brother on", "dad has bad")."""
    cues = {cue for row in terms()["context"] if row["means"] == whose for cue in row["cue"]}
    relatives, joints = one_of(cues), one_of(terms()["of_a_relative"])
    return re.compile(rf"\b(?:{relatives})(?:'s)?\s+(?:(?:{joints})\s+)*$", re.I)


@lru_cache(maxsize=1)
def doubted() -> re.Pattern[str]:
    """A doubt with nothing but whose it is between it and a mention ("not sure whether she has ever had")."""
    cues = {cue for row in terms()["context"] if row["means"] == "doubtful" for cue in row["cue"]}
    asking = one_of(cue for cue in cues if cue.endswith((" if", " whether", " about")))
    return re.compile(rf"\b{asking}\s+(?:{one_of(terms()['of_a_doubt'])}\s+)*$", re.I)
