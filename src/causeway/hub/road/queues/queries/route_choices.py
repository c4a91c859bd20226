"""Where a desk may send a referral: what the router named first, then central desks, then forces by country."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import directory, own_listing
from causeway.hub.base.theme.said import said_country
from causeway.hub.road.referrals.queries.told import told
from causeway.hub.road.routes.queries.central_desks import CentralDeskView, in_force_at
from causeway.hub.road.routes.queries.decisions import routes_of
from causeway.vocabulary.organisations import OrganisationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteChoice:
    """One force or central desk; `label` is what a list shows, `group` the heading above it."""

    id: UUID
    label: str
    group: str


@query(Permission.CHANGE_ROUTE)
def route_choices(actor: Actor, referral_id: UUID, *, wanted: str = "") -> tuple[RouteChoice, ...]:
    """All of them in their groups; with `wanted` those in whose name or country it stands.

    Raises:
        NotFound: the referral is not visible.
    """
    told(referral_id)
    named = next((route.candidates for route in routes_of(referral_id) if route.candidates), ())
    codes = {each.force for each in named if each.force}
    countries = {each.country for each in named if each.country and not each.force}
    desks = in_force_at(actor.organisation_id)
    members = {desk.organisation_id for desk in desks}
    forces = [each for each in directory(actor, kind=OrganisationKind.POLICE_FORCE) if each.id not in members]
    found = [
        RouteChoice(
            id=desk.id,
            label=f"{desk.name} ({', '.join(map(said_country, desk.countries))}){_outside(desk.is_outside)}",
            group=_group_of(desk, countries, home=own_listing(actor).country),
        )
        for desk in desks
    ]
    found += [
        RouteChoice(
            id=each.id,
            label=f"{each.name} ({said_country(each.country)})",
            group=_("What the program found")
            if each.force_code in codes
            else _("Forces: %(country)s") % {"country": said_country(each.country)},
        )
        for each in forces
    ]
    words = wanted.casefold().split()
    kept = [each for each in found if all(word in f"{each.label} {each.group}".casefold() for word in words)]
    return tuple(sorted(kept, key=lambda each: (_rank(each.group), each.group)))


def _group_of(desk: CentralDeskView, found: set[str], *, home: str) -> str:
    if home in desk.countries:
        return _("Forces: %(country)s") % {"country": said_country(home)}
    return _("What the program found") if found & set(desk.countries) else _("Central desks of countries")


def _rank(group: str) -> int:
    return [_("What the program found"), _("Central desks of countries"), group].index(group)


def _outside(is_outside: bool) -> str:
    return f", {_('outside this hub')}" if is_outside else ""
