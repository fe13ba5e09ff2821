"""Replies are short: the sample of the bench holds none that is longer than its limit."""

from __future__ import annotations

from itertools import islice

from bench.replies import LONGEST, replies, words

EVERY = 9


def test_no_reply_is_longer_than_its_limit() -> None:
    sampled = list(islice(replies(), 0, None, EVERY))
    assert len(sampled) > 200
    assert [(kind, words(answer)) for kind, answer in sampled if words(answer) > LONGEST] == []
