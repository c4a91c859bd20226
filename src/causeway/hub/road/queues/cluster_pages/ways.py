"""What ties two referrals as a page shows it, the way from one to another, and what persons keep apart."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.theme.said import said_row
from causeway.hub.road.clusters.drawing import MOST_DRAWN
from causeway.hub.road.clusters.queries.cluster import place_of
from causeway.hub.road.clusters.queries.ties import LEAST_WEIGHT, MOST_WALKED, ties_told, walk_from
from causeway.hub.road.clusters.queries.verdicts import Decision, decisions_between
from causeway.hub.road.referrals.queries.facts import ReferralFact, facts_of
from causeway.linking import BETWEEN, Tie


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that two share, in words, and how telling it is alone, from 0 to 1."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTie:
    """Two referrals, what they share, and what all of it comes to together, from 0 to 1."""

    left: ReferralFact
    right: ReferralFact
    weight: float
    reasons: tuple[Reason, ...]
    by_person: bool = False

    @property
    def holds(self) -> bool:
        """Whether it is heavy enough to hold the two together."""
        return self.weight >= LEAST_WEIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How one referral hangs together with another: the ties that lead there, in order. None do where they stand in
    different clusters, or too far apart: then `parted` is what persons said by which their clusters are kept apart, and
    `shared` what the two share nevertheless.
    """

    to: ReferralFact
    ties: tuple[ShownTie, ...]
    parted: tuple[Decision, ...] = ()
    shared: tuple[ShownTie, ...] = ()


def way_between(left_id: UUID, right_id: UUID) -> tuple[ShownTie, ...]:
    """The ties that lead from one to another, and those between the two where they are not held together. Runs inside
    the desk's transaction.
    """
    place = place_of(left_id)
    if place is None:
        return _between(left_id, right_id)
    way = way_to(left_id, place[0], right_id)
    return way.ties or way.shared


def way_to(referral_id: UUID, cluster_id: UUID, to: UUID) -> Way:
    """The way from a referral of a cluster to another one. Runs inside the desk's transaction.

    Raises:
        NotFound: the other is not visible.
    """
    facts = facts_of([to])
    if to not in facts:
        raise NotFound(_("There is no such referral."))
    ids = walk_from(referral_id, cluster_id, most=MOST_WALKED, until=to).way_to(to)
    facts = facts_of([to, *ids])
    between = {frozenset((tie.left.id, tie.right.id)): tie for tie in shown(ties_told(ids), facts)}
    steps = [(frozenset(pair), pair) for pair in pairwise(ids)]
    found = tuple(_turned(between[key], pair[0]) for key, pair in steps if key in between)
    if found or to == referral_id:
        return Way(to=facts[to], ties=found)
    place = place_of(to)
    is_elsewhere = place is not None and place[0] != cluster_id
    parted = decisions_between(cluster_id, place[0]) if place and is_elsewhere else ()
    return Way(to=facts[to], ties=(), parted=parted, shared=_between(referral_id, to))


def _between(left_id: UUID, right_id: UUID) -> tuple[ShownTie, ...]:
    both = [left_id, right_id]
    return tuple(_turned(tie, left_id) for tie in shown(ties_told(both), facts_of(both)))


def pairs_apart(decisions: Collection[Decision]) -> list[frozenset[UUID]]:
    """The pairs that these decisions keep apart, as far as they count."""
    said = [each for each in decisions if each.counts and not each.is_same]
    return [frozenset((each.referral_id, other)) for each in said for other in each.other_ids]


def kept_apart(
    decisions: Collection[Decision], drawn: Collection[UUID], facts: dict[UUID, ReferralFact]
) -> tuple[ShownTie, ...]:
    """What those of the drawn referrals that persons keep apart from another share with it nevertheless. Runs inside
    the desk's transaction.
    """
    pairs = [pair for pair in pairs_apart(decisions) if not pair.isdisjoint(drawn)][:MOST_DRAWN]
    found = ties_told({one for pair in pairs for one in pair}) if pairs else ()
    return shown([tie for tie in found if frozenset((UUID(tie.left), UUID(tie.right))) in pairs], facts)


def _turned(tie: ShownTie, first: UUID) -> ShownTie:
    """The tie with this referral on its left."""
    if tie.left.id == first:
        return tie
    return ShownTie(left=tie.right, right=tie.left, weight=tie.weight, reasons=tie.reasons, by_person=tie.by_person)


def shown(ties: Collection[Tie], facts: dict[UUID, ReferralFact]) -> tuple[ShownTie, ...]:
    """The ties between those referrals that the reader sees, in words."""
    return tuple(
        ShownTie(
            left=facts[UUID(tie.left)],
            right=facts[UUID(tie.right)],
            weight=tie.weight,
            reasons=tuple(
                Reason(text=said_row(link.phrases, BETWEEN, link.reason), weight=link.weight) for link in tie.links
            ),
            by_person=tie.by_person,
        )
        for tie in ties
        if UUID(tie.left) in facts and UUID(tie.right) in facts
    )
