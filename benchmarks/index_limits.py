"""How much the index takes of what the machine gives at most: how far there is to go at all."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from machine_limits import Limits, measuring
from numpy.typing import NDArray

from causeway.matching import _searching
from causeway.matching.given import as_words
from causeway.matching.tables import Tables

RUNS = 3
SCANNED_QUERIES = 32
CHUNKS = 16
WORDS = 4
SIBLINGS_A_WORD = 4
THREADS = (1, 2)


@dataclass(frozen=True, slots=True)
class Need:
    """What one query needs of each limit: bytes from memory and from the second cache, lines, words counted."""

    name: str
    seconds: float
    memory_bytes: float
    cached_bytes: float
    lines: float
    words: float

    def line(self, limits: Limits) -> str:
        """What it needs, and which share of the limits it takes with that."""
        parts = (
            (self.memory_bytes, limits.memory_bytes),
            (self.cached_bytes, limits.cached_bytes),
            (self.lines, limits.lines),
            (self.words, limits.words),
        )
        shares = " ".join(f"{need:>13,.0f} {need / self.seconds / limit:>5.0%}" for need, limit in parts)
        return f"{self.name:>26} {self.seconds * 1e6:>9,.1f} {shares}"


def seconds_of(do: Callable[[], object]) -> float:
    """Processor time, the best of some runs."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        do()
        best = min(best, time.process_time() - start)
    return max(best, 1e-9)


def batch_need(tables: Tables, words: NDArray[np.uint64], radius_bits: int) -> Need:
    """Of each query of a batch: every table's siblings are read through once for all of them; those that a query meets
    come from the cache, and are counted; then what is left of them is fetched, its row and its hash.
    """
    _found, work = _searching.search(tables.variant, tables.kernel, words, radius_bits, by_scan=False)
    met, fetched = work.compared / len(words), work.fetched / len(words)
    return Need(
        name=f"a query of {len(words):,}",
        seconds=seconds_of(lambda: tables.search(words, radius_bits, 1)) / len(words),
        memory_bytes=CHUNKS * 2 * len(tables.words) / len(words),
        cached_bytes=2 * met,
        lines=2 * fetched,
        words=met / SIBLINGS_A_WORD + WORDS * fetched,
    )


def scan_need(tables: Tables, words: NDArray[np.uint64], radius_bits: int) -> Need:
    """Of each query of a scan: the hashes come once for all of them, and half of each is counted."""

    def scan() -> object:
        return _searching.search(tables.variant, tables.kernel, words, radius_bits, by_scan=True)

    entries = len(tables.words)
    return Need(
        name=f"a query of {len(words)} by scan",
        seconds=seconds_of(scan) / len(words),
        memory_bytes=8 * WORDS * entries / len(words),
        cached_bytes=0,
        lines=0,
        words=WORDS // 2 * entries,
    )


def tell_limits(hashes: NDArray[np.uint8], queries: NDArray[np.uint8], radius_bits: int) -> None:
    """Print the machine's limits, and the share that one thread of the index takes of each."""
    tables, words = Tables.build(as_words(hashes), np.arange(len(hashes))), as_words(queries)
    needs = [
        batch_need(tables, words, radius_bits),
        scan_need(tables, words[:SCANNED_QUERIES], radius_bits),
        scan_need(tables, words[:1], radius_bits),
    ]
    with measuring() as machine:
        limits = {threads: machine.limits(threads) for threads in THREADS}
        counter = machine.counter
    for threads, most in limits.items():
        print(
            f"at most, {threads} thread{'s' * (threads > 1)}: memory {most.memory_bytes / 1e9:.1f} GB/s, second cache"
            f" {most.cached_bytes / 1e9:.1f} GB/s, {most.lines / 1e6:.0f} million lines/s in no order, bits of"
            f" {most.words / 1e9:.1f} billion words/s counted ({counter})"
        )
    heads = " ".join(f"{head:>13} {'':>5}" for head in ("memory B", "cache B", "lines", "words"))
    print(f"what one thread needs, and its share of what there is at most\n{'':>26} {'us':>9} {heads}".rstrip())
    for need in needs:
        print(need.line(limits[1]))
