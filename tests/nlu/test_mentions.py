"""What a text mentions, and whether it affirms, denies or doubts it."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.load import knowledge
from nlu.lexicon import OTHER, PRODUCT, SUBJECT, terms
from nlu.reading.mentions import correct, mentions
from nlu.reading.message import read


def stated(text: str) -> dict[str, Any]:
    return read(text).stated


@pytest.mark.parametrize(
    "text",
    [
        "no asthma", "denies asthma", "without asthma", "never had asthma", "does not have asthma",
        "asthma: no", "asthma - nil", "no history of asthma", "asthma was ruled out",
    ],
)  # fmt: skip
def test_a_denied_condition_is_absent(text: str) -> None:
    assert stated(text)["asthma"] == "no"


@pytest.mark.parametrize(
    "text", ["asthma", "he has asthma", "asthma: yes", "asthma since childhood", "h/o asthma", "asthmatic"]
)
def test_a_condition_that_is_told_is_present(text: str) -> None:
    assert stated(text)["asthma"] == "yes"


@pytest.mark.parametrize(
    "text", ["?TB", "possible TB", "query TB", "maybe TB", "unsure about TB", "TB: unknown", "awaiting TB result"]
)
def test_a_doubtful_condition_is_unsure_and_not_absent(text: str) -> None:
    assert stated(text)["tuberculosis"] == "unsure"


@pytest.mark.parametrize("text", ["? latent TB", "not sure whether she has TB", "not sure if he has TB"])
def test_a_doubt_holds_over_a_blank_and_a_verb(text: str) -> None:
    assert stated(text).get("tuberculosis") == "unsure"


@pytest.mark.parametrize("text", ["she may be pregnant", "she might be pregnant", "could be pregnant"])
def test_a_possible_pregnancy_is_unsure(text: str) -> None:
    assert stated(text).get("pregnancy") == "unsure"


@pytest.mark.parametrize(
    "text", ["father has asthma", "family history of asthma", "asthma runs in the family", "sister with asthma"]
)
def test_a_condition_of_the_family_is_not_the_patients(text: str) -> None:
    assert "asthma" not in stated(text)


@pytest.mark.parametrize(
    "text", ["no TB, hepatitis, HIV, cancer, DVT or stroke", "denies TB, hepatitis, HIV, cancer, DVT and stroke"]
)
def test_one_negation_reaches_a_whole_list(text: str) -> None:
    facts = ("tuberculosis", "hepatitis", "hiv", "cancer", "vte", "cardiovascular_disease")
    assert stated(text) == dict.fromkeys(facts, "no")


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("no kidney disease but liver disease", {"renal_disease": "no", "hepatic_disease": "yes"}),
        ("denies asthma; has hay fever", {"asthma": "no", "rhinitis": "yes"}),
        ("smokes, no cancer", {"smoking": "yes", "cancer": "no"}),
        ("no asthma, hay fever or food allergy; smoker",
         {"asthma": "no", "rhinitis": "no", "food_allergy": "no", "smoking": "yes"}),
    ],
)  # fmt: skip
def test_a_negation_ends_where_the_sentence_turns(text: str, facts: dict[str, str]) -> None:
    assert stated(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("asthma: no, hay fever: yes", {"asthma": "no", "rhinitis": "yes"}),
        ("smoker: yes, DVT: no", {"smoking": "yes", "vte": "no"}),
        ("TB - neg, HIV: negative, hep B: positive", {"tuberculosis": "no", "hiv": "no", "hepatitis": "yes"}),
        ("asthma no, rhinitis yes", {"asthma": "no", "rhinitis": "yes"}),
    ],
)
def test_a_check_list_is_read_item_by_item(text: str, facts: dict[str, str]) -> None:
    assert stated(text) == facts


@pytest.mark.parametrize("text", ["non-smoker", "never smoked", "he doesn't smoke"])
def test_a_non_smoker_does_not_smoke(text: str) -> None:
    assert stated(text).get("smoking") == "no"


@pytest.mark.parametrize("text", ["not infected", "no infection", "no skin infection", "no signs of infection"])
def test_no_infection_is_understood_as_the_absence_of_any(text: str) -> None:
    assert stated(text).get("infection") == "none"


def test_one_kind_of_infection_denied_leaves_the_other_open() -> None:
    assert "infection" not in stated("no eczema herpeticum")


def test_a_negative_screening_test_means_no_tuberculosis() -> None:
    assert stated("quantiferon negative").get("tuberculosis") == "no"


@pytest.mark.parametrize(
    ("text", "value"),
    [("pregnant", "pregnant"), ("not pregnant", "none"), ("breastfeeding", "breastfeeding"), ("ttc", "planning")],
)
def test_pregnancy_is_read_with_its_kind(text: str, value: str) -> None:
    assert stated(text)["pregnancy"] == value


def test_severity_belongs_to_the_eczema_and_not_to_another_disease() -> None:
    assert stated("mild asthma, severe eczema") == {"asthma": "yes", "severity": "severe"}


@pytest.mark.parametrize(
    ("word", "subject"),
    [
        ("dupilumub", "dupilumab"), ("tralokinumb", "tralokinumab"), ("upadacitineb", "upadacitinib"),
        ("abrocitinip", "abrocitinib"), ("barricitinib", "baricitinib"), ("metothrexate", "methotrexate"),
        ("ciclosprin", "cyclosporine"), ("azothioprin", "azathioprine"), ("mycophenolait", "mycophenolate"),
    ],
)  # fmt: skip
def test_a_misspelt_name_is_found(word: str, subject: str) -> None:
    assert read(word).subjects == [subject]


OTHERS = (
    "omalizumab", "secukinumab", "tofacitinib", "ixekizumab", "infliximab", "adalimumab", "mepolizumab",
    "benralizumab", "tezepelumab", "rituximab", "tocilizumab", "vedolizumab", "ustekinumab", "guselkumab",
    "risankizumab", "filgotinib", "deucravacitinib", "ritlecitinib", "apremilast", "acitretin", "duloxetine",
    "dulaglutide", "azithromycin", "mupirocin", "mesalazine", "methylphenidate", "metoprolol", "metronidazole",
    "cyclophosphamide", "cyclobenzaprine", "cyclizine", "prednimustine", "denosumab", "evolocumab", "erenumab",
    "fedratinib", "momelotinib", "imatinib",
    "rocatinlimab", "delgocitinib", "peficitinib", "tildrakizumab",
)  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_another_drug_is_never_taken_for_one_of_ours(name: str) -> None:
    assert read(f"what about {name}?").subjects == []
    assert not any(mention.means(SUBJECT) or mention.means(PRODUCT) for mention in mentions(f"failed {name}"))


@pytest.mark.parametrize("name", ["omalizumab", "secukinumab", "tofacitinib", "isotretinoin", "metformin"])
def test_a_medicine_of_others_is_known_as_such(name: str) -> None:
    assert read(name).elsewhere == {"medicine"}


def test_a_disease_of_others_is_known_as_such() -> None:
    assert read("psoriasis").elsewhere == {"disease"}


def test_every_name_of_a_medicine_of_others_stays_with_the_others() -> None:
    strays = [name for name in knowledge().elsewhere["medicine"] if read(name).subjects]
    assert strays == []


@pytest.mark.parametrize("word", ["table", "patients", "dosing", "methods", "barriers", "topically", "abrupt"])
def test_ordinary_words_are_not_corrected_into_drugs(word: str) -> None:
    assert correct(word) == ()


def test_of_overlapping_phrases_the_longest_counts() -> None:
    found = mentions("betamethasone valerate")
    assert [mention.means(PRODUCT) for mention in found] == ["betamethasone-valerate"]
    assert found[0].text == "betamethasone valerate" and found[0].means(OTHER) is None


def test_a_cue_means_one_thing_seen_from_one_side() -> None:
    rows = [(cue, row["means"]) for row in terms()["context"] for cue in row["cue"]]
    twofold = {cue for cue, means in rows if any(cue == other and means != another for other, another in rows)}
    assert twofold == set()
