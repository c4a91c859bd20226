"""Where a referral was sent, by whom and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.theme.said import said_row
from causeway.hub.base.walls.documents import from_document
from causeway.hub.road.routes.models import RouteDecision
from causeway.routing import BETWEEN
from causeway.vocabulary.findings import Route
from causeway.vocabulary.phrases import Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteView:
    """One decision. Without `receiver_id` a person must decide, or send it by hand to the `central_desk_id`; with
    `member_id` a person did.
    """

    referral_id: UUID
    organisation_id: UUID
    member_id: UUID | None
    country: str
    force_code: str
    receiver_id: UUID | None
    candidates: tuple[Route, ...]
    reason: str
    phrases: tuple[Phrase, ...]
    decided_at: datetime
    central_desk_id: UUID | None = None

    @property
    def is_outside(self) -> bool:
        """Whether it is for a central desk outside this hub."""
        return self.receiver_id is None and self.central_desk_id is not None

    @property
    def why(self) -> str:
        """The reason in the reader's language; a person's own words as they were written."""
        return self.reason if self.member_id else said_row(self.phrases, BETWEEN, self.reason)


def routes_of(referral_id: UUID) -> tuple[RouteView, ...]:
    """Every decision, newest first. Runs inside the caller's transaction."""
    return routes_among([referral_id]).get(referral_id, ())


def routes_among(referral_ids: Collection[UUID]) -> dict[UUID, tuple[RouteView, ...]]:
    """The same of several referrals, where there is any. Runs inside the caller's transaction."""
    found: dict[UUID, tuple[RouteView, ...]] = {}
    for row in RouteDecision.objects.filter(referral_id__in=list(referral_ids)).order_by("-decided_at", "-id"):
        found[row.referral_id] = (*found.get(row.referral_id, ()), _view(row))
    return found


def standing_route(referral_id: UUID) -> RouteView | None:
    """The newest decision, which counts, or None before the first. Runs inside the caller's transaction."""
    row = RouteDecision.objects.filter(referral_id=referral_id).order_by("-decided_at", "-id").first()
    return _view(row) if row else None


def receivers_of(referral_ids: Collection[UUID]) -> dict[UUID, list[tuple[UUID, datetime]]]:
    """To whom each of these referrals went, and when, the oldest first. Runs inside the caller's transaction."""
    rows = (
        RouteDecision.objects.filter(referral_id__in=list(referral_ids), receiver_id__isnull=False)
        .order_by("decided_at", "id")
        .values_list("referral_id", "receiver_id", "decided_at")
    )
    found: dict[UUID, list[tuple[UUID, datetime]]] = {}
    for referral_id, receiver_id, at in rows:
        if receiver_id is not None:
            found.setdefault(referral_id, []).append((receiver_id, at))
    return found


def _view(row: RouteDecision) -> RouteView:
    return RouteView(
        referral_id=row.referral_id,
        organisation_id=row.organisation_id,
        member_id=row.member_id,
        country=row.country,
        force_code=row.force_code,
        receiver_id=row.receiver_id,
        candidates=tuple(from_document(Route, candidate) for candidate in row.candidates),
        reason=row.reason,
        phrases=tuple(from_document(Phrase, phrase) for phrase in row.phrases),
        decided_at=row.decided_at,
        central_desk_id=row.central_desk_id,
    )
