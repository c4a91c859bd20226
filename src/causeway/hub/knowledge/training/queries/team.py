"""A team's training, for whoever leads it: who holds what, what expires, what waits to be decided; and what each force
lacks, for a desk.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.looking import enter_export
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.organisations.queries.people import Person, active_people, member_names
from causeway.hub.base.vault.opening import read_sealed
from causeway.hub.knowledge.training.held_acts import ACT_NAMES, HeldAct
from causeway.hub.knowledge.training.learner import member_of
from causeway.hub.knowledge.training.models import (
    Certificate,
    CertificateEvidence,
    MentoredTask,
    SkillOverride,
    SkillRule,
    SkillSummary,
    TrainingChoice,
)
from causeway.hub.knowledge.training.queries.library import visible_modules
from causeway.hub.knowledge.training.queries.mine import CertificateView, SignedTask, as_views, signed_tasks
from causeway.hub.knowledge.training.queries.standing import (
    HeldFrom,
    held_by,
    holding_of_module,
    holding_of_skill,
    path_of,
    paths_in_force,
)
from causeway.hub.knowledge.training.skills import Skill
from causeway.hub.knowledge.training.validity import SUFFICES, CertificateState, Holding
from causeway.hub.knowledge.training.words import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How a member stands in one skill, and until when."""

    skill: Skill
    holding: Holding
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLine:
    """A member in the matrix. `lacks` are the titles of required modules that do not hold."""

    person: Person
    cells: tuple[Cell, ...]
    lacks: tuple[str, ...]


@query(Permission.SEE_TEAM_TRAINING)
def team_matrix(actor: Actor, *, now: datetime) -> list[TeamLine]:
    """Every active member of the actor's organisation, by name."""
    return _matrix(actor, now)


@query(Permission.SEE_TEAM_TRAINING)
def export_team(actor: Actor, *, now: datetime) -> list[TeamLine]:
    """The same, to take away; that it was taken is entered."""
    enter_export("team_training", {})
    return _matrix(actor, now)


def _matrix(actor: Actor, now: datetime) -> list[TeamLine]:
    people, on = active_people(), now.date()
    held, views, paths = held_by([one.id for one in people]), visible_modules(), paths_in_force(actor.organisation_kind)
    lines = []
    for person in people:
        own = held[person.id]
        asked = [wanted for wanted in path_of(paths, person.roles) if wanted.is_required and wanted.module_id in views]
        lacking = [
            views[wanted.module_id].module
            for wanted in asked
            if holding_of_module(own, wanted.module_id, views[wanted.module_id].module.skill, on) not in SUFFICES
        ]
        lines.append(
            TeamLine(
                person=person,
                cells=tuple(_cell(own, skill, on) for skill in Skill),
                lacks=tuple(module.title for module in lacking if module.has_test),
            )
        )
    return lines


def _cell(own: list[HeldFrom], skill: Skill, on: date) -> Cell:
    days = [one.expires_on for _, one in own if one.skill == skill.value and one.expires_on]
    return Cell(skill=skill, holding=holding_of_skill(own, skill.value, on), until=max(days, default=None))


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """The rule of one skill."""

    skill: Skill
    rule: Rule
    mentored_tasks: int


@query(Permission.MANAGE_TRAINING)
def rules(actor: Actor) -> tuple[list[RuleLine], bool]:
    """The rule of every skill, and whether the desk sees exact counts."""
    rows = {row.skill: row for row in SkillRule.objects.all()}
    lines = [
        RuleLine(
            skill=skill,
            rule=Rule(rows[skill.value].rule) if skill.value in rows else Rule.NONE,
            mentored_tasks=rows[skill.value].mentored_tasks if skill.value in rows else 0,
        )
        for skill in Skill
    ]
    return lines, TrainingChoice.objects.filter(shares_exact_counts=True).exists()


@query(Permission.CONFIRM_CERTIFICATES)
def certificates_to_confirm(actor: Actor) -> list[CertificateView]:
    """Certificates from outside that wait, oldest first; not the actor's own."""
    rows = Certificate.objects.filter(state=CertificateState.WAITING.value).exclude(member_id=member_of(actor))
    return as_views(list(rows.select_related("evidence").order_by("added_at")))


