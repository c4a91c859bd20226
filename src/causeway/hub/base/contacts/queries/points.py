"""Contact points of all organisations; the directory is open."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.contacts.models import ContactPoint
from causeway.hub.base.contacts.opening import Answering, Standing, standing
from causeway.hub.base.organisations.queries.directory import Listing, listing_of
from causeway.vocabulary.contacts import ContactPurpose

CONFIRM_EVERY = timedelta(days=180)
"""Twice a year: a rota, a number or a mailbox seldom outlives a year (our choice)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """A contact point as it stands now."""

    id: UUID
    organisation: Listing
    purpose: ContactPurpose
    label: str
    mailbox: str
    phone: str
    hours: str
    zone: str
    languages: tuple[str, ...]
    countries: tuple[str, ...]
    note: str
    valid_until: date | None
    confirmed_at: datetime
    standing: Standing
    is_to_confirm: bool

    @property
    def answers_now(self) -> bool:
        """Whether somebody answers now."""
        return self.standing.answering is Answering.NOW


@dataclass(frozen=True, slots=True, kw_only=True)
class PointFilter:
    """What a list of contact points is narrowed to. `words` are found in the organisation's name or the label."""

    purpose: ContactPurpose | None = None
    country: str = ""
    language: str = ""
    words: str = ""
    answers_now: bool = False


@query(Permission.SEE_DIRECTORY)
def contact_points(actor: Actor, wanted: PointFilter, *, now: datetime) -> list[PointView]:
    """Contact points that are valid: those where somebody answers now first, then by organisation."""
    del actor
    views = _views(_narrowed(_valid(now), wanted), now)
    if wanted.answers_now:
        views = [view for view in views if view.answers_now]
    return sorted(views, key=lambda view: not view.answers_now)


@query(Permission.SEE_DIRECTORY)
def own_points(actor: Actor, *, now: datetime) -> list[PointView]:
    """The acting organisation's own, those that are not valid any more too."""
    return _views(ContactPoint.objects.filter(organisation=actor.organisation_id, removed_at=None), now)


@query(Permission.SEE_DIRECTORY)
def own_point(actor: Actor, point_id: UUID, *, now: datetime) -> PointView:
    """One of the acting organisation's own.

    Raises:
        NotFound: it has no such contact point.
    """
    found = ContactPoint.objects.filter(id=point_id, organisation=actor.organisation_id, removed_at=None)
    if not (views := _views(found, now)):
        raise NotFound(_("There is no such contact point."))
    return views[0]


def points_of(organisation_id: UUID, *, now: datetime, purposes: Collection[ContactPurpose] = ()) -> list[PointView]:
    """How one organisation is reached, for any purpose or these, in the order of the purposes; the directory is open,
    so no actor is needed.
    """
    found = _valid(now).filter(organisation=organisation_id)
    if purposes:
        found = found.filter(purpose__in=[purpose.value for purpose in purposes])
    return _views(found, now)


def _valid(now: datetime) -> QuerySet[ContactPoint]:
    until = Q(valid_until=None) | Q(valid_until__gte=now.date())
    return ContactPoint.objects.filter(until, removed_at=None, organisation__is_active=True)


def _narrowed(rows: QuerySet[ContactPoint], wanted: PointFilter) -> QuerySet[ContactPoint]:
    if wanted.purpose:
        rows = rows.filter(purpose=wanted.purpose.value)
    if wanted.country:
        own = Q(countries=[], organisation__country=wanted.country)
        rows = rows.filter(Q(countries__contains=[wanted.country]) | own)
    if wanted.language:
        rows = rows.filter(languages__contains=[wanted.language])
    if words := wanted.words.strip():
        rows = rows.filter(Q(organisation__name__icontains=words) | Q(label__icontains=words))
    return rows


def _views(rows: QuerySet[ContactPoint], now: datetime) -> list[PointView]:
    order = list(ContactPurpose)
    found = [_view(row, now) for row in rows.select_related("organisation").order_by("organisation__name", "label")]
    return sorted(found, key=lambda view: (view.organisation.name, order.index(view.purpose)))


def _view(row: ContactPoint, now: datetime) -> PointView:
    served = row.countries[0] if len(row.countries) == 1 else row.organisation.country
    return PointView(
        id=row.id,
        organisation=listing_of(row.organisation),
        purpose=ContactPurpose(row.purpose),
        label=row.label,
        mailbox=row.mailbox,
        phone=row.phone,
        hours=row.hours,
        zone=row.zone,
        languages=tuple(row.languages),
        countries=tuple(row.countries),
        note=row.note,
        valid_until=row.valid_until,
        confirmed_at=row.confirmed_at,
        standing=standing(row.hours, zone=row.zone, country=served, now=now),
        is_to_confirm=row.confirmed_at <= now - CONFIRM_EVERY,
    )
