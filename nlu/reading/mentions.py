"""Finds what a text mentions and how: affirmed, denied, doubtful, hypothetical, historical or somebody else's.

spaCy's PhraseMatcher finds the phrases of the lexicon, medspaCy's ConText the modifiers; the cues are data
(terms.yml). No trained pipeline is needed.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import spacy
from medspacy.context import ConText
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from nlu.lexicon import Meaning, meanings, pairs, terms
from nlu.reading.cues import JUST_DENIED, doubted, relatives, rules
from nlu.reading.denials import Place, dashed, denied_in_lists, said, told_later
from nlu.reading.misspelt import correct

REACH = 60
"""Letters in front of a mention within which a relative may stand."""
SENTENCES = 256
"""The last sentences whose mentions are kept: a message, its sentences and its clauses are read one after the other."""

INFIXES = (r"(?<=[A-Za-z])[/+](?=[A-Za-z])", r"(?<=[a-z])[,;:](?=[A-Za-z])", r"(?<=\d)(?=[A-Za-z])")
"""What parts words without a blank, beside what spaCy knows: "TB/HIV", "asthma+eczema", "12wks"."""
MINUS = r"[-\u2212\u2013](?=[A-Za-z])"
LAYERS = "mentions"
INFECTION = "infection"
_FAR, _OR = re.compile(r",|\band\b", re.I), re.compile(r"\b(?:or|nor)\b", re.I)
"""A denial that reaches over a comma or an "and" is far, unless in a list with "or"; a red flag ignores it."""

NO_THING = re.compile(r"(?:no|not|isn'?t|nil|without|w/o|free of|neg|negative)\b", re.I)
"""How a denial begins that ends with the comma, but for a list of things."""

_MODIFIERS = (
    "denied",
    "denied_far",
    "unclear",
    "affirmed",
    "doubtful",
    "family",
    "relative",
    "bystander",
    "hypothetical",
    "historical",
    "outgrown",
)


@dataclass(frozen=True)
class Mention:
    """A phrase of the lexicon in a text, with its meanings and modifiers. `start` and `end` count characters."""

    text: str
    start: int
    end: int
    meanings: tuple[Meaning, ...]
    modifiers: frozenset[str]

    def means(self, kind: str) -> str | None:
        """The value that the mention has for a kind, if it has one."""
        return next((meaning.value for meaning in self.meanings if meaning.kind == kind), None)

    def is_a(self, modifier: str) -> bool:
        """Whether the mention is modified so."""
        return modifier in self.modifiers


@lru_cache(maxsize=SENTENCES)
def mentions(text: str) -> tuple[Mention, ...]:
    """What the text mentions, in order; of overlapping facts, and of overlapping names, the longest."""
    doc = _pipeline()(text)
    spans = list(doc.spans[LAYERS])
    listed = denied_in_lists(text, [Place(span.start_char, span.end_char) for span in spans])
    return tuple(
        Mention(span.text, span.start_char, span.end_char, span._.meanings, _modifiers(text, span, position in listed))
        for position, span in enumerate(spans)
    )


def _modifiers(text: str, span: Span, listed: bool) -> frozenset[str]:
    """What modifies a mention; what is said right behind it counts more than what stands in front, and a question mark
    right before it is doubt."""
    found = {name for name in _MODIFIERS if getattr(span._, name)}
    for whose in ("family", "bystander"):
        if relatives(whose).search(text, max(0, span.start_char - REACH), span.start_char):
            found |= {whose, "relative"} if whose == "family" else {whose}
    before = text[max(0, span.start_char - REACH) : span.start_char]
    if before.rstrip(" ").endswith("?") or doubted().search(before):
        found = {*found, "doubtful"} - {"denied", "denied_far", "unclear"}
    elif JUST_DENIED.search(before):
        found -= {"doubtful"}
    if told_later(text, span.end_char):
        found -= {"denied_far", "unclear"}
    if dashed(text, span.start_char):
        found.add("denied")
    answer = said(text, span.end_char)
    found |= {"doubtful"} if answer == "doubtful" else set()
    if "affirmed" in found or answer == "affirmed":
        found -= {"denied", "denied_far"}
    if listed:
        found.add("denied")
    return frozenset(found | {"denied"} if "denied_far" in found else found)


@lru_cache(maxsize=1)
def _pipeline() -> Language:
    """Tokenizer, sentence ends, the phrase finder and the context cues."""
    nlp = spacy.blank("en")
    nlp.tokenizer.infix_finditer = spacy.util.compile_infix_regex([*nlp.Defaults.infixes, *INFIXES]).finditer
    nlp.tokenizer.prefix_search = spacy.util.compile_prefix_regex([*nlp.Defaults.prefixes, MINUS]).search
    nlp.add_pipe("sentencizer", config={"punct_chars": [".", "!", ";", "\n"]})
    nlp.add_pipe("clinical_phrases")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        context = ConText(
            nlp, rules=None, span_attrs=None, allowed_types=None, input_span_type="group", span_group_name=LAYERS
        )
        context.add(rules())
    Language.component("context_cues", func=lambda doc: _modified(context(doc)))
    nlp.add_pipe("context_cues")
    return nlp


def _modified(doc: Doc) -> Doc:
    """Notes on each mention the categories of the cues that reach it; a cue within its own words does not count."""
    for span in doc.spans[LAYERS]:
        for modifier in span._.modifiers:
            start, end = modifier.modifier_span
            name = modifier.category.lower()
            if (
                name == "denied"
                and end <= span.start
                and _is_of_another_kind(doc[start:end], doc[end : span.end], span)
            ):
                continue
            if name == "denied" and end <= span.start and _FAR.search(doc[end : span.start].text_with_ws):
                name = "denied" if _OR.search(doc[end:].text) else "denied_far"
            if name == "denied_far" and _is_of_the_skin(doc, end, span):
                name = "unclear"
            if name in _MODIFIERS and not (span.start <= start and end <= span.end):
                span._.set(name, True)
    return doc


def _is_of_another_kind(cue: Span, reach: Span, span: Span) -> bool:
    """Whether a denial of things before a comma does not reach what says of somebody what they are or do ("no asthma,
    smoker")."""
    of_a_person = span.text.lower() in terms()["of_a_person"]
    return of_a_person and NO_THING.match(cue.text) is not None and "," in reach.text and not _OR.search(reach.text)


def _is_of_the_skin(doc: Doc, end: int, span: Span) -> bool:
    """Whether a denial before a comma is that of an infection of the skin and of nothing behind it ("no infection,
    asthma"): whether the rest is denied too is then unclear."""
    first = next((other for other in doc.spans[LAYERS] if other.start >= end), span)
    kinds = {meaning.kind for other in (first, span) for meaning in other._.meanings if meaning.is_fact}
    return first is not span and any(m.kind == INFECTION for m in first._.meanings) and kinds != {INFECTION}


@Language.factory("clinical_phrases")
def _phrases(nlp: Language, name: str) -> Any:
    """Finds the phrases of the lexicon, misspelt names included, in two layers: facts, and names of all kinds."""
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for phrase in meanings():
        matcher.add(phrase, [nlp.make_doc(phrase)])

    def find(doc: Doc) -> Doc:
        found: dict[tuple[int, int], list[Meaning]] = {}
        matches = [(meanings()[nlp.vocab.strings[key]], start, end) for key, start, end in matcher(doc)]
        matches += [(listed, start, end) for listed, start, end in _paired(doc)]
        for of_facts in (True, False):
            layer = [(s, e) for listed, s, e in matches if any(m.is_fact is of_facts for m in listed)]
            for span in spacy.util.filter_spans([Span(doc, s, e) for s, e in dict.fromkeys(layer)]):
                listed = _listed(matches, span)
                found.setdefault((span.start, span.end), []).extend(m for m in listed if m.is_fact is of_facts)
        taken = {i for start, end in found for i in range(start, end)}
        for token in doc:
            corrected = correct(token.lower_) if token.i not in taken else ()
            if corrected:
                found[(token.i, token.i + 1)] = list(corrected)
        doc.spans[LAYERS] = [_span(doc, start, end, listed) for (start, end), listed in sorted(found.items())]
        return doc

    return find


NOT_WITHIN = re.compile(r"\b(?:not|never|isn'?t|wasn'?t|aren'?t)\b", re.I)
"""What denies the one half of a pair of the other ("the throat is not swollen")."""


def _paired(doc: Doc) -> Iterator[tuple[tuple[Meaning, ...], int, int]]:
    """Where the two halves of a pair stand close together: the meaning and the place of both."""
    text = doc.text
    for meaning, pattern in pairs():
        for match in pattern.finditer(text):
            span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
            if span is not None and not NOT_WITHIN.search(next(filter(None, match.groups()))):
                yield (meaning,), span.start, span.end


def _listed(matches: list[tuple[tuple[Meaning, ...], int, int]], span: Span) -> tuple[Meaning, ...]:
    """The meanings of the phrase that was matched on a span."""
    return next(listed for listed, start, end in matches if (start, end) == (span.start, span.end))


def _span(doc: Doc, start: int, end: int, found: list[Meaning]) -> Span:
    """A span with its meanings."""
    span = Span(doc, start, end, label="mention")
    span._.meanings = tuple(found)
    return span


Span.set_extension("meanings", default=())
for _name in _MODIFIERS:
    Span.set_extension(_name, default=False, force=True)
