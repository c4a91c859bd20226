"""What training says of acts about a referral, for the pages that offer them."""

from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.knowledge.training.held_acts import HeldAct
from causeway.hub.knowledge.training.queries.held_acts import act_standing
from causeway.hub.knowledge.training.queries.standing import TaskStanding
from causeway.hub.road.referrals.queries.facts import facts_of


@query(Permission.READ_REFERRAL)
def standing_at_act(actor: Actor, act: HeldAct, referral_id: UUID) -> TaskStanding | None:
    """How the reader stands towards an act; None where no rule speaks of it."""
    return act_standing(actor, act, referral_id)


@query(Permission.OVERRIDE_SKILL)
def referral_to_allow(actor: Actor, referral_id: UUID) -> str:
    """The reference of a referral about which a supervisor lets somebody act.

    Raises:
        NotFound: the actor's organisation sees no such referral.
    """
    del actor
    fact = facts_of([referral_id]).get(referral_id)
    if fact is None:
        raise NotFound(_("There is no such referral."))
    return fact.reference
