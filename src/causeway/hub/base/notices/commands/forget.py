"""Forgetting notices about what is gone: an address is kept no longer than the thing that it was written to about."""

from collections.abc import Collection
from uuid import UUID

from causeway.hub.base.notices.models import Notice


def forget_notices(about_ids: Collection[UUID]) -> None:
    """Delete the acting organisation's notices about these, sent or not. Runs inside the caller's transaction, which
    enters what was deleted.
    """
    Notice.objects.filter(about_id__in=list(about_ids)).delete()
