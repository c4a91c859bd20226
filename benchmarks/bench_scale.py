"""Measures what parts of an index in processes of their own cost and give, beside the one index of this process.

    python benchmarks/bench_scale.py                   1,000,000 hashes
    python benchmarks/bench_scale.py --hashes 4000000

A cluster of this machine has no more processors than the machine: it shows what is lost by sending, and nothing of what
more machines would give.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from bench_digest import draw
from numpy.typing import NDArray

from causeway import scale
from causeway.matching import HammingIndex, near_duplicate_groups
from causeway.scale._fanning import answers_by_batch, built, threads_each
from causeway.scale._shard import Shard
from causeway.scanning.journal import Journal
from causeway.scanning.on_cluster import ClusterCrew
from causeway.scanning.scan import scan
from causeway.scanning.walking import check_folder

T = TypeVar("T")

RADIUS_BITS = 31
PARTS = (1, 2, 4)
ROUNDS = 3
FLIPS = 12


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hashes", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=200_000)
    parser.add_argument("--pictures", type=int, default=120)
    options = parser.parse_args()
    hashes, queries = made(options.hashes, options.queries)
    begun = time.perf_counter()
    with scale.joined(scale.LOCAL) as cluster:
        seconds = time.perf_counter() - begun
        print(f"{cluster.processors} processors, load {os.getloadavg()[0]:.1f}; Ray started in {seconds:.1f} s")
        search_table(cluster, hashes, queries)
        group_table(cluster, hashes)
        look_table(cluster, options.pictures)


def made(count: int, queries: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Random hashes, and queries of which each has a match."""
    generator = np.random.default_rng(1)
    hashes = generator.integers(0, 256, (count, 32), np.uint8)
    asked = hashes[generator.integers(0, count, queries)]
    for column in generator.integers(0, 256, (FLIPS, queries)):
        asked[np.arange(queries), column // 8] ^= (1 << (column % 8)).astype(np.uint8)
    return hashes, asked


def search_table(cluster: scale.Cluster, hashes: NDArray[np.uint8], queries: NDArray[np.uint8]) -> None:
    """Searching in one index, and in parts; sending is the same questions to parts that answer at once.
    Ratios are to the one index in the same rounds.
    """
    print(f"\nsearch: {len(hashes):,} hashes, {len(queries):,} queries, radius {RADIUS_BITS}, median of {ROUNDS}")
    print(f"{'':>20}{'ready in s':>12}{'q/s':>12}{'to one':>9}{'sending':>9}")
    ready, one = timed(lambda: HammingIndex.build(hashes))
    expected = one.search(queries, RADIUS_BITS)
    search_one = partial(one.search, queries, RADIUS_BITS)
    (alone,) = median_seconds(search_one)
    print(f"{'one process':>20}{ready:>12.2f}{len(queries) / alone:>12,.0f}{'1.00x':>9}{'':>9}")
    for parts in PARTS:
        ready, shards = timed(partial(readied, cluster, hashes, parts))
        index = scale.ShardedHammingIndex(shards, threads=threads_each(cluster, parts))
        found = index.search(queries, RADIUS_BITS)
        assert all(np.array_equal(ours, theirs) for ours, theirs in zip(found, expected, strict=True))
        spent, alone, sent = median_seconds(
            partial(index.search, queries, RADIUS_BITS), search_one, partial(sent_only, shards, queries)
        )
        print(
            f"{f'in parts: {parts}':>20}{ready:>12.2f}{len(queries) / spent:>12,.0f}{alone / spent:>8.2f}x"
            f"{sent / spent:>9.0%}"
        )
        del index, shards


def group_table(cluster: scale.Cluster, hashes: NDArray[np.uint8]) -> None:
    """Groups of a quarter of the hashes, each with three others near it."""
    some = np.repeat(hashes[: len(hashes) // 4], 4, axis=0)
    some[np.arange(len(some)), np.arange(len(some)) % 32] ^= 1
    print(f"\ngroups: {len(some):,} hashes, radius {RADIUS_BITS}; the parts are built and sent in this time")
    print(f"{'':>20}{'seconds':>12}{'to one':>9}")
    alone, expected = timed(lambda: near_duplicate_groups(some, RADIUS_BITS))
    print(f"{'one process':>20}{alone:>12.2f}{'1.00x':>9}")
    for parts in PARTS:
        spent, labels = timed(partial(scale.near_duplicate_groups, cluster, some, RADIUS_BITS, shards=parts))
        assert np.array_equal(labels, expected)
        print(f"{f'in parts: {parts}':>20}{spent:>12.2f}{alone / spent:>8.2f}x")


def look_table(cluster: scale.Cluster, count: int) -> None:
    """A folder of pictures, looked at by threads of this process and by a crew on the cluster."""
    with tempfile.TemporaryDirectory() as name:
        folder = check_folder(Path(name)) / "folder"
        folder.mkdir()
        draw(folder, count)
        print(f"\nscan: {count} pictures of 1600 x 1000; the crew's start is in this time")
        print(f"{'':>20}{'seconds':>12}{'files/s':>12}{'to one':>9}")
        alone = scanned(folder, "here", cluster.processors, None)
        print(f"{'one process':>20}{alone:>12.2f}{count / alone:>12.1f}{'1.00x':>9}")
        spent = scanned(folder, "there", cluster.processors, ClusterCrew(cluster, folder))
        print(f"{'a crew on Ray':>20}{spent:>12.2f}{count / spent:>12.1f}{alone / spent:>8.2f}x")


def scanned(folder: Path, state: str, workers: int, crew: ClusterCrew | None) -> float:
    """The seconds that a scan takes."""
    with Journal(folder.parent / state, folder) as journal:
        done = scan(folder, journal, workers=workers, crew=crew)
    assert done.is_all_read
    return done.seconds


def readied(cluster: scale.Cluster, hashes: NDArray[np.uint8], parts: int) -> list[Shard[HammingIndex]]:
    """The parts of an index, all of which have answered."""
    shards = built(cluster, HammingIndex.build, hashes, None, parts)
    assert sum(shard.ask(HammingIndex.__len__).answer() for shard in shards) == len(hashes)
    return shards


def sent_only(shards: list[Shard[HammingIndex]], queries: NDArray[np.uint8]) -> None:
    """The same questions and answers on their way, and no search."""
    for _ in answers_by_batch(shards, queries, received):
        pass


def received(_index: HammingIndex, queries: NDArray[np.uint8]) -> NDArray[np.int64]:
    """What sending takes: the queries come, and an answer of about the usual size goes."""
    return np.zeros(3 * len(queries), np.int64)


def timed(do: Callable[[], T]) -> tuple[float, T]:
    """Seconds, and what was made."""
    begun = time.perf_counter()
    made = do()
    return time.perf_counter() - begun, made


def median_seconds(*each: Callable[[], object]) -> list[float]:
    """Of some rounds, in which all have their turn: whatever else the machine does, it does to all."""
    rounds = [[timed(do)[0] for do in each] for _ in range(ROUNDS)]
    return [statistics.median(seconds) for seconds in zip(*rounds, strict=True)]


if __name__ == "__main__":
    main()
