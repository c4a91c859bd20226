"""Setting up a desk: for which decisions a second opinion is needed, how long a hold and how long candidates last."""

from dataclasses import asdict

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command, query
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.candidates.models import DeskSettings
from causeway.hub.road.candidates.ordering import faulty_wait
from causeway.hub.road.candidates.settings import BASIS_CHARACTERS, BOUNDS, Settings, settings_of_desk


@query(Permission.READ_CANDIDATES)
def desk_settings(actor: Actor) -> Settings:
    """How the actor's organisation has set up its desk."""
    return settings_of_desk()


@command(Permission.SUPERVISE_CANDIDATES)
def set_up_desk(actor: Actor, chosen: Settings) -> None:
    """Keep how the desk is set up. It holds from the next decision, hold, look and erasure on; how long a kind may wait
    holds for what comes from now on.

    Raises:
        Invalid: a number lies outside its bounds; `field` says which, or the kind that would wait so.
    """
    for name, (low, high) in BOUNDS.items():
        if not low <= getattr(chosen, name) <= high:
            raise Invalid(_("Enter a number from %(low)d to %(high)d.") % {"low": low, "high": high}, field=name)
    if rule := faulty_wait(chosen.may_wait_hours):
        raise Invalid(_("No kind waits shorter than what is imminent, nor longer than a week."), field=rule.value)
    if len(chosen.text_basis) > BASIS_CHARACTERS:
        raise Invalid(_("This is longer than %(most)s characters.") % {"most": BASIS_CHARACTERS}, field="text_basis")
    kept = {
        **asdict(chosen),
        "second_opinion_for": sorted(decision.value for decision in chosen.second_opinion_for),
        "may_wait_hours": {rule.value: hours for rule, hours in chosen.may_wait_hours.items()},
    }
    DeskSettings.objects.update_or_create(
        organisation_id=actor.organisation_id, defaults={**kept, "changed_at": timezone.now()}
    )
    enter(Act.CANDIDATE_SETTINGS_CHANGED, subjects=[actor.organisation_id], details=kept)
