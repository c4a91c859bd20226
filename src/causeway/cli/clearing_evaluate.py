"""`causeway clearing evaluate`: the engines on a world of known truth, beside what a desk without them would do.

The engines get what a hub would get: the referral, the digests of its files, the sender and the time, the countries
of address blocks and a bank. The truth goes to the scores alone.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from statistics import fmean
from time import perf_counter
from typing import Any, Final

from causeway.clearing import ClearedOne, ClearingInput, InMemoryNeighbours, clear_each
from causeway.cli.clearing_baselines import ExactJoin, country_named, marks_of_event, values_of
from causeway.cli.clearing_inputs import clearing_input, countries_of, signals_of
from causeway.cli.clearing_sent import SentTally
from causeway.cli.garbage_collection import only_young_collected
from causeway.linking import LinkGraph
from causeway.routing import CountryOfIp, Router, forces
from causeway.worlds import RouteTally, Surrounds, TrafficReferral, ndcg, score_grouping, traffic

GOALS: Final = {"bundle_f1": 0.98, "cluster_bcubed_f1": 0.95, "route_accuracy": 0.98}
QUEUE: Final = 500
"""So many referrals reach a national desk in a day; within each such queue the order is judged."""
TOP: Final = 25
"""So many of a queue are taken up first."""
HOME: Final = "GB"
"""The country of the desk of a world."""
_STEP: Final = 2_000


@dataclass(slots=True)
class _Count:
    """What is counted while a world streams by. The three maps name each referral's group by its id."""

    countries: CountryOfIp
    neighbours: InMemoryNeighbours
    events: dict[str, str] = field(default_factory=dict)
    clusters: dict[str, str] = field(default_factory=dict)
    bundles: dict[str, str] = field(default_factory=dict)
    graph: LinkGraph = field(default_factory=LinkGraph)
    by_mark: ExactJoin = field(default_factory=ExactJoin)
    by_value: ExactJoin = field(default_factory=ExactJoin)
    ours: RouteTally = field(default_factory=RouteTally)
    theirs: RouteTally = field(default_factory=RouteTally)
    sent: SentTally = field(default_factory=lambda: SentTally(HOME))
    looks: list[int] = field(default_factory=list)
    dangers: list[int] = field(default_factory=list)
    priorities: list[tuple[bool, float]] = field(default_factory=list)

    def add(self, told: TrafficReferral, one: ClearedOne) -> None:
        """Take in one referral with what was found."""
        found, truth = one.clearing, told.truth
        self.events[told.id], self.clusters[told.id] = truth.event, truth.cluster
        self.bundles[told.id] = found.duplicate_of or told.id
        self.graph.add(told.id, found.links)
        for key in one.worn_out:
            if not self.graph.is_worn_out(key):
                self.graph.wear_out(key, self.neighbours.holders(key))
        self.by_mark.add(told.id, marks_of_event(told.referral))
        self.by_value.add(told.id, values_of(told.referral))
        self.ours.add(truth.places, found.routes[0].country, found.routes[0].force)
        self.sent.add(truth.places, found.routes)
        self.theirs.add(truth.places, country_named(told.referral, self.countries), None)
        self.looks.append(one.candidates_looked_at)
        self.dangers.append(truth.danger)
        self.priorities.append((found.priority.is_imminent, found.priority.score))


def world_of(seed: int, referrals: int, errors: float, start: datetime) -> Iterator[TrafficReferral]:
    """The world of a seed, over the forces that this installation knows."""
    listed = [(force.code, force.name, force.country, force.zone) for force in forces()]
    return traffic(seed, referrals=referrals, forces=listed, start=start, errors=errors)


@only_young_collected()
def evaluate_traffic(
    stream: Iterable[TrafficReferral],
    around: Surrounds,
    *,
    central_desks: Collection[str] = (),
    on_step: Callable[[int], None] = lambda _count: None,
) -> dict[str, Any]:
    """Clear a world and score what came out, beside the baselines. `on_step` hears how many referrals are done.
    `central_desks` are the countries (ISO alpha-2) whose central desk is registered.

    Returns:
        The four figures of the head; `bundles`, `clusters`, `routes` and `priority` in full with their baselines;
        `sent`, what the rules would send by themselves; and what it cost. Shares run from 0 to 1.
    """
    countries = countries_of(around)
    neighbours = InMemoryNeighbours(signals_of(around))
    count = _Count(countries=countries, neighbours=neighbours, sent=SentTally(HOME, central_desks))
    told, start = list[TrafficReferral](), perf_counter()
    cleared = clear_each(_inputs(stream, told), neighbours=neighbours, router=Router(countries))
    for one in cleared:
        count.add(told.pop(), one)
        if len(count.looks) % _STEP == 0:
            on_step(len(count.looks))
    return _figures(count, perf_counter() - start)


def _figures(count: _Count, seconds: float) -> dict[str, Any]:
    bundles, clusters = (
        score_grouping(count.bundles, count.events),
        score_grouping(count.graph.labels(), count.clusters),
    )
    routes, priority = count.ours.score(), _priority(count)
    total = len(count.looks)
    return {
        "referrals": total,
        "told_again": 1 - len(set(count.events.values())) / max(total, 1),
        "bundle_f1": bundles.pair_f1,
        "cluster_bcubed_f1": clusters.bcubed_f1,
        "route_accuracy": routes.accuracy,
        "priority_ndcg": priority["ours"]["ndcg"],
        "bundles": {
            "ours": asdict(bundles),
            "exact_join": asdict(score_grouping(count.by_mark.groups(), count.events)),
        },
        "clusters": {
            "ours": asdict(clusters),
            "exact_join": asdict(score_grouping(count.by_value.groups(), count.clusters)),
        },
        "routes": {"ours": asdict(routes), "country_only": asdict(count.theirs.score())},
        "sent": count.sent.score(),
        "priority": priority,
        "cost": {
            "seconds": seconds,
            "referrals_a_second": total / seconds,
            "candidates_mean": fmean(count.looks) if count.looks else 0.0,
            "candidates_most": max(count.looks, default=0),
        },
    }


def _priority(count: _Count) -> dict[str, dict[str, float]]:
    """The mean over queues in order of arrival; first come is how they stand in them."""
    ours, first_come = [], []
    for at in range(0, len(count.dangers), QUEUE):
        dangers, priorities = count.dangers[at : at + QUEUE], count.priorities[at : at + QUEUE]
        order = sorted(range(len(dangers)), key=lambda place: priorities[place], reverse=True)
        ours.append([dangers[place] for place in order])
        first_come.append(dangers)
    return {
        name: {"ndcg": _mean(map(ndcg, queues)), f"ndcg_at_{TOP}": _mean(ndcg(queue, top=TOP) for queue in queues)}
        for name, queues in (("ours", ours), ("first_come", first_come))
    }


def _mean(values: Iterable[float]) -> float:
    held = list(values)
    return fmean(held) if held else 1.0


def _inputs(stream: Iterable[TrafficReferral], told: list[TrafficReferral]) -> Iterator[ClearingInput]:
    """What the engines get of each referral; the referral itself is laid aside in `told` for the scores."""
    for one in stream:
        told.append(one)
        yield clearing_input(one)
