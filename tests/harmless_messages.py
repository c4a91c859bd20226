"""Messages about bridges, doors, kettles and gardens, and an embedder that counts words: no model, no network."""

from collections.abc import Sequence

import numpy as np

from causeway.warning.evaluation.clinc150 import Corpus, Sentences
from causeway.warning.text.embedding import Vectors

WORDS = {
    "bridges": ["arch", "pier", "span", "deck", "cable", "girder", "truss", "river", "ford", "abutment", "parapet"],
    "doors": ["knob", "hinge", "latch", "frame", "panel", "lock", "key", "handle", "sill", "jamb", "bolt"],
    "kettles": ["steam", "spout", "lid", "boil", "tea", "cup", "hob", "whistle", "copper", "pour", "saucer"],
    "gardens": ["rose", "hedge", "lawn", "spade", "seed", "path", "fern", "gate", "bench", "moss", "pond"],
}
FILLER = ["the", "a", "one", "that", "was", "seen", "today", "near", "our", "old", "grey", "small", "house", "then"]


class WordCounts:
    """An embedder that counts each known word apart, filler for less, and other words a few together."""

    name = "word-counts"

    def __init__(self) -> None:
        known = [*FILLER, *(word for words in WORDS.values() for word in words)]
        self._place = {word: place for place, word in enumerate(known)}

    def embed(self, texts: Sequence[str]) -> Vectors:
        found = np.zeros((len(texts), len(self._place) + 7), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                found[row, self._place.get(word, len(self._place) + len(word) % 7)] += 0.3 if word in FILLER else 1
        return found


def sentence(rng: np.random.Generator, topic: str, telling: int = 2) -> str:
    """Some words of the topic among filler."""
    chosen = [*rng.choice(WORDS[topic], telling), *rng.choice(FILLER, 6)]
    return " ".join(rng.permutation(chosen))


def small_corpus(seed: int = 1, *, test_seed: int = 2) -> Corpus:
    """A corpus in the shape of CLINC150 with four domains of one intent; the test part has a seed of its own."""
    seen: set[str] = set()
    drawn = (
        _sentences(np.random.default_rng(one), count, seen)
        for one, count in ((seed, 60), (seed + 100, 60), (test_seed + 200, 40))
    )
    return Corpus(*drawn)


def _sentences(rng: np.random.Generator, count: int, seen: set[str]) -> Sentences:
    texts: dict[str, str] = {}
    for topic in WORDS:
        while sum(of == topic for of in texts.values()) < count:
            text = sentence(rng, topic, telling=int(rng.integers(1, 3)))
            if text not in seen:
                texts[text] = topic
    seen.update(texts)
    topics = np.array(list(texts.values()))
    return Sentences(tuple(texts), topics, topics)
