"""What an answer says: citations, references, disclaimer, honesty about what is not verified or not known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest

from knowledge import figures, general, recap, steps, topics
from knowledge.advice import recommend, urgent
from knowledge.answer import UNVERIFIED, Answer
from knowledge.explain.compare import compare
from knowledge.load import knowledge
from knowledge.model import AUDIENCES, Statement
from knowledge.patient import Patient

AFTER_DUPILUMAB = {
    "age": 40, "sex": "male", "severity": "severe", "topical_trial": "adequate", "infection": "none",
    "contact_allergy": "no", "systemic_history": {"dupilumab": "failed"},
}  # fmt: skip
SCREENED = {fact.id: "no" for fact in knowledge().facts.values() if fact.group and fact.group.endswith("-screen")}
RISKS = dict.fromkeys(("smoking", "cancer", "renal_disease", "cardiovascular_disease"), "yes")
CASES: list[dict[str, Any]] = [
    {}, {"infection": "unsure"}, {"infection": "herpetic"}, {"infection": "bacterial"}, AFTER_DUPILUMAB,
    {**AFTER_DUPILUMAB, **SCREENED}, {**AFTER_DUPILUMAB, **SCREENED, **RISKS}, {**AFTER_DUPILUMAB, "severity": "mild"},
    {**AFTER_DUPILUMAB, "systemic_history": {}}, {**AFTER_DUPILUMAB, **SCREENED, "age": 9, "weight": 28},
]  # fmt: skip


def patient(**facts: Any) -> Patient:
    return Patient(knowledge(), facts)


def on(topic: str, *subjects: str, audience: str = "clinician", **facts: Any) -> Answer:
    return topics.answer(knowledge(), patient(**facts), topic, subjects, audience)


@lru_cache(maxsize=2)
def clinical(audience: str) -> tuple[Answer, ...]:
    return tuple(_clinical(audience))


def _clinical(audience: str) -> Iterator[Answer]:
    """Many clinical answers: every topic of every subject, the general ones, and recommendations."""
    known = knowledge()
    for subject in known.subjects:
        for topic in known.topics:
            yield on(topic, subject, audience=audience)
        yield steps.next_step(known, Patient(known, {}), [subject], audience)
        yield general.guide(known, subject, audience)
    yield steps.algorithm(known, audience)
    yield steps.topicals(known, patient(), audience)
    yield compare(known, patient(), audience, ["dupilumab", "upadacitinib"])
    yield from (recommend(known, patient(**case), audience) for case in CASES)


def body(answer: Answer) -> str:
    return "\n".join(answer.lines)


def marks(answer: Answer) -> list[int]:
    return [int(mark) for mark in re.findall(r"\[(\d+)\]", body(answer))]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_citation_mark_has_its_reference_and_every_reference_its_mark(audience: str) -> None:
    for answer in clinical(audience):
        assert set(marks(answer)) == {reference.number for reference in answer.references}, body(answer)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_citations_are_numbered_in_the_order_in_which_they_appear(audience: str) -> None:
    for answer in clinical(audience):
        first = list(dict.fromkeys(marks(answer)))
        assert first == list(range(1, len(first) + 1)), body(answer)


def test_each_source_is_listed_once_with_all_places_cited() -> None:
    answer = on("dosing", "dupilumab", "tralokinumab", age=40)
    names = [reference.source.id for reference in answer.references]
    assert len(names) == len(set(names))
    dupixent = next(r for r in answer.references if r.source.id == "dupixent-us-label")
    assert "section 2.3" in dupixent.places and dupixent.line().startswith(f"[{dupixent.number}] Dupixent US label")
    assert dupixent.line() in answer.text


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_answer_that_says_a_statement_carries_the_disclaimer_as_its_last_line(audience: str) -> None:
    disclaimer = knowledge().notices["disclaimer-line"].words(audience)
    for answer in clinical(audience):
        assert not answer.statements or answer.text.splitlines()[-1] == disclaimer


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("case", range(len(CASES)))
def test_every_recommendation_carries_the_disclaimer_even_an_undecided_one(case: int, audience: str) -> None:
    answer = recommend(knowledge(), patient(**CASES[case]), audience)
    assert answer.text.splitlines()[-1] == knowledge().notices["disclaimer-line"].words(audience)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_text_has_a_blank_line_or_an_open_placeholder(audience: str) -> None:
    for answer in (*clinical(audience), *_notices(audience)):
        assert answer.text and all(line.strip() for line in answer.text.split("\n")), answer.text
        assert not re.search(r"[{}]", answer.text) and "None" not in answer.text


def _notices(audience: str) -> list[Answer]:
    return [
        *(general.notice(knowledge(), name, audience) for name in knowledge().notices),
        general.sources(knowledge(), audience),
        general.review_status(knowledge(), audience),
        recap.known(knowledge(), patient(), audience),
        recap.known(knowledge(), patient(**AFTER_DUPILUMAB, weight=80), audience),
        general.unclear(knowledge(), patient(), ["dupilumab"], audience),
        general.which_therapy(knowledge(), patient(), "dosing", audience),
    ]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_is_not_verified_is_marked_and_what_is_verified_is_not(audience: str) -> None:
    statements = {s.id: s for subject in knowledge().subjects.values() for s in subject.statements}
    for answer in clinical(audience):
        for said in (statements[name] for name in answer.statements if name in statements):
            printed = _printed(said, audience)
            if printed in body(answer):
                assert (f"{printed} {UNVERIFIED}" in body(answer)) is (said.verified != "high"), said.id


def _printed(statement: Statement, audience: str) -> str:
    return figures.fill(statement.words(audience), statement.subject, knowledge())


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_statement_that_is_listed_as_said_is_said(audience: str) -> None:
    texts = {s.id: s for subject in knowledge().subjects.values() for s in subject.statements}
    texts |= {text.id: text for text in (*knowledge().steps, *knowledge().rules)}
    for answer in clinical(audience):
        for name in answer.statements:
            said = figures.fill(texts[name].words(audience), name.split(".")[0], knowledge())
            assert said in body(answer), name


@pytest.mark.parametrize(("audience", "words"), [("clinician", "no verified statement"), ("patient", "no checked")])
def test_a_topic_without_a_statement_is_said_to_have_none(audience: str, words: str) -> None:
    none = [a for a in clinical(audience) if words in body(a)]
    assert none
    answer = on("vaccination", "emollients", audience=audience)
    assert f"I have {words}" in body(answer) and "vaccines" in body(answer)
    assert not answer.references and not answer.statements


def test_a_dose_that_exists_for_others_only_is_not_shown_as_the_patients() -> None:
    answer = on("dosing", "dupilumab", age=3, weight=40)
    assert " mg" not in body(answer) and "dupilumab" in body(answer)


def test_a_recommendation_row_says_that_its_certainty_is_not_verified() -> None:
    answer = on("recommendation", "dupilumab")
    row = next(line for line in answer.lines if line.startswith("- AAD 2024"))
    assert "strong recommendation for it" in row and "certainty not verified" in row and re.search(r"\[\d+\]$", row)


def test_every_recommendation_row_states_its_certainty_and_cites_its_guideline() -> None:
    for subject in knowledge().subjects.values():
        answer = on("recommendation", subject.id)
        for row in subject.recommendations:
            short = knowledge().sources[row.guideline].short
            line = next(line for line in answer.lines if line.startswith(f"- {short}:"))
            assert ("certainty not verified" in line) is (row.certainty == "not verified")
            assert row.guideline in [reference.source.id for reference in answer.references]


def test_a_change_of_audience_changes_the_words_and_not_the_statements() -> None:
    clinician, lay = on("dosing", "dupilumab", age=40), on("dosing", "dupilumab", audience="patient", age=40)
    assert clinician.statements == lay.statements and body(clinician) != body(lay)
    assert "subcutaneously" in body(clinician) and "under the skin" in body(lay) and "subcutaneously" not in body(lay)
    assert "600 mg" in body(clinician) and "600 mg" in body(lay)


def test_a_red_flag_speaks_before_the_answer_to_a_question() -> None:
    answer = on("mechanism", "dupilumab", age=40, eye_emergency="yes")
    assert answer.lines[0].startswith("**URGENT.**") and "IL-4" in body(answer)


@pytest.mark.parametrize("topic", ["dosing", "administration", "missed_dose"])
def test_no_dose_is_told_while_something_is_urgent(topic: str) -> None:
    answer = on(topic, "dupilumab", age=40, anaphylaxis="yes")
    assert answer.lines[0].startswith("**URGENT.**") and " mg" not in body(answer)
    assert " mg" in body(on("dosing", "dupilumab", age=40))


def test_a_dose_asked_during_an_infection_is_told_for_afterwards() -> None:
    lines = on("dosing", "dupilumab", age=4, weight=16, infection="herpetic", region="us").lines
    assert lines[0].startswith("**URGENT.**") and "only once this has been treated" in lines[1]
    assert any("300 mg subcutaneously every 4 weeks, no loading dose" in line for line in lines)


def test_doses_of_two_regions_are_told_apart_for_patients() -> None:
    said = body(on("dosing", "dupilumab", age=11, weight=30, audience="patient"))
    assert "- **United States:** " in said and "- **Europe:** " in said


def test_the_urgent_answer_is_none_without_a_red_flag() -> None:
    assert urgent(knowledge(), patient(age=40), "clinician") is None
    assert urgent(knowledge(), patient(infection="herpetic"), "clinician") is not None


def test_a_long_answer_is_cut_and_offers_the_rest_without_repeating_it() -> None:
    first = on("safety", "dupilumab")
    more = [dict(offer.entities) for offer in first.offers if offer.title.startswith("More on")]
    assert more and len(first.statements) == topics.MOST
    skip = int(more[0]["skip"])
    rest = topics.answer(knowledge(), patient(), "safety", ["dupilumab"], "clinician", skip)
    assert rest.statements and not set(rest.statements) & set(first.statements)


def test_no_quick_reply_is_offered_twice() -> None:
    for answer in clinical("clinician"):
        titles = [offer.title for offer in answer.offers]
        assert len(titles) == len(set(titles))


def test_a_dose_for_a_weight_without_an_age_is_never_the_adult_dose_alone() -> None:
    known = knowledge()
    told = topics.answer(known, Patient(known, {"weight": 25.0}), "dosing", ["dupilumab"], "clinician")
    doses = [known.statement(name) for name in told.statements]
    assert any("under" in dose.when.get("age", {}) for dose in doses)


def test_what_speaks_against_a_therapy_for_this_patient_is_said_whatever_is_asked() -> None:
    known = knowledge()
    patient = Patient(known, {"hypertension": "yes", "age": 50})
    for topic in ("efficacy", "dosing", "administration"):
        told = topics.answer(known, patient, topic, ["cyclosporine"], "clinician")
        assert any(verdict == "avoid" for _, verdict in told.verdicts), topic
