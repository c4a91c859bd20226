"""Where a referral was sent, by whom and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.rows.documents import from_document
from causeway.hub.base.theme.said import said_row
from causeway.hub.road.routes.models import RouteDecision
from causeway.routing import BETWEEN
from causeway.vocabulary.findings import Route
from causeway.vocabulary.phrases import Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePlace:
    """Where one decision lets a referral be. Without `receiver_id` a person must decide, or send it by hand to the
    `central_desk_id`; with `member_id` a person did.
    """

    referral_id: UUID
    member_id: UUID | None
    receiver_id: UUID | None
    central_desk_id: UUID | None = None

    @property
    def is_outside(self) -> bool:
        """Whether it is for a central desk outside this hub."""
        return self.receiver_id is None and self.central_desk_id is not None

    @property
    def went_on(self) -> bool:
        """Whether it left the desk, or is to."""
        return self.receiver_id is not None or self.is_outside

    def follows(self, of_first: Sequence["RoutePlace"]) -> bool:
        """Whether a later telling of an event, by the newest decision on it, goes where the first went, by the
        decisions on that, newest first: it waits at the desk still, or is at a force from which a person sent the first
        away. What a person decided on it stands, and so does what is for a central desk outside.
        """
        first = of_first[0] if of_first else None
        if first is None or self.member_id or self.is_outside:
            return False
        if self.receiver_id is None:
            return first.went_on
        left = {each.receiver_id for each in of_first[1:]} - {first.receiver_id}
        return first.member_id is not None and self.receiver_id in left


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteView(RoutePlace):
    """One decision, and what it was made of."""

    organisation_id: UUID
    country: str
    force_code: str
    candidates: tuple[Route, ...]
    reason: str
    phrases: tuple[Phrase, ...]
    decided_at: datetime

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


def places_among(referral_ids: Collection[UUID]) -> dict[UUID, RoutePlace]:
    """Where each of these referrals is by the newest decision on it. Runs inside the caller's transaction."""
    rows = RouteDecision.objects.filter(referral_id__in=list(referral_ids))
    newest = rows.order_by("referral_id", "-decided_at", "-id").distinct("referral_id")
    return {
        referral_id: RoutePlace(
            referral_id=referral_id, member_id=member_id, receiver_id=receiver_id, central_desk_id=central_desk_id
        )
        for referral_id, member_id, receiver_id, central_desk_id in newest.values_list(
            "referral_id", "member_id", "receiver_id", "central_desk_id"
        )
    }


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
