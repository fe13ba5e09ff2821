"""The sentence encoder masks names, gives one vector a message, needs no network and remembers the last texts."""

from __future__ import annotations

import socket
from typing import Any

import numpy as np
import pytest
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.classifier import Weights, fit
from nlu.components.encoder import MEANING_VECTOR, SentenceEncoder, masked, plain
from nlu.components.network import Pieces, network
from nlu.components.trainable import Trainable
from nlu.components.tuning import examples, words_for_names
from nlu.components.weights import model_folder, packed, tuned_arrays, unpacked

WORDS = {"therapyname": "the medicine"}
TOPICS = {
    "dose": ["how much do I take", "what is the dose", "how many mg a day"],
    "harm": ["is it safe", "what are the side effects", "can it harm me"],
    "cost": ["how much does it cost", "is it expensive", "who pays for it"],
}


def component(**more: Any) -> SentenceEncoder:
    """The component as Rasa would make it."""
    return SentenceEncoder({**SentenceEncoder.get_default_config(), "words": WORDS, **more}, "encoder")


def message(name: str) -> Message:
    """A question with a name that the tokenizer replaced."""
    token = Token("therapyname", 7, 7 + len(name))
    return Message({TEXT: f"how is {name} given?", TOKENS_NAMES[TEXT]: [token]})


def vector(of: Message) -> np.ndarray:
    """The sentence features of a message."""
    return np.asarray(of.get_dense_features(TEXT)[1].features)


def test_a_name_is_replaced_and_the_rest_stays_as_written() -> None:
    tokens = [Token("is", 0, 2), Token("therapyname", 3, 10), Token("safe", 11, 15)]
    assert masked("Is ABCDEFG SAFE?", tokens, WORDS) == "Is the medicine SAFE?"
    assert masked("Is ABCDEFG SAFE?", tokens, {}) == "Is ABCDEFG SAFE?"


def test_two_names_in_the_same_question_give_the_same_vector() -> None:
    one, other = component().process([message("abcdefg"), message("xyz")])
    assert np.array_equal(vector(one), vector(other))


def test_a_message_gets_one_sentence_vector_of_length_one_and_no_sequence() -> None:
    (read,) = component().process([message("abc")])
    assert vector(read).shape == (1, 384)
    assert np.linalg.norm(vector(read)) == pytest.approx(1, abs=1e-5)
    assert read.get_dense_features(TEXT)[0] is None


def test_training_and_answering_agree_whatever_the_batch() -> None:
    examples = [message("abc"), Message({TEXT: "thanks"}), Message({TEXT: "what does it cost to be treated " * 9})]
    component(batch=2).process_training_data(TrainingData(examples))
    again = component().process([Message({TEXT: example.get(TEXT), **tokens(example)}) for example in examples])
    for trained, answered in zip(examples, again, strict=True):
        assert np.allclose(vector(trained), vector(answered), atol=1e-4)


def tokens(of: Message) -> dict[str, Any]:
    """The tokens of a message, to make it again."""
    return {TOKENS_NAMES[TEXT]: of.get(TOKENS_NAMES[TEXT]) or []}


def test_messages_without_text_are_left_alone() -> None:
    (read,) = component().process([Message({INTENT: "greet"})])
    assert read.get_dense_features(TEXT)[1] is None


def test_it_tells_meaning_and_not_letters() -> None:
    one, near, far = network().meaning(
        ["how often do I inject it?", "what is the schedule of shots?", "who pays for it?"]
    )
    assert one @ near > one @ far + 0.2


def test_it_loads_and_encodes_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the encoder asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    network.cache_clear()
    assert network().both(["hello"]).shape == (1, 768)


def test_the_last_texts_are_not_encoded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(network(), "both", lambda texts: seen.extend(texts) or np.ones((len(texts), 768)))
    small = component(cache=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        small.process([Message({TEXT: text})])
    assert seen == ["a", "b", "c", "b"]


def test_a_missing_package_is_named() -> None:
    with pytest.raises(RasaException, match="no_such_package"):
        model_folder("no_such_package")


def test_words_must_be_words() -> None:
    with pytest.raises(RasaException, match="words"):
        component(words={"therapyname": 3})


def test_the_classifier_learns_from_vectors_and_its_file_gives_the_same_answers(tmp_path: Any) -> None:
    texts = [text for listed in TOPICS.values() for text in listed]
    intents = [topic for topic, listed in TOPICS.items() for _ in listed]
    vectors = network().asking(texts)
    weights = fit(vectors, intents)
    weights.save(tmp_path / "weights.npz")
    sure = Weights.read(tmp_path / "weights.npz").probabilities(vectors)
    assert [str(weights.intents[row]) for row in sure.argmax(axis=1)] == intents
    assert np.allclose(sure.sum(axis=1), 1)
    assert np.array_equal(sure, weights.probabilities(vectors))


def test_two_intents_are_enough() -> None:
    vectors = np.array([[2.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 3.0]])
    assert list(fit(vectors, ["a", "a", "b", "b"]).probabilities(vectors).argmax(axis=1)) == [0, 0, 1, 1]


def test_a_message_carries_its_meaning_beside_what_it_asks() -> None:
    (read,) = component().process([Message({TEXT: "is it safe"})])
    assert np.allclose(read.get(MEANING_VECTOR), network().meaning(["is it safe"])[0], atol=1e-4)
    assert np.allclose(vector(read)[0], network().asking(["is it safe"])[0], atol=1e-4)


def test_tuning_brings_together_what_asks_for_the_same() -> None:
    rows = list(examples())
    asked = [[text for text, name in rows if name == asks][:100] for asks in ("ask_safety", "ask_administration")]
    harms, ways = (plain(texts, words_for_names()) for texts in asked)

    def gap(how: Any) -> float:
        one, other = how(harms), how(ways)
        return float((one @ one.T).mean() - (one @ other.T).mean())

    assert gap(network().asking) > gap(network().meaning) + 0.1


def test_what_answers_computes_what_was_tuned() -> None:
    tuned = Trainable()
    for variable, value in zip(tuned.top_weights(), tuned_arrays(), strict=True):
        variable.assign(value)
    texts = ["is it safe", "how often is the injection given, and for how long?", "!"]
    assert np.allclose(tuned.asking(*Pieces().of(texts)), network().asking(texts), atol=1e-4)


def test_packed_weights_come_back_nearly_as_they_were() -> None:
    chance = np.random.RandomState(1)
    weights = [chance.normal(0, 0.1, (8, 6)).astype(np.float32), chance.normal(0, 1, 5).astype(np.float32)]
    for before, after in zip(weights, unpacked(packed(weights)), strict=True):
        assert np.allclose(before, after, atol=0.005)
