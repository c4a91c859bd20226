"""The clearing-house's linking at scale: referrals a second and memory with more and more stored, beside an exact join;
and a flood by one sender.

Run it with `python benchmarks/bench_clearing.py [referrals ...]`, by default 10,000 and 100,000; `--flood 100000` sends
so many junk referrals of one sender, all of one account, one page and pictures that look alike. What is timed is
reading a referral's facts, looking round, linking, and joining bundle and graph. The world of a stream is made by a
process of its own, so that what it holds takes no memory and no time of what is measured; and the collector of garbage
looks at what is new alone, as in `causeway clearing evaluate`. The exact join (the same identifier,
letter by letter) is told two ways: as a stream, as ours is, and, up to 200,000, as one table in pandas, where it is
installed, joined by connected components in SciPy. Making the world, triage and routing are no part of this. Times are
seconds of this process on a processor, so that what else the machine does counts less. How far it is goes to stderr.
"""

import argparse
import resource
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from random import Random
from typing import Any

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from causeway.clearing import InMemoryNeighbours, Policies, look_round, worn_out
from causeway.clearing.surroundings import bundle_head
from causeway.cli.clearing_baselines import ExactJoin, values_of
from causeway.cli.clearing_evaluate import world_of
from causeway.cli.clearing_inputs import clearing_input, signals_of
from causeway.cli.garbage_collection import only_young_collected
from causeway.linking import LinkGraph, find_links
from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.referral import (
    Account,
    Attachment,
    Concern,
    Incident,
    IncidentKind,
    Party,
    PartyRole,
    Referral,
)
from causeway.worlds import TrafficReferral, TrafficTruth, score_grouping, surrounds

pandas: Any = import_module("pandas") if find_spec("pandas") else None

SEED = 77_001
START = datetime(2026, 1, 5, tzinfo=UTC)
LAST = 2_000
"""Over so many at the end the speed with everything stored is taken."""


STEP = 50_000
A_BATCH = 100
"""So many referrals at once come from the process that makes them."""
PARTS = 10
"""Into so many a flood is cut, to see whether it slows."""
MOST_IN_A_TABLE = 200_000


@dataclass(kw_only=True)
class Run:
    """What one stream came to."""

    seconds: float = 0.0
    join_seconds: float = 0.0
    last_seconds: float = 0.0
    candidates: int = 0
    most_candidates: int = 0
    bundles: dict[str, str] = field(default_factory=dict)
    clusters: dict[str, str] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)
    peak_mb: float = 0.0


class Linking:
    """The neighbourhood and the graph, to which one referral after another is added."""

    def __init__(self) -> None:
        self.neighbours = InMemoryNeighbours(signals_of(surrounds(SEED)))
        self.graph = LinkGraph()
        self._policies = Policies()

    def add(self, told: TrafficReferral) -> tuple[float, int, str | None]:
        """Link a referral: the seconds it took, how many others were compared with it, and the head of its bundle."""
        given = clearing_input(told)
        start = time.process_time()
        around = look_round(given, neighbours=self.neighbours, policies=self._policies)
        links = find_links(
            around.facts,
            around.candidates,
            sharing=around.sharing,
            policy=self._policies.linking,
            bundles=around.bundles,
        )
        head = bundle_head(around.facts, around.candidates, links, around.bundles)
        self.neighbours.add(replace(around.facts, duplicate_of=head))
        self.graph.add(told.id, links)
        for key in worn_out(around.facts, around.sharing):
            if not self.graph.is_worn_out(key):
                self.graph.wear_out(key, self.neighbours.holders(key))
        return time.process_time() - start, len(around.candidates), head


