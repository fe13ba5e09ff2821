"""Cross-validation on the training data: how well examples are understood that were not learnt from.

    python -m bench.understanding.folds [--tune]

Five folds (shuffled, stratified, seed 1) of counted words, of the sentence encoder as it came, and of both. The tuned
encoder has learnt from every example, so it is tuned anew without the first fold, and measured on that: --tune, which
takes as long as `make tune`. Real messages are harder than examples: the samples tell more.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np
from rasa.shared.nlu.training_data.message import Message
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import FeatureUnion, make_pipeline

from nlu.components.classifier import fit
from nlu.components.encoder import encode, plain
from nlu.components.network import Pieces, network
from nlu.components.tokenizer import ClinicalTokenizer
from nlu.components.trainable import Trainable
from nlu.components.tuning import SEEDS, examples, tune, words_for_names

COLUMNS = 300
"""To how many columns the counts are reduced."""


def words_of(texts: Sequence[str]) -> list[str]:
    """Texts as the tokenizer cuts them, with one word for each name."""
    tokenizer = ClinicalTokenizer(ClinicalTokenizer.get_default_config())
    return [" ".join(t.text for t in tokenizer.tokenize(Message({"text": text}), "text")) for text in texts]


def counted(words: Sequence[str], learnt: np.ndarray) -> np.ndarray:
    """Counted words and letters of all texts, reduced; the vocabulary comes from the rows learnt from."""
    word = TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"\S+", lowercase=False, min_df=2, sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True)
    model = make_pipeline(FeatureUnion([("word", word), ("letters", letters)]), TruncatedSVD(COLUMNS, random_state=1))
    result: np.ndarray = model.fit([words[row] for row in learnt]).transform(words)
    return result


def right(vectors: np.ndarray, intents: np.ndarray, learnt: np.ndarray, held: np.ndarray) -> float:
    """The share of the held rows whose intent is found."""
    weights = fit(vectors[learnt], list(intents[learnt]))
    found = weights.intents[weights.probabilities(vectors[held]).argmax(axis=1)]
    return 100 * float((found == intents[held]).mean())


def report(tuned: bool = False) -> None:
    """Prints the table."""
    texts, names = zip(*examples(), strict=True)
    intents, masked, words = np.array(names), plain(texts, words_for_names()), words_of(texts)
    folds = list(StratifiedKFold(5, shuffle=True, random_state=1).split(intents, intents))
    meaning = encode(masked, network().meaning)
    counts = [counted(words, learnt) for learnt, _ in folds]
    print(f"{len(texts)} examples, {len(set(names))} intents\n| features | right % |\n|---|---|")
    for name, rows in (
        ("counted words", counts),
        ("encoder as it came", [meaning] * len(folds)),
        ("both", [np.hstack([meaning, count]) for count in counts]),
    ):
        shares = [right(vectors, intents, *fold) for vectors, fold in zip(rows, folds, strict=True)]
        print(f"| {name} | {np.mean(shares):.1f} ± {np.std(shares):.1f} |", flush=True)
    if tuned:
        learnt, held = folds[0]
        net, pieces = Trainable(), Pieces()
        tune(net, [masked[row] for row in learnt], list(intents[learnt]), SEEDS[0])
        share = right(encode(masked, lambda batch: net.asking(*pieces.of(batch))), intents, learnt, held)
        print(f"| encoder tuned without the fold, first fold only | {share:.1f} |")


def main() -> None:
    """Measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tune", action="store_true")
    report(parser.parse_args().tune)


if __name__ == "__main__":
    main()
