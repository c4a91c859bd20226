"""An index that changes while it is searched: what a change costs, and what searches notice of a merge.

    python benchmarks/bench_index_changes.py            1,000,000 hashes
    python benchmarks/bench_index_changes.py 100000

Changes are taken up at once and merged into the tables in the background. Peers that can only be built anew are shown
by what that costs, and faiss's flat index, which takes changes, by its own calls. Times are by the wall clock: a merge
takes a processor from the searches.
"""

import argparse
import os
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec

import numpy as np
from index_lists import Hashes, edits, random_hashes
from index_peers import BITS, RADIUS_BITS, engines

from causeway.matching import HammingIndex

BATCH = 1_000
SINGLES = 200
SEARCHED = 512
RUNS = 5


def seconds_of(do: Callable[[], object]) -> float:
    """How long it takes, by the wall clock."""
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def searched(index: HammingIndex, queries: Hashes) -> float:
    """Queries a second of one thread, the median of some runs."""
    taken = [seconds_of(lambda: index.search(queries, RADIUS_BITS, threads=1)) for _ in range(RUNS)]
    return len(queries) / float(np.median(taken))


def searched_while_merging(index: HammingIndex, queries: Hashes) -> tuple[float, float, float]:
    """Seconds that the merge took, queries a second meanwhile, and the longest that one batch waited, in seconds."""
    index.merge_soon()
    start, waits = time.perf_counter(), []
    while index.changes:
        waits.append(seconds_of(lambda: index.search(queries, RADIUS_BITS, threads=1)))
    merging = time.perf_counter() - start
    return merging, len(waits) * len(queries) / max(sum(waits), 1e-9), max(waits, default=0.0)


def tell_ours(hashes: Hashes, queries: Hashes, rng: np.random.Generator) -> None:
    """Print what changes cost our index, and what searches notice of them."""
    index = HammingIndex.build(hashes)
    quiet, late = searched(index, queries), random_hashes(SINGLES + BATCH, rng)
    numbers = np.arange(len(hashes), len(hashes) + len(late))

    def add_each() -> None:
        for row in range(SINGLES):
            index.add(late[row : row + 1], numbers[row : row + 1])

    one = seconds_of(add_each) / SINGLES
    many = seconds_of(lambda: index.add(late[SINGLES:], numbers[SINGLES:])) / BATCH
    removal = seconds_of(lambda: index.remove(np.arange(BATCH))) / BATCH
    changed = searched(index, queries)
    merging, meanwhile, longest = searched_while_merging(index, queries)
    print(
        f"causeway: a hash is added in {one * 1e6:.0f} us alone, {many * 1e6:.2f} us among {BATCH:,}; removed in"
        f" {removal * 1e6:.2f} us among {BATCH:,}\n"
        f"  queries/s: {quiet:,.0f} before, {changed:,.0f} with {SINGLES + 2 * BATCH:,} changes, {meanwhile:,.0f}"
        f" during the merge of {merging:.2f} s, {searched(index, queries):,.0f} after\n"
        f"  no batch of {len(queries):,} waited longer than {longest * 1e3:.0f} ms during the merge,"
        f" or {len(queries) / quiet * 1e3:.0f} ms before",
        flush=True,
    )


def tell_flat(hashes: Hashes, rng: np.random.Generator) -> None:
    """Print what changes cost faiss's flat index, which moves all that stands behind what is removed."""
    faiss, late = import_module("faiss"), random_hashes(BATCH, rng)
    index = faiss.IndexBinaryFlat(BITS)
    index.add(hashes)
    added = seconds_of(lambda: index.add(late)) / BATCH
    removed = seconds_of(lambda: index.remove_ids(np.arange(BATCH))) / BATCH
    print(f"faiss flat: added in {added * 1e6:.2f} us, removed in {removed * 1e6:.2f} us, both among {BATCH:,}")


def main() -> None:
    """Print what changes cost, ours and our peers'."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("entries", type=int, nargs="?", default=1_000_000)
    entries = parser.parse_args().entries
    rng = np.random.default_rng(entries)
    hashes = random_hashes(entries, rng)
    queries = hashes[rng.choice(entries, SEARCHED)] ^ edits(SEARCHED, rng)
    print(f"random, {entries:,} hashes; {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    tell_ours(hashes, queries, rng)
    if find_spec("faiss"):
        tell_flat(hashes, rng)
    for engine in engines():
        if engine.is_only_rebuilt and entries <= engine.most:
            print(f"{engine.name}: built anew in {seconds_of(partial(engine.build, hashes)):.2f} s")


if __name__ == "__main__":
    main()
