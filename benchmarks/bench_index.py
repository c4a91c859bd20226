"""The Hamming index within 31 bits against its peers, on lists of three kinds.

Run it with `python benchmarks/bench_index.py [entries ...]`, by default 100,000 and 1,000,000; 10,000,000 takes 4 GB
and some minutes. What one thread does is measured in its processor time, which others on the machine disturb less, and
the ratios are between these; two threads and single queries by the wall clock. The best of several runs counts.

- random: hashes that have nothing to do with one another, the kindest list;
- skewed: families of edits of few pictures, as real lists are;
- crowded: a third are nearly blank frames, so that whole buckets hold the same.
"""

import argparse
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from index_peers import RADIUS_BITS, Engine, Hashes, Search, engines
from numpy.typing import NDArray

from causeway.matching import HammingIndex
from causeway.matching._kernels import best_variant

QUERIES = 10_000
SINGLES = 1_000
RUNS = 3
SECONDS = 1.0
"""A peer is given as many queries as it answers in this time."""
CHECKED = 20
"""Queries whose matches are counted by the plain scan, too."""


def random_hashes(count: int, rng: np.random.Generator) -> Hashes:
    """Hashes that have nothing to do with one another."""
    return np.frombuffer(rng.bytes(32 * count), dtype=np.uint8).reshape(count, 32)


def skewed_hashes(count: int, rng: np.random.Generator) -> Hashes:
    """Families of some hundred edits, each about 1 bit in 16 off."""
    families = np.repeat(random_hashes(count // 200 + 1, rng), 200, axis=0)[:count]
    return families ^ edits(count, rng)


def crowded_hashes(count: int, rng: np.random.Generator) -> Hashes:
    """A third are blank but for a few bits, all different; the others are skewed."""
    hashes = skewed_hashes(count, rng).copy()
    blank = count // 3
    hashes[:blank] = edits(blank, rng) & random_hashes(blank, rng) & random_hashes(blank, rng)
    return hashes[rng.permutation(count)]


def edits(count: int, rng: np.random.Generator) -> Hashes:
    """Masks with each bit set in 1 of 16: about 16 bits a hash."""
    mask = random_hashes(count, rng)
    for _ in range(3):
        mask = mask & random_hashes(count, rng)
    return mask


LISTS: dict[str, Callable[[int, np.random.Generator], Hashes]] = {
    "random": random_hashes,
    "skewed": skewed_hashes,
    "crowded": crowded_hashes,
}


def resident_bytes() -> int:
    """What this process holds in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def queries_per_second(search: Search, queries: Hashes, threads: int) -> float:
    """As many queries as fit the time, the best of some runs."""
    clock = time.process_time if threads == 1 else time.perf_counter
    count, best = 8, 0.0
    while True:
        start = clock()
        search(queries[:count], threads)
        seconds = max(clock() - start, 1e-6)
        best = max(best, count / seconds)
        if count == len(queries) or seconds > SECONDS / 4:
            break
        count = min(len(queries), max(2 * count, int(count * SECONDS / 4 / seconds)))
    for _ in range(RUNS - 1):
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


def measure(engine: Engine, hashes: Hashes, queries: Hashes, expected: int) -> tuple[str, float]:
    """One line of the table, and the queries a second of one thread."""
    before, start = resident_bytes(), time.perf_counter()
    search = engine.build(hashes)
    build = time.perf_counter() - start
    held = max(resident_bytes() - before, 0) / len(hashes)
    one, two = queries_per_second(search, queries, 1), queries_per_second(search, queries, 2)
    singles = single_microseconds(search, queries)
    recall = search(queries[:CHECKED], 1) / max(expected, 1)
    p50, p99 = np.quantile(singles, 0.5), np.quantile(singles, 0.99)
    line = f"{engine.name:>18} {build:>8.2f} {held:>7.0f} {one:>11,.1f} {two:>11,.1f} {p50:>10,.0f} {p99:>10,.0f}"
    return f"{line} {recall:>7.4f}", one


def measured_apart(engine: Engine, hashes: Hashes, queries: Hashes, expected: int) -> tuple[str, float]:
    """`measure` in a process of its own, so that no engine takes memory that another gave back."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=lambda: sender.send(measure(engine, hashes, queries, expected)))
    child.start()
    sender.close()
    line, rate = receiver.recv()
    child.join()
    return str(line), float(rate)


def open_ms(hashes: Hashes) -> tuple[float, int]:
    """How long it takes to open the saved index, in milliseconds, and how large it is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bank.index"
        HammingIndex.build(hashes).save(path)
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            HammingIndex.open(path)
            times.append(time.perf_counter() - start)
        return min(times) * 1000, path.stat().st_size


def copied_bytes_per_second() -> float:
    """What the memory gives to one thread that reads and writes, both counted."""
    source = np.ones(1 << 26, dtype=np.uint64)
    target = np.empty_like(source)
    best = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter()
        np.copyto(target, source)
        best = min(best, time.perf_counter() - start)
    return 2 * source.nbytes / best


def table_bytes_a_query(entries: int) -> float:
    """What a query reads of the tables where hashes are random: 17 buckets of each of 16, two bytes an entry."""
    return 16 * 17 * entries / 65_536 * 2


def tell_of(name: str, entries: int) -> None:
    """Print one table."""
    rng = np.random.default_rng(entries)
    hashes = LISTS[name](entries, rng)
    queries = hashes[rng.choice(entries, QUERIES)] ^ edits(QUERIES, rng)
    found = list(engines())
    plain = next(engine for engine in found if engine.name == "NumPy scan")
    expected = plain.build(hashes)(queries[:CHECKED], 1)
    print(f"\n{name}, {entries:,} hashes, radius {RADIUS_BITS}; {expected / CHECKED:,.1f} matches a query")
    print(
        f"{'':>18} {'build s':>8} {'B/hash':>7} {'q/s':>11} {'2 threads':>11} {'p50 us':>10} {'p99 us':>10}"
        f" {'recall':>7} {'ours is':>9}"
    )
    own = 0.0
    for engine in found:
        if entries > engine.most:
            print(f"{engine.name:>18} not measured: takes too long to build or search")
            continue
        line, rate = measured_apart(engine, hashes, queries, expected)
        own = own or rate
        print(f"{line} {own / rate:>8,.0f}x", flush=True)
    opened, size = open_ms(hashes)
    share = own * table_bytes_a_query(entries) / copied_bytes_per_second()
    print(f"saved: {size / entries:.0f} bytes a hash, opened in {opened:.1f} ms")
    if name == "random":
        print(f"the tables are read at {share:.0%} of the rate at which one thread copies memory")


def main() -> None:
    """Print a table for each list and size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("entries", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--list", choices=list(LISTS), action="append", help="only these kinds of list")
    options = parser.parse_args()
    print(f"kernels: {best_variant().name}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    for entries in options.entries:
        for name in options.list or LISTS:
            tell_of(name, entries)


if __name__ == "__main__":
    main()
