"""Forgetting the acting organisation's clocks about a thing, with the reasons for which they stood."""

from collections.abc import Collection
from uuid import UUID

from causeway.hub.base.clocks.models import Clock


def forget_clocks(subject_ids: Collection[UUID]) -> int:
    """Delete them, and give how many. Runs inside the caller's transaction."""
    return Clock.objects.filter(subject_id__in=list(subject_ids)).delete()[0]
