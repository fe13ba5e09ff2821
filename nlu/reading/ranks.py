"""How surely a number is the patient's own and present one: ages at onset, weights at birth and the like are not."""

from __future__ import annotations

import re

NOT_THIS, PERHAPS, PLAIN, NOW = -1, 0, 1, 2
"""Not the patient's, only where there is no other, as told, told to be the present one."""

_PEOPLE = r"(?:brother|sister|sibling|twin|cousin|mum|mom|mother|dad|father|nephew|niece)"
_ONSET = re.compile(
    r"\b(?:like|than|since|diagnosed|onset|began|begun|started|appeared|dx|when\s+(?:s?he|i|they|it)\s+(?:was|were))"
    r"(?:\s+(?:at|from|in|as))?\s*(?:the\s+|an\s+)?(?:ages?\s*(?:of\s*)?|aged\s*)?(?:about|around|just|only)?\s*$",
    re.I,
)
"""What stands before the age at which something began."""
_AT_THE_TIME = re.compile(
    r"\s*(?:years?|yrs?|y|months?|weeks?)?\s*(?:old|of age)?\s*"
    r"(?:when\b|at (?:onset|diagnosis|the time)|back then|then\b)",
    re.I,
)
_OF_ANOTHER = re.compile(
    r"(?:\b(?:breast\W?feed|feed|nurs|bf)(?:s|ing)?\s+(?:(?:my|her|his|our|the|a|an|their)\s+)?"
    rf"|\b(?:his|her|their|the|older|younger|elder|big|little|other|twin|and)\s+{_PEOPLE}s?"
    r"(?:\s+(?:is|was|who is|aged?)|'s|,|\s*\()?\s*)$",
    re.I,
)
"""What stands before the age of a child that is fed, or of a relative."""
_SOMEBODY = re.compile(
    r"\b(?:(?:have|has|got|had)\s+(?:(?:a|an|my|our|two|three|also|another)\s+)+|(?:mum|mom|mother|dad|father)\s*[(,]?\s*"
    r"|(?:at|from|by|until|till|before|after|around)\s+(?:the\s+)?(?:age\s+(?:of\s+)?)?|was\s+)$",
    re.I,
)
"""What stands before an age that is the patient's only where there is no other."""
_PRESENT = re.compile(r"\b(?:now|currently|patient|pt)\b(?:\s+(?:is|aged?|a))*[\s,:]*$", re.I)
_PRESENT_WITHIN = re.compile(r"\b(?:now|turned)\b", re.I)
_OF_A_CHANGE = re.compile(
    r"(?:\b(?:birth\s?weight|bw|born(?:\s+at)?|birth|los[te]|loses|losing|loss|gain(?:ed|s|ing)?|put on|dropped"
    rf"|shed|target|under|below|than|over|limit|cut-?off|{_PEOPLE})"
    r"(?:\s+(?:is|was|of|at|about|around))*|\b(?:up|down)(?:\s+by)?)[\s:=(]*$",
    re.I,
)
"""What stands before a weight that is not that of the patient now."""
_BY_SO_MUCH = re.compile(r"\s*(?:less|lighter|heavier|lost|off|more(?!\s+or\s+less))\b", re.I)
"""What stands behind a weight by which somebody changed."""
_OF_A_PREGNANCY = re.compile(
    r"\s*(?:(?:into|of)\s+(?:my|her|the|a)\s+)?(?:pregnan|gestation|gravid|antenatal|post\W?part|post\W?natal)", re.I
)
_PREGNANT = re.compile(r"\b(?:pregnant|pregnancy|gestation|expecting)(?:\W+(?:at|now|is|of|for|and))*\W*$", re.I)
"""What stands behind or before the weeks of a pregnancy."""
_ONCE = re.compile(
    r"\b(?:baseline|initial|starting|previous|prior|old|pre-?treatment|earlier|first|was|were|used to (?:be|weigh)"
    r"|weighed)[\s:=]*$",
    re.I,
)


def rank(text: str, start: int, end: int, fact: str) -> int:
    """The rank of a number that stands there."""
    before, after = text[max(0, start - 60) : start], text[end:]
    if fact == "age":
        if _ONSET.search(before) or _AT_THE_TIME.match(after) or _OF_ANOTHER.search(before):
            return NOT_THIS
        if _PRESENT.search(before) or _PRESENT_WITHIN.search(text[start:end]):
            return NOW
        return PERHAPS if _SOMEBODY.search(before) else PLAIN
    if fact == "weight" and (_OF_A_CHANGE.search(before) or _BY_SO_MUCH.match(after)):
        return NOT_THIS
    if fact == "duration" and (_OF_A_PREGNANCY.match(after) or _PREGNANT.search(before)):
        return NOT_THIS
    return PERHAPS if _ONCE.search(before) else PLAIN
