"""Taking a referral from the queue, so that others see that somebody works on it, and giving it back."""

from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.projecting import hold_lines, project_item
from causeway.vocabulary.organisations import Role


@command(Permission.TAKE_ITEM)
def take_item(actor: Actor, referral_id: UUID) -> None:
    """Take a referral on. Taking what one has already changes nothing.

    Raises:
        NotFound: it does not wait for the actor's organisation.
        Conflict: somebody else has it, or it is closed.
    """
    item = _locked(actor, referral_id)
    if item.closed_at is not None:
        raise Conflict(_("This referral does not wait here any more."))
    if item.taken_by_id == actor.member_id:
        return
    if item.taken_by_id is not None:
        raise Conflict(_("Somebody else has taken this referral."))
    enter(Act.ITEM_TAKEN, subjects=[referral_id])
    project_item(actor, referral_id)


@command(Permission.TAKE_ITEM)
def release_item(actor: Actor, referral_id: UUID) -> None:
    """Give a referral back to the queue: whoever took it may, and a supervisor.

    Raises:
        NotFound: it does not wait for the actor's organisation.
        Conflict: somebody else has it.
    """
    item = _locked(actor, referral_id)
    if item.taken_by_id is None:
        return
    if item.taken_by_id != actor.member_id and Role.SUPERVISOR not in actor.roles:
        raise Conflict(_("Somebody else has taken this referral; a supervisor can give it back."))
    enter(Act.ITEM_RELEASED, subjects=[referral_id])
    project_item(actor, referral_id)


def _locked(actor: Actor, referral_id: UUID) -> QueueItem:
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can take a referral."))
    hold_lines(actor.organisation_id, [referral_id])
    item = QueueItem.objects.filter(referral_id=referral_id).first()
    if item is None:
        raise NotFound(_("This referral does not wait for your organisation."))
    return item
