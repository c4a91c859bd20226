"""How far the ledger has come, and for whom there is something new: so that a round in which nothing happened costs
almost nothing.
"""

from uuid import UUID

from django.db.models import Max

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.models import Entry, Leaf


def is_unsequenced() -> bool:
    """Whether any committed entry has no position yet. Leaves are hashes, so nobody need act."""
    return Leaf.objects.filter(position=None).exists()


def last_position() -> int:
    """The highest position given, -1 before the first."""
    last: int | None = Leaf.objects.filter(position__isnull=False).aggregate(last=Max("position"))["last"]
    return -1 if last is None else last


def entries_after(position: int, *, most: int) -> list[UUID] | None:
    """The entries after a position, by identifier, or None when there are more than `most`."""
    found = list(
        Leaf.objects.filter(position__gt=position).order_by("position").values_list("entry_id", flat=True)[: most + 1]
    )
    return found if len(found) <= most else None


def acts_seen(entry_ids: list[UUID]) -> set[Act]:
    """The acts of those of these entries that the acting organisation sees. Runs inside the caller's transaction."""
    return {Act(act) for act in Entry.objects.filter(id__in=entry_ids).values_list("act", flat=True)}
