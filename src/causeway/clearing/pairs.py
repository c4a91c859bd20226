"""The findings of a whole stream as pairs, to be compared with a known truth."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from causeway.linking import LinkGraph, LinkingPolicy
from causeway.vocabulary.findings import Clearing, LinkKind

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Unordered pairs of referral ids, each written smaller id first.

    `duplicates` holds every two of one bundle; `links` every two that are directly linked at the weight that joins a
    cluster, by kind.
    """

    duplicates: frozenset[Pair]
    links: frozenset[Pair]
    by_kind: Mapping[LinkKind, frozenset[Pair]]


def pairs(clearings: Mapping[str, Clearing], *, minimum_weight: float | None = None) -> Pairs:
    """All duplicates and links that a cleared stream holds."""
    least = LinkingPolicy().cluster_weight if minimum_weight is None else minimum_weight
    telling = [link for clearing in clearings.values() for link in clearing.links if link.weight >= least]
    return Pairs(
        duplicates=frozenset(pair for bundle in bundles(clearings).values() for pair in combinations(bundle, 2)),
        links=frozenset(_pair(link.left, link.right) for link in telling),
        by_kind={
            kind: frozenset(_pair(link.left, link.right) for link in telling if link.kind is kind) for kind in LinkKind
        },
    )


def bundles(clearings: Mapping[str, Clearing]) -> dict[str, tuple[str, ...]]:
    """Every bundle of two or more by its head, its members in order of their ids."""
    grouped: dict[str, set[str]] = {}
    for referral_id, clearing in clearings.items():
        if clearing.duplicate_of is not None:
            grouped.setdefault(clearing.duplicate_of, {clearing.duplicate_of}).add(referral_id)
    return {head: tuple(sorted(members)) for head, members in grouped.items()}


def clusters_of(clearings: Mapping[str, Clearing], *, minimum_weight: float | None = None) -> dict[str, str]:
    """Every referral with the name of its cluster; a referral that hangs together with nothing is its own."""
    graph = LinkGraph(minimum_weight=minimum_weight)
    for referral_id, clearing in clearings.items():
        graph.add(referral_id, clearing.links)
    return graph.labels()


def _pair(left: str, right: str) -> Pair:
    return (left, right) if left <= right else (right, left)
