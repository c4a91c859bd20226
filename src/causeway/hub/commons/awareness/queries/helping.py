"""Whom a partner can ask, what it asked, and what waits at whoever helps."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import Listing, directory, names_of
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.commons.awareness.models import HelpRequest
from causeway.hub.commons.awareness.queries.paging import Page, page_of
from causeway.hub.commons.awareness.words import HELPING_KINDS, HelpKind
from causeway.vocabulary.organisations import OrganisationKind, PartnerKind


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLine:
    """A request in a list. `other` is the other side."""

    id: UUID
    title: str
    kind: HelpKind
    other: str
    is_to_us: bool
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    helped: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """One message. The name of whoever wrote it is known to their own organisation alone."""

    by: str
    text: str
    sent_at: datetime
    is_ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpView:
    """A request with all that was written."""

    line: HelpLine
    contact: str
    contact_email: str
    wished_on: date | None
    messages: tuple[MessageView, ...]


@query(Permission.READ_AWARENESS)
def helpers(actor: Actor) -> list[Listing]:
    """Forces, desks and partners other than schools; those of one's own country first, then by name."""
    own = listing_by_id(actor.organisation_id)
    country = own.country if own else ""
    found = [
        listing
        for listing in directory(actor)
        if listing.id != actor.organisation_id
        and (
            listing.kind in HELPING_KINDS
            or (listing.kind is OrganisationKind.PARTNER and listing.partner_kind != PartnerKind.SCHOOL)
        )
    ]
    return sorted(found, key=lambda listing: (listing.country != country, listing.name))


@query(Permission.READ_AWARENESS)
def help_requests(actor: Actor, *, is_over: bool = False, page: int = 1) -> Page[HelpLine]:
    """Those of either side: what waits longest stands first, what is over latest first."""
    rows = HelpRequest.objects.filter(closed_at__isnull=not is_over)
    rows = rows.order_by("-closed_at") if is_over else rows.order_by(F("answered_at").asc(nulls_first=True), "due_at")
    names = names_of(
        {each for pair in rows.order_by().values_list("asker_id", "helper_id").distinct() for each in pair}
    )
    return page_of(rows, page, lambda row: _line(actor, row, names))


@query(Permission.GIVE_HELP)
def help_waiting(actor: Actor) -> list[HelpLine]:
    """What the actor's organisation was asked and has not answered, most urgent first."""
    rows = list(
        HelpRequest.objects.filter(helper_id=actor.organisation_id, answered_at=None, closed_at=None).order_by("due_at")
    )
    names = names_of({row.asker_id for row in rows})
    return [_line(actor, row, names) for row in rows]


@query(Permission.READ_AWARENESS)
def help_request(actor: Actor, request_id: UUID) -> HelpView:
    """One request with its messages.

    Raises:
        NotFound: neither side of such a request is the actor's organisation.
    """
    row = HelpRequest.objects.filter(id=request_id).first()
    if row is None:
        raise NotFound(_("There is no such request."))
    messages = list(row.messages.order_by("sent_at", "id"))
    names = names_of({row.asker_id, row.helper_id})
    people = member_names({message.member_id for message in messages})
    return HelpView(
        line=_line(actor, row, names),
        contact=row.contact,
        contact_email=row.contact_email,
        wished_on=row.wished_on,
        messages=tuple(
            MessageView(
                by=", ".join(
                    part for part in (people.get(each.member_id, ""), names.get(each.organisation_id, "")) if part
                ),
                text=each.text,
                sent_at=each.sent_at,
                is_ours=each.organisation_id == actor.organisation_id,
            )
            for each in messages
        ),
    )


def _line(actor: Actor, row: HelpRequest, names: dict[UUID, str]) -> HelpLine:
    is_to_us = row.helper_id == actor.organisation_id
    return HelpLine(
        id=row.id,
        title=row.title,
        kind=HelpKind(row.kind),
        other=names.get(row.asker_id if is_to_us else row.helper_id, ""),
        is_to_us=is_to_us,
        asked_at=row.asked_at,
        due_at=row.due_at,
        answered_at=row.answered_at,
        closed_at=row.closed_at,
        helped=row.helped,
    )
