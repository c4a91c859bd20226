"""How referrals hang together, for a page and a graph. The desk sees its links; a force sees its own referrals and
notices.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.theme.said import said, said_row
from causeway.hub.road.clusters.models import Bundling, Link, LinkNotice, Membership, ReferralSelector
from causeway.hub.road.clusters.neighbours import MARK, MEDIA
from causeway.hub.road.clusters.queries.ties import Walk, told_link, walk_from
from causeway.hub.road.clusters.queries.verdicts import joined_and_apart
from causeway.hub.road.clusters.queries.widely_shared import CommonThing, keys_that_link_nothing, widely_shared_in
from causeway.hub.road.referrals.queries.existence import require_visible
from causeway.linking import BETWEEN, both_name
from causeway.vocabulary.selectors import SelectorKind

MOST_NODES = 300
"""More than a graph can show; the page says that there are more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterNode:
    """A referral in a cluster. `duplicate_of_id` is the first telling of its event."""

    referral_id: UUID
    duplicate_of_id: UUID | None
    received_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterEdge:
    """What two referrals share. `weight` from 0 to 1 says how telling it is, `reason` in the reader's language."""

    left_id: UUID
    right_id: UUID
    kind: str
    weight: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Another organisation holds a linked referral: since when, and whom to ask. Nothing else is known of it here."""

    referral_id: UUID
    other_since: datetime
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterView:
    """A cluster around one referral, as the actor's organisation may see it: `nodes` are the nearest of `size`, `edges`
    what that referral shares with them; and what of it is shared too widely. `is_parted`: it shares nothing with them,
    and a person parted it from one with which it does.
    """

    cluster_id: UUID | None
    nodes: tuple[ClusterNode, ...]
    edges: tuple[ClusterEdge, ...]
    notices: tuple[Notice, ...]
    has_more: bool
    size: int
    widely_shared: tuple[CommonThing, ...] = ()
    is_parted: bool = False

    @property
    def is_desks(self) -> bool:
        """Whether it is what a desk found, weighed; a force sees its own referrals, unweighed."""
        return self.cluster_id is not None


@query(Permission.READ_REFERRAL)
def cluster_of(actor: Actor, referral_id: UUID) -> ClusterView:
    """The cluster of one referral.

    For a desk the nearest of it; for a force those of its own referrals that share a selector or file with this one,
    and the notices.

    Raises:
        NotFound: the actor's organisation sees no such referral.
    """
    require_visible(referral_id)
    place = place_of(referral_id)
    if place is None:
        return _for_a_force(actor, referral_id)
    cluster_id, size = place
    nodes = nodes_around(walk_from(referral_id, cluster_id, most=MOST_NODES), cluster_id, most=MOST_NODES)
    edges = _edges(referral_id, [node.referral_id for node in nodes])
    return ClusterView(
        cluster_id=cluster_id,
        nodes=nodes,
        edges=edges,
        is_parted=not edges and bool(_edges(referral_id, joined_and_apart(referral_id)[1])),
        notices=notices_of(referral_id),
        has_more=size > len(nodes),
        size=size,
        widely_shared=widely_shared_in([referral_id]),
    )


def nodes_around(walk: Walk, cluster_id: UUID, *, most: int) -> tuple[ClusterNode, ...]:
    """At most so many referrals of a cluster: those that the walk reached, in its order, and then others, as they were
    cleared. Runs inside the desk's transaction.
    """
    near = {referral_id: number for number, referral_id in enumerate(walk.order)}
    members = Membership.objects.filter(cluster_id=cluster_id).order_by("number")
    columns = ("referral_id", "duplicate_of_id", "received_at")
    rows = list(members.filter(referral_id__in=near).values_list(*columns))
    rows.sort(key=lambda row: near[row[0]])
    if len(rows) < most:
        rows += members.exclude(referral_id__in=near).values_list(*columns)[: most - len(rows)]
    return tuple(ClusterNode(referral_id=one, duplicate_of_id=head, received_at=at) for one, head, at in rows)


def place_of(referral_id: UUID) -> tuple[UUID, int] | None:
    """The cluster in which a referral stands at the desk, and how many stand there; None where the acting organisation
    keeps no clusters, or has not cleared it. Runs inside the caller's transaction.
    """
    found = Membership.objects.filter(referral_id=referral_id).values_list("cluster_id", flat=True).first()
    return None if found is None else (found, Membership.objects.filter(cluster_id=found).count())


def others_of_cluster(referral_id: UUID, beside_id: UUID, *, most: int) -> tuple[UUID, ...]:
    """The referrals of the cluster in which another one stands, so many and one more at most, without this one and
    without those that persons keep apart from it already. Runs inside the desk's transaction.
    """
    cluster = Membership.objects.filter(referral_id=beside_id).values("cluster_id")
    _joined, parted = joined_and_apart(referral_id)
    members = Membership.objects.filter(cluster_id__in=cluster).exclude(referral_id__in=parted | {referral_id})
    return tuple(members.order_by("number").values_list("referral_id", flat=True)[: most + 1])


def linked_with(referral_id: UUID) -> set[UUID]:
    """Every referral that is linked to one or that a person joined with it, without those that persons keep apart from
    it; none for a force. Runs inside the caller's transaction.
    """
    links = Link.objects.filter(Q(left_id=referral_id) | Q(right_id=referral_id), worn_at=None)
    found = links.values_list("left_id", "right_id")
    joined, apart = joined_and_apart(referral_id)
    return ({one for pair in found for one in pair} | joined) - apart - {referral_id}


def notices_of(referral_id: UUID) -> tuple[Notice, ...]:
    """What is told of other organisations' linked referrals. Runs inside the caller's transaction."""
    found = LinkNotice.objects.filter(referral_id=referral_id).order_by("other_since", "contact")
    return tuple(Notice(referral_id=row.referral_id, other_since=row.other_since, contact=row.contact) for row in found)


def is_linked_elsewhere(organisation_id: UUID, referral_id: UUID) -> bool:
    """Whether this organisation was told that another holds a linked referral. Runs inside the caller's transaction."""
    return LinkNotice.objects.filter(organisation_id=organisation_id, referral_id=referral_id).exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class BundlePlace:
    """That a referral tells of an event told before, and whether it says more than those before it. `joined_at` is when
    a person's word put it there.
    """

    head_id: UUID
    brings_news: bool
    bundled_at: datetime
    joined_at: datetime | None = None

    @property
    def was_first(self) -> bool:
        """Whether it was the first telling of a bundle of its own when a person put it here."""
        return self.joined_at == self.bundled_at


