"""The clearing-house's linking at scale: referrals a second and memory with more and more stored, beside an exact join.

Run it with `python benchmarks/bench_clearing.py [referrals ...]`, by default 10,000 and 100,000. Each world is made
first; what is timed is reading a referral's facts, looking round, linking, and joining the graph. The exact join (the
same identifier, letter by letter) is told two ways: as a stream, as ours is, and as one table in pandas, where it is
installed, joined by connected components in SciPy. Triage and routing are no part of this. Times are seconds of this
process on a processor, so that what else the machine does counts little.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from causeway.clearing import ClearingInput, InMemoryNeighbours, Policies, look_round
from causeway.clearing.surroundings import bundle_head
from causeway.cli.clearing_baselines import ExactJoin, values_of
from causeway.cli.clearing_evaluate import world_of
from causeway.cli.clearing_inputs import signals_of
from causeway.linking import LinkGraph, find_links
from causeway.worlds import TrafficReferral, score_grouping, surrounds

pandas: Any = import_module("pandas") if find_spec("pandas") else None

SEED = 77_001
START = datetime(2026, 1, 5, tzinfo=UTC)
LAST = 2_000
"""Over so many at the end the speed with everything stored is taken."""


@dataclass(kw_only=True)
class Run:
    """What one stream came to."""

    seconds: float = 0.0
    last_seconds: float = 0.0
    candidates: int = 0
    most_candidates: int = 0


def resident_mb() -> float:
    """Memory of this process now, in megabytes; 0 where the system does not say."""
    try:
        with open("/proc/self/statm") as file:  # noqa: PTH123 a file of the kernel's
            return int(file.read().split()[1]) * 4096 / 1e6
    except OSError:
        return 0.0


def ours(stream: Iterator[TrafficReferral], total: int, truth: dict[str, str]) -> tuple[Run, LinkGraph]:
    """Link a stream; only the linking is timed."""
    neighbours, graph, policies, run = InMemoryNeighbours(signals_of(surrounds(SEED))), LinkGraph(), Policies(), Run()
    for number, told in enumerate(stream):
        truth[told.id] = told.truth.cluster
        given = ClearingInput(
            referral_id=told.id,
            sender=told.sender,
            received_at=told.arrives_at,
            referral=told.referral,
            digests={media.sha256: media for media in told.media},
        )
        start = time.process_time()
        around = look_round(given, neighbours=neighbours, policies=policies)
        links = find_links(around.facts, around.candidates, sharing=around.sharing, policy=policies.linking)
        neighbours.add(replace(around.facts, duplicate_of=bundle_head(around.facts, around.candidates, links)))
        graph.add(told.id, links)
        took = time.process_time() - start
        run.seconds += took
        run.last_seconds += took if number >= total - LAST else 0.0
        run.candidates += len(around.candidates)
        run.most_candidates = max(run.most_candidates, len(around.candidates))
    return run, graph


def joined_as_stream(rows: Sequence[tuple[str, list[tuple[str, str]]]]) -> tuple[float, dict[str, str]]:
    """The exact join, referral by referral."""
    join, start = ExactJoin(), time.process_time()
    for referral_id, values in rows:
        join.add(referral_id, values)
    groups = join.groups()
    return time.process_time() - start, groups


def joined_as_table(rows: Sequence[tuple[str, list[tuple[str, str]]]]) -> float:
    """The exact join of all at once, with pandas and SciPy."""
    start = time.process_time()
    pairs = [(place, f"{kind} {value}") for place, (_, values) in enumerate(rows) for kind, value in values]
    codes, names = pandas.factorize(pandas.Series([value for _, value in pairs]))
    at = np.array([place for place, _ in pairs])
    size = len(rows) + len(names)
    graph = coo_array((np.ones(len(at), dtype=np.int8), (at, codes + len(rows))), shape=(size, size))
    connected_components(graph, directed=False)
    return time.process_time() - start


def told_of(referrals: int) -> None:
    """Print what one size comes to."""
    truth: dict[str, str] = {}
    rows: list[tuple[str, list[tuple[str, str]]]] = []

    def kept() -> Iterator[TrafficReferral]:
        for told in world_of(SEED, referrals, 1.0, START):
            rows.append((told.id, [*values_of(told.referral)]))
            yield told

    before = resident_mb()
    run, graph = ours(kept(), referrals, truth)
    held_mb = resident_mb() - before
    found = score_grouping(graph.labels(), truth)
    stream_seconds, groups = joined_as_stream(rows)
    theirs = score_grouping(groups, truth)
    last = min(LAST, referrals)
    print(f"{referrals:,} referrals, linked as they come:")
    print(
        f"  {referrals / run.seconds:,.0f} a second on the whole, {last / run.last_seconds:,.0f} over the last {last:,}"
    )
    print(f"  {run.candidates / referrals:.1f} others compared with each, {run.most_candidates} at most")
    print(f"  {held_mb:,.0f} MB, {held_mb * 1e6 / referrals:,.0f} bytes a referral, what the join below needs included")
    print(f"  clusters: B-cubed precision {found.bcubed_precision:.3f}, recall {found.bcubed_recall:.3f}")
    print(
        f"exact join as a stream: {referrals / stream_seconds:,.0f} a second, {run.seconds / stream_seconds:,.0f}x ours"
    )
    print(f"  clusters: B-cubed precision {theirs.bcubed_precision:.3f}, recall {theirs.bcubed_recall:.3f}")
    print(f"  B-cubed F1: ours {found.bcubed_f1:.3f}, theirs {theirs.bcubed_f1:.3f}")
    if pandas is not None:
        table_seconds = joined_as_table(rows)
        print(f"exact join as a table in pandas: {referrals / table_seconds:,.0f} a second, all at once")


def main() -> None:
    """Print each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("referrals", nargs="*", type=int, default=[10_000, 100_000])
    for referrals in parser.parse_args().referrals:
        told_of(referrals)


if __name__ == "__main__":
    main()