@query(Permission.SEE_TEAM_TRAINING)
def evidence_of(actor: Actor, certificate_id: UUID) -> tuple[str, bytes]:
    """The file that came with a certificate: its name and its bytes. Taking it is entered.

    Raises:
        NotFound: no such file.
    """
    row = CertificateEvidence.objects.filter(certificate_id=certificate_id).first()
    if row is None:
        raise NotFound(_("There is no such file."))
    enter_export("certificate_evidence", {"certificate": str(certificate_id)})
    if row.sealed_id is not None:
        return row.name, read_sealed(row.sealed_id)
    return row.name, bytes(row.content or b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideView:
    """A task that was allowed without the certificate."""

    id: UUID
    member: str
    skill: str
    title: str
    case_id: UUID | None
    referral_id: UUID | None
    given_by: str
    reason: str
    given_at: datetime
    reviewed_at: datetime | None
    reviewed_by: str
    review_note: str
    was_justified: bool | None
    may_review: bool


@query(Permission.REVIEW_OVERRIDES)
def overrides(actor: Actor, *, limit: int = 200) -> list[OverrideView]:
    """Overrides, those to review first, then newest first."""
    rows = list(SkillOverride.objects.order_by("-given_at")[:limit])
    people = {one for row in rows for one in (row.member_id, row.given_by_id, row.reviewed_by_id) if one}
    names = member_names(people)
    rows.sort(key=lambda row: row.reviewed_at is not None)
    return [
        OverrideView(
            id=row.id,
            member=names.get(row.member_id, ""),
            skill=row.skill,
            title=_title(row),
            case_id=row.case_id,
            referral_id=row.task_id if row.act else None,
            given_by=names.get(row.given_by_id, ""),
            reason=row.reason,
            given_at=row.given_at,
            reviewed_at=row.reviewed_at,
            reviewed_by=names.get(row.reviewed_by_id, "") if row.reviewed_by_id else "",
            review_note=row.review_note,
            was_justified=row.was_justified,
            may_review=row.reviewed_at is None and actor.member_id not in {row.given_by_id, row.member_id},
        )
        for row in rows
    ]


def _title(row: SkillOverride) -> str:
    """What was allowed: an act in the reader's language, whatever the language of whoever allowed it."""
    if row.act not in set(HeldAct):
        return row.title
    return f"{ACT_NAMES[HeldAct(row.act)]}: {row.title.rsplit(': ', maxsplit=1)[-1]}"


@query(Permission.LEARN)
def tasks_to_sign(actor: Actor, *, now: datetime) -> list[SignedTask]:
    """First tasks of others that the actor, holding the skill, may sign as mentor; oldest first."""
    if actor.member_id is None:
        return []
    own = held_by([actor.member_id])[actor.member_id]
    mine = [skill.value for skill in Skill if holding_of_skill(own, skill.value, now.date()) in SUFFICES]
    rows = MentoredTask.objects.filter(signed_at=None, skill__in=mine).exclude(member_id=actor.member_id)
    return signed_tasks(rows.order_by("done_at"))


@query(Permission.SEE_TEAM_TRAINING)
def log_of_signed(actor: Actor, member_id: UUID) -> tuple[str, list[SignedTask], list[CertificateView]]:
    """One member's name, their tasks beside a mentor, and their certificates.

    Raises:
        NotFound: the organisation has no such member.
    """
    names = member_names({member_id})
    if member_id not in names:
        raise NotFound(_("There is no such member."))
    rows = Certificate.objects.filter(member_id=member_id).select_related("evidence").order_by("-issued_on")
    tasks = MentoredTask.objects.filter(member_id=member_id).order_by("-done_at")
    return names[member_id], signed_tasks(tasks), as_views(list(rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceLine:
    """A force, and what of its counts may be known, by skill. None: too few to tell."""

    force: str
    members: int | None
    qualified: dict[Skill, int | None]
    is_exact: bool
    counted_at: datetime


@query(Permission.COMPARE_FORCES)
def forces_overview(actor: Actor) -> list[ForceLine]:
    """What each force told of its training, by name."""
    found: dict[UUID, list[SkillSummary]] = {}
    for row in SkillSummary.objects.filter(desk_id=actor.organisation_id):
        found.setdefault(row.organisation_id, []).append(row)
    names = names_of(set(found))
    lines = [
        ForceLine(
            force=names.get(force_id, ""),
            members=rows[0].members,
            qualified={Skill(row.skill): row.qualified for row in rows if row.skill in set(Skill)},
            is_exact=rows[0].is_exact,
            counted_at=max(row.counted_at for row in rows),
        )
        for force_id, rows in found.items()
    ]
    return sorted(lines, key=lambda line: line.force)


@query(Permission.COMPARE_FORCES)
def export_forces(actor: Actor) -> list[ForceLine]:
    """The same, to take away; that it was taken is entered."""
    enter_export("force_training", {})
    return forces_overview(actor)
