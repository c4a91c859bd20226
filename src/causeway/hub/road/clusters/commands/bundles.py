"""Taking a telling out of its bundle, where a person said that it does not belong there, and putting it back; and who
leads a bundle whose first telling is erased.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import F

from causeway.hub.road.clusters.commands.bundling import gather_anew
from causeway.hub.road.clusters.models import Bundling, Membership
from causeway.hub.road.clusters.queries.cluster import bundle_places, duplicates_of
from causeway.hub.road.clusters.queries.verdicts import joined_and_apart


def would_leave(referral_id: UUID, other_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """What would leave its bundle, with the first telling of that, if a referral did not belong together with others:
    the referral itself where it tells again what one of them tells, else those of them that tell it again. Runs inside
    the desk's transaction.
    """
    places = bundle_places([referral_id, *other_ids])
    heads = {one: places[one].head_id if one in places else one for one in (referral_id, *other_ids)}
    told_again = [one for one in other_ids if heads[one] == heads[referral_id]]
    if referral_id in places:
        return {referral_id: heads[referral_id]} if told_again else {}
    return dict.fromkeys(told_again, referral_id)


def leave_bundles(leaving: Mapping[UUID, UUID], now: datetime) -> None:
    """Let these stand alone, each of which leaves the bundle of that first telling; what is left there is put together
    anew. Runs inside the desk's transaction.
    """
    Bundling.objects.filter(referral_id__in=list(leaving)).update(parted_at=now)
    Membership.objects.filter(referral_id__in=list(leaving)).update(duplicate_of_id=None)
    for head_id in set(leaving.values()):
        gather_anew(head_id)


def join_bundles_again(referral_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Put back into its bundle what persons took out and keep apart no more; gives each with its first telling. What
    others were taken to tell again meanwhile stays on its own, as bundles do not stand in bundles. Runs inside the
    desk's transaction.
    """
    parted = Bundling.objects.filter(referral_id__in=list(referral_ids), parted_at__isnull=False)
    parted = parted.exclude(head_id=F("referral_id"))
    back: dict[UUID, UUID] = {}
    for referral_id, head_id in parted.values_list("referral_id", "head_id"):
        is_first = Membership.objects.filter(referral_id=head_id, duplicate_of_id=None).exists()
        if not is_first or Membership.objects.filter(duplicate_of_id=referral_id).exists():
            continue
        _joined, kept_apart = joined_and_apart(referral_id)
        if not kept_apart & {head_id, *duplicates_of(head_id)}:
            back[referral_id] = head_id
    for referral_id, head_id in back.items():
        Bundling.objects.filter(referral_id=referral_id).update(parted_at=None)
        Membership.objects.filter(referral_id=referral_id).update(duplicate_of_id=head_id)
    for head_id in set(back.values()):
        gather_anew(head_id)
    return back


def lead_anew(head_id: UUID, now: datetime) -> list[UUID]:
    """Let the earliest telling that is left lead the bundle whose first telling is erased; gives all that are left,
    that one ahead. Runs inside the desk's transaction, which holds its lock.
    """
    tellings = Membership.objects.filter(duplicate_of_id=head_id)
    left = list(tellings.order_by("number").values_list("referral_id", flat=True))
    if not left:
        return left
    first_id = left[0]
    tellings.filter(referral_id=first_id).update(duplicate_of_id=None)
    tellings.update(duplicate_of_id=first_id)
    Bundling.objects.filter(referral_id=first_id).update(head_id=first_id, parted_at=now, joined_at=None)
    Bundling.objects.filter(head_id=head_id).update(head_id=first_id)
    gather_anew(first_id)
    return left
