"""What the machine gives at most, and how much of it the index takes: how far there is to go at all."""

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from causeway.matching import _searching
from causeway.matching.index import as_words
from causeway.matching.tables import Tables

RUNS = 3
LINE_BYTES = 64
MEMORY_BYTES = 1 << 28
"""Beyond what caches hold."""
CACHED_WORDS = 1 << 11
SCANNED_QUERIES = 32


def seconds_of(do: Callable[[], object]) -> float:
    """Processor time, the best of some runs."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        do()
        best = min(best, time.process_time() - start)
    return max(best, 1e-9)


def copied_bytes_per_second() -> float:
    """What the memory gives to one thread that reads and writes, both counted."""
    source = np.ones(MEMORY_BYTES // 8, dtype=np.uint64)
    target = np.empty_like(source)
    return 2 * source.nbytes / seconds_of(lambda: np.copyto(target, source))


def lines_per_second(rng: np.random.Generator) -> float:
    """Cache lines that one thread reads in no order, from more memory than caches hold."""
    lines = np.ones((MEMORY_BYTES // LINE_BYTES, LINE_BYTES // 8), dtype=np.uint64)
    places = rng.integers(0, len(lines), 1 << 20)
    first_words = lines[:, 0]
    return len(places) / seconds_of(lambda: first_words[places])


def counted_words_per_second() -> float:
    """64-bit words of which NumPy, in vectors, counts the bits, from the first cache."""
    words = np.ones(CACHED_WORDS, dtype=np.uint64)
    counts = np.empty(CACHED_WORDS, dtype=np.uint8)

    def count() -> None:
        for _ in range(1_000):
            np.bitwise_count(words, out=counts)

    return 1_000 * CACHED_WORDS / seconds_of(count)


def lines_of(compared_a_query: float) -> float:
    """Cache lines that a query touches in the tables: 13 where the 17 buckets of a table are listed, then siblings."""
    buckets = 16 * 17
    return 16 * 13 + buckets + compared_a_query * 2 / LINE_BYTES


def tell_limits(hashes: NDArray[np.uint8], queries: NDArray[np.uint8], radius_bits: int) -> None:
    """Print the machine's limits for one thread, and the index's share of each."""
    tables, words = Tables.build(as_words(hashes), np.arange(len(hashes))), as_words(queries)
    rng = np.random.default_rng(1)
    copied, lines, counted = copied_bytes_per_second(), lines_per_second(rng), counted_words_per_second()
    _found, work = _searching.search(tables.variant, tables.kernel, words, radius_bits, by_scan=False)
    rate = len(words) / seconds_of(lambda: tables.search(words, radius_bits, 1))
    compared = work.compared / len(words)
    few = words[:SCANNED_QUERIES]
    scanned = (
        len(few)
        * len(tables.words)
        / seconds_of(lambda: _searching.search(tables.variant, tables.kernel, few, radius_bits, by_scan=True))
    )
    lines_read = rate * lines_of(compared)
    print(
        f"one thread of this machine copies {copied / 1e9:.1f} GB/s, reads {lines / 1e6:.0f} million lines/s in no"
        f" order, counts the bits of {counted / 1e9:.1f} billion words/s (NumPy)\n"
        f"a query meets {compared:,.0f} siblings and fetches {work.fetched / len(words):.1f} hashes: in all"
        f" {lines_read / 1e6:.0f} million lines/s, {lines_read / lines:.0%} of what one by one gives\n"
        f"a scan compares {scanned / 1e9:.2f} billion hashes/s, {scanned * 2 / counted:.0%} of that count of words,"
        f" two a hash"
    )
