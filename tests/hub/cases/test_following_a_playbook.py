"""A case follows what its force follows; a step knows why it applies, what to record, and from when its time runs."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotPermitted
from causeway.hub.base.clocks.marking import clocks_to_tell_of
from causeway.hub.base.ledger.acts import Act
from causeway.hub.knowledge.playbooks import SAFEGUARDING_TASK, playbooks
from causeway.hub.knowledge.playbooks.commands.review_draft import approve_draft, send_for_review
from causeway.hub.knowledge.playbooks.commands.write_draft import adapt, save_step
from causeway.hub.knowledge.playbooks.conditions import Condition
from causeway.hub.knowledge.playbooks.queries.library import Ref
from causeway.hub.knowledge.playbooks.translating import written_in
from causeway.hub.road.cases.commands.close_case import close_case
from causeway.hub.road.cases.commands.follow_playbook import change_playbook
from causeway.hub.road.cases.commands.share_practice import share_practice
from causeway.hub.road.cases.commands.take_referral import add_to_case, open_case
from causeway.hub.road.cases.commands.work_case import change_task
from causeway.hub.road.cases.models import CaseTask
from causeway.hub.road.cases.queries.case_view import open_to_read
from causeway.hub.road.cases.queries.practice import own_practice
from causeway.hub.road.cases.queries.tasks import TaskView
from causeway.hub.road.cases.words import TaskState
from causeway.vocabulary.organisations import Category, Role
from causeway.vocabulary.outcomes import Outcome, OutcomeStatus
from causeway.vocabulary.referral import Attachment
from hub.organisations.signing_in import client_of
from hub.told_referrals import TOLD, Road

WITH_FILE = replace(TOLD, attachments=(Attachment(name="boat.jpg"),))


def tasks_of(actor: Actor, case_id: UUID) -> dict[str, TaskView]:
    return {task.code: task for task in open_to_read(actor, case_id).tasks}


def test_a_step_whose_condition_does_not_hold_is_set_aside_until_a_referral_makes_it_hold(road: Road) -> None:
    investigator = road.investigator()
    case_id = open_case(investigator, road.referral(), playbook_code="image_referral")
    before = tasks_of(investigator, case_id)["check_authority"]
    assert (before.state, before.unmet, before.due_at) == (
        TaskState.NOT_APPLICABLE,
        (Condition.FILES_ATTACHED,),
        None,
    )
    assert before.is_set_aside
    add_to_case(investigator, case_id, road.referral(WITH_FILE))
    after = tasks_of(investigator, case_id)["check_authority"]
    assert (after.state, after.unmet) == (TaskState.TO_DO, ())
    assert after.due_at is not None


def test_a_task_is_read_in_the_readers_language_as_its_playbook_had_it_then(road: Road) -> None:
    investigator = road.investigator()
    case_id = open_case(investigator, road.referral(), playbook_code="safeguarding")
    for language in ("en", "nl", "it"):
        step = written_in(playbooks()["safeguarding"], language).step(SAFEGUARDING_TASK)
        with override(language):
            task = tasks_of(investigator, case_id)[SAFEGUARDING_TASK]
        assert step is not None
        assert (task.title, task.evidence, task.lang) == (step.title, step.evidence, language)


def test_a_task_without_words_in_the_readers_language_is_read_in_english(road: Road) -> None:
    investigator = road.investigator()
    case_id = open_case(investigator, road.referral(), playbook_code="safeguarding")
    with acting_as(investigator):
        CaseTask.objects.filter(case_id=case_id).update(words={})
    task = tasks_of(investigator, case_id)[SAFEGUARDING_TASK]
    with override("en-gb"):
        page = client_of(investigator).get(
            reverse("cases:task", args=[case_id, task.id]), headers={"accept-language": "nl"}
        )
    assert f'lang="en">{task.title}</h1>' in page.content.decode()


def test_what_a_person_put_aside_stays_so_when_a_referral_joins(road: Road) -> None:
    investigator = road.investigator()
    case_id = open_case(investigator, road.referral(WITH_FILE), playbook_code="image_referral")
    task = tasks_of(investigator, case_id)["check_authority"]
    change_task(investigator, case_id, task.id, TaskState.NOT_APPLICABLE, reason="Opened at the desk.")
    add_to_case(investigator, case_id, road.referral(WITH_FILE))
    assert tasks_of(investigator, case_id)["check_authority"].state is TaskState.NOT_APPLICABLE


def test_a_step_that_waits_for_another_has_no_clock_until_that_is_over(road: Road) -> None:
    investigator = road.investigator()
    case_id = open_case(investigator, road.referral(), playbook_code="first_response")
    tasks = tasks_of(investigator, case_id)
    assert (tasks["hand_over"].due_at, tasks["hand_over"].waits_for) == (None, "Record it the same day")
    change_task(investigator, case_id, tasks["record"].id, TaskState.DONE, evidence="Local record 14.")
    due = tasks_of(investigator, case_id)["hand_over"].due_at
    assert due is not None
    assert timedelta(hours=23) < due - timezone.now() < timedelta(hours=25)
    with acting_as(investigator):
        running = {clock.subject_id for clock in clocks_to_tell_of(timezone.now() + timedelta(days=60))}
    assert tasks["hand_over"].id in running
    assert tasks["after_care"].id not in running


def test_a_step_that_must_be_done_needs_what_was_recorded_or_a_reason(road: Road) -> None:
    investigator = road.investigator()
    case_id = open_case(investigator, road.referral())
    task = tasks_of(investigator, case_id)["read_account"]
    with pytest.raises(Invalid) as caught:
        change_task(investigator, case_id, task.id, TaskState.DONE)
    assert caught.value.field == "evidence"
    change_task(investigator, case_id, task.id, TaskState.DONE, evidence="Local record 14.")
    assert tasks_of(investigator, case_id)["read_account"].evidence_note == "Local record 14."
    other = tasks_of(investigator, case_id)["identify_child"]
    change_task(investigator, case_id, other.id, TaskState.DONE, reason="Known from before; recorded there.")
    advised = tasks_of(investigator, case_id)["check_other_services"]
    change_task(investigator, case_id, advised.id, TaskState.DONE)


def test_what_does_not_apply_needs_a_reason_and_safeguarding_always_applies(road: Road) -> None:
    investigator = road.investigator()
    case_id = open_case(investigator, road.referral())
    tasks = tasks_of(investigator, case_id)
    for code, reason, field in (("read_account", "", "reason"), (SAFEGUARDING_TASK, "x", "state")):
        with pytest.raises(Invalid) as caught:
            change_task(investigator, case_id, tasks[code].id, TaskState.NOT_APPLICABLE, reason=reason)
        assert caught.value.field == field


def test_another_playbook_keeps_what_is_finished_and_lengthens_no_time(road: Road) -> None:
    investigator = road.investigator()
    case_id = open_case(investigator, road.referral())
    tasks = tasks_of(investigator, case_id)
    change_task(investigator, case_id, tasks["read_account"].id, TaskState.DONE, evidence="Local record 14.")
    change_task(investigator, case_id, tasks["preserve_data"].id, TaskState.DOING)
    with pytest.raises(Invalid) as caught:
        change_playbook(investigator, case_id, "image_referral", " ")
    assert caught.value.field == "reason"
    with pytest.raises(Conflict):
        change_playbook(investigator, case_id, "grooming_without_a_file", "The same.")
    change_playbook(investigator, case_id, "image_referral", "Files were found.")
    view = open_to_read(investigator, case_id)
    after = {task.code: task for task in view.tasks}
    assert (view.playbook, view.playbook_version) == ("Image referral", playbooks()["image_referral"].version)
    assert set(after) == {"read_account", *playbooks()["image_referral"].codes}
    assert view.tasks[0].code == "read_account"
    assert after["read_account"].state is TaskState.DONE
    assert after["preserve_data"].state is TaskState.DOING
    for code in ("preserve_data", SAFEGUARDING_TASK):
        assert after[code].due_at == tasks[code].due_at
    entry = next(line.entry for line in view.timeline if line.entry.act is Act.CASE_PLAYBOOK_CHANGED)
    assert (entry.details["reason"], "Plan how the child is spoken with" in entry.details["replaced"]) == (
        "Files were found.",
        True,
    )


def test_a_new_case_follows_what_its_force_adapted_and_an_open_one_goes_on(road: Road) -> None:
    investigator = road.investigator()
    earlier = open_case(investigator, road.referral())
    trainer, supervisor = road.world.member(road.force, Role.TRAINER), road.world.member(road.force, Role.SUPERVISOR)
    draft_id = adapt(trainer, Ref(code="grooming_without_a_file"))
    step = playbooks()["grooming_without_a_file"].step("read_account")
    assert step is not None
    save_step(trainer, draft_id, replace(step, title="Read it twice"), reason="We read it twice.")
    send_for_review(trainer, draft_id)
    version_id = approve_draft(supervisor, draft_id)
    view = open_to_read(investigator, open_case(investigator, road.referral()))
    assert (view.tasks[0].title, view.playbook_version, view.playbook_version_id) == ("Read it twice", "1", version_id)
    assert open_to_read(investigator, earlier).tasks[0].title == step.title
    change_playbook(investigator, earlier, "grooming_without_a_file", "We follow our own now.")
    assert open_to_read(investigator, earlier).tasks[0].title == "Read it twice"
    other = road.world.member(road.other_force, Role.INVESTIGATOR)
    elsewhere = open_case(other, road.referral(to=road.other_force))
    assert open_to_read(other, elsewhere).tasks[0].title == step.title


def test_the_page_of_a_task_says_why_it_applies_and_what_to_record(road: Road) -> None:
    investigator = road.investigator()
    case_id = open_case(investigator, road.referral(), playbook_code="image_referral")
    client = client_of(investigator)
    task = tasks_of(investigator, case_id)["check_authority"]
    page = client.get(reverse("cases:task", args=[case_id, task.id])).content.decode()
    assert all(said in page for said in ("Not so here", "Files came with a referral", "the authority for each"))
    refused = client.post(reverse("cases:task", args=[case_id, task.id]), {"state": "done"})
    assert (refused.status_code, b"Say what was recorded and where" in refused.content) == (422, True)
    address = reverse("cases:playbook", args=[case_id])
    assert client.post(address, {"playbook_code": "safeguarding", "reason": ""}).status_code == 422
    assert client.post(address, {"playbook_code": "safeguarding", "reason": "It fits."}).status_code == 302


def test_a_force_sees_its_practice_and_a_desk_only_what_it_is_let_see(road: Road) -> None:
    investigator, supervisor = road.investigator(), road.world.member(road.force, Role.SUPERVISOR)
    referral_id = road.referral(replace(TOLD, parties=()))
    case_id = open_case(investigator, referral_id)
    task = tasks_of(investigator, case_id)["read_account"]
    change_task(investigator, case_id, task.id, TaskState.NOT_DONE, reason="=Read before.")
    outcome = Outcome(status=OutcomeStatus.CHILD_SAFEGUARDED, children_safeguarded=2)
    close_case(supervisor, case_id, {referral_id: outcome})
    (practice,) = own_practice(supervisor, since=None, now=timezone.now())
    assert (practice.cases, practice.departed, practice.departed_result.children_safeguarded) == (1, 1, 2)
    client = client_of(supervisor)
    assert "Read before." in client.get(reverse("cases:practice")).content.decode()
    assert "'=Read before." in client.get(reverse("cases:practice_csv")).content.decode()
    desk = client_of(road.world.member(road.world.desk, Role.SUPERVISOR))
    assert "No force lets you see" in desk.get(reverse("cases:practice")).content.decode()
    client.post(reverse("cases:practice_share", args=[road.world.desk.id]))
    assert "No force lets you see" in desk.get(reverse("cases:practice")).content.decode()
    road.world.agree(road.force, road.world.desk, Category.OUTCOME)
    share_practice(supervisor, road.world.desk.id)
    page = desk.get(reverse("cases:practice")).content.decode()
    assert "Grooming without a file" in page
    assert "Not shown" in page
    with pytest.raises(NotPermitted):
        own_practice(investigator, since=None, now=timezone.now())
