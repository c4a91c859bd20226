"""What is shared so widely that it links little or nothing, as it was counted when a referral was last cleared.

A desk reads what all that it holds comes to; a force what it holds itself, so that it learns no number of another's.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.doors import current_actor
from causeway.hub.road.clusters.models import ReferralSelector, SharedWidely
from causeway.hub.road.clusters.neighbours import MEDIA
from causeway.vocabulary.findings import Worn
from causeway.vocabulary.selectors import SelectorKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonThing:
    """An identifier of this kind, or a file where `kind` is None and `value` its SHA-256, that at least `shared_by`
    referrals hold.
    """

    kind: SelectorKind | None
    value: str
    worn: Worn
    shared_by: int
    counted_at: datetime


def widely_shared_in(referral_ids: Collection[UUID]) -> tuple[CommonThing, ...]:
    """What all of these referrals hold and is widely shared, as the acting organisation may know it; the most widely
    shared first. Of two counts the later stands. Runs inside the caller's transaction.
    """
    ids = set(referral_ids)
    rows = SharedWidely.objects.filter(referral_id__in=ids, audience_id=current_actor().organisation_id)
    counted: dict[str, tuple[str, int, datetime]] = {}
    for things, counted_at in rows.order_by("counted_at").values_list("things", "counted_at"):
        counted |= {key: (worn, shared_by, counted_at) for key, worn, shared_by in things}
    if not counted:
        return ()
    named = ReferralSelector.objects.filter(referral_id__in=ids, key__in=list(counted))
    holders: dict[tuple[str, str, str], int] = {}
    for row in named.values_list("key", "kind", "value"):
        holders[row] = holders.get(row, 0) + 1
    found = (_thing(kind, value, *counted[key]) for (key, kind, value), count in holders.items() if count == len(ids))
    return tuple(sorted(found, key=lambda thing: (-thing.shared_by, thing.value)))


def keys_that_link_nothing(referral_id: UUID) -> set[str]:
    """The keys of what this referral holds and so many others that it tells nothing. Runs inside the caller's
    transaction.
    """
    rows = SharedWidely.objects.filter(referral_id=referral_id, audience_id=current_actor().organisation_id)
    things = (thing for row in rows.values_list("things", flat=True) for thing in row)
    return {key for key, worn, _ in things if worn == Worn.NOTHING}


def _thing(kind: str, value: str, worn: str, shared_by: int, counted_at: datetime) -> CommonThing:
    return CommonThing(
        kind=None if kind == MEDIA else SelectorKind(kind),
        value=value,
        worn=Worn(worn),
        shared_by=shared_by,
        counted_at=counted_at,
    )
