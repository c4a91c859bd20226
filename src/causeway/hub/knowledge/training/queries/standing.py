"""How members stand: which skills they hold, what their path asks, and whether one may do a task now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.knowledge.training.models import Certificate, MentoredTask, PathStep, SkillOverride, SkillRule
from causeway.hub.knowledge.training.paths import Wanted, shipped_paths
from causeway.hub.knowledge.training.queries.library import modules_of_skill, visible_modules
from causeway.hub.knowledge.training.skills import Skill, may_be_gated, skill_of
from causeway.hub.knowledge.training.validity import SUFFICES, CertificateState, Held, Holding, holding
from causeway.hub.knowledge.training.words import Rule
from causeway.vocabulary.organisations import OrganisationKind, Role

HeldFrom = tuple[UUID | None, Held]
"""A certificate that counts, and the module that it came from, if any."""


def held_by(member_ids: Collection[UUID]) -> dict[UUID, list[HeldFrom]]:
    """The confirmed certificates of these members, each with the module that it came from. Runs inside the caller's
    transaction.
    """
    found: dict[UUID, list[HeldFrom]] = {member_id: [] for member_id in member_ids}
    rows = Certificate.objects.filter(member_id__in=list(member_ids), state=CertificateState.CONFIRMED.value)
    for row in rows.order_by("issued_on"):
        held = Held(skill=row.skill, issued_on=row.issued_on, expires_on=row.expires_on)
        found[row.member_id].append((row.module_id, held))
    return found


def holding_of_skill(held: Sequence[HeldFrom], skill: str, on: date) -> Holding:
    """How one member stands in a skill."""
    return holding([one for _, one in held if one.skill == skill], on)


def holding_of_module(
    held: Sequence[HeldFrom], module_id: UUID, skill: str, on: date, *, is_started: bool = False
) -> Holding:
    """How one member stands towards a module: its own certificate counts, and any of the same skill."""
    counting = [one for came_from, one in held if came_from == module_id or (skill and one.skill == skill)]
    found = holding(counting, on)
    return Holding.STARTED if found is Holding.MISSING and is_started else found


def paths_in_force(kind: OrganisationKind) -> dict[Role, tuple[Wanted, ...]]:
    """The acting organisation's path of every role: its own, else the one that ships. Runs inside the caller's
    transaction.
    """
    paths = {role: wanted for (of, role), wanted in shipped_paths().items() if of is kind}
    own: dict[Role, list[Wanted]] = {}
    for row in PathStep.objects.order_by("role", "ordinal"):
        wanted = Wanted(module_id=row.module_id, is_required=row.is_required, valid_months=row.valid_months)
        own.setdefault(Role(row.role), []).append(wanted)
    return paths | {role: tuple(steps) for role, steps in own.items()}


def path_of(paths: Mapping[Role, tuple[Wanted, ...]], roles: Collection[Role]) -> list[Wanted]:
    """What somebody of these roles is asked, required first: of two rules for a module the stricter holds."""
    found: dict[UUID, Wanted] = {}
    for wanted in (each for role in sorted(roles) for each in paths.get(role, ())):
        known = found.get(wanted.module_id)
        if known is None:
            found[wanted.module_id] = wanted
        else:
            found[wanted.module_id] = Wanted(
                module_id=wanted.module_id,
                is_required=known.is_required or wanted.is_required,
                valid_months=min(known.valid_months, wanted.valid_months),
            )
    return sorted(found.values(), key=lambda wanted: not wanted.is_required)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskStanding:
    """Whether a member may do a task or an act, and what helps. `mentored_left` counts the first tasks that a mentor
    still signs; `modules` are those to learn from, by identifier and title.
    """

    skill: Skill
    rule: Rule
    holding: Holding
    is_overridden: bool
    mentored_left: int
    modules: tuple[tuple[UUID, str], ...]

    @property
    def is_qualified(self) -> bool:
        """Whether the member holds the skill today."""
        return self.holding in SUFFICES

    @property
    def is_held_up(self) -> bool:
        """Whether the member may not do it now."""
        return self.rule is Rule.GATE and not self.is_qualified and not self.is_overridden


def task_standing(
    actor: Actor, *, playbook_code: str, task_code: str, task_id: UUID, now: datetime, said: str = ""
) -> TaskStanding | None:
    """How whoever acts stands towards one task of a case; None where it asks for no skill. `said` is the skill that the
    task itself names. Runs inside the caller's transaction.
    """
    skill = skill_of(playbook_code, task_code, said=said)
    if skill is None or actor.member_id is None:
        return None
    row = SkillRule.objects.filter(skill=skill.value).first()
    rule = Rule(row.rule) if row else Rule.NONE
    if not may_be_gated(skill, playbook_code, task_code) and rule is Rule.GATE:
        rule = Rule.WARN
    signed = MentoredTask.objects.filter(
        member_id=actor.member_id, skill=skill.value, signed_at__isnull=False, is_good=True
    ).count()
    return standing_in(
        actor.member_id,
        skill,
        rule,
        task_id=task_id,
        on=now.date(),
        mentored_left=max(0, (row.mentored_tasks if row else 0) - signed),
    )


def standing_in(
    member_id: UUID, skill: Skill, rule: Rule, *, task_id: UUID, on: date, act: str = "", mentored_left: int = 0
) -> TaskStanding:
    """How a member stands in a skill towards a task, or towards an act about the referral of that identifier. Runs
    inside the caller's transaction.
    """
    return TaskStanding(
        skill=skill,
        rule=rule,
        holding=holding_of_skill(held_by([member_id])[member_id], skill.value, on),
        is_overridden=SkillOverride.objects.filter(member_id=member_id, task_id=task_id, act=act).exists(),
        mentored_left=mentored_left,
        modules=tuple(
            (view.id, view.module.title) for view in modules_of_skill(visible_modules().values(), skill.value)
        ),
    )
