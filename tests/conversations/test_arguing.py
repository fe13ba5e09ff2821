"""Why, why not, what if, what would change it, take back, sum up: at every question of the form, and after advice."""

from __future__ import annotations

import json
import sqlite3
import urllib.error
import urllib.parse
import urllib.request
import uuid
from typing import Any

import pytest

from knowledge.load import knowledge
from knowledge.replay import replayed
from launch.servers import Servers

MOVES = {
    "why": ("what is your reasoning so far?", None),
    "why not": ("why not methotrexate?", "ethotrexate"),
    "what changes": ("what would make you advise something else?", None),
    "what if": ("what if the patient were 12 years old?", "Supposing, not stored:"),
    "note": ("please write a consult note", "Consultation note"),
    "nothing to forget": ("forget what I said about the worms", "nothing to take back"),
    "frustration": ("ugh, I already told you that", None),
}
CASE = {
    "infection": "none", "severity": "severe", "topical_trial": "adequate", "contact_allergy": "no", "sex": "female",
    "pregnancy": "none", "systemic_history": {}, "age": 34, "weight": 70, "asthma": "yes",
}  # fmt: skip


def test_every_move_is_answered_at_every_question_which_is_then_asked_again(
    chat: Any, place: Any, digress: Any
) -> None:
    chat.state(place.facts)
    wrong = digress(MOVES)
    assert not wrong, "\n---\n".join(wrong)
    assert chat.recap() == place.noted()


def test_a_question_can_be_skipped_or_gone_back_from(chat: Any, place: Any) -> None:
    chat.state(place.facts)
    skipped = chat.say("skip this one")
    assert skipped.asked != place.asked
    back = chat.say("go back one question please")
    assert "Taken back" in back.text
    assert back.asked & place.asked, back.text


@pytest.fixture
def advised(chat: Any) -> Any:
    """A conversation in which a woman of 34 was advised."""
    reply = chat.state(CASE)
    assert "600 mg" in reply.text
    return chat


def test_the_advice_is_explained_with_its_facts_and_sources(advised: Any) -> None:
    reply = advised.say("why dupilumab?")
    assert "severe eczema" in reply.text and "no skin infection" in reply.text and "[1]" in reply.text
    assert reply.custom["advice"]["ask"] == "why"


def test_a_therapy_that_is_not_advised_is_explained_with_what_would_bring_it(advised: Any) -> None:
    reply = advised.say("why not upadacitinib?")
    assert "Considered if:** dupilumab failed before" in reply.text


def test_what_is_supposed_is_shown_beside_the_advice_and_kept_only_when_told_so(advised: Any) -> None:
    before = advised.recap()
    reply = advised.say("what if she gets pregnant?")
    assert reply.text.startswith("**Supposing, not stored:** pregnant") and "today: option" in reply.text
    assert advised.recap() == before
    advised.say("what if she gets pregnant?")
    kept = advised.say("ok keep that")
    assert (
        "Noted:** not pregnant \N{RIGHTWARDS ARROW} pregnant" in kept.text and "(caution; before: option)" in kept.text
    )
    assert "pregnant" in advised.recap()


def test_a_correction_says_old_and_new_and_what_it_changes(advised: Any) -> None:
    same = advised.say("sorry, the weight is 72 kg, not 70")
    assert "weight 70 kg \N{RIGHTWARDS ARROW} weight 72 kg" in same.text and "stays the same" in same.text
    child = advised.say("sorry, she is 14 and weighs 45 kg")
    assert "age 34 years \N{RIGHTWARDS ARROW} age 14 years" in child.text and "400 mg" in child.text
    assert "600 mg" in child.text.split("Before:")[1]


def test_a_fact_is_taken_back(advised: Any) -> None:
    reply = advised.say("forget the asthma")
    assert "Taken back:** asthma" in reply.text and "asthma" not in advised.recap()


def test_the_advice_for_a_child_follows_a_bare_correction_of_the_age(advised: Any) -> None:
    reply = advised.say("she is actually 9, 25 kg")
    assert "age 34 years \N{RIGHTWARDS ARROW} age 9 years" in reply.text
    assert "every 4 weeks" in reply.text.split("Before:")[0]


def test_therapies_are_compared_in_a_table(advised: Any) -> None:
    reply = advised.say("dupilumab or upadacitinib, which works better?")
    rows = [line for line in reply.text.splitlines() if line.startswith("|")]
    assert "Dupilumab" in rows[0] and "Upadacitinib" in rows[0] and len({row.count("|") for row in rows}) == 1
    assert "Heads Up" in reply.text and "do not compare directly" in reply.text


def test_of_two_patients_without_letters_nothing_is_noted(chat: Any) -> None:
    reply = chat.say("two siblings on my list, one 5 and 18 kg, the other 11 and 35 kg, both covered, plan for both")
    assert "One patient at a time" in reply.text and "noted nothing" in chat.recap()


def stored(servers: Servers, sender: str) -> list[dict[str, Any]]:
    """The events of a conversation in the tracker store."""
    with sqlite3.connect(servers.tracker_db) as connection:
        rows = connection.execute("select data from events where sender_id = ? order by id", (sender,))
        return [json.loads(row[0]) for row in rows]


def test_all_advice_of_a_conversation_replays_to_the_same_text(servers: Servers) -> None:
    sender = uuid.uuid4().hex
    for said in (
        f"/give_facts{json.dumps(CASE)}", "why?", "why not methotrexate", "what if she were 9 and 25 kg",
        "what would change this", "side effects of dupilumab?", "compare it with tralokinumab", "sum up please",
        "my lips and tongue are swelling and I can't breathe",
    ):  # fmt: skip
        servers.say(sender, said)
    rows = list(replayed(knowledge(), stored(servers, sender)))
    assert [row.outcome for row in rows] == ["same"] * len(rows)
    assert {row.ask for row in rows} >= {"recommend", "why", "why_not", "what_if", "what_changes", "topics", "note"}


def note(servers: Servers, sender: str) -> urllib.request.addinfourl:
    """The note of a conversation as a file."""
    address = f"http://127.0.0.1:{servers.port}/webhooks/rest/note?{urllib.parse.urlencode({'sender': sender})}"
    response: urllib.request.addinfourl = urllib.request.urlopen(address, timeout=30)
    return response


def test_the_note_can_be_downloaded_as_a_file(servers: Servers) -> None:
    sender = uuid.uuid4().hex
    servers.say(sender, f"/give_facts{json.dumps(CASE)}")
    response = note(servers, sender)
    text = response.read().decode()
    assert "attachment" in response.headers["Content-Disposition"] and "markdown" in response.headers["Content-Type"]
    assert "Consultation note" in text and "600 mg" in text and knowledge().version in text and "Sources:" in text


def test_a_note_without_a_conversation_is_refused(servers: Servers) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        note(servers, "")
    assert refused.value.code == 400 and json.load(refused.value)["error"] == "sender_missing"


def test_what_is_supposed_to_fail_adds_up(advised: Any) -> None:
    advised.say("what if dupilumab fails?")
    reply = advised.say("and if tralokinumab fails as well?")
    assert "dupilumab (failed)" in reply.text and "tralokinumab (failed)" in reply.text
