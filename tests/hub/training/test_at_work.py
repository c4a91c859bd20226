"""Training at tasks of a case: rules, overrides, mentors; and that nothing holds up protecting a child."""

from uuid import UUID

import pytest
from django.urls import reverse

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotPermitted
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.models import Entry
from causeway.hub.knowledge.training.commands.at_work import TaskAtWork, override_skill, review_override, sign_task
from causeway.hub.knowledge.training.commands.outside_certificates import Claim, claim_certificate, decide_certificate
from causeway.hub.knowledge.training.commands.set_rules import set_rule
from causeway.hub.knowledge.training.models import SkillRule
from causeway.hub.knowledge.training.queries.mine import my_training
from causeway.hub.knowledge.training.queries.team import overrides, tasks_to_sign
from causeway.hub.knowledge.training.skills import NEVER_GATED_SKILLS, Skill
from causeway.hub.knowledge.training.words import Rule
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.cases.commands.work_case import change_task
from causeway.hub.road.cases.models import CaseTask
from causeway.hub.road.cases.queries.task_training import training_at
from causeway.hub.road.cases.words import TaskState
from causeway.vocabulary.organisations import Role
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of
from hub.told_referrals import Road, build_road
from hub.training.conftest import NOW


@pytest.fixture
def road(world: SmallWorld) -> Road:
    """A road with everybody on it."""
    return build_road(world)


@pytest.fixture
def supervisor(road: Road) -> Actor:
    return road.world.member(road.force, Role.SUPERVISOR, name="Sandy Marsh")


def a_task(road: Road, actor: Actor, code: str) -> tuple[UUID, UUID]:
    """A case with grooming's playbook, and one of its tasks."""
    case_id = open_case(actor, road.referral(), playbook_code="grooming_without_a_file")
    with acting_as(actor):
        return case_id, CaseTask.objects.get(case_id=case_id, code=code).id


def certified(road: Road, member: Actor, supervisor: Actor, skill: Skill = Skill.GROOMING) -> None:
    claim = Claim(skill=skill, title="A course", provider="A college", issued_on=NOW.date(), expires_on=None)
    certificate_id = claim_certificate(member, claim, None, now=NOW)
    decide_certificate(supervisor, certificate_id, is_confirmed=True, now=NOW)


def test_a_gated_task_is_held_up_until_the_member_is_certified(road: Road, supervisor: Actor) -> None:
    investigator = road.investigator()
    case_id, task_id = a_task(road, investigator, "read_account")
    set_rule(supervisor, Skill.GROOMING, Rule.GATE, mentored_tasks=0)
    for state in (TaskState.DOING, TaskState.DONE):
        with pytest.raises(Conflict, match="certificate"):
            change_task(investigator, case_id, task_id, state)
    change_task(investigator, case_id, task_id, TaskState.NOT_DONE, reason="A colleague has it.")
    certified(road, investigator, supervisor)
    change_task(investigator, case_id, task_id, TaskState.DONE, evidence="In the log.")


def test_a_warning_holds_up_nothing(road: Road, supervisor: Actor) -> None:
    investigator = road.investigator()
    case_id, task_id = a_task(road, investigator, "read_account")
    set_rule(supervisor, Skill.GROOMING, Rule.WARN, mentored_tasks=0)
    standing = training_at(investigator, case_id, task_id)
    assert standing is not None
    assert (standing.rule, standing.is_qualified, standing.is_held_up) == (Rule.WARN, False, False)
    change_task(investigator, case_id, task_id, TaskState.DONE, evidence="In the log.")


def test_no_rule_can_hold_up_protecting_a_child(road: Road, supervisor: Actor) -> None:
    investigator = road.investigator()
    case_id, task_id = a_task(road, investigator, "tell_safeguarding")
    for skill in NEVER_GATED_SKILLS:
        with pytest.raises(Invalid, match="protected now"):
            set_rule(supervisor, skill, Rule.GATE, mentored_tasks=0)
    with acting_as(supervisor):  # even where a rule stands in the table
        for skill in Skill:
            SkillRule(organisation_id=road.force.id, skill=skill.value, rule="gate").save(force_insert=True)
    standing = training_at(investigator, case_id, task_id)
    assert standing is not None
    assert not standing.is_held_up
    change_task(investigator, case_id, task_id, TaskState.DONE, evidence="In the log.")
    urgent = open_case(investigator, road.referral(), playbook_code="urgent_danger")
    with acting_as(investigator):
        tasks = list(CaseTask.objects.filter(case_id=urgent).values_list("id", flat=True))
    for each in tasks:
        change_task(investigator, urgent, each, TaskState.DONE, evidence="In the log.")


