"""Data requests counted, without what they ask for."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Min, Q

from causeway.hub.base.rows.moments import Seconds
from causeway.hub.road.data_requests.models import DataRequest, DataRequestOrigin
from causeway.hub.road.data_requests.words import MEETS_THE_CLOCK, RequestKind


class RequestFact(NamedTuple):
    """One request: of which kind, who asked whom, and when the service did what its clock asks for."""

    kind: RequestKind
    force_id: UUID
    service_id: UUID
    made_at: float
    due_at: float
    met_at: float | None


def requests_between(since: datetime, until: datetime) -> list[RequestFact]:
    """Every request of a time that the acting organisation made or received. Runs inside the caller's transaction."""
    found: list[RequestFact] = []
    for kind, meets in MEETS_THE_CLOCK.items():
        rows = DataRequest.objects.filter(kind=kind.value, made_at__gte=since, made_at__lt=until)
        met = Min("answers__answered_at", filter=Q(answers__kind__in=[each.value for each in meets]))
        moments = (Seconds("made_at"), Seconds("due_at"), Seconds("met_at"))
        counted = rows.annotate(met_at=met).values_list("force_id", "service_id", *moments)
        found += [RequestFact(kind, *row) for row in counted]
    return found


def requests_by_referral(since: datetime, until: datetime) -> list[UUID]:
    """The referrals about which the acting force asked a service in a time, one for each request. Runs inside the
    caller's transaction.
    """
    rows = DataRequestOrigin.objects.filter(request__made_at__gte=since, request__made_at__lt=until)
    return list(rows.values_list("referral_id", flat=True))
