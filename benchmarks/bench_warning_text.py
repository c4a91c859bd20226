"""How many messages a second the text scorer takes on one core, stage by stage, and what keeping an account costs.

PYTHONPATH=src python benchmarks/bench_warning_text.py

Messages are 4 to 20 words of a word list; the indexes hold as many messages as CLINC150's do. The peer is the Sentinel
rule over the same contrasts: it has to keep every message's number, ours keeps a handful of sums.
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ.setdefault(variable, "1")  # read when the libraries load, so before they do

import argparse  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable  # noqa: E402

import numpy as np  # noqa: E402

from causeway.warning.evaluation.sentinel_rule import message_counts, skewness  # noqa: E402
from causeway.warning.text import (  # noqa: E402
    AccountEvidence,
    Calibration,
    TextScorer,
    WordLlamaEmbedder,
    build_index,
    message_terms,
    running_scores,
)

WORDS = [
    "arch", "pier", "span", "deck", "cable", "girder", "truss", "river", "ford", "abutment", "knob", "hinge",
    "latch", "frame", "panel", "lock", "key", "handle", "sill", "the", "a", "one", "that", "was", "seen",
    "today", "near", "our", "old", "grey", "small", "house", "then", "again", "with", "under", "over",
    "before", "after", "when", "they", "went",
]  # fmt: skip
POSITIVE, NEGATIVE = 1_500, 13_500
LENGTH = 40


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=3)
    asked = parser.parse_args()
    rng = np.random.default_rng(1)
    texts = sentences(rng, asked.messages)
    embedder = WordLlamaEmbedder()
    index = build_index(embedder, sentences(rng, POSITIVE), sentences(rng, NEGATIVE))
    calibration = Calibration(0.5, 25.0, 7.0, 3.0)
    scorer = TextScorer(embedder, index, calibration)
    vectors = embedder.embed(texts)
    contrasts = index.contrast(vectors)
    accounts = rng.integers(len(texts), size=(len(texts) // LENGTH, LENGTH))
    terms = message_terms(calibration.log_likelihood_ratios(contrasts), calibration.near_topic)
    counts = message_counts(contrasts)
    print(f"{len(texts):,} messages, indexes of {POSITIVE:,} and {NEGATIVE:,}, one core, seconds of the processor")
    rate("embed", len(texts), lambda: embedder.embed(texts), asked.times)
    rate("contrast with both indexes", len(texts), lambda: index.contrast(vectors), asked.times)
    rate("whole scorer", len(texts), lambda: scorer.log_likelihood_ratios(texts), asked.times)
    ours = rate("accounts, after each message", accounts.size, lambda: running_scores(terms, accounts), asked.times)
    peer = rate("the Sentinel rule, the same", accounts.size, lambda: skewness(counts[accounts]), asked.times)
    print(f"  ours is {ours / peer:.1f} times as fast as the rule")
    rate("one account, one at a time", 5_000, lambda: one_by_one(5_000), asked.times)


def sentences(rng: np.random.Generator, count: int) -> list[str]:
    """So many messages."""
    return [" ".join(rng.choice(WORDS, rng.integers(4, 21))) for _ in range(count)]


def one_by_one(count: int) -> float:
    """An account as it is kept while messages come in."""
    account = AccountEvidence()
    for _ in range(count):
        account = account.with_message(-2.0, 3.0)
    return account.score


def rate(name: str, count: int, work: Callable[[], object], times: int) -> float:
    """Print how many a second, by the best of some; gives the same."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    print(f"  {name:30} {count / best:12,.0f} messages a second")
    return count / best


if __name__ == "__main__":
    main()
