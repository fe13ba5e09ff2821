"""Answers on the algorithm as a whole, its pitfalls, the sources and the review status, and on what is known of the
patient."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answer import Answer, Composer
from knowledge.base import Knowledge
from knowledge.conditions import holds
from knowledge.model import Statement, Step, Subject, Truth
from knowledge.patient import Patient
from knowledge.plan import urgent_rules
from knowledge.relevance import nearest_first
from knowledge.topics import capital, select


def algorithm(knowledge: Knowledge, audience: str) -> Answer:
    """The bottom line of the main question, then the numbered steps in order, and an offer to assess a patient."""
    outline, composer = knowledge.outline, Composer(knowledge, audience)
    main = _in_short(composer)
    composer.say(*[composer.words(knowledge.statement(name)) for name in outline.in_short])
    composer.say("**Step by step:**" if audience == "clinician" else "**Step by step, with your doctor:**")
    for number in sorted({step.number for step in knowledge.steps if step.number}):
        said = [_outlined(composer, step) for step in knowledge.steps if step.number == number]
        composer.say(f"{number}. {' '.join(said)}")
    for statement in map(knowledge.statement, outline.not_to_use):
        composer.say(f"{capital(knowledge.subjects[statement.subject].name)}: {composer.words(statement)}")
    _assess(composer)
    for therapy in main.offers:
        composer.offer(f"Dose of {knowledge.subjects[therapy].name}", "ask_dosing", subject=therapy)
    composer.offer("Common pitfalls", "ask_pitfalls")
    return composer.done()


def step(knowledge: Knowledge, patient: Patient, number: int, audience: str) -> Answer:
    """One numbered step of the algorithm: what it says, and the place of each therapy that it offers."""
    if number == knowledge.step(knowledge.outline.topicals_step).number:
        return topicals(knowledge, patient, audience)
    composer = Composer(knowledge, audience)
    steps = [step for step in knowledge.steps if step.number == number]
    last = max(step.number for step in knowledge.steps if step.number)
    for one in steps:
        composer.say(f"**Step {number} of {last}: {one.title[audience]}.** {composer.words(one)}")
        _say_places(composer, patient, one)
    composer.offer("All steps", "ask_algorithm")
    _assess(composer)
    return composer.done()


def _say_places(composer: Composer, patient: Patient, step: Step) -> None:
    """The place of each therapy that a step offers."""
    for therapy in step.offers:
        subject = composer.knowledge.subjects[therapy]
        for statement in select(patient, subject, "place_in_therapy")[:1]:
            composer.say(f"- {capital(subject.name)}: {composer.words(statement)}")


def bottom_line(knowledge: Knowledge, audience: str) -> Answer:
    """The bottom line of the main question, for somebody who asks it while describing a patient."""
    composer = Composer(knowledge, audience)
    _in_short(composer)
    composer.say(composer.notice("first-for-this-patient"))
    return composer.done()


def _in_short(composer: Composer) -> Step:
    """Says what the main step offers; the step."""
    main = composer.knowledge.step(composer.knowledge.outline.main_step)
    composer.subjects += main.offers
    composer.say(f"**In short:** {composer.words(main)}")
    return main


def _outlined(composer: Composer, step: Step) -> str:
    """A step in the outline; the main one was said before, so its title is enough."""
    if step is composer.knowledge.step(composer.knowledge.outline.main_step):
        return f"{capital(step.title[composer.audience])}. {composer.cite(step.cites)}"
    return composer.words(step)


def guide(knowledge: Knowledge, subject: str, question: str, audience: str, most: int = 7) -> Answer:
    """The statements of a guide: those on the score that the question names, else the first ones in their order."""
    composer = Composer(knowledge, audience, subjects=[subject])
    statements = knowledge.subjects[subject].statements
    named = _scores(knowledge, question)
    about = [s for s in statements if any(score in s.id.replace("-", "_").replace("viga", "iga") for score in named)]
    for statement in (about or statements)[:most]:
        composer.say(f"- {composer.words(statement)}")
    return composer.done()


def _scores(knowledge: Knowledge, question: str) -> list[str]:
    """The severity scores that a question names."""
    said = question.lower().replace("-", " ").split()
    return [
        scale
        for scale in knowledge.scales
        if {scale.split("_")[0], f"v{scale}"} & {word.strip("?.,:'\"") for word in said}
    ]


def compare(
    knowledge: Knowledge, patient: Patient, subjects: Sequence[str], audience: str, nearest: Sequence[str] = ()
) -> Answer:
    """Two or more therapies side by side: what comes nearest to the question, what each is, how well it works and what
    harm it does, with the warning that trials differ."""
    composer = Composer(knowledge, audience, subjects=list(subjects))
    therapies = [knowledge.subjects[s] for s in subjects]
    if len(therapies) < 2:
        return _which_to_compare(composer)
    for therapy in therapies:
        composer.say(f"**{capital(therapy.name)}**")
        about = nearest_first(_possible(patient, therapy), nearest)[:1] if nearest else []
        about += [s for topic in ("overview", "efficacy", "safety") for s in select(patient, therapy, topic)[:1]]
        composer.say(*[f"- {composer.words(s)}" for i, s in enumerate(about) if s not in about[:i]])
    composer.say(composer.notice("compare-warning"))
    return composer.done()


def _possible(patient: Patient, therapy: Subject) -> list[Statement]:
    """The statements on a therapy that can be true for the patient."""
    return [s for s in therapy.statements if holds(s.when, s.unless, patient) is not Truth.NO]


def _which_to_compare(composer: Composer) -> Answer:
    """Asks for the therapies of a comparison, with the usual pairs on offer."""
    composer.say(composer.notice("compare-which"))
    composer.subjects.clear()
    main = composer.knowledge.step(composer.knowledge.outline.main_step).offers[0]
    for therapy in composer.knowledge.steps_offer(4):
        first, other = composer.knowledge.subjects[main], composer.knowledge.subjects[therapy]
        composer.offer(f"{capital(first.name)} or {other.name}", "ask_comparison", subject=[main, therapy])
    return composer.done()


def next_step(knowledge: Knowledge, patient: Patient, subjects: Sequence[str], audience: str) -> Answer:
    """What comes after the step in which a therapy stands; after dupilumab where none is named."""
    composer = Composer(knowledge, audience)
    composer.urgent(urgent_rules(knowledge, patient))
    named = {member for s in subjects for member in (s, *knowledge.subjects[s].members)}
    offering = [step for step in knowledge.steps if step.offers and step.number]
    at = next((i for i, step in enumerate(offering) if named & set(step.offers)), None)
    at = at if at is not None else offering.index(knowledge.step(knowledge.outline.main_step))
    following = offering[at + 1] if at + 1 < len(offering) else knowledge.steps[-1]
    number = f"Step {following.number}: " if following.number else ""
    composer.say(f"**{number}{capital(following.title[audience])}.** {composer.words(following)}")
    _say_places(composer, patient, following)
    _assess(composer)
    return composer.done()


def topicals(knowledge: Knowledge, patient: Patient, audience: str, nearest: Sequence[str] = ()) -> Answer:
    """How to get the most out of topical treatment: the first step, what comes nearest to the question, then
    corticosteroids, calcineurin inhibitors, emollients."""
    step = knowledge.step(knowledge.outline.topicals_step)
    composer = Composer(knowledge, audience, subjects=list(step.offers[:1]))
    composer.say(composer.words(step))
    topical = [s for therapy in step.offers for s in _possible(patient, knowledge.subjects[therapy])]
    for statement in [s for s in topical if s.id in nearest[:1]]:
        composer.say(f"- {composer.words(statement)}")
    for therapy in step.offers:
        for topic in ("administration", "dosing"):
            for statement in select(patient, knowledge.subjects[therapy], topic)[:2]:
                if statement.id not in composer.statements:
                    composer.say(f"- {composer.words(statement)}")
    return composer.done()


def which_therapy(knowledge: Knowledge, patient: Patient, topic: str, audience: str) -> Answer:
    """Asks which therapy a question is about, with the usual ones on offer."""
    composer = Composer(knowledge, audience)
    composer.say(composer.notice("which-therapy"))
    for therapy in (therapy for number in (3, 4, 5) for therapy in knowledge.steps_offer(number)):
        composer.offer(capital(knowledge.subjects[therapy].name), f"ask_{topic}", subject=therapy)
    return composer.done()


def unclear(knowledge: Knowledge, patient: Patient, subjects: Sequence[str], audience: str) -> Answer:
    """Says that a message was not understood, with the likeliest moves on offer; a known red flag comes first."""
    composer = Composer(knowledge, audience, subjects=list(subjects))
    composer.urgent(urgent_rules(knowledge, patient))
    composer.say(composer.notice("unclear"))
    for subject in subjects[:1]:
        for topic in ("dosing", "safety", "overview"):
            if select(Patient(knowledge, {}), knowledge.subjects[subject], topic):
                title = capital(knowledge.topics[topic]["title"])
                composer.offer(f"{title} ({knowledge.subjects[subject].name})", f"ask_{topic}", subject=subject)
    _moves(composer)
    return composer.done()


def small_talk(knowledge: Knowledge, name: str, audience: str) -> Answer:
    """A short fixed reply, with what can be done next on offer where the reply leads somewhere."""
    composer = Composer(knowledge, audience)
    composer.say(composer.notice(name))
    if name in ("greeting", "out-of-scope", "abuse", "go-ahead", "fine", "unclear"):
        _moves(composer)
    return composer.done()


def _assess(composer: Composer) -> None:
    """The offer to go through one patient."""
    title = "Assess a patient" if composer.audience == "clinician" else "Go through my eczema"
    composer.offer(title, "start_assessment")


def _moves(composer: Composer) -> None:
    """The two things that one can always do."""
    _assess(composer)
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
