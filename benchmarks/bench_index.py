"""The Hamming index: queries a second at radius 31 against `faiss` flat (where it is installed) and a plain NumPy scan.

Run it with `python benchmarks/bench_index.py [entries ...]`, by default 100,000 and 1,000,000; 10,000,000 takes 3 GB.
Recall is checked against the scan on the queries that the scan is given. The skewed list is made of edits of few
pictures, as real lists are. What one thread does, ours and the peers', is measured in its processor time, which others
on the machine disturb less; the ratios are between these. The best of several runs counts.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causeway.matching import HammingIndex
from causeway.matching._kernels import best_variant

faiss: Any = import_module("faiss") if find_spec("faiss") else None

RADIUS_BITS = 31
QUERIES = 10_000
PEER_QUERIES = 100
SINGLES = 2_000
RUNS = 5


def random_hashes(count: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Hashes that have nothing to do with one another."""
    return np.frombuffer(rng.bytes(32 * count), dtype=np.uint8).reshape(count, 32)


def skewed_hashes(count: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Families of some hundred edits, each about 1 bit in 16 off."""
    families = np.repeat(random_hashes(count // 200 + 1, rng), 200, axis=0)[:count]
    return families ^ edits(count, rng)


def edits(count: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Masks with each bit set in 1 of 16: about 16 bits a hash."""
    mask = random_hashes(count, rng)
    for _ in range(3):
        mask = mask & random_hashes(count, rng)
    return mask


def scan(hashes: NDArray[np.uint8], queries: NDArray[np.uint8]) -> int:
    """The matches by comparing all with all."""
    words, found = hashes.view(np.uint64), 0
    for query in queries.view(np.uint64):
        distance = sum(np.bitwise_count(words[:, word] ^ query[word]).astype(np.uint16) for word in range(4))
        found += int(np.count_nonzero(distance <= RADIUS_BITS))
    return found


def best_seconds(work: Callable[[], object], runs: int = RUNS, clock: Callable[[], float] = time.process_time) -> float:
    """The shortest of several runs."""
    best = float("inf")
    for _ in range(runs):
        start = clock()
        work()
        best = min(best, clock() - start)
    return best


def single_times(index: HammingIndex, queries: NDArray[np.uint8]) -> NDArray[np.float64]:
    """How long each query takes when it is asked alone, in microseconds."""
    times = []
    for row in range(len(queries)):
        start = time.process_time()
        index.search(queries[row : row + 1])
        times.append(time.process_time() - start)
    return np.array(times) * 1e6


def open_ms(index: HammingIndex) -> float:
    """How long it takes to open the saved index, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bank.index"
        index.save(path)
        return best_seconds(lambda: HammingIndex.open(path), clock=time.perf_counter) * 1000


def measure(name: str, hashes: NDArray[np.uint8], rng: np.random.Generator) -> None:
    """Print one line for one list."""
    queries = hashes[rng.choice(len(hashes), QUERIES)] ^ edits(QUERIES, rng)
    some = queries[:PEER_QUERIES]
    start = time.perf_counter()
    index = HammingIndex.build(hashes)
    build = time.perf_counter() - start
    one = QUERIES / best_seconds(lambda: index.search(queries, threads=1))
    every = QUERIES / best_seconds(lambda: index.search(queries), clock=time.perf_counter)
    singles = single_times(index, queries[:SINGLES])
    start = time.process_time()
    expected = scan(hashes, some)
    plain = PEER_QUERIES / (time.process_time() - start)
    recall = len(index.search(some).id) / max(expected, 1)
    line = (
        f"{name:>7} {len(hashes):>10,} {build:>7.2f} {open_ms(index):>7.1f} {one:>9,.0f} {every:>9,.0f}"
        f" {np.median(singles):>7.0f} {np.quantile(singles, 0.99):>7.0f} {recall:>7.4f} {one / plain:>8,.0f}x"
    )
    if faiss is None:
        print(f"{line} {'not installed':>15}")
        return
    flat = faiss.IndexBinaryFlat(256)
    flat.add(hashes)
    theirs = PEER_QUERIES / best_seconds(lambda: flat.range_search(some, RADIUS_BITS + 1), 2)
    print(f"{line} {theirs:>7,.0f} {one / theirs:>7,.0f}x", flush=True)


def main() -> None:
    """Print one line a list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("entries", type=int, nargs="*", default=[100_000, 1_000_000])
    options = parser.parse_args()
    if faiss is not None:
        faiss.omp_set_num_threads(1)
    print(f"kernels: {best_variant().name}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    print(
        f"{'list':>7} {'entries':>10} {'build s':>7} {'open ms':>7} {'q/s':>9} {'q/s all':>9} {'p50 us':>7}"
        f" {'p99 us':>7} {'recall':>7} {'to NumPy':>9} {'faiss':>7} {'ratio':>8}"
    )
    for entries in options.entries:
        rng = np.random.default_rng(entries)
        measure("random", random_hashes(entries, rng), rng)
        measure("skewed", skewed_hashes(entries, rng), rng)


if __name__ == "__main__":
    main()
