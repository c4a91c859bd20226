"""The Hamming index within 31 bits against its peers, on lists of several kinds.

    python benchmarks/bench_index.py                        100,000 and 1,000,000 hashes
    python benchmarks/bench_index.py 10000000 --patience 600           9 GB and some minutes
    python benchmarks/bench_index.py 50000000 --engine causeway --engine "faiss flat" --list random   14 GB

What one thread does is measured in its processor time, which others on the machine disturb less, and the ratios are
between these; more threads and single queries by the wall clock. The best of several runs counts. `peak` is the most
memory that the process held while it built, its list of hashes included. An engine that takes longer over a list than
`--patience` is ended, and the table says so: some need minutes for one query that is in a crowd.
"""

import argparse
import multiprocessing
import os
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from index_limits import tell_limits
from index_lists import LISTS, PHOTOS, Hashes, edits
from index_peers import RADIUS_BITS, Engine, Search, engines
from numpy.typing import NDArray

from causeway.matching import HammingIndex
from causeway.matching._kernels import best_variant

QUERIES = 40_000
SINGLES = 1_000
RUNS = 3
CROWDS_UP_TO = 1_000_000
KIND_LISTS = ("random", "skewed")
"""In larger lists of other kinds a query has millions of matches; name such a list to have it measured."""
SECONDS = 1.0
"""A peer is given as many queries as it answers in this time."""
PATIENCE_SECONDS = 45.0
CHECKED_MATCHES = 200_000
"""Recall is told by as many queries as have so many matches in all."""


