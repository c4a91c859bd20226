"""The peers of the Hamming index, each as one way to build and one to search within the radius. Absent ones are left
out (the extra `peers` brings them).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causeway.matching import HammingIndex, _searching
from causeway.matching._kernels import Variant, best_variant
from causeway.matching._searching import KernelChanges
from causeway.matching.given import as_words
from causeway.matching.tables import Tables

RADIUS_BITS = 31
BITS = 256
MOST_FOUND = 400
"""`usearch` gives so many nearest, not all within a radius."""
Hashes = NDArray[np.uint8]
Search = Callable[[Hashes, int], int]
"""Queries uint8[Q, 32] and a number of threads; gives how many matches there were in all."""


@dataclass(frozen=True)
class Engine:
    """`build` gives the search; lists of more than `most` hashes are not given to it, as they take too long."""

    name: str
    build: Callable[[Hashes], Search]
    most: int
    is_extra: bool = False
    """Measured only where it is named."""
    is_only_rebuilt: bool = False
    """What is taken out of it must be left out of a new one."""


def engines() -> Iterator[Engine]:
    """Ours, with the best instructions that the processor has and with the others, and all peers that are installed."""
    yield Engine("causeway", ours, 10**9)
    for variant in Variant:
        if variant < best_variant():
            yield Engine(f"causeway, {variant.name}", partial(ours, variant=variant), 10**9, is_extra=True)
    yield Engine("causeway, scan", our_scan, 10**8)
    yield Engine("NumPy scan", plain, 10**7)
    if find_spec("faiss"):
        yield Engine("faiss flat", faiss_flat, 10**8)
        yield Engine("faiss multi-hash", faiss_multi_hash, 10**7, is_only_rebuilt=True)
    if find_spec("threatexchange"):
        yield Engine("threatexchange", threatexchange, 10**7, is_only_rebuilt=True)
    if find_spec("usearch"):
        yield Engine("usearch, exact", usearch_exact, 10**7)


def ours(hashes: Hashes, variant: Variant | None = None) -> Search:
    tables = Tables.build(as_words(hashes), np.arange(len(hashes)))
    index = HammingIndex(tables if variant is None else replace(tables, variant=variant))
    return lambda queries, threads: len(index.search(queries, RADIUS_BITS, threads=threads).id)


def our_scan(hashes: Hashes) -> Search:
    """Comparing all, as a query is answered that meets a crowd."""
    tables = Tables.build(as_words(hashes), np.arange(len(hashes)))
    unchanged = KernelChanges(np.empty((0, 4), np.uint64), np.empty(0, np.int64), np.empty(0, np.int64))

    def search(queries: Hashes, _threads: int) -> int:
        found = _searching.find(
            tables.variant, tables.kernel, unchanged, RADIUS_BITS, as_words(queries), 0, by_scan=True
        )
        return found.tell(np.empty((3, found.count), dtype=np.int64))

    return search


def plain(hashes: Hashes) -> Search:
    words = hashes.view(np.uint64)

    def search(queries: Hashes, _threads: int) -> int:
        found = 0
        for query in queries.view(np.uint64):
            distance = sum(np.bitwise_count(words[:, word] ^ query[word]).astype(np.uint16) for word in range(4))
            found += int(np.count_nonzero(distance <= RADIUS_BITS))
        return found

    return search


def faiss_flat(hashes: Hashes) -> Search:
    index = import_module("faiss").IndexBinaryFlat(BITS)
    index.add(hashes)
    return _faiss_search(index)


def faiss_multi_hash(hashes: Hashes) -> Search:
    """Exact within 31 bits: of 16 chunks of 16 bits one differs in at most one."""
    index = import_module("faiss").IndexBinaryMultiHash(BITS, 16, 16)
    index.nflip = 1
    index.add(hashes)
    return _faiss_search(index)


def threatexchange(hashes: Hashes) -> Search:
    index = import_module("threatexchange.signal_type.pdq.pdq_faiss_matcher").PDQMultiHashIndex()
    index.add([row.tobytes().hex() for row in hashes], range(len(hashes)))

    def search(queries: Hashes, threads: int) -> int:
        import_module("faiss").omp_set_num_threads(threads)
        texts = [row.tobytes().hex() for row in queries]
        return sum(map(len, index.search(texts, RADIUS_BITS)))

    return search


def usearch_exact(hashes: Hashes) -> Search:
    module: Any = import_module("usearch.index")

    def search(queries: Hashes, threads: int) -> int:
        found = module.search(
            hashes, queries, MOST_FOUND, module.MetricKind.Hamming, exact=True, threads=threads, dtype="b1"
        )
        return int(np.count_nonzero(np.asarray(found.distances) <= RADIUS_BITS))

    return search


def _faiss_search(index: Any) -> Search:
    def search(queries: Hashes, threads: int) -> int:
        import_module("faiss").omp_set_num_threads(threads)
        limits, _distances, _ids = index.range_search(queries, RADIUS_BITS + 1)
        return int(limits[-1])

    return search
