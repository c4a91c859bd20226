"""Opening a desk, and setting it up: second opinions, holds, how long things last and wait, how people are spared."""

from dataclasses import asdict

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command, query
from causeway.hub.base.acting.errors import Conflict, Invalid, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.commands.change_member import change_roles
from causeway.hub.base.organisations.queries.people import active_people, people_in_roles
from causeway.hub.road.candidates.holding import member_of
from causeway.hub.road.candidates.models import DeskSettings
from causeway.hub.road.candidates.ordering import faulty_wait
from causeway.hub.road.candidates.settings import (
    BASIS_CHARACTERS,
    BOUNDS,
    SIX_MONTHS_DAYS,
    TEXTS,
    Settings,
    settings_of_desk,
)
from causeway.vocabulary.organisations import OrganisationKind, Role

_DESK_ROLES = (Role.REVIEWER, Role.SUPERVISOR)


@query(Permission.READ_CANDIDATES)
def desk_settings(actor: Actor) -> Settings:
    """How the actor's organisation has set up its desk."""
    return settings_of_desk()


@command(Permission.MANAGE_MEMBERS)
def open_desk(actor: Actor) -> None:
    """Open the desk of a service at which nobody reviews yet: the administrator who asks becomes its reviewer,
    supervisor and sender as well. For somebody who is alone, no decision waits for a second opinion.

    Raises:
        NotPermitted: this is no service, or a program asks.
        Conflict: somebody reviews here already.
    """
    member_id = member_of(actor)
    if actor.organisation_kind is not OrganisationKind.SERVICE:
        raise NotPermitted(_("Only a service has a desk of reviewers."))
    if people_in_roles(_DESK_ROLES):
        raise Conflict(_("Somebody reviews here already. Change what people may do under Organisation."))
    people = active_people()
    (own,) = [one for one in people if one.id == member_id]
    change_roles(actor, member_id, {*own.roles, *_DESK_ROLES, Role.SENDER})
    if len(people) == 1:
        _keep(actor, Settings(second_opinion_for=frozenset()))


@query(Permission.MANAGE_MEMBERS)
def may_open_desk(actor: Actor) -> bool:
    """Whether the actor's organisation is a service at which nobody reviews yet."""
    return actor.organisation_kind is OrganisationKind.SERVICE and not people_in_roles(_DESK_ROLES)


@command(Permission.SUPERVISE_CANDIDATES)
def set_up_desk(actor: Actor, chosen: Settings) -> None:
    """Keep how the desk is set up. It holds from the next decision, hold, look and erasure on; how long a kind may wait
    holds for what comes from now on.

    Raises:
        Invalid: a number lies outside its bounds; `field` says which, or the kind that would wait so. Or what an appeal
            needs would go before one can be made, and no ground for that is given.
    """
    for name, (low, high) in BOUNDS.items():
        if not low <= getattr(chosen, name) <= high:
            raise Invalid(_("Enter a number from %(low)d to %(high)d.") % {"low": low, "high": high}, field=name)
    if rule := faulty_wait(chosen.may_wait_hours):
        raise Invalid(_("No kind waits shorter than what is imminent, nor longer than a week."), field=rule.value)
    for name in TEXTS:
        if len(getattr(chosen, name)) > BASIS_CHARACTERS:
            raise Invalid(_("This is longer than %(most)s characters.") % {"most": BASIS_CHARACTERS}, field=name)
    if chosen.days_appealable < SIX_MONTHS_DAYS and not chosen.shorter_because.strip():
        fault = _(
            "Account holders have six months to appeal (Regulation (EU) 2022/2065, article 20), and what is erased "
            "cannot be looked at again. Keep it for at least %(days)d days, or say below on what ground you need not."
        )
        raise Invalid(fault % {"days": SIX_MONTHS_DAYS}, field="days_appealable")
    _keep(actor, chosen)


def _keep(actor: Actor, chosen: Settings) -> None:
    kept = {
        **asdict(chosen),
        "second_opinion_for": sorted(decision.value for decision in chosen.second_opinion_for),
        "may_wait_hours": {rule.value: hours for rule, hours in chosen.may_wait_hours.items()},
    }
    DeskSettings.objects.update_or_create(
        organisation_id=actor.organisation_id, defaults={**kept, "changed_at": timezone.now()}
    )
    enter(Act.CANDIDATE_SETTINGS_CHANGED, subjects=[actor.organisation_id], details=kept)
