"""To whom a force may propose a hand-over: the router's candidates first, each with its reason, then the others in this
hub, then what is outside of it.
"""

from dataclasses import dataclass
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import directory, names_of
from causeway.hub.base.organisations.sharing import receivers
from causeway.hub.base.theme.said import said_row
from causeway.hub.road.referrals.queries.told import told
from causeway.hub.road.routes.queries.central_desks import in_force_at
from causeway.hub.road.routes.queries.decisions import routes_of
from causeway.routing import BETWEEN
from causeway.vocabulary.organisations import Category, OrganisationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverChoice:
    """One organisation of this hub by its identifier; or, if it `is_outside`, one of the desk's register by its
    identifier there. `reason` is why the router named it, empty where it did not. Without `is_agreed` no agreement in
    force lets a referral pass to it, and the desk has to be asked. `countries` (ISO alpha-2) are those of which it is
    the central desk.
    """

    id: UUID
    name: str
    reason: str = ""
    is_agreed: bool = True
    is_desk: bool = False
    is_outside: bool = False
    countries: tuple[str, ...] = ()


@query(Permission.HAND_OVER)
def hand_over_choices(actor: Actor, referral_id: UUID) -> tuple[HandOverChoice, ...]:
    """Whom a referral can be offered to: candidates in the router's order, other forces by name, what is outside this
    hub, the desk last.

    Raises:
        NotFound: the actor's organisation sees no such referral.
    """
    referral = told(referral_id)
    agreed = set(receivers(Category.REFERRAL))
    reasons = _reasons(referral_id)
    forces = [each for each in directory(actor, kind=OrganisationKind.POLICE_FORCE) if each.id != actor.organisation_id]
    register = in_force_at(referral.desk_id)
    serving = {each.organisation_id: each.countries for each in register if each.organisation_id}
    why = {each.id: _why(each.force_code, serving.get(each.id, ()), reasons) for each in forces}
    named = sorted((each for each in forces if why[each.id]), key=lambda each: [*reasons.values()].index(why[each.id]))
    others = [each for each in forces if each not in named and each.id in agreed]
    found = [
        HandOverChoice(
            id=each.id,
            name=each.name,
            reason=why[each.id],
            is_agreed=each.id in agreed,
            countries=serving.get(each.id, ()),
        )
        for each in (*named, *others)
    ]
    outside = [
        HandOverChoice(
            id=each.id,
            name=each.name,
            reason=_why(None, each.countries, reasons),
            is_outside=True,
            countries=each.countries,
        )
        for each in register
        if each.is_outside
    ]
    desk = names_of({referral.desk_id}).get(referral.desk_id, "")
    outside.sort(key=lambda each: not each.reason)
    return (*found, *outside, HandOverChoice(id=referral.desk_id, name=desk, is_desk=True))


def _why(force_code: str | None, countries: tuple[str, ...], reasons: dict[str, str]) -> str:
    """Why the router named a force, or a country whose central desk it is."""
    return next((reasons[key] for key in (force_code, *countries) if key is not None and key in reasons), "")


def _reasons(referral_id: UUID) -> dict[str, str]:
    """The router's reasons in its order, of the newest decision that had any: by force, or by the country where it
    named none.
    """
    candidates = next((route.candidates for route in routes_of(referral_id) if route.candidates), ())
    named = ((each.force or each.country, each) for each in candidates)
    return {key: said_row(each.phrases, BETWEEN, each.reason) for key, each in named if key}
