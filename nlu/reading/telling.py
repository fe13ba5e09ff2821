"""Whether a mention tells of the patient, and of now: not of the family, the past, a test or a part
of the body."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.load import knowledge
from knowledge.model import Fact
from nlu.lexicon import SUBJECT, Meaning, one_of, terms
from nlu.reading.mentions import REACH, Mention
from nlu.reading.people import Who
from nlu.reading.sentences import is_hypothetical, is_question

SEVERITY = "severity"
NOT_TAKEN = re.compile(
    r"\b(?:allerg\w+|intoleran\w+|reaction|stopped|stopping|finished|off|used to take|weak|moderate|mild)"
    r"(?:\s+(?:to|of|with|taking|the))*\s*$",
    re.I,
)
"""What stands before a medicine that is not taken."""
PAST_AFTER = re.compile(
    r"\s*(?:was|were)?\s*(?:allergy|allergic|intolerance|stopped|finished|in the past|years ago|last year|months ago)",
    re.I,
)
ONCE = re.compile(
    r"^\W{0,3}(?:[a-z]+\s+){0,2}?\(?(?:in\s+)?(?:(?:19|20)\d\d\b|twice|once|x\s?\d|\d+\s*(?:years?|yrs?|months?)\s+ago|last\s)",
    re.I,
)
"""What stands behind a disease of the past."""
GONE = re.compile(r"^\W*(?:[a-z]+\s+){0,2}?(?:gone|resolved|settled|healed|cleared)\b\s*(?:now\b|[.,;]|$)", re.I)
"""What stands behind an emergency that is over."""
ASKS_MEANING = re.compile(r"\bmean(?:t|s)? by\b|\bmeaning of\b|\bdefine\b", re.I)
"""What stands before words whose meaning is asked."""
APPLIED = re.compile(r"\s*(?:\d+\s?%\s*)?(?:shampoo|cream|gel|lotion|ointment|drops|eye drops|pessar)", re.I)
"""What stands behind a medicine that is not swallowed."""


def of_others(mention: Mention, meaning: Meaning, about: Who, sentence: str) -> bool:
    """Whether a mention is of the family: of a relative, or of somebody near where the patient is another. How severe
    the eczema is, is told of the patient."""
    if meaning.kind == SEVERITY and "," in sentence[: mention.start]:
        return False
    if is_red_flag(meaning):
        return mention.is_a("relative")
    return mention.is_a("family") or (mention.is_a("bystander") and about.relation is None)


def is_told(sentence: str, mention: Mention, meaning: Meaning) -> bool:
    """Whether a mention tells of the patient now, rather than of a possible or a past one."""
    fact = knowledge().facts[meaning.kind]
    if mention.is_a("hypothetical") and not is_hypothetical(sentence) and not mention.is_a("doubtful"):
        return False
    past = mention.is_a("historical") or (_is_of_now(fact) and ONCE.match(sentence[mention.end :]))
    if past and (is_red_flag(meaning) or _is_of_now(fact)):
        return False
    if mention.is_a("outgrown") and not _counts_when_past(fact):
        return is_red_flag(meaning) and not _is_over(sentence, mention)
    if _is_spoken_of(sentence, mention) and not mention.is_a("denied"):
        return False
    if is_red_flag(meaning) and _is_of_a_part(sentence, mention):
        return False
    if is_question(sentence) and (_is_named(mention) or ASKS_MEANING.search(sentence[: mention.start])):
        return False
    return not (fact.medicine and _not_taken(sentence, mention))


def _is_over(sentence: str, mention: Mention) -> bool:
    """Whether an emergency is told to be over, or of early years."""
    behind = sentence[mention.end :]
    return bool(GONE.match(behind) or _early().match(behind)) or bool(_before().search(sentence[: mention.start]))


@lru_cache(maxsize=1)
def _early() -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:[a-z]+\s+){{0,2}}?(?:{_outgrown('before')})\b", re.I)


@lru_cache(maxsize=1)
def _before() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_outgrown('after')})\s+(?:[a-z]+\s+)?$", re.I)


def _outgrown(direction: str) -> str:
    """The cues of several words that tell that something was outgrown."""
    rows = [row for row in terms()["context"] if row["means"] == "outgrown" and row["direction"] == direction]
    return "|".join(re.escape(cue) for row in rows for cue in row["cue"] if " " in cue)


def _is_spoken_of(sentence: str, mention: Mention) -> bool:
    """Whether a disease is only tested for, prevented or feared ("risk of")."""
    before = sentence[max(0, mention.start - REACH) : mention.start]
    return bool(_test().match(sentence[mention.end :]) or _spoken().search(before))


@lru_cache(maxsize=1)
def _spoken() -> re.Pattern[str]:
    words = one_of(terms()["spoken_of"])
    return re.compile(rf"(?<!high )(?<!higher )(?<!increased )\b(?:{words})\s+(?:[\w/-]+\s+(?:and|or)\s+)?$", re.I)


@lru_cache(maxsize=1)
def _test() -> re.Pattern[str]:
    """What follows a disease that is only tested for, or prevented."""
    return re.compile(rf"^\s+(?:{one_of(terms()['of_a_test'])})\b(?!\s*(?:was |is )?(?:pos|\+))", re.I)


def _counts_when_past(fact: Fact) -> bool:
    """Whether a fact is asked for in the past too ("malignancy, now or in the past")."""
    return bool(set(re.findall(r"[a-z]+", fact.label)) & set(terms()["past_in_a_label"]))


def _is_of_now(fact: Fact) -> bool:
    """Whether a fact is asked for as a thing of the present ("herpes zoster now")."""
    words = set(re.findall(r"[a-z]+", fact.label))
    return bool(words & set(terms()["present_in_a_label"])) and not _counts_when_past(fact)


def _is_of_a_part(sentence: str, mention: Mention) -> bool:
    """Whether "all over" is said of a part of the body only ("my face is red all over")."""
    if not any(word in mention.text.lower() for word in terms()["all_over"]):
        return False
    clause = re.split(r"[,;:]|\b(?:and|but)\b", sentence[: mention.start])[-1].lower()
    return bool(set(re.findall(r"[a-z]+", clause)) & set(terms()["body_parts"]))


def _not_taken(sentence: str, mention: Mention) -> bool:
    """Whether a medicine is named but not taken by mouth now: an allergy, the past, a shampoo, a weak relative."""
    before, after = sentence[: mention.start], sentence[mention.end :]
    past = mention.is_a("historical") or mention.is_a("outgrown") or NOT_TAKEN.search(before) or PAST_AFTER.match(after)
    return bool(past or APPLIED.match(after))


@lru_cache(maxsize=1)
def _red_flags() -> frozenset[tuple[str, str]]:
    """The facts and values that urgent rules about the patient alone look for."""
    rules = [rule for rule in knowledge().rules if rule.verdict == "urgent" and not rule.about and len(rule.when) == 1]
    return frozenset((fact, value) for rule in rules for fact, values in rule.when.items() for value in values)


def is_red_flag(meaning: Meaning) -> bool:
    """Whether a meaning alone calls for help at once."""
    return (meaning.kind, meaning.value) in _red_flags()


def _is_named(mention: Mention) -> bool:
    """Whether a mention is the name of a subject: a question on it asks, and describes nothing."""
    subject = mention.means(SUBJECT)
    return subject is not None and mention.text.lower() == knowledge().subjects[subject].name.lower()
