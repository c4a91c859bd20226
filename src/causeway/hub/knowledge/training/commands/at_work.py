"""Training at a task: a supervisor's override, its review, and a mentor's signature."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS, given_reason
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.people import active_people
from causeway.hub.knowledge.training.learner import member_of
from causeway.hub.knowledge.training.models import MentoredTask, SkillOverride
from causeway.hub.knowledge.training.queries.standing import TaskStanding, held_by, holding_of_skill
from causeway.hub.knowledge.training.skills import Skill
from causeway.hub.knowledge.training.validity import SUFFICES

NOTE_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAtWork:
    """A task of a case, as training knows it; or an act of its own about the referral `task_id`, in a case or none."""

    task_id: UUID
    case_id: UUID | None
    title: str
    skill: Skill
    act: str = ""


@command(Permission.OVERRIDE_SKILL)
def override_skill(actor: Actor, member_id: UUID, task: TaskAtWork, reason: str, *, now: datetime) -> UUID:
    """Let a member without the certificate do one task, or an act about one referral, now. It is entered, and somebody
    else looks at it afterwards.

    Raises:
        NotFound: no such member.
        Invalid: the reason is missing or too long.
        Conflict: it was allowed before, or the member holds the skill.
    """
    if member_id not in {person.id for person in active_people()}:
        raise NotFound(_("There is no such member."))
    missing = _("Say why it cannot wait, in at most 500 characters.")
    reason = given_reason(reason, most=SHORT_REASON_CHARACTERS, missing=missing)
    if holding_of_skill(held_by([member_id])[member_id], task.skill.value, now.date()) in SUFFICES:
        raise Conflict(_("This member holds the certificate and needs no permission."))
    if SkillOverride.objects.filter(member_id=member_id, task_id=task.task_id, act=task.act).exists():
        raise Conflict(_("This was allowed before."))
    row = SkillOverride(
        organisation_id=actor.organisation_id,
        member_id=member_id,
        skill=task.skill.value,
        task_id=task.task_id,
        act=task.act,
        case_id=task.case_id,
        title=task.title,
        given_by_id=member_of(actor),
        reason=reason,
        given_at=now,
    )
    row.save(force_insert=True)
    enter(
        Act.SKILL_OVERRIDDEN,
        subjects=[task.case_id or task.task_id, member_id],
        details={"task": task.title, "skill": task.skill.value, "reason": reason},
    )
    return row.id


@command(Permission.REVIEW_OVERRIDES)
def review_override(actor: Actor, override_id: UUID, note: str, *, was_justified: bool, now: datetime) -> None:
    """Look at an override afterwards. Neither whoever gave it nor whoever used it does.

    Raises:
        NotFound: no such override.
        Conflict: it was reviewed before, or the reviewer gave or used it.
        Invalid: the note is missing or too long.
    """
    row = SkillOverride.objects.filter(id=override_id).first()
    if row is None:
        raise NotFound(_("There is no such override."))
    if row.reviewed_at is not None:
        raise Conflict(_("This was reviewed before."))
    if actor.member_id in {row.given_by_id, row.member_id}:
        raise Conflict(_("Somebody who neither gave nor used it reviews this."))
    missing = _("Say what you found, in at most 500 characters.")
    note = given_reason(note, most=SHORT_REASON_CHARACTERS, field="note", missing=missing)
    row.reviewed_at, row.reviewed_by_id = now, member_of(actor)
    row.review_note, row.was_justified = note, was_justified
    row.save(update_fields=["reviewed_at", "reviewed_by_id", "review_note", "was_justified"])
    enter(
        Act.OVERRIDE_REVIEWED,
        subjects=[row.case_id or row.task_id, row.member_id],
        details={"task": row.title, "was_justified": was_justified},
    )


def note_task_done(actor: Actor, task: TaskAtWork, standing: TaskStanding | None, *, now: datetime) -> None:
    """Put a first task of a skill before the mentors. Runs inside the caller's transaction; the task stays done
    whatever a mentor says of it.
    """
    if standing is None or not standing.mentored_left or actor.member_id is None or task.case_id is None:
        return
    MentoredTask.objects.get_or_create(
        organisation_id=actor.organisation_id,
        member_id=actor.member_id,
        task_id=task.task_id,
        defaults={"skill": task.skill.value, "case_id": task.case_id, "title": task.title, "done_at": now},
    )


@command(Permission.LEARN)
def sign_task(actor: Actor, mentored_id: UUID, note: str, *, is_good: bool, now: datetime) -> None:
    """Sign a task that a member did while learning. A mentor holds the skill, and is somebody else.

    Raises:
        NotFound: no such task.
        Conflict: it was signed before, it is the mentor's own, or the mentor does not hold the skill.
        Invalid: the note is missing or too long.
    """
    row = MentoredTask.objects.filter(id=mentored_id).first()
    if row is None:
        raise NotFound(_("There is no such task."))
    if row.signed_at is not None:
        raise Conflict(_("This task was signed before."))
    mentor_id = member_of(actor)
    if mentor_id == row.member_id:
        raise Conflict(_("Somebody else signs your own task."))
    if holding_of_skill(held_by([mentor_id])[mentor_id], row.skill, now.date()) not in SUFFICES:
        raise Conflict(_("A mentor holds a valid certificate of this skill."))
    if not note.strip() or len(note) > NOTE_CHARACTERS:
        raise Invalid(_("Write what went well and what to do next time, in at most 1,000 characters."), field="note")
    row.mentor_id, row.signed_at, row.is_good, row.note = mentor_id, now, is_good, note.strip()
    row.save(update_fields=["mentor_id", "signed_at", "is_good", "note"])
    enter(Act.TASK_SIGNED, subjects=[row.case_id, row.member_id], details={"task": row.title, "is_good": is_good})
