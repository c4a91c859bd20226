"""Overlaps, as one side of them sees them: the other organisation, and what both have agreed to share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.road.deconfliction.models import Overlap, OverlapConsent, OverlapShare, SilentMeeting
from causeway.hub.road.deconfliction.queries.interests import InterestView, interests_of_case, views_of
from causeway.hub.road.deconfliction.queries.paging import MOST_LISTED, listed_after

_NEWEST_FIRST = ("-found_at", "id")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareView:
    """What one side shares."""

    case_reference: str
    officer: str
    contact: str
    shared_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapView:
    """One overlap. `theirs` stays None until both have agreed."""

    id: UUID
    pair_id: UUID
    interest: InterestView
    other_id: UUID
    other: str
    other_until: datetime | None
    is_mutual: bool
    found_at: datetime
    we_agreed: bool
    they_agreed: bool
    ours: ShareView | None
    theirs: ShareView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentMeetingView:
    """A silent interest of one's own that meets a silent one of somebody."""

    id: UUID
    interest: InterestView
    found_at: datetime
    we_agreed: bool


@query(Permission.READ_INTERESTS)
def silent_meetings(
    actor: Actor,
    *,
    now: datetime,
    of_interest: UUID | None = None,
    after: UUID | None = None,
    limit: int | None = MOST_LISTED,
) -> list[SilentMeetingView]:
    """All of the organisation's, or of one interest, newest first and at most so many; `after` goes on after one.
    Nothing says whose the other is, or whether it has agreed.

    Raises:
        Invalid: `after` is none of them.
    """
    own = SilentMeeting.objects.filter(_of(actor, of_interest))
    rows = list(listed_after(own, _NEWEST_FIRST, after)[:limit])
    found = views_of({row.interest_id for row in rows}, now)
    return [
        SilentMeetingView(
            id=row.id,
            interest=found[row.interest_id],
            found_at=row.found_at,
            we_agreed=row.agreed_at is not None,
        )
        for row in rows
    ]


@query(Permission.READ_INTERESTS)
def overlaps(
    actor: Actor,
    *,
    now: datetime,
    of_interest: UUID | None = None,
    after: UUID | None = None,
    limit: int | None = MOST_LISTED,
) -> list[OverlapView]:
    """All of the organisation's, or of one interest, newest first and at most so many; `after` goes on after one.

    Raises:
        Invalid: `after` is none of them.
    """
    own = Overlap.objects.filter(_of(actor, of_interest))
    return _views(actor.organisation_id, list(listed_after(own, _NEWEST_FIRST, after)[:limit]), now)


@query(Permission.READ_INTERESTS)
def open_overlap(actor: Actor, overlap_id: UUID, *, now: datetime) -> OverlapView:
    """One of them; the look is entered.

    Raises:
        NotFound: the actor's organisation has no such overlap.
    """
    row = Overlap.objects.filter(id=overlap_id, organisation_id=actor.organisation_id).first()
    if row is None:
        raise NotFound(_("There is no such overlap."))
    enter(Act.OVERLAP_READ, subjects=[row.id])
    return _views(actor.organisation_id, [row], now)[0]


def overlaps_of_interests(organisation_id: UUID, interest_ids: Iterable[UUID], now: datetime) -> list[OverlapView]:
    """What these of the acting organisation's interests met. Runs inside the caller's transaction."""
    rows = Overlap.objects.filter(organisation_id=organisation_id, interest_id__in=list(interest_ids))
    return _views(organisation_id, list(rows.order_by("-found_at", "id")), now)


def of_case(organisation_id: UUID, case_id: UUID, now: datetime) -> tuple[list[InterestView], list[OverlapView]]:
    """The interests of a case, and what they met. Runs inside the caller's transaction."""
    own = interests_of_case(case_id, now)
    return own, overlaps_of_interests(organisation_id, [view.id for view in own], now)


def _of(actor: Actor, interest_id: UUID | None) -> Q:
    own = Q(organisation_id=actor.organisation_id)
    return own if interest_id is None else own & Q(interest_id=interest_id)


def _views(own: UUID, rows: list[Overlap], now: datetime) -> list[OverlapView]:
    pairs = [row.pair_id for row in rows]
    names = names_of({row.other_id for row in rows})
    interests = views_of({row.interest_id for row in rows}, now)
    consents = set(OverlapConsent.objects.filter(pair_id__in=pairs).values_list("pair_id", "organisation_id"))
    shares = {(row.pair_id, row.organisation_id): _share(row) for row in OverlapShare.objects.filter(pair_id__in=pairs)}
    return [
        OverlapView(
            id=row.id,
            pair_id=row.pair_id,
            interest=interests[row.interest_id],
            other_id=row.other_id,
            other=names.get(row.other_id, ""),
            other_until=row.other_until,
            is_mutual=row.is_mutual,
            found_at=row.found_at,
            we_agreed=(row.pair_id, own) in consents,
            they_agreed=(row.pair_id, row.other_id) in consents,
            ours=shares.get((row.pair_id, own)),
            theirs=shares.get((row.pair_id, row.other_id)),
        )
        for row in rows
    ]


def _share(row: OverlapShare) -> ShareView:
    return ShareView(
        case_reference=row.case_reference, officer=row.officer, contact=row.contact, shared_at=row.shared_at
    )
