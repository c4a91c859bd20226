"""The pages of training in a real Chromium."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.knowledge.training.commands.at_work import TaskAtWork, override_skill
from causeway.hub.knowledge.training.commands.keep import count_for_desks
from causeway.hub.knowledge.training.commands.learn import open_section
from causeway.hub.knowledge.training.commands.set_rules import set_rule
from causeway.hub.knowledge.training.commands.take_test import start_test
from causeway.hub.knowledge.training.commands.write_module import begin_next_version
from causeway.hub.knowledge.training.skills import Skill
from causeway.hub.knowledge.training.words import Rule, TestKind
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.cases.models import CaseTask
from causeway.vocabulary.organisations import Role
from hub.browser import chromium, faults_of_pages
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of
from hub.told_referrals import Road, build_road
from hub.training.conftest import FIRST_RESPONSE, IMAGES, NOW, take

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One Chromium for all."""
    yield from chromium()


def _gated_task(road: Road, learner: Actor, supervisor: Actor) -> tuple[UUID, UUID]:
    set_rule(supervisor, Skill.IMAGE_COLLECTIONS, Rule.GATE, mentored_tasks=3)
    case_id = open_case(learner, road.referral(), playbook_code="image_referral")
    with acting_as(learner):
        task = CaseTask.objects.get(case_id=case_id, code="known_or_new")
    at_work = TaskAtWork(task_id=task.id, case_id=case_id, title=task.title, skill=Skill.IMAGE_COLLECTIONS)
    assert supervisor.member_id is not None
    override_skill(supervisor, supervisor.member_id, at_work, "Alone on duty this night.", now=NOW)
    return case_id, task.id


def _pages(road: Road) -> list[tuple[Actor | None, str]]:
    world, force = road.world, road.force
    learner = world.member(force, Role.INVESTIGATOR, name="Robin Holt")
    supervisor = world.member(force, Role.SUPERVISOR, name="Sandy Marsh")
    trainer = world.member(force, Role.TRAINER, name="Tam Weir")
    desk = world.member(world.desk, Role.SUPERVISOR)
    open_section(learner, IMAGES, 3, language="en", now=NOW)
    done = take(learner, TestKind.POST, rightly=True, module=FIRST_RESPONSE)
    test = start_test(learner, IMAGES, TestKind.POST, language="en", now=NOW)
    case_id, task_id = _gated_task(road, learner, supervisor)
    copy = begin_next_version(trainer, IMAGES, language="en")
    count_for_desks(world.program(force), NOW)
    return [
        (learner, "/training/"),
        (learner, f"/training/modules/{IMAGES}/pages/2/"),
        (learner, f"/training/tests/{test}/"),
        (learner, f"/training/tests/{done.attempt_id}/"),
        (learner, f"/cases/{case_id}/tasks/{task_id}/"),
        (supervisor, "/training/team/"),
        (trainer, f"/training/write/{copy}/"),
        (trainer, f"/training/modules/{FIRST_RESPONSE}/quality/"),
        (desk, "/training/forces/"),
        (None, "/check-certificate/"),
    ]


def test_the_pages_are_accessible_fit_and_break_no_policy(
    browser: "Browser", committed_world: SmallWorld, live_server: Any
) -> None:
    visits: list[tuple[Client | None, str]] = [
        (client_of(actor) if actor else None, path) for actor, path in _pages(build_road(committed_world))
    ]
    assert faults_of_pages(browser, live_server.url, visits) == []
