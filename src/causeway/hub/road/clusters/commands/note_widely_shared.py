"""Keeping what of a referral is shared so widely that it links little or nothing, for each who reads it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.doors import current_actor
from causeway.hub.road.clusters.models import SharedWidely
from causeway.hub.road.clusters.neighbours import MEDIA, key_of
from causeway.vocabulary.findings import WidelyShared


def note_widely_shared(
    referral_id: UUID, dossier_id: UUID, audience_id: UUID, found: Collection[WidelyShared], now: datetime
) -> None:
    """Keep what was counted for one reader, in place of what was before. Runs inside the transaction that clears."""
    if not found:
        SharedWidely.objects.filter(referral_id=referral_id, audience_id=audience_id).exclude(things=[]).update(
            things=[], counted_at=now
        )
        return
    SharedWidely.objects.bulk_create(
        [
            SharedWidely(
                referral_id=referral_id,
                dossier_id=dossier_id,
                organisation_id=current_actor().organisation_id,
                audience_id=audience_id,
                things=[[key_of_thing(one), one.worn.value, one.shared_by] for one in found],
                counted_at=now,
            )
        ],
        update_conflicts=True,
        unique_fields=["referral_id", "audience_id"],
        update_fields=["things", "counted_at"],
    )


def key_of_thing(thing: WidelyShared) -> str:
    """The key under which an identifier or a file stands among the selectors."""
    if thing.selector is not None:
        return key_of(thing.selector.kind.value, thing.selector.value)
    return key_of(MEDIA, thing.sha256 or "")
