"""The Hamming index: queries a second at radius 31 against `faiss` flat (where it is installed) and a plain NumPy scan.

Run it with `python benchmarks/bench_index.py [entries ...]`, by default 100,000 and 1,000,000. Recall is checked
against the scan on the queries that the scan is given. The skewed list is made of edits of few pictures, as real
lists are.
"""

import argparse
import time
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causeway.matching import HammingIndex

faiss: Any = import_module("faiss") if find_spec("faiss") else None

RADIUS_BITS = 31
QUERIES = 2_000
PEER_QUERIES = 200


def random_hashes(count: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Hashes that have nothing to do with one another."""
    return rng.integers(0, 256, (count, 32), dtype=np.uint8)


def skewed_hashes(count: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Families of some hundred edits, each about 1 bit in 16 off."""
    families = np.repeat(random_hashes(count // 200 + 1, rng), 200, axis=0)[:count]
    return families ^ edits(count, rng)


def edits(count: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Masks with each bit set in 1 of 16: about 16 bits a hash."""
    mask = random_hashes(count, rng)
    for _ in range(3):
        mask &= random_hashes(count, rng)
    return mask


def scan(hashes: NDArray[np.uint8], queries: NDArray[np.uint8]) -> int:
    """The matches by comparing all with all."""
    words, found = hashes.view(np.uint64), 0
    for query in queries.view(np.uint64):
        distance = sum(np.bitwise_count(words[:, word] ^ query[word]).astype(np.uint16) for word in range(4))
        found += int(np.count_nonzero(distance <= RADIUS_BITS))
    return found


def measure(name: str, hashes: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Print one line for one list."""
    queries = hashes[rng.choice(len(hashes), QUERIES)] ^ edits(QUERIES, rng)
    some = queries[:PEER_QUERIES]
    start = time.perf_counter()
    index = HammingIndex.build(hashes)
    build = time.perf_counter() - start
    index.search(some)
    start = time.perf_counter()
    index.search(queries)
    ours = QUERIES / (time.perf_counter() - start)
    singles = []
    for query in some:
        start = time.perf_counter()
        index.search(query[None])
        singles.append(time.perf_counter() - start)
    start = time.perf_counter()
    expected = scan(hashes, some)
    plain = PEER_QUERIES / (time.perf_counter() - start)
    recall = len(index.search(some).id) / max(expected, 1)
    line = (
        f"{name:>7} {len(hashes):>10,} {build:>7.2f} {ours:>10,.0f} {np.median(singles) * 1e3:>7.2f} {recall:>7.4f}"
        f" {plain:>9,.0f} {ours / plain:>7.0f}x"
    )
    if faiss is None:
        print(f"{line} {'not installed':>17}")
        return
    flat = faiss.IndexBinaryFlat(256)
    flat.add(hashes)
    start = time.perf_counter()
    flat.range_search(some, RADIUS_BITS + 1)
    theirs = PEER_QUERIES / (time.perf_counter() - start)
    print(f"{line} {theirs:>9,.0f} {ours / theirs:>6.0f}x")


def main() -> None:
    """Print one line a list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("entries", type=int, nargs="*", default=[100_000, 1_000_000])
    options = parser.parse_args()
    if faiss is not None:
        faiss.omp_set_num_threads(1)
    print(
        f"{'list':>7} {'entries':>10} {'build s':>7} {'ours q/s':>10} {'p50 ms':>7} {'recall':>7}"
        f" {'NumPy q/s':>9} {'ratio':>8} {'faiss q/s':>9} {'ratio':>7}"
    )
    for entries in options.entries:
        rng = np.random.default_rng(entries)
        measure("random", random_hashes(entries, rng), rng)
        measure("skewed", skewed_hashes(entries, rng), rng)


if __name__ == "__main__":
    main()
