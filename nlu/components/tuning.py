"""Tunes the top layers of the sentence encoder to tell the intents of the training data apart.

    make tune

Takes about twenty minutes and writes tuned.npz beside this file, which belongs to the repository: training uses it as
it is. Worth repeating after the training data has changed a lot, never needed after a small change.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from nlu.components.encoder import plain
from nlu.components.network import Pieces
from nlu.components.trainable import Trainable
from nlu.components.weights import SIZE, TUNED, packed

ROOT = Path(__file__).resolve().parents[2]
EPOCHS, BATCH, RATE, HEAD_RATE = 3, 32, 2e-4, 1e-2
SHARPNESS, SMOOTHING, WARM_UP, DROPPED = 20.0, 0.1, 0.1, 0.1
LONGEST = 96
"""Word pieces of an example that are learnt from."""
SEEDS = (1, 2, 3)
"""Runs of which the mean of the weights is taken: it understands new messages better than any of them, at no cost."""


def examples() -> Iterator[tuple[str, str]]:
    """The training examples with their intents."""
    for path in sorted((ROOT / "data").rglob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu") or []:
            for line in block["examples"].splitlines():
                if line.strip().startswith("- "):
                    yield line.strip()[2:], block["intent"]


def words_for_names() -> dict[str, str]:
    """The plain words that stand for names, as the configuration gives them to the encoder."""
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    return dict(next(row["words"] for row in pipeline if row["name"].endswith("SentenceEncoder")))


class Tuning:
    """One run of tuning: the head that tells the intents apart, the optimizers, and one step."""

    def __init__(self, net: Trainable, classes: int, counts: np.ndarray, steps: int, seed: int) -> None:
        """Starts from the network as it came."""
        self.net, self.tf, self.steps, self.done = net, net.tf, steps, 0
        keras = self.tf.keras
        keras.utils.set_random_seed(seed)
        self.net.reset_top()
        start = np.random.RandomState(seed).normal(0, 0.05, (SIZE, classes))
        self.head = [self.tf.Variable(start.astype(np.float32)), self.tf.Variable(np.zeros(classes, np.float32))]
        self.rare = self.tf.constant(np.sqrt(counts.sum() / classes / counts).astype(np.float32))
        self.classes = classes
        self.slow, self.fast = keras.optimizers.legacy.Adam(RATE), keras.optimizers.legacy.Adam(HEAD_RATE)
        ints = self.tf.TensorSpec([None, None], self.tf.int32)
        self.step = self.tf.function(
            self._step, input_signature=[ints, ints, self.tf.TensorSpec([None], self.tf.int64)], autograph=False
        )

    def learn(self, pieces: np.ndarray, mask: np.ndarray, intents: np.ndarray) -> float:
        """One step on a batch; the loss. The rate rises at first and then falls to nothing."""
        part = self.done / self.steps
        self.slow.learning_rate = RATE * min(1.0, part / WARM_UP) * (1 - part)
        self.fast.learning_rate = HEAD_RATE * (1 - part)
        self.done += 1
        return float(self.step(pieces, mask, intents))

    def _step(self, pieces: Any, mask: Any, intents: Any) -> Any:
        tf, net, weights = self.tf, self.net, self.net.top_weights()
        shared = tf.stop_gradient(net.below(pieces, mask))
        with tf.GradientTape() as tape:
            vector = net.pooled(net.through(net.top, shared, mask, training=True), mask)
            scores = SHARPNESS * tf.matmul(tf.nn.dropout(vector, DROPPED), tf.math.l2_normalize(self.head[0], axis=0))
            wanted = tf.one_hot(intents, self.classes) * (1 - SMOOTHING) + SMOOTHING / self.classes
            losses = tf.nn.softmax_cross_entropy_with_logits(wanted, scores + self.head[1])
            loss = tf.reduce_mean(losses * tf.gather(self.rare, intents))
        found = tape.gradient(loss, [*weights, *self.head])
        found, _ = tf.clip_by_global_norm(found, 1.0)
        self.slow.apply_gradients(zip(found[:-2], weights, strict=True))
        self.fast.apply_gradients(zip(found[-2:], self.head, strict=True))
        return loss


def batches(lengths: np.ndarray, chance: np.random.RandomState) -> list[np.ndarray]:
    """The rows in batches of similar length, in random order."""
    rows, found = chance.permutation(len(lengths)), list[np.ndarray]()
    for start in range(0, len(rows), 64 * BATCH):
        near = rows[start : start + 64 * BATCH]
        near = near[np.argsort(lengths[near], kind="stable")]
        found += [near[begin : begin + BATCH] for begin in range(0, len(near), BATCH)]
    chance.shuffle(found)
    return found


def tune(net: Trainable, texts: Sequence[str], intents: Sequence[str], seed: int) -> list[np.ndarray]:
    """Tunes a network and returns the weights of its tuned layers."""
    names = sorted(set(intents))
    wanted = np.array([names.index(intent) for intent in intents])
    pieces, mask = Pieces(LONGEST).of(texts)
    lengths, chance, started = mask.sum(axis=1), np.random.RandomState(seed), time.time()
    run = Tuning(net, len(names), np.bincount(wanted), EPOCHS * (len(texts) // BATCH + 1), seed)
    for _ in range(EPOCHS):
        for rows in batches(lengths, chance):
            longest = lengths[rows].max()
            loss = run.learn(pieces[rows, :longest], mask[rows, :longest], wanted[rows])
            if run.done % 50 == 0:
                print(f"\r{100 * run.done // run.steps} %, {time.time() - started:.0f} s, loss {loss:.2f}", end="")
                sys.stdout.flush()
    print()
    return [variable.numpy() for variable in net.top_weights()]


def main() -> None:
    """Tunes on the training data and writes the result."""
    texts, intents = zip(*examples(), strict=True)
    print(f"Tuning on {len(texts)} examples, {len(SEEDS)} times: some minutes each")
    net = Trainable()
    runs = [tune(net, plain(texts, words_for_names()), intents, seed) for seed in SEEDS]
    np.savez_compressed(TUNED, **packed([np.mean(weights, axis=0) for weights in zip(*runs, strict=True)]))
    print(f"Written: {TUNED.relative_to(ROOT)} ({TUNED.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
