"""Erasing what entries say beyond their public part: the side rows go, entries, commitments and proofs stay."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import NobodyActs
from causeway.hub.base.ledger.models import EntryDetail, EntrySubject
from causeway.hub.base.walls.identity import current_identity


def erase_details_about(subject_ids: Collection[UUID]) -> int:
    """Erase the details that the acting organisation wrote about these things, and of its searches that found one of
    them; gives how many. What others wrote is theirs to erase. Runs inside the caller's transaction.
    """
    own = _own()
    about = EntrySubject.objects.filter(subject_id__in=list(subject_ids), organisation_id=own).values("entry_id")
    found = Q()
    for subject_id in subject_ids:
        found |= Q(entry__act=Act.LIST_SEARCHED.value, body__found__contains=[str(subject_id)])
    gone = EntryDetail.objects.filter(Q(entry_id__in=about) | found, organisation_id=own).exclude(body={})
    return gone.delete()[0]


def old_searches(before: datetime) -> int:
    """How many details of the acting organisation's searches are older than this. Runs inside the caller's
    transaction.
    """
    return _searches(before).count()


def erase_old_searches(before: datetime) -> int:
    """Erase what the acting organisation's people sought before this moment, and give how many searches that were.
    Runs inside the caller's transaction.
    """
    return _searches(before).delete()[0]


def _searches(before: datetime) -> QuerySet[EntryDetail]:
    return EntryDetail.objects.filter(entry__act=Act.LIST_SEARCHED.value, entry__at__lt=before, organisation_id=_own())


def _own() -> UUID:
    identity = current_identity()
    if identity is None:
        raise NobodyActs("Erasing needs an actor.")
    return identity.organisation_id
