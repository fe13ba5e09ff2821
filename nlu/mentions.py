"""Finds what a text mentions and how: affirmed, denied, doubtful, hypothetical, historical or somebody else's.

spaCy's PhraseMatcher finds the phrases of the lexicon, rapidfuzz the misspelt therapy names, medspaCy's ConText the
modifiers; the cues are data
(terms.yml). No trained pipeline is needed.
"""

import re
import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import spacy
from medspacy.context import ConText, ConTextRule
from rapidfuzz import fuzz, process
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from nlu.lexicon import OTHER, PRODUCT, SUBJECT, Meaning, meanings, terms

FUZZY_FROM = 6
"""Letters from which a word may be a misspelt name."""
FUZZY_SCORE = 84
FUZZY_LEAD = 6
"""How far the best name must lead over the best name of something else."""

_DIRECTIONS = {"after": "FORWARD", "before": "BACKWARD"}
_MODIFIERS = ("denied", "affirmed", "doubtful", "family", "hypothetical", "historical")
_OF_FAMILY = ("", " has", " had", " who has", " with", "'s")


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


def mentions(text: str) -> list[Mention]:
    """What the text mentions, in order; of overlapping phrases the longest."""
    doc = _pipeline()(text)
    return [
        Mention(span.text, span.start_char, span.end_char, span._.meanings, _modifiers(text, span)) for span in doc.ents
    ]


def _modifiers(text: str, span: Span) -> frozenset[str]:
    """What modifies a mention; a question mark right before it is doubt, an affirmation right behind it undoes a
    denial."""
    found = {name for name in _MODIFIERS if getattr(span._, name)}
    if text[: span.start_char].endswith("?"):
        found.add("doubtful")
    return frozenset(found - {"denied"} if "affirmed" in found else found)


def correct(word: str) -> tuple[Meaning, ...]:
    """The meanings of a misspelt therapy or product name; none where it is not clearly one.

    The names of other medicines compete too, so that a drug which is not ours never turns into one that is.
    """
    if len(word) < FUZZY_FROM or not word.isalpha():
        return ()
    names = _names()
    best = process.extract(word, names, scorer=fuzz.ratio, limit=6, score_cutoff=FUZZY_SCORE - FUZZY_LEAD)
    if not best or best[0][1] < FUZZY_SCORE or best[0][0][0] != word[0]:
        return ()
    found = meanings()[best[0][0]]
    rival = next((score for name, score, _ in best[1:] if not _same(found, meanings()[name])), 0)
    return found if best[0][1] - rival >= FUZZY_LEAD and all(m.kind in (SUBJECT, PRODUCT) for m in found) else ()


def _same(one: tuple[Meaning, ...], other: tuple[Meaning, ...]) -> bool:
    return bool(set(one) & set(other))


@lru_cache(maxsize=1)
def _names() -> list[str]:
    """Single-word names of therapies, products and medicines of others."""
    kinds = (SUBJECT, PRODUCT, OTHER)
    return [
        p
        for p, found in meanings().items()
        if p.isalpha() and len(p) >= FUZZY_FROM and any(m.kind in kinds for m in found)
    ]


@lru_cache(maxsize=1)
def _pipeline() -> Language:
    """Tokenizer, sentence ends, the phrase finder and the context cues."""
    nlp = spacy.blank("en")
    for infix in (r"(?<=[A-Za-z])/(?=[A-Za-z])", r"(?<=[a-z])[,;:](?=[A-Za-z])", r"(?<=\d)(?=[A-Za-z])"):
        nlp.tokenizer.infix_finditer = spacy.util.compile_infix_regex([*nlp.Defaults.infixes, infix]).finditer
    nlp.add_pipe("sentencizer", config={"punct_chars": [".", "!", ";", "\n"]})
    nlp.add_pipe("clinical_phrases")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        context = ConText(nlp, rules=None, span_attrs=None, allowed_types=None)
        context.add(_rules())
    Language.component("context_cues", func=lambda doc: _modified(context(doc)))
    nlp.add_pipe("context_cues")
    return nlp


def _rules() -> list[ConTextRule]:
    """The cues of terms.yml as ConText rules."""
    listed = terms()
    rules = []
    for row in listed["context"]:
        for cue in row["cue"]:
            for ending in _OF_FAMILY if row["means"] == "family" and row["direction"] == "after" else ("",):
                rules.append(
                    ConTextRule(
                        cue + ending,
                        row["means"].upper(),
                        direction=_DIRECTIONS[row["direction"]],
                        max_scope=row.get("within"),
                    )
                )
    rules += [ConTextRule(str(stop), "STOP", direction="TERMINATE") for stop in listed["stops"]]
    rules += [ConTextRule(phrase, "PSEUDO", direction="PSEUDO") for phrase in listed["pseudo"]]
    return rules


def _modified(doc: Doc) -> Doc:
    """Notes on each mention the categories of the cues that reach it."""
    for span in doc.ents:
        for modifier in span._.modifiers:
            name = modifier.category.lower()
            if name in _MODIFIERS:
                span._.set(name, True)
    return doc


@Language.factory("clinical_phrases")
def _phrases(nlp: Language, name: str) -> Any:
    """Sets doc.ents to the phrases of the lexicon, misspelt names included."""
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for phrase in meanings():
        matcher.add(phrase, [nlp.make_doc(phrase)])

    def find(doc: Doc) -> Doc:
        spans = [Span(doc, start, end, label=key) for key, start, end in matcher(doc)]
        spans = spacy.util.filter_spans(spans)
        taken = {token.i for span in spans for token in span}
        for token in doc:
            found = correct(token.lower_) if token.i not in taken else ()
            if found:
                span = Span(doc, token.i, token.i + 1, label="misspelt")
                span._.meanings = found
                spans.append(span)
        for span in spans:
            span._.meanings = span._.meanings or meanings()[span.label_]
        doc.ents = spans
        return doc

    return find


Span.set_extension("meanings", default=())
for _name in _MODIFIERS:
    Span.set_extension(_name, default=False, force=True)

SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")