def bundle_places(referral_ids: Collection[UUID]) -> dict[UUID, BundlePlace]:
    """Which of these referrals are duplicates, and of what. Runs inside the caller's transaction."""
    return {
        row.referral_id: BundlePlace(
            head_id=row.head_id, brings_news=row.brings_news, bundled_at=row.bundled_at, joined_at=row.joined_at
        )
        for row in Bundling.objects.filter(referral_id__in=list(referral_ids), parted_at=None)
    }


def cleared_here(referral_ids: Collection[UUID]) -> set[UUID]:
    """Which of these the acting desk has cleared and not erased since; none for a force. Runs inside the caller's
    transaction.
    """
    return set(Membership.objects.filter(referral_id__in=list(referral_ids)).values_list("referral_id", flat=True))


def heads_of(referral_ids: Collection[UUID]) -> set[UUID]:
    """The first tellings of the events that these tell again. Runs inside the caller's transaction."""
    return set(
        Bundling.objects.filter(referral_id__in=list(referral_ids), parted_at=None).values_list("head_id", flat=True)
    )


def bundled_since(head_id: UUID, since: datetime) -> QuerySet[Bundling, UUID]:
    """The later tellings that came under this first one after that moment, for a query that asks about those. Runs
    inside the caller's transaction.
    """
    came = Q(bundled_at__gt=since) | Q(joined_at__gt=since)
    return (
        Bundling.objects.filter(came, head_id=head_id, parted_at=None).order_by().values_list("referral_id", flat=True)
    )


def firsts_of(referral_ids: Collection[UUID]) -> set[UUID]:
    """The first tellings of the events of which these tell, first or again. Runs inside the caller's transaction."""
    places = bundle_places(referral_ids)
    return {places[one].head_id if one in places else one for one in referral_ids}


def told_again_of(first_ids: Collection[UUID]) -> QuerySet[Bundling, UUID]:
    """The later tellings of these events, for a query that asks about those. Runs inside the caller's transaction."""
    rows = Bundling.objects.filter(head_id__in=list(first_ids), parted_at=None)
    return rows.order_by().values_list("referral_id", flat=True)


def duplicates_of(head_id: UUID) -> list[UUID]:
    """The later tellings of the event that this referral told first. Runs inside the caller's transaction."""
    told_again = Bundling.objects.filter(head_id=head_id, parted_at=None).order_by("bundled_at")
    return list(told_again.values_list("referral_id", flat=True))


def later_tellings(head_ids: Collection[UUID]) -> QuerySet[Bundling, UUID]:
    """The later tellings of the events that these told first, for a query that asks about those. Runs inside the
    caller's transaction.
    """
    found = Bundling.objects.filter(head_id__in=head_ids, parted_at=None)
    return found.order_by().values_list("referral_id", flat=True)


def was_told_again(column: str) -> Exists:
    """Whether the referral that stands in this column of the asking query told first of an event told again."""
    return Exists(Bundling.objects.filter(head_id=OuterRef(column), parted_at=None))


