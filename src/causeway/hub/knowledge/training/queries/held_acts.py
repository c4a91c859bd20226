"""Whether whoever acts may do an act of its own now, asked by the command and by the page that offers it."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import Conflict
from causeway.hub.knowledge.training.held_acts import SKILL_OF_ACT, HeldAct, is_urgent
from causeway.hub.knowledge.training.models import SkillRule
from causeway.hub.knowledge.training.queries.standing import TaskStanding, standing_in
from causeway.hub.knowledge.training.skills import SKILL_NAMES
from causeway.hub.knowledge.training.words import Rule


def act_standing(actor: Actor, act: HeldAct, referral_id: UUID) -> TaskStanding | None:
    """How whoever acts stands towards an act about a referral; None where no rule speaks of it, or where a child may be
    in danger now. Runs inside the caller's transaction.
    """
    skill = SKILL_OF_ACT[act]
    row = SkillRule.objects.filter(skill=skill.value).exclude(rule=Rule.NONE.value).first()
    if row is None or actor.member_id is None or is_urgent(referral_id):
        return None
    return standing_in(
        actor.member_id, skill, Rule(row.rule), task_id=referral_id, act=act.value, on=timezone.now().date()
    )


def refuse_unless_certified(actor: Actor, act: HeldAct, referral_id: UUID) -> None:
    """Refuse an act that a rule holds. Runs inside the caller's transaction.

    Raises:
        Conflict: it needs a certificate that the actor does not hold, and no supervisor let them do it.
    """
    standing = act_standing(actor, act, referral_id)
    if standing is not None and standing.is_held_up:
        skill = {"skill": SKILL_NAMES[standing.skill]}
        raise Conflict(
            _("This needs a valid certificate: %(skill)s. Ask a colleague who has it, or a supervisor.") % skill
        )