def resident_bytes() -> int:
    """What this process holds in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def queries_per_second(search: Search, queries: Hashes, threads: int) -> float:
    """As many queries as fit the time, the best of some runs; a run that takes as long as all may is the only one."""
    clock = time.process_time if threads == 1 else time.perf_counter
    count, best = 1, 0.0
    while True:
        start = clock()
        search(queries[:count], threads)
        seconds = max(clock() - start, 1e-6)
        best = max(best, count / seconds)
        if count == len(queries) or seconds > SECONDS / 4:
            break
        count = min(len(queries), max(2 * count, int(count * SECONDS / 4 / seconds)))
    for _ in range(RUNS - 1 if seconds < SECONDS else 0):
        start = clock()
        search(queries[:count], threads)
        best = max(best, count / max(clock() - start, 1e-6))
    return best


def single_microseconds(search: Search, queries: Hashes) -> NDArray[np.float64]:
    """How long each query takes that is asked alone, as many as fit the time."""
    times: list[float] = []
    end = time.perf_counter() + SECONDS
    for row in range(min(SINGLES, len(queries))):
        start = time.perf_counter()
        search(queries[row : row + 1], 1)
        times.append(time.perf_counter() - start)
        if time.perf_counter() > end:
            break
    return np.array(times) * 1e6


def measure(
    engine: Engine, hashes: Hashes, queries: Hashes, threads: list[int], checked: int
) -> tuple[str, float, int]:
    """One line of the table but for recall and ratio, the queries a second of one thread, and how many matches were
    found for the first of them, so many.
    """
    before, start = resident_bytes(), time.perf_counter()
    search = engine.build(hashes)
    build = time.perf_counter() - start
    held = max(resident_bytes() - before, 0) / len(hashes)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    one = queries_per_second(search, queries, 1)
    more = "".join(f" {queries_per_second(search, queries, each):>11,.1f}" for each in threads)
    p50, p99 = np.quantile(single_microseconds(search, queries), [0.5, 0.99])
    found = search(queries[:checked], 1)
    line = f"{engine.name:>18} {build:>8.2f} {held:>7.0f} {peak:>7.1f} {one:>11,.1f}{more} {p50:>10,.0f} {p99:>10,.0f}"
    return line, one, found


def measured_apart(patience: float, *asked: Any) -> tuple[str, float, int] | None:
    """`measure` in a process of its own, so that no engine takes memory that another gave back. None where it took
    longer than that.
    """
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=lambda: sender.send(measure(*asked)))
    child.start()
    sender.close()
    measured = receiver.recv() if receiver.poll(patience) else None
    child.kill()
    child.join()
    return measured


def matches_of_first(hashes: Hashes, queries: Hashes) -> tuple[int, int]:
    """For how many queries each engine tells how many matches there are, and how many those are, by comparing all
    with NumPy alone.
    """
    words, most = hashes.view(np.uint64), max(2, min(20, 10**8 // len(hashes)))
    there = 0
    for checked, query in enumerate(queries[:most]):
        if checked >= 2 and there > CHECKED_MATCHES:
            return checked, there
        bits = np.bitwise_count(words ^ query.view(np.uint64)).sum(axis=1, dtype=np.uint16)
        there += int(np.count_nonzero(bits <= RADIUS_BITS))
    return most, there


def tell_saving(hashes: Hashes) -> None:
    """Print how long it takes to save the index and to open it, and how large it is."""
    index = HammingIndex.build(hashes)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bank.index"
        start = time.perf_counter()
        index.save(path)
        saving, times = time.perf_counter() - start, []
        for _ in range(RUNS):
            start = time.perf_counter()
            HammingIndex.open(path)
            times.append(time.perf_counter() - start)
        size = path.stat().st_size / len(hashes)
    print(f"saved in {saving:.1f} s: {size:.0f} bytes a hash; opened in {min(times) * 1000:.1f} ms", flush=True)


def tell_of(name: str, entries: int, options: argparse.Namespace) -> None:
    """Print one table."""
    rng = np.random.default_rng(entries)
    hashes = LISTS[name](entries, rng)
    queries = hashes[rng.choice(entries, QUERIES)] ^ edits(QUERIES, rng)
    threads: list[int] = options.threads
    print(f"\n{name}, {entries:,} hashes, radius {RADIUS_BITS}; recall is of what comparing all finds")
    more = "".join(f" {f'{each} threads':>11}" for each in threads)
    print(
        f"{'':>18} {'build s':>8} {'B/hash':>7} {'peak GB':>7} {'q/s':>11}{more} {'p50 us':>10} {'p99 us':>10}"
        f" {'recall':>9} {'ours is':>9}"
    )
    own, (checked, there) = 0.0, matches_of_first(hashes, queries)
    for engine in engines():
        if engine.name not in options.engine if options.engine else engine.is_extra:
            continue
        if entries > engine.most:
            print(f"{engine.name:>18} not measured: takes too long to build or search")
            continue
        measured = measured_apart(options.patience, engine, hashes, queries, threads, checked)
        if measured is None:
            print(f"{engine.name:>18} not measured: it took longer than {options.patience:.0f} s", flush=True)
            continue
        line, rate, found = measured
        own = own or rate
        print(f"{line} {found / there:>9.2%} {own / rate:>8,.1f}x", flush=True)
    if name == "random" and not options.tables_only:
        tell_saving(hashes)
        tell_limits(hashes, queries, RADIUS_BITS)


def main() -> None:
    """Print a table for each list and size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("entries", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--list", choices=list(LISTS), action="append", help="only these kinds of list")
    parser.add_argument("--engine", action="append", help="only these, by the name in the table")
    parser.add_argument("--threads", type=int, nargs="*", default=[2], help="numbers of threads besides one")
    parser.add_argument("--patience", type=float, default=PATIENCE_SECONDS, help="the most seconds a line may take")
    parser.add_argument("--tables-only", action="store_true", help="neither saving nor the machine's limits")
    options = parser.parse_args()
    print(f"kernels: {best_variant().name}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    for entries in options.entries:
        for name in options.list or [name for name in LISTS if entries <= CROWDS_UP_TO or name in KIND_LISTS]:
            if name == "photos" and not PHOTOS.is_dir():
                print(f"photos not measured: there is no {PHOTOS.name} folder of shared data")
                continue
            tell_of(name, entries, options)


if __name__ == "__main__":
    main()
