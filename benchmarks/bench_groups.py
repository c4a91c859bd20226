"""Hashes among themselves: all pairs that are near, the groups they join, and digests looked up in large numbers.

    python benchmarks/bench_groups.py                       1,000,000 hashes and digests
    python benchmarks/bench_groups.py 10000000              6 GB and some minutes

A real collection is skewed: families of edits of few pictures. The peer compares all with all, of as many hashes as
it does in some seconds; its time for all is reckoned from that, with the square of the number. Digests are looked up in
a saved, mapped index, half of them in it. `peak` is the most memory that the process held, its hashes included.
"""

import argparse
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from index_lists import LISTS, Hashes
from index_peers import RADIUS_BITS, engines

from causeway.matching import DigestIndex, near_duplicate_groups, neighbours

PEER_HASHES = 20_000
DIGEST_BYTES = 20
LOOKED_UP = 1_000_000


def timed(what: Callable[[], str]) -> str:
    """What it tells, with the seconds it took by the clock and the most memory that the process has held."""
    start = time.perf_counter()
    told = what()
    seconds = time.perf_counter() - start
    return f"{seconds:9.1f} s, peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:5.1f} GB: {told}"


def groups_of(hashes: Hashes) -> str:
    labels = near_duplicate_groups(hashes, RADIUS_BITS)
    return f"{len(np.unique(labels)):,} groups"


def pairs_of(hashes: Hashes) -> str:
    return f"{sum(len(pairs.left) for pairs in neighbours(hashes, RADIUS_BITS)):,} pairs"


def measure(kind: str, entries: int) -> None:
    """Pairs and groups of one list."""
    hashes = LISTS[kind](entries, np.random.default_rng(3))
    print(f"{kind:>10}, {entries:,} hashes, {os.cpu_count()} cores, radius {RADIUS_BITS}")
    print(f"{'groups':>10} {timed(lambda: groups_of(hashes))}", flush=True)
    print(f"{'pairs':>10} {timed(lambda: pairs_of(hashes))}", flush=True)


def measure_peer(entries: int) -> None:
    """`faiss` on as many hashes as it compares in some seconds."""
    peer = next((engine for engine in engines() if engine.name == "faiss flat"), None)
    if peer is None:
        print("faiss is not installed: see `make peers`")
        return
    hashes = LISTS["skewed"](PEER_HASHES, np.random.default_rng(3))
    search = peer.build(hashes)
    start = time.perf_counter()
    search(hashes, os.cpu_count() or 1)
    seconds = time.perf_counter() - start
    print(
        f"faiss flat: all pairs of {PEER_HASHES:,} in {seconds:.2f} s,"
        f" which is {seconds * (entries / PEER_HASHES) ** 2 / 3600:,.1f} h for {entries:,}",
        flush=True,
    )


def measure_digests(entries: int) -> None:
    """So many SHA-1 digests, saved, opened and looked up."""
    rng = np.random.default_rng(4)
    digests = rng.integers(0, 256, (entries, DIGEST_BYTES), dtype=np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "digests.bin"
        print(f"  digests {timed(lambda: _saved(digests, path))}", flush=True)
        start = time.perf_counter()
        index = DigestIndex.open(path)
        opened = time.perf_counter() - start
        asked = np.concatenate(
            [
                digests[rng.integers(0, entries, LOOKED_UP // 2)],
                rng.integers(0, 256, (LOOKED_UP // 2, DIGEST_BYTES), dtype=np.uint8),
            ]
        )
        start = time.perf_counter()
        found = index.lookup(asked)
        seconds = time.perf_counter() - start
        print(
            f"          opened in {opened * 1e3:.1f} ms; {LOOKED_UP / seconds:,.0f} lookups/s in one batch,"
            f" {len(found.query):,} found",
            flush=True,
        )


def _saved(digests: Hashes, path: Path) -> str:
    DigestIndex.build(digests).save(path)
    return f"{len(digests):,} SHA-1 digests built and saved, {path.stat().st_size / len(digests):.0f} bytes each"


def main() -> None:
    """Each list in a process of its own, so that its memory is its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("entries", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--digests", type=int, help="as many as there are hashes where it is not said")
    options = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    for do, arguments in (
        (measure, ("random", options.entries)),
        (measure, ("skewed", options.entries)),
        (measure_peer, (options.entries,)),
        (measure_digests, (options.digests or options.entries,)),
    ):
        process = context.Process(target=do, args=arguments)
        process.start()
        process.join()


if __name__ == "__main__":
    main()