def test_an_override_lets_one_task_be_done_and_somebody_else_reviews_it(road: Road, supervisor: Actor) -> None:
    investigator = road.investigator()
    case_id, task_id = a_task(road, investigator, "read_account")
    set_rule(supervisor, Skill.GROOMING, Rule.GATE, mentored_tasks=0)
    task = TaskAtWork(task_id=task_id, case_id=case_id, title="Read it", skill=Skill.GROOMING)
    assert investigator.member_id is not None
    with pytest.raises(NotPermitted):
        override_skill(investigator, investigator.member_id, task, "I can.", now=NOW)
    with pytest.raises(Invalid):
        override_skill(supervisor, investigator.member_id, task, " ", now=NOW)
    override_id = override_skill(supervisor, investigator.member_id, task, "Nobody else on duty.", now=NOW)
    change_task(investigator, case_id, task_id, TaskState.DONE, evidence="In the log.")
    with acting_as(supervisor):
        assert Entry.objects.filter(act=Act.SKILL_OVERRIDDEN.value, subjects__contains=[case_id]).count() == 1
    with pytest.raises(Conflict, match="neither gave"):
        review_override(supervisor, override_id, "Fine.", was_justified=True, now=NOW)
    trainer = road.world.member(road.force, Role.TRAINER)
    address = reverse("training:override", args=[override_id])
    assert b"Open the case" in client_of(supervisor).get(address).content
    assert b"Open the case" not in client_of(trainer).get(address).content  # it would be closed to them
    review_override(trainer, override_id, "There was no other way.", was_justified=True, now=NOW)
    (view,) = overrides(supervisor)
    assert (view.was_justified, view.may_review) == (True, False)


def test_first_tasks_wait_for_a_mentor_who_holds_the_skill(road: Road, supervisor: Actor) -> None:
    investigator, mentor = road.investigator(), road.world.member(road.force, Role.INVESTIGATOR, name="Kim Ford")
    set_rule(supervisor, Skill.GROOMING, Rule.NONE, mentored_tasks=1)
    case_id, task_id = a_task(road, investigator, "read_account")
    change_task(investigator, case_id, task_id, TaskState.DONE, evidence="In the log.")
    assert tasks_to_sign(mentor, now=NOW) == []
    certified(road, mentor, supervisor)
    certified(road, investigator, supervisor)
    assert tasks_to_sign(investigator, now=NOW) == []
    (waiting,) = tasks_to_sign(mentor, now=NOW)
    with pytest.raises(Conflict, match="own"):
        sign_task(investigator, waiting.id, "Well done, me.", is_good=True, now=NOW)
    with pytest.raises(Conflict, match="valid certificate"):
        sign_task(supervisor, waiting.id, "Good.", is_good=True, now=NOW)
    sign_task(mentor, waiting.id, "Clear notes.", is_good=True, now=NOW)
    (signed,) = my_training(investigator, language="en", now=NOW).signed
    assert (signed.mentor, signed.note) == ("Kim Ford", "Clear notes.")
    standing = training_at(investigator, case_id, task_id)
    assert standing is not None
    assert standing.mentored_left == 0


def test_the_task_page_guides_warns_and_offers_the_override_to_supervisors(road: Road, supervisor: Actor) -> None:
    investigator = road.investigator()
    case_id, task_id = a_task(road, investigator, "read_account")
    set_rule(supervisor, Skill.GROOMING, Rule.GATE, mentored_tasks=2)
    address = f"/cases/{case_id}/tasks/{task_id}/"
    page = client_of(investigator).get(address).content.decode()
    assert "You need a valid certificate" in page
    assert "2 more tasks" in page
    assert "without the certificate</a>" not in page
    held_up = client_of(investigator).post(address, {"state": "done", "reason": ""})
    assert held_up.status_code == 422
    assert "This task needs a valid certificate: Online grooming." in held_up.content.decode()
    assert client_of(investigator).get(f"{address}override/").status_code == 403
    assert "without the certificate</a>" in client_of(supervisor).get(address).content.decode()
    answer = client_of(supervisor).post(
        f"{address}override/", {"member_id": str(investigator.member_id), "reason": "Alone on duty."}
    )
    assert answer.status_code == 302
    assert (
        client_of(investigator).post(address, {"state": "done", "reason": "", "evidence": "In the log."}).status_code
        == 302
    )
