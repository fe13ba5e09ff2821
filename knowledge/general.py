"""Answers that are on no single therapy: comparison, guides, small talk, the sources and the review status."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answer import Answer, Composer, capital
from knowledge.base import Knowledge
from knowledge.model import Subject
from knowledge.patient import Patient
from knowledge.plan import plan, urgent_rules
from knowledge.steps import offer_assessment

MOST = 7
"""Statements of a guide that are shown."""

BEYOND_CREAMS = (3, 4, 5)
"""The numbered steps that offer more than creams."""
MEANT = {
    "ask_next_step": "What comes next",
    "ask_topical_optimisation": "How to use creams well",
    "ask_comparison": "Compare treatments",
    "ask_severity": "How severe is it",
    "ask_pitfalls": "Common pitfalls",
}
"""Questions on the whole that a message may have meant, as quick replies; the usual moves are always on offer."""


def guide(knowledge: Knowledge, subject: str, audience: str, most: int = MOST) -> Answer:
    """The first statements of a guide, in their order."""
    composer = Composer(knowledge, audience, subjects=[subject])
    composer.say(*[f"- {composer.words(s)}" for s in knowledge.subjects[subject].statements[:most]])
    return composer.done()


def _systemic(knowledge: Knowledge) -> list[str]:
    """The therapies beyond creams, in the order of the algorithm."""
    return [therapy for number in BEYOND_CREAMS for therapy in knowledge.steps_offer(number)]


def which_not(knowledge: Knowledge, patient: Patient, audience: str) -> Answer:
    """Asks which therapy somebody misses in the advice, with those on offer that it does not name first."""
    composer = Composer(knowledge, audience)
    composer.say(composer.notice("why-not-which"))
    advised = [option.therapy.id for option in plan(knowledge, patient).usable]
    for therapy in _systemic(knowledge):
        if therapy not in advised:
            composer.offer(capital(knowledge.subjects[therapy].name), "ask_why_not", subject=therapy)
    return composer.done()


def which_therapy(knowledge: Knowledge, patient: Patient, topic: str, audience: str) -> Answer:
    """Asks which therapy a question is about, with the usual ones on offer."""
    composer = Composer(knowledge, audience)
    composer.say(composer.notice("which-therapy"))
    for therapy in _systemic(knowledge):
        composer.offer(capital(knowledge.subjects[therapy].name), f"ask_{topic}", subject=therapy)
    return composer.done()


def unclear(
    knowledge: Knowledge, patient: Patient, subjects: Sequence[str], audience: str, maybe: Sequence[str] = ()
) -> Answer:
    """Says that a message was not understood, with what it may have meant on offer; a known red flag comes first.

    Args:
        knowledge: what is known.
        patient: whose red flags come first.
        subjects: ids of what was spoken of.
        audience: clinician or patient.
        maybe: intents that the message may have meant, the likeliest first.
    """
    composer = Composer(knowledge, audience, subjects=list(subjects))
    composer.urgent(urgent_rules(knowledge, patient))
    composer.say(composer.notice("unclear"))
    subject = knowledge.subjects[subjects[0]] if subjects else None
    usual = [f"ask_{topic}" for topic in ("dosing", "safety", "overview")] if subject else []
    for intent in maybe or usual:
        _offer_meant(composer, intent, subject)
    _moves(composer)
    return composer.done()


def _offer_meant(composer: Composer, intent: str, subject: Subject | None) -> None:
    """Offers what a message may have meant: a topic on which the subject, or anything, has something to say, or a
    question on the whole."""
    topic = composer.knowledge.topics.get(intent.removeprefix("ask_"))
    if topic and subject and subject.speaks_of(intent.removeprefix("ask_")):
        composer.offer(f"{capital(topic['title'])} ({subject.name})", intent, subject=subject.id)
    elif topic and not subject:
        composer.offer(capital(topic["title"]), intent)
    elif intent in MEANT:
        composer.offer(MEANT[intent], intent)


def small_talk(knowledge: Knowledge, name: str, audience: str) -> Answer:
    """A short fixed reply, with what can be done next on offer where the reply leads somewhere."""
    composer = Composer(knowledge, audience)
    composer.say(composer.notice(name))
    if name in ("greeting", "out-of-scope", "abuse", "go-ahead", "fine", "unclear"):
        _moves(composer)
    return composer.done()


def _moves(composer: Composer) -> None:
    """The two things that one can always do."""
    offer_assessment(composer)
    composer.offer("Treatment options, step by step", "ask_algorithm")


def sources(knowledge: Knowledge, audience: str) -> Answer:
    """The main sources."""
    composer = Composer(knowledge, audience)
    composer.say(composer.notice("sources-lead"))
    for name in knowledge.outline.main_sources:
        source = knowledge.sources[name]
        composer.say(f"- {source.title}. {source.by}, {source.year}.{' ' + source.link if source.link else ''}")
    composer.say(composer.notice("disclaimer-line"))
    return composer.done()


def review_status(knowledge: Knowledge, audience: str) -> Answer:
    """Who reviewed the content, and which content it is."""
    composer = Composer(knowledge, audience)
    composer.say(composer.notice("review-status"), f"Knowledge version {knowledge.version} of {knowledge.date}.")
    return composer.done()


def notice(knowledge: Knowledge, name: str, audience: str) -> Answer:
    """A fixed text."""
    composer = Composer(knowledge, audience)
    composer.say(composer.notice(name))
    return composer.done()
