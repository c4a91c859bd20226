"""Interests for a force's own programs, which blind selectors themselves: tokens come in, overlaps go out.

The API root adds this router under `/interests` and signs the caller in.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from causeway.blinding import TOKEN_BYTES
from causeway.hub.base.acting.calling import actor_of
from causeway.hub.road.deconfliction.commands.change import renew_interest, withdraw_interest
from causeway.hub.road.deconfliction.commands.register import register_blinded
from causeway.hub.road.deconfliction.queries.interests import InterestView, Standing, interest, interests
from causeway.hub.road.deconfliction.queries.overlaps import overlaps, silent_meetings
from causeway.hub.road.deconfliction.registering import MOST_AT_ONCE, Blinded, Terms
from causeway.vocabulary.selectors import SelectorKind

router = Router(tags=["interests"])

Token = Annotated[str, Field(pattern=f"^[0-9a-f]{{{2 * TOKEN_BYTES}}}$")]
"""A token of 64 bytes as hex digits."""
Epoch = Annotated[int, Field(ge=1, lt=2**31)]
After = Annotated[UUID | None, Query(description="The `id` that the last answer ended with; goes on after it")]
AfterStanding = Annotated[
    Standing | None,
    Query(description="The `standing` that the last answer gave it, for it may have ended or been withdrawn since"),
]
OfInterest = Annotated[UUID | None, Query(description="Those of this interest alone")]


class InterestIn(Schema):
    """One selector, blinded: `tokens` by epoch. `label` is how you will know it; the selector itself is not sent."""

    label: str
    kind: SelectorKind
    tokens: dict[Epoch, Token]


class RegisterIn(Schema):
    """Interests of one case, on one set of terms. `case_reference` is the reason that is kept."""

    case_reference: str
    is_silent: bool = False
    months: int = 6
    tells_months: int = 0
    interests: Annotated[list[InterestIn], Field(min_length=1, max_length=MOST_AT_ONCE)]


class RegisteredOut(Schema):
    """The interests in the order given. Those in `known` you had already; they are renewed."""

    ids: list[UUID]
    known: list[UUID]


class InterestOut(Schema):
    """An interest of your own, and the epochs under which it has a token."""

    id: UUID
    label: str
    kind: SelectorKind
    case_reference: str
    is_silent: bool
    registered_at: datetime
    until: datetime
    standing: Standing
    epochs: list[int]
    overlaps: int


class OverlapOut(Schema):
    """Who else works on what you work on. `other_until` where they no longer do; `is_mutual` where they know of you."""

    id: UUID
    interest_id: UUID
    other_id: UUID
    other: str
    other_until: datetime | None
    is_mutual: bool
    found_at: datetime


class SilentMeetingOut(Schema):
    """A silent interest of yours that meets a silent one of somebody. A person agrees to be named, on the page."""

    id: UUID
    interest_id: UUID
    found_at: datetime
    we_agreed: bool


class RenewIn(Schema):
    """For how many months from now: 3, 6 or 12."""

    months: int = 6


@router.post("", response={201: RegisteredOut}, summary="Register selectors that you have blinded yourself")
def post_interests(request: HttpRequest, body: RegisterIn) -> Status[dict[str, object]]:
    """Tokens are compared within a minute; ask for overlaps then. Too many in a day get 429."""
    terms = Terms(
        case_reference=body.case_reference,
        is_silent=body.is_silent,
        months=body.months,
        tells_months=body.tells_months,
    )
    blinded = [
        Blinded(
            label=one.label,
            kind=one.kind,
            tokens={epoch: bytes.fromhex(token) for epoch, token in one.tokens.items()},
        )
        for one in body.interests
    ]
    done = register_blinded(actor_of(request), terms, blinded, now=timezone.now())
    return Status(201, {"ids": list(done.interest_ids), "known": [one.interest_id for one in done.known]})


@router.get("", response=list[InterestOut], summary="Your own interests, live ones first")
def get_interests(
    request: HttpRequest, after: After = None, after_standing: AfterStanding = None
) -> list[dict[str, object]]:
    """Those of your organisation, 500 at most: where it is 500, ask again with `after` and `after_standing`."""
    found = interests(actor_of(request), now=timezone.now(), after=after, after_standing=after_standing)
    return [_out(view) for view in found]


@router.get("/overlaps", response=list[OverlapOut], summary="Who else works on what you work on, newest first")
def get_overlaps(request: HttpRequest, after: After = None, interest_id: OfInterest = None) -> list[dict[str, object]]:
    """Those of your organisation, 500 at most: where it is 500, ask again with `after`."""
    return [
        {
            "id": one.id,
            "interest_id": one.interest.id,
            "other_id": one.other_id,
            "other": one.other,
            "other_until": one.other_until,
            "is_mutual": one.is_mutual,
            "found_at": one.found_at,
        }
        for one in overlaps(actor_of(request), now=timezone.now(), of_interest=interest_id, after=after)
    ]


@router.get("/silent-meetings", response=list[SilentMeetingOut], summary="Silent interests of yours that met another")
def get_silent_meetings(
    request: HttpRequest, after: After = None, interest_id: OfInterest = None
) -> list[dict[str, object]]:
    """Those of your organisation, 500 at most: where it is 500, ask again with `after`. Neither owner is named to the
    other until both agree.
    """
    return [
        {"id": one.id, "interest_id": one.interest.id, "found_at": one.found_at, "we_agreed": one.we_agreed}
        for one in silent_meetings(actor_of(request), now=timezone.now(), of_interest=interest_id, after=after)
    ]


@router.post("/{uuid:interest_id}/renewal", response=InterestOut, summary="Renew one of your interests")
def post_renewal(request: HttpRequest, interest_id: UUID, body: RenewIn) -> dict[str, object]:
    """It then ends so many months from now, or later where it would anyway."""
    actor, now = actor_of(request), timezone.now()
    renew_interest(actor, interest_id, body.months, now=now)
    return _out(interest(actor, interest_id, now=now))


@router.delete("/{uuid:interest_id}", response={204: None}, summary="Withdraw one of your interests")
def delete_interest(request: HttpRequest, interest_id: UUID) -> Status[None]:
    """Its tokens are erased. Who was told of it stays told."""
    withdraw_interest(actor_of(request), interest_id, now=timezone.now())
    return Status(204, None)


def _out(view: InterestView) -> dict[str, object]:
    return asdict(view) | {"epochs": sorted(view.epochs)}
