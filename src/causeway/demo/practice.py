"""Standard practice of the demonstration: the desk publishes a playbook, one force adopts it, another adapts one that
ships, and investigators work through the first steps of their cases.
"""

from dataclasses import replace
from uuid import UUID

from causeway.demo.setting_up import Cast
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.knowledge.playbooks import SAFEGUARDING_TASK, Step
from causeway.hub.knowledge.playbooks.commands.adopt import adopt
from causeway.hub.knowledge.playbooks.commands.review_draft import approve_draft, send_for_review
from causeway.hub.knowledge.playbooks.commands.write_draft import adapt, save_about, save_step, start_draft
from causeway.hub.knowledge.playbooks.queries.drafts import draft_of
from causeway.hub.knowledge.playbooks.queries.library import Ref
from causeway.hub.road.cases.commands.work_case import change_task
from causeway.hub.road.cases.queries.case_view import open_to_read
from causeway.hub.road.cases.words import TaskState
from causeway.vocabulary.organisations import Role

_STEPS_DONE = 2
_LEFT_OUT_EVERY = 4
"""In every fourth case the step after those is left out, with a reason."""

_STEPS = (
    Step(
        code="",
        title="Call the safeguarding lead back",
        guidance="Call the school the same day, on a number from its own website. Ask what they have told the family.",
        due_in_hours=8,
        roles=(Role.DUTY_OFFICER, Role.INVESTIGATOR),
        evidence=("Whom you spoke with, and when",),
        skill="first_response",
    ),
    Step(
        code="",
        title="Tell the school what happens next",
        guidance="Say who is in touch from now on, what the school may do, and what it should leave to you.",
        due_in_hours=72,
        roles=(Role.INVESTIGATOR, Role.SAFEGUARDING_LEAD),
        evidence=("What the school was told, and by whom",),
    ),
)


def keep_standard_practice(cast: Cast, desk: Organisation) -> None:
    """Write, publish, adopt and adapt, before any case is opened."""
    trainer, supervisor = _pair(cast, desk)
    draft_id = start_draft(trainer, title="Referral from a school")
    for step in _STEPS:
        save_step(trainer, draft_id, step)
    about = "A school tells of a worry about a pupil. It knows the child best, and stays part of the work."
    applies = "A referral came from a school."
    save_about(trainer, draft_id, title="Referral from a school", about=about, applies=applies, note="", is_shared=True)
    send_for_review(trainer, draft_id)
    version_id = approve_draft(supervisor, draft_id, "Clear and short.")
    for number, force in enumerate(cast.staffed_forces()):
        officer, chief = _pair(cast, force)
        if number % 2:
            _adapt(officer, chief)
        else:
            adopt(chief, Ref(version_id=version_id), reason="We have many referrals from schools.")


def work_first_steps(investigator: Actor, case_id: UUID, number: int) -> int:
    """Do the first steps of a case, and leave one out now and then; gives how many were done."""
    waiting = [
        task
        for task in open_to_read(investigator, case_id).tasks
        if not task.is_over and task.code != SAFEGUARDING_TASK
    ]
    for task in waiting[:_STEPS_DONE]:
        change_task(investigator, case_id, task.id, TaskState.DONE, evidence="Local record of the demonstration.")
    if number % _LEFT_OUT_EVERY == 0:
        for task in waiting[_STEPS_DONE : _STEPS_DONE + 1]:
            change_task(investigator, case_id, task.id, TaskState.NOT_DONE, reason="Done before, in another case.")
    return min(len(waiting), _STEPS_DONE)


def _adapt(trainer: Actor, supervisor: Actor) -> None:
    draft_id = adapt(trainer, Ref(code="image_referral"))
    step = draft_of(trainer, draft_id).playbook.step("plan_visit")
    if step is not None:
        save_step(trainer, draft_id, replace(step, due_in_hours=192), reason="Our teams plan once a week.")
    send_for_review(trainer, draft_id)
    approve_draft(supervisor, draft_id)


def _pair(cast: Cast, organisation: Organisation) -> tuple[Actor, Actor]:
    return cast.person_of(organisation, Role.TRAINER).actor, cast.person_of(organisation, Role.SUPERVISOR).actor