def peak_mb() -> float:
    """The most memory that this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def stream_of(referrals: int) -> Iterator[TrafficReferral]:
    """The world, made by a process of its own."""
    spawned = get_context("spawn")
    ours, theirs = spawned.Pipe(duplex=False)
    maker = spawned.Process(target=_make_world, args=(referrals, theirs), daemon=True)
    maker.start()
    theirs.close()
    while batch := ours.recv():
        yield from batch
    maker.join()


def _make_world(referrals: int, pipe: "Connection[Sequence[TrafficReferral], None]") -> None:
    world = world_of(SEED, referrals, 1.0, START)
    while batch := tuple(islice(world, A_BATCH)):
        pipe.send(batch)
    pipe.send(())


@only_young_collected()
def linked(stream: Iterable[TrafficReferral], total: int, events: dict[str, str], clusters: dict[str, str]) -> Run:
    """Link a stream, and join it exactly; `events` and `clusters` take the truth."""
    linking, join, run = Linking(), ExactJoin(), Run()
    for number, told in enumerate(stream, start=1):
        events[told.id], clusters[told.id] = told.truth.event, told.truth.cluster
        took, compared, head = linking.add(told)
        run.bundles[told.id] = head or told.id
        run.seconds += took
        run.last_seconds += took if number > total - LAST else 0.0
        run.candidates += compared
        run.most_candidates = max(run.most_candidates, compared)
        values, start = [*values_of(told.referral)], time.process_time()
        join.add(told.id, values)
        run.join_seconds += time.process_time() - start
        if number % STEP == 0:
            print(f"{number:,}: {number / run.seconds:,.0f} a second, {peak_mb():,.0f} MB", file=sys.stderr, flush=True)
    start = time.process_time()
    run.joined = join.groups()
    run.join_seconds += time.process_time() - start
    run.clusters, run.peak_mb = linking.graph.labels(), peak_mb()
    return run


def joined_as_table(referrals: int) -> float:
    """The exact join of all at once, with pandas and SciPy."""
    rows = [(told.id, [*values_of(told.referral)]) for told in world_of(SEED, referrals, 1.0, START)]
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
    events: dict[str, str] = {}
    clusters: dict[str, str] = {}
    run = linked(stream_of(referrals), referrals, events, clusters)
    bundled, found = score_grouping(run.bundles, events), score_grouping(run.clusters, clusters)
    theirs, last = score_grouping(run.joined, clusters), min(LAST, referrals)
    print(f"{referrals:,} referrals, linked as they come:")
    print(
        f"  {referrals / run.seconds:,.0f} a second on the whole, {last / run.last_seconds:,.0f} over the last {last:,}"
    )
    print(f"  {run.candidates / referrals:.1f} others compared with each, {run.most_candidates} at most")
    print(f"  {run.peak_mb:,.0f} MB at most, {run.peak_mb * 1e6 / referrals:,.0f} bytes a referral, the join included")
    print(f"  bundles by pairs: {said(bundled.pair_precision, bundled.pair_recall, bundled.pair_f1)}")
    print(f"  bundles, B-cubed: {said(bundled.bcubed_precision, bundled.bcubed_recall, bundled.bcubed_f1)}")
    print(f"  clusters, B-cubed: {said(found.bcubed_precision, found.bcubed_recall, found.bcubed_f1)}")
    faster = run.seconds / run.join_seconds
    print(f"exact join as a stream: {referrals / run.join_seconds:,.0f} a second, {faster:,.0f} times as fast as ours")
    print(f"  clusters, B-cubed: {said(theirs.bcubed_precision, theirs.bcubed_recall, theirs.bcubed_f1)}")
    if pandas is not None and referrals <= MOST_IN_A_TABLE:
        print(f"exact join as a table in pandas: {referrals / joined_as_table(referrals):,.0f} a second, all at once")


def said(precision: float, recall: float, f1: float) -> str:
    """Three figures in words."""
    return f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"


@only_young_collected()
def flooded(junk: int) -> None:
    """Print what a flood by one sender costs, and what others cost after it beside what they cost without it."""
    before = peak_mb()
    flood, quiet, rng = Linking(), Linking(), Random(SEED)
    world = [*world_of(SEED, 2 * LAST, 1.0, START)]
    for told in world[:LAST]:
        flood.add(told)
        quiet.add(told)
    seconds, most = [0.0] * PARTS, 0
    for number in range(junk):
        took, compared, _ = flood.add(junk_referral(number, rng))
        seconds[number * PARTS // junk] += took
        most = max(most, compared)
    with_flood = without = 0.0
    is_same = True
    for number, told in enumerate(world[LAST:]):
        # Beside each other, so that both see the same machine, and each first in turn: whoever comes second finds what
        # the engine has just worked out of this referral.
        if number % 2:
            (took, _, head), (took_alone, _, head_alone) = flood.add(told), quiet.add(told)
        else:
            (took_alone, _, head_alone), (took, _, head) = quiet.add(told), flood.add(told)
        with_flood, without, is_same = with_flood + took, without + took_alone, is_same and head == head_alone
    first, last = junk / PARTS / seconds[0], junk / PARTS / seconds[-1]
    pictures = flood.neighbours.searchable_looks - quiet.neighbours.searchable_looks
    print(f"{junk:,} junk referrals by one sender, of one account, one page and pictures that look alike:")
    print(f"  {first:,.0f} a second of the first tenth, {last:,.0f} of the last; {most} others compared at most")
    print(
        f"  {peak_mb() - before:,.0f} MB more at most, {(peak_mb() - before) * 1e6 / junk:,.0f} bytes a junk referral"
    )
    print(f"  {pictures:,} of their pictures are searched by their looks, all by their bytes")
    print(f"{LAST:,} others after it: {LAST / with_flood:,.0f} a second; without it {LAST / without:,.0f}")
    print(f"  {'the same bundles' if is_same else 'OTHER bundles'} with and without it")


def junk_referral(number: int, rng: Random) -> TrafficReferral:
    """One of a flood: each another file, a few bits from the same look."""
    look = (1 << 256) // 3
    for bit in rng.sample(range(256), rng.randint(1, 12)):
        look ^= 1 << bit
    name = f"{number:064x}"
    media = MediaDigests(
        sha256=name,
        sha1=name[24:],
        md5=name[32:],
        size_bytes=1,
        media_type="image/png",
        pdq=f"{look:064x}",
        pdq_quality=90,
    )
    at = START + timedelta(seconds=number)
    referral = Referral(
        concern=Concern.OTHER,
        occurred_at=at,
        platform="noisy",
        parties=(
            Party(role=PartyRole.SUBJECT, accounts=(Account(service="noisy", identifier="77", handle="heron77"),)),
        ),
        incidents=(Incident(kind=IncidentKind.WEB_PAGE, urls=("https://boards.example.net/tide/7",)),),
        attachments=(Attachment(sha256=name),),
    )
    truth = TrafficTruth(event="junk", cluster="junk", danger=0)
    return TrafficReferral(
        id=f"j{number:07d}", sender="noisy", arrives_at=at, referral=referral, media=(media,), truth=truth
    )


def main() -> None:
    """Print each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("referrals", nargs="*", type=int)
    parser.add_argument("--flood", type=int, default=0, metavar="JUNK", help="a flood of so many by one sender")
    options = parser.parse_args()
    for referrals in options.referrals or ([] if options.flood else [10_000, 100_000]):
        told_of(referrals)
    if options.flood:
        flooded(options.flood)


if __name__ == "__main__":
    main()
