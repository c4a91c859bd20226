"""The register of the central desks of other countries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.rows.remembering import remembered
from causeway.hub.road.routes.models import CentralDesk as Row
from causeway.hub.road.routes.queries.decisions import RouteView
from causeway.routing import CentralDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralDeskView:
    """One central desk. With `organisation_id` it is a force of this hub."""

    id: UUID
    desk_id: UUID
    name: str
    countries: tuple[str, ...]
    organisation_id: UUID | None
    mailbox: str
    phone: str
    channel: str
    public_key: str
    note: str
    registered_by_id: UUID | None
    registered_at: datetime
    verified_by_id: UUID | None
    verified_at: datetime | None
    verified_how: str
    closed_at: datetime | None
    close_reason: str

    @property
    def is_in_force(self) -> bool:
        """Whether referrals may go there."""
        return self.verified_at is not None and self.closed_at is None

    @property
    def is_outside(self) -> bool:
        """Whether a person sends it what it is to have."""
        return self.organisation_id is None

    @property
    def for_rules(self) -> CentralDesk:
        """The same for the rules of routing."""
        return CentralDesk(id=self.id, name=self.name, countries=frozenset(self.countries))

    def country_among(self, decisions: Sequence[RouteView]) -> str:
        """For which of its countries a referral is: the one that the router named, else its first."""
        found = [route.country for decision in decisions for route in decision.candidates if route.country]
        return next((country for country in found if country in self.countries), self.countries[0])


@query(Permission.READ_CENTRAL_DESKS)
def central_desks(actor: Actor, *, country: str = "", with_closed: bool = False) -> list[CentralDeskView]:
    """The register of the actor's desk, by name; of one country where one is given."""
    rows = Row.objects.filter(desk_id=actor.organisation_id).order_by("name", "registered_at")
    if country:
        rows = rows.filter(countries__contains=[country])
    if not with_closed:
        rows = rows.filter(closed_at=None)
    return [_view(row) for row in rows]


@query(Permission.READ_CENTRAL_DESKS)
def central_desk(actor: Actor, central_desk_id: UUID) -> CentralDeskView:
    """One of the actor's register.

    Raises:
        NotFound: it has none of this identifier.
    """
    row = Row.objects.filter(desk_id=actor.organisation_id, id=central_desk_id).first()
    if row is None:
        raise NotFound(_("There is no such central desk."))
    return _view(row)


@remembered
def in_force_at(desk_id: UUID) -> tuple[CentralDeskView, ...]:
    """Those to which a desk may send, by name; the register is open, so no actor is needed."""
    rows = Row.objects.filter(desk_id=desk_id, verified_at__isnull=False, closed_at=None)
    return tuple(_view(row) for row in rows.order_by("name", "id"))


def named(central_desk_ids: set[UUID]) -> dict[UUID, CentralDeskView]:
    """These, closed ones too; the register is open, so no actor is needed."""
    return {row.id: _view(row) for row in Row.objects.filter(id__in=central_desk_ids)} if central_desk_ids else {}


def _view(row: Row) -> CentralDeskView:
    return CentralDeskView(
        id=row.id,
        desk_id=row.desk_id,
        name=row.name,
        countries=tuple(row.countries),
        organisation_id=row.organisation_id,
        mailbox=row.mailbox,
        phone=row.phone,
        channel=row.channel,
        public_key=row.public_key,
        note=row.note,
        registered_by_id=row.registered_by_id,
        registered_at=row.registered_at,
        verified_by_id=row.verified_by_id,
        verified_at=row.verified_at,
        verified_how=row.verified_how,
        closed_at=row.closed_at,
        close_reason=row.close_reason,
    )
