"""What too many share links nothing, and what it linked while few shared it counts no more.

Clearing notes that a selector is worn out; the worker settles it soon after in a transaction of its own, so that no
clearing waits for it. Only the clusters that held together by it are settled anew. What persons said stands.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command, current_actor
from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.rows.batching import in_batches
from causeway.hub.road.clusters.commands.moving import move_members
from causeway.hub.road.clusters.models import Link, Membership, ReferralSelector, WornSelector
from causeway.hub.road.clusters.neighbours import key_of
from causeway.hub.road.clusters.queries.ties import ties_touching
from causeway.hub.road.clusters.settling import Pair, settle
from causeway.hub.road.referrals.locking import lock_desk
from causeway.linking import SelectorKey

MOST_NAMED = 200
"""So many of the referrals that move stand in the entry."""
_AT_ONCE = 1_000
"""Of so many referrals the ties are read at a time."""


def note_worn_out(selectors: Collection[SelectorKey], now: datetime) -> None:
    """Remember that these link nothing any more. Runs inside the transaction that clears."""
    desk_id = current_actor().organisation_id
    WornSelector._base_manager.bulk_create(
        [WornSelector(desk_id=desk_id, key=key_of(kind.value, value), noted_at=now) for kind, value in selectors],
        ignore_conflicts=True,
    )


def worn_out(actor: Actor, now: datetime) -> QuerySet[WornSelector]:
    """What `wear_out` has to see to, the oldest first."""
    del now
    return WornSelector.objects.filter(desk_id=actor.organisation_id, settled_at=None).order_by("noted_at", "id")


@command(Permission.CLEAR_REFERRAL)
def wear_out(actor: Actor, worn_id: UUID, now: datetime) -> bool:
    """Let the links by one worn selector count no more, and settle the clusters that they held together; whether nobody
    had done it. A cluster that is too large to be settled stays as it stands, which the entry says.
    """
    lock_desk(actor.organisation_id)
    worn = worn_out(actor, now).filter(id=worn_id).first()
    if worn is None:
        return False
    WornSelector.objects.filter(id=worn.id).update(settled_at=now)
    pairs = _let_go(worn, now)
    moved, is_too_large = _settled_without(pairs)
    enter(
        Act.SELECTOR_WORN_OUT,
        subjects=[worn.id, *moved[:MOST_NAMED]],
        details={"links": len(pairs), "moved": len(moved), "is_too_large": is_too_large},
    )
    return True


def _let_go(worn: WornSelector, now: datetime) -> list[Pair]:
    """The pairs that are linked by a selector, whose links count no more from now on."""
    holders = ReferralSelector.objects.filter(desk_id=worn.desk_id, key=worn.key)
    named = holders.order_by().values_list("kind", "value").first()
    if named is None:
        return []
    links = Link.objects.filter(
        left_id__in=holders.order_by().values("referral_id"),
        worn_at=None,
        document__selector__kind=named[0],
        document__selector__value=named[1],
    )
    pairs = list(links.order_by().values_list("left_id", "right_id").distinct())
    links.update(worn_at=now)
    return pairs


def _settled_without(pairs: Collection[Pair]) -> tuple[list[UUID], bool]:
    """Settle the clusters of which these pairs are held together by nothing else: who moved, and whether one of them
    was too large.
    """
    slack = _held_by_nothing_else(pairs)
    standing = dict(
        Membership.objects.filter(referral_id__in={one for pair in slack for one in pair}).values_list(
            "referral_id", "cluster_id"
        )
    )
    clusters = {standing[left] for left, right in slack if left in standing and standing[left] == standing.get(right)}
    moved: list[UUID] = []
    is_too_large = False
    for cluster_id in sorted(clusters):
        try:
            settling = settle([cluster_id])
        except Conflict:
            is_too_large = True
            continue
        move_members(settling)
        moved += [one for ids in settling.moved().values() for one in ids]
    return moved, is_too_large


def _held_by_nothing_else(pairs: Collection[Pair]) -> list[Pair]:
    """Those of the pairs that no tie holds together any more."""
    slack = {frozenset(pair): pair for pair in pairs}
    for some in in_batches({one for pair in pairs for one in pair}, _AT_ONCE):
        for tie in ties_touching(some):
            slack.pop(frozenset((UUID(tie.left), UUID(tie.right))), None)
    return list(slack.values())
