"""What goes on in training beside the road's story, so that none of its tables is empty: a service's module that every
organisation reads and rates, and a force that learns, allows a task without the certificate and signs another.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils import timezone

from causeway.hub.base.vault.sealing import write_sealed
from causeway.hub.knowledge.training.commands.at_work import TaskAtWork, override_skill
from causeway.hub.knowledge.training.commands.keep import count_for_desks
from causeway.hub.knowledge.training.commands.learn import open_section
from causeway.hub.knowledge.training.commands.outside_certificates import Claim, Evidence, claim_certificate
from causeway.hub.knowledge.training.commands.publish_module import publish, send_for_review, share_module
from causeway.hub.knowledge.training.commands.rate_module import rate_module
from causeway.hub.knowledge.training.commands.set_rules import set_path, set_rule, share_exact_counts
from causeway.hub.knowledge.training.commands.take_test import start_test
from causeway.hub.knowledge.training.commands.write_module import add_picture, begin_module, change_draft
from causeway.hub.knowledge.training.content import Module, Picture, Section, shipped_id
from causeway.hub.knowledge.training.editing import with_section
from causeway.hub.knowledge.training.paths import Wanted
from causeway.hub.knowledge.training.queries.drafts import draft
from causeway.hub.knowledge.training.skills import Skill
from causeway.hub.knowledge.training.words import Rule, TestKind
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.cases.commands.work_case import change_task
from causeway.hub.road.cases.queries.case_view import open_to_read
from causeway.hub.road.cases.words import TaskState
from causeway.vocabulary.organisations import Role

if TYPE_CHECKING:
    from road.stories import Story

_IMAGES = shipped_id("image_collections")


def training_work(story: "Story") -> None:
    """Every table of training holds something of somebody."""
    _a_module_of_the_service(story)
    _a_force_that_learns(story)


def _a_module_of_the_service(story: "Story") -> None:
    world = story.world
    trainer = world.member(story.service, Role.TRAINER)
    reviewer = world.member(story.service, Role.SUPERVISOR)
    shared, own = (
        begin_module(trainer, title=title, about="How to read our records.", language="en")
        for title in ("Our records", "A module that is still being written")
    )
    pictures = [add_picture(trainer, b"\xff\xd8\xff drawn") for _each in range(2)]
    page = Section(code="one", title="Records", text="One line is one sign-in.")

    def illustrated(module: Module) -> Module:
        return with_section(module, replace(page, picture=Picture(source=str(pictures[0]), alt="A line of a record")))

    change_draft(trainer, shared, illustrated)
    module_id = draft(trainer, shared).module_id
    send_for_review(trainer, shared)
    publish(reviewer, shared, now=timezone.now())
    change_draft(trainer, own, illustrated)
    share_module(trainer, module_id, everyone=False, with_ids=[story.force.id])
    rate_module(world.member(story.force, Role.ANALYST), module_id, 4, "Which zone?", on=timezone.localdate())


def _a_force_that_learns(story: "Story") -> None:
    world, now = story.world, timezone.now()
    learner = world.member(story.force, Role.INVESTIGATOR)
    supervisor = world.member(story.force, Role.SUPERVISOR)
    open_section(learner, _IMAGES, 1, language="en", now=now)
    start_test(learner, _IMAGES, TestKind.PRE, language="en", now=now)
    rate_module(learner, _IMAGES, 5, "", on=now.date())
    claim = Claim(skill=Skill.GROOMING, title="A course", provider="A college", issued_on=now.date(), expires_on=None)
    claim_certificate(learner, claim, Evidence(name="scan.pdf", sealed=write_sealed([b"%PDF-"])), now=now)
    set_path(supervisor, Role.INVESTIGATOR, [Wanted(module_id=_IMAGES, is_required=True, valid_months=12)])
    set_rule(supervisor, Skill.URGENT_DANGER, Rule.WARN, mentored_tasks=1)
    share_exact_counts(supervisor, is_shared=False)
    case_id = open_case(learner, story.emergency, playbook_code="urgent_danger")
    task = next(task for task in open_to_read(learner, case_id).tasks if task.code == "locate_child")
    change_task(learner, case_id, task.id, TaskState.DONE, evidence="In the log.")
    assert learner.member_id is not None
    at_work = TaskAtWork(task_id=task.id, case_id=case_id, title=task.title, skill=Skill.URGENT_DANGER)
    override_skill(supervisor, learner.member_id, at_work, "Nobody else is on duty.", now=now)
    count_for_desks(world.program(story.force), now)
