"""How an index is spread over machines, and how a batch of queries goes to all of its parts."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
import ray
from numpy.typing import ArrayLike, NDArray

from causeway.matching.given import identifiers_of
from causeway.scale._shard import Asked, Shard
from causeway.scale.cluster import Cluster

I = TypeVar("I")  # noqa: E741
R = TypeVar("R")

_BATCH: Final = 1 << 16
"""Queries a question: 2 MB, which take longer to search for than to send."""
_AHEAD: Final = 2
"""So many batches are underway at once: one is sent while another is searched for."""


def built(
    cluster: Cluster,
    make: Callable[..., I],
    rows: NDArray[np.uint8],
    ids: ArrayLike | None,
    shards: int | None,
) -> list[Shard[I]]:
    """Parts of one size, dealt out to the machines in turn, one a machine where `shards` is None."""
    machines = cluster.machines
    count = shards or len(machines)
    parts = zip(np.array_split(rows, count), np.array_split(identifiers_of(rows, ids), count), strict=True)
    return [
        Shard.on(machines[number % len(machines)], make, ray.put(part), ray.put(part_ids))
        for number, (part, part_ids) in enumerate(parts)
    ]


def opened(cluster: Cluster, make: Callable[..., I], paths: Sequence[Path]) -> list[Shard[I]]:
    """A part for each saved file, dealt out to the machines in turn."""
    machines = cluster.machines
    return [Shard.on(machines[number % len(machines)], make, path) for number, path in enumerate(paths)]


def threads_each(cluster: Cluster, shards: int) -> int:
    """As many as keep all processors at work when all parts search at once."""
    return max(1, cluster.processors // max(1, shards))


def answers_by_batch(
    shards: Sequence[Shard[I]], queries: NDArray[np.uint8], do: Callable[..., R], *arguments: Any
) -> Iterator[tuple[int, list[R]]]:
    """For each batch of queries, in order, its first row and what every part answers."""
    underway: deque[tuple[int, list[Asked[R]]]] = deque()
    for start in range(0, len(queries), _BATCH):
        batch = ray.put(queries[start : start + _BATCH])
        underway.append((start, [shard.ask(do, batch, *arguments) for shard in shards]))
        if len(underway) == _AHEAD:
            first, asked = underway.popleft()
            yield first, [each.answer() for each in asked]
    for first, asked in underway:
        yield first, [each.answer() for each in asked]
