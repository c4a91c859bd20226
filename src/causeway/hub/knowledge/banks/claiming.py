"""What came in a source's file and is then added by the organisation itself, by hand, in a list or by a program."""

from collections.abc import Collection
from uuid import UUID

from causeway.hub.knowledge.banks.models import Signal, SourceEntry


def claim(signal_ids: Collection[UUID], came_by: str) -> None:
    """From now on these signals of locked banks are the organisation's own word: no source takes them back. Runs inside
    the caller's transaction.
    """
    SourceEntry.objects.filter(signal_id__in=signal_ids).delete()
    Signal.objects.filter(id__in=signal_ids, came_by="feed").update(came_by=came_by)