def duplicates_among(head_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The same of several first tellings, where there is any. Runs inside the caller's transaction."""
    told_again = Bundling.objects.filter(head_id__in=list(head_ids), parted_at=None).order_by("bundled_at")
    found: dict[UUID, list[UUID]] = {}
    for head_id, referral_id in told_again.values_list("head_id", "referral_id"):
        found.setdefault(head_id, []).append(referral_id)
    return found


def _edges(referral_id: UUID, others: Collection[UUID]) -> tuple[ClusterEdge, ...]:
    between = Q(left_id=referral_id, right_id__in=others) | Q(right_id=referral_id, left_id__in=others)
    found = Link.objects.filter(between).order_by("-weight", "id")
    return tuple(map(_edge, found))


def _edge(link: Link) -> ClusterEdge:
    found = told_link(link.document, link.worn_at)
    return ClusterEdge(
        left_id=link.left_id,
        right_id=link.right_id,
        kind=link.kind,
        weight=found.weight,
        reason=said_row(found.phrases, BETWEEN, found.reason),
    )


def _shared(kind: str) -> str:
    return said(both_name(None if kind == MEDIA else SelectorKind(kind)))


_BY_TURNS = """
SELECT l.referral_id, array_agg(k.key)
FROM unnest(%(desks)s::uuid[]) AS d (id) CROSS JOIN unnest(%(keys)s::text[]) AS k (key)
CROSS JOIN LATERAL (
  WITH RECURSIVE senders AS (
    (SELECT s.sender_id FROM clusters_referralselector s
     WHERE s.desk_id = d.id AND s.key = k.key ORDER BY s.sender_id LIMIT 1)
    UNION ALL
    SELECT (SELECT s.sender_id FROM clusters_referralselector s
            WHERE s.desk_id = d.id AND s.key = k.key AND s.sender_id > x.sender_id ORDER BY s.sender_id LIMIT 1)
    FROM senders x WHERE x.sender_id IS NOT NULL
  )
  SELECT t.referral_id, t.added_at, row_number() OVER (PARTITION BY x.sender_id ORDER BY t.added_at DESC) AS turn
  FROM senders x CROSS JOIN (VALUES (true), (false)) AS f (is_followed) CROSS JOIN LATERAL (
    SELECT s.referral_id, s.added_at FROM clusters_referralselector s
    WHERE s.desk_id = d.id AND s.key = k.key AND s.sender_id = x.sender_id AND s.is_followed = f.is_followed
    AND s.referral_id <> %(besides)s ORDER BY s.added_at DESC LIMIT %(most)s) t
  WHERE x.sender_id IS NOT NULL) l
GROUP BY l.referral_id ORDER BY min(l.turn), max(l.added_at) DESC, l.referral_id LIMIT %(most)s
"""
"""Each sender's latest first, then each one's latest but one: no flood of one leaves another out."""


def _latest_by_turns(
    referral_id: UUID, desk_ids: Collection[UUID], keys: Collection[str]
) -> list[tuple[UUID, list[str]]]:
    """Others that name some of these things, with those, the senders by turns: one more than are shown at most."""
    if not keys:
        return []
    values: dict[str, Any] = {"desks": list(desk_ids), "keys": list(keys), "besides": referral_id}
    with connection.cursor() as cursor:
        cursor.execute(_BY_TURNS, values | {"most": MOST_NODES + 1})
        return list(cursor.fetchall())


def _for_a_force(actor: Actor, referral_id: UUID) -> ClusterView:
    """What a force can tell from its own dossiers alone: which of them name the same thing. What so many of them name
    that it tells nothing is left out, and said apart.
    """
    del actor
    named = ReferralSelector.objects.filter(referral_id=referral_id).exclude(kind=MARK)
    own = list(named.values_list("key", "kind", "desk_id"))
    common = keys_that_link_nothing(referral_id)
    kinds = {key: kind for key, kind, _ in own if key not in common}
    shared = _latest_by_turns(referral_id, {desk for _, _, desk in own}, kinds)
    edges = tuple(
        ClusterEdge(left_id=referral_id, right_id=other, kind=kinds[key], weight=0.0, reason=_shared(kinds[key]))
        for other, keys in shared[:MOST_NODES]
        for key in keys
    )
    places = bundle_places([referral_id, *(edge.right_id for edge in edges)])
    nodes = dict.fromkeys([referral_id, *(edge.right_id for edge in edges)])
    return ClusterView(
        cluster_id=None,
        nodes=tuple(
            ClusterNode(
                referral_id=one, duplicate_of_id=places[one].head_id if one in places else None, received_at=None
            )
            for one in nodes
        ),
        edges=edges,
        notices=notices_of(referral_id),
        has_more=len(shared) > MOST_NODES,
        size=len(nodes),
        widely_shared=widely_shared_in([referral_id]),
    )
