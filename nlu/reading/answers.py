"""Reads a bare answer in the light of the question asked: "9", "none of those", "yes, failed", "not sure"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.load import knowledge
from knowledge.model import Fact
from knowledge.patient import UNSURE, USED, Patient
from knowledge.questions import absent_all
from nlu.lexicon import PRODUCT, terms
from nlu.reading.mentions import mentions
from nlu.reading.outcomes import outcome_in
from nlu.reading.quantities import WEEKS, quantities, word_value

NUMBER = re.compile(r"(?<![\d.])(\d{1,6}(?:[.,]\d+)?)(?![\d.]*\d)")
SPAN = "weeks"
"""The unit of the facts of which "none" is a number."""
POLITE_REFUSAL = re.compile(r"^(?:no|nope|nah),?\s+(?:thanks|thank you|thx|ta)\b", re.I)
"""Declines to answer; it denies nothing."""
WITHIN_WORDS = 12
"""A longer message is no bare answer."""


def bare(text: str, asked: Sequence[str], known: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that a text gives as an answer to the question on the facts `asked`; empty if it gives none.

    Args:
        text: the message.
        asked: the facts that the question was about, one or a group.
        known: the facts stored so far.
    """
    if not asked or len(text.split()) > WITHIN_WORDS:
        return {}
    cleaned = text.strip().lower().strip(" .,!'\"")
    if _unsure(cleaned):
        return dict.fromkeys(asked, UNSURE)
    if len(asked) > 1:
        return absent_all(knowledge(), asked) if _starts(cleaned, "deny") else {}
    fact = knowledge().facts[asked[0]]
    if fact.details and (products := _products(cleaned)):
        return {fact.details[0]: products}
    return {"number": _number, "history": _history}.get(fact.kind, _choice)(fact, cleaned, known)


def _products(text: str) -> list[str]:
    """The topical products that an answer names without saying more."""
    found = [m.means(PRODUCT) for m in mentions(text) if not m.is_a("denied")]
    return [product for product in dict.fromkeys(found) if product]


def _is(text: str, kind: str) -> bool:
    """Whether the text is one of the replies of a kind, give or take a polite ending."""
    text = re.sub(r"[\s,]*(?:sorry|thanks|thank you|please|doc|doctor|really|i think|i'm afraid|im afraid)$", "", text)
    return text in terms()["replies"][kind]


def signs_denied(text: str, asked: Sequence[str]) -> dict[str, Any]:
    """The absence of what was asked about, where an answer only denies signs of it ("no pus, nothing like that")."""
    found: dict[str, Any] = {}
    for fact in (knowledge().facts[name] for name in asked if knowledge().facts[name].absent):
        named = [mention for mention in mentions(text) if mention.means(fact.id)]
        if named and all(mention.is_a("denied") for mention in named):
            found[fact.id] = fact.absent
    return found


def _unsure(text: str) -> bool:
    """Whether the text begins with not knowing, in however many words ("no idea what that is")."""
    return _is(text, "unsure") or _begins(text, "unsure_starts")


def _begins(text: str, kind: str) -> bool:
    """Whether the text begins with one of the phrases of a kind."""
    return any(re.match(rf"{re.escape(phrase)}\b", text) for phrase in terms()["replies"][kind])


def _starts(text: str, kind: str) -> bool:
    """Whether the text is such a reply, or begins with one and a pause, and does not begin otherwise too."""
    if POLITE_REFUSAL.match(text):
        return False
    first, rest = re.match(r"^(\w+)\s*[,.;:!-]", text), text.partition(" ")
    again = rest[0] in terms()["replies"][kind] and _is(rest[2], kind)
    if kind == "deny" and _begins(text, "deny_starts"):
        return True
    return _is(text, kind) or again or bool(first and first.group(1) in terms()["replies"]["first_words"][kind])


def _number(fact: Fact, text: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """A number with or without a unit."""
    spans = [q for q in quantities(text) if q.fact in (fact.id, "duration")]
    if spans:
        value = spans[0].value
        if spans[0].fact == "duration" and fact.unit == "years":
            value = round(value / WEEKS["year"], 3)
        return {fact.id: value}
    if text in terms()["numbers"]:
        return {fact.id: word_value(text)}
    if fact.unit == SPAN and _is(text, "none_of_a_span"):
        return {fact.id: 0.0}
    found = NUMBER.findall(text)
    if len(found) != 1 or quantities(text):
        return {}
    return {fact.id: float(found[0].replace(",", "."))}


def _history(fact: Fact, text: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """None at all; or the result of treatments that were named without one; or treatments named alone."""
    told = dict(known.get(fact.id) or {}) if isinstance(known.get(fact.id), dict) else {}
    open_ = Patient(knowledge(), {fact.id: told}).without_result()
    outcome = outcome_in(text)
    if open_ and outcome == "current":
        rest = {therapy: result for therapy, result in told.items() if therapy not in open_}
        return {fact.id: rest, "current_therapy": open_[-1]}
    if open_ and outcome not in (None, "planned", USED):
        return {fact.id: {**told, **dict.fromkeys(open_, outcome)}}
    named = [m.means("subject") for m in mentions(text) if m.means("subject") and not m.is_a("denied")]
    systemic = [t for t in named if t and knowledge().subjects[t].route in ("injection", "oral", "light")]
    therapies = [t for t in systemic if knowledge().subjects[t].kind == "therapy"]
    if therapies:
        return {fact.id: {**told, **{therapy: outcome or USED for therapy in therapies if therapy not in told}}}
    return {fact.id: {}} if _starts(text, "deny") and not open_ else {}


def _choice(fact: Fact, text: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """A value named by its title, label or own words; else a bare yes or no where that means one thing."""
    titles = {title.lower(): value for value, title in fact.replies.items()}
    titles |= {label.lower(): value for value, label in fact.values.items()}
    titles |= {value.lower(): value for value in fact.values if value not in ("yes", "no", "none")}
    if text in titles:
        return {fact.id: titles[text]}
    meaning = {"yes": "yes", "no": "no"} if fact.kind == "condition" else fact.answers
    for reply, kind in (("no", "deny"), ("yes", "affirm")):
        if _starts(text, kind) and reply in meaning:
            return {fact.id: meaning[reply]}
    words = [
        value for value, listed in fact.words.items() for word in listed if re.search(rf"\b{re.escape(word)}\b", text)
    ]
    return {fact.id: words[0]} if len(set(words)) == 1 and words[0] != fact.absent else {}
