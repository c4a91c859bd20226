"""Forgetting what was asked of a service, and what it answered."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from causeway.hub.base.clocks.forgetting import forget_clocks
from causeway.hub.base.ledger.erasing import erase_details_about
from causeway.hub.base.organisations.sharing import is_last_of, leave
from causeway.hub.base.rows.paging import Portion
from causeway.hub.road.data_requests.models import (
    DataRequest,
    DataRequestAnswer,
    DataRequestOrigin,
    PreservationExtension,
)


def requests_made_about(referral_id: UUID) -> list[UUID]:
    """The requests that the acting organisation made about a referral. Runs inside the caller's transaction."""
    return list(DataRequestOrigin.objects.filter(referral_id=referral_id).values_list("request_id", flat=True))


def received_requests(organisation_id: UUID, before: datetime, portion: Portion) -> list[tuple[UUID, datetime]]:
    """A portion of the requests that a service got before this, and when; what it still has to preserve is not among
    them. Runs inside the caller's transaction.
    """
    rows = DataRequest.objects.filter(service_id=organisation_id, made_at__lt=before, answers__isnull=False)
    rows = rows.exclude(Q(preserve_until__gt=before) | Q(extensions__until__gt=before), released_at=None)
    return list(portion.of(rows.distinct(), "made_at").values_list("id", "made_at"))


def forget_request(request_id: UUID) -> int:
    """See a request no longer, and delete it where nobody else does. Runs inside the caller's transaction."""
    erase_details_about([request_id])
    forget_clocks([request_id])
    DataRequestOrigin.objects.filter(request_id=request_id).delete()
    gone = 0
    if is_last_of(request_id):
        DataRequestAnswer.objects.filter(request_id=request_id).delete()
        PreservationExtension.objects.filter(request_id=request_id).delete()
        gone = DataRequest.objects.filter(id=request_id).delete()[0]
    leave(request_id)
    return gone
