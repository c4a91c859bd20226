"""To whom a force may propose a hand-over: the router's candidates first, each with its reason, then the others."""

from dataclasses import dataclass
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import directory, names_of
from causeway.hub.base.organisations.sharing import receivers
from causeway.hub.base.theme.said import said_row
from causeway.hub.road.referrals.queries.told import told
from causeway.hub.road.routes.queries.decisions import routes_of
from causeway.routing import BETWEEN
from causeway.vocabulary.organisations import Category, OrganisationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverChoice:
    """One organisation. `reason` is why the router named it, empty where it did not. Without `is_agreed` no agreement
    in force lets a referral pass to it, and the desk has to be asked.
    """

    organisation_id: UUID
    name: str
    reason: str = ""
    is_agreed: bool = True
    is_desk: bool = False


@query(Permission.HAND_OVER)
def hand_over_choices(actor: Actor, referral_id: UUID) -> tuple[HandOverChoice, ...]:
    """Whom a referral can be offered to: candidates in the router's order, other forces by name, the desk last.

    Raises:
        NotFound: the actor's organisation sees no such referral.
    """
    referral = told(referral_id)
    agreed = set(receivers(Category.REFERRAL))
    reasons = _reasons(referral_id)
    forces = [each for each in directory(actor, kind=OrganisationKind.POLICE_FORCE) if each.id != actor.organisation_id]
    named = sorted(
        (each for each in forces if each.force_code in reasons), key=lambda each: list(reasons).index(each.force_code)
    )
    others = [each for each in forces if each not in named and each.id in agreed]
    found = [
        HandOverChoice(
            organisation_id=each.id,
            name=each.name,
            reason=reasons.get(each.force_code, ""),
            is_agreed=each.id in agreed,
        )
        for each in (*named, *others)
    ]
    desk = names_of({referral.desk_id}).get(referral.desk_id, "")
    return (*found, HandOverChoice(organisation_id=referral.desk_id, name=desk, is_desk=True))


def _reasons(referral_id: UUID) -> dict[str | None, str]:
    """The router's reasons by force, in its order, of the newest decision that had any."""
    candidates = next((route.candidates for route in routes_of(referral_id) if route.candidates), ())
    return {each.force: said_row(each.phrases, BETWEEN, each.reason) for each in candidates if each.force}
