"""What an organisation asks of its people: the path of each role, and the rule of each skill at tasks."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.training.models import PathStep, SkillRule, TrainingChoice
from causeway.hub.knowledge.training.paths import Wanted
from causeway.hub.knowledge.training.queries.library import visible_modules
from causeway.hub.knowledge.training.skills import NEVER_GATED_SKILLS, Skill
from causeway.hub.knowledge.training.words import Rule
from causeway.vocabulary.organisations import Role

MOST_MENTORED, LONGEST_MONTHS = 20, 120


@command(Permission.MANAGE_TRAINING)
def set_rule(actor: Actor, skill: Skill, rule: Rule, *, mentored_tasks: int) -> None:
    """Set what happens where somebody without the skill takes a task, and how many first tasks a mentor signs.

    Raises:
        Invalid: the skill protects a child now, so nothing may hold it up; or the number cannot be.
    """
    if rule is Rule.GATE and skill in NEVER_GATED_SKILLS:
        raise Invalid(_("Nobody waits for a certificate where a child is to be protected now."), field="rule")
    if not 0 <= mentored_tasks <= MOST_MENTORED:
        raise Invalid(_("Enter a number from 0 to 20."), field="mentored_tasks")
    SkillRule.objects.update_or_create(
        organisation_id=actor.organisation_id,
        skill=skill.value,
        defaults={"rule": rule.value, "mentored_tasks": mentored_tasks},
    )
    enter(
        Act.SKILL_RULE_CHANGED,
        subjects=[actor.organisation_id],
        details={"skill": skill.value, "rule": rule.value, "mentored_tasks": mentored_tasks},
    )


@command(Permission.MANAGE_TRAINING)
def set_path(actor: Actor, role: Role, steps: Sequence[Wanted]) -> None:
    """Set the path of a role; without any step, the path that ships holds again.

    Raises:
        Invalid: a module is not visible, stands twice, or counts for too long.
    """
    ids: list[UUID] = [step.module_id for step in steps]
    if len(set(ids)) != len(ids):
        raise Invalid(_("A module stands on the path twice."), field="module_id")
    if set(ids) - set(visible_modules()):
        raise Invalid(_("Choose a module that your organisation can read."), field="module_id")
    if any(not 1 <= step.valid_months <= LONGEST_MONTHS for step in steps):
        raise Invalid(_("Enter a number of months from 1 to 120."), field="valid_months")
    PathStep.objects.filter(role=role.value).delete()
    for ordinal, step in enumerate(steps):
        PathStep(
            organisation_id=actor.organisation_id,
            role=role.value,
            module_id=step.module_id,
            is_required=step.is_required,
            valid_months=step.valid_months,
            ordinal=ordinal,
        ).save(force_insert=True)
    enter(Act.PATH_CHANGED, subjects=[actor.organisation_id], details={"role": role.value, "modules": len(steps)})


@command(Permission.MANAGE_TRAINING)
def share_exact_counts(actor: Actor, *, is_shared: bool) -> None:
    """Let the desk see exact counts of who holds a skill, or only those that are large enough to name nobody. It
    takes effect with the next count.
    """
    TrainingChoice.objects.update_or_create(
        organisation_id=actor.organisation_id, defaults={"shares_exact_counts": is_shared}
    )
    enter(Act.SKILL_RULE_CHANGED, subjects=[actor.organisation_id], details={"shares_exact_counts": is_shared})
