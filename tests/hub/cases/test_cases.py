"""A force takes a referral into a case, works it by its playbook, and closes it with an outcome."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.clocks.marking import clocks_to_tell_of
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.knowledge.playbooks import SAFEGUARDING_TASK, playbooks
from causeway.hub.road.cases.commands.close_case import close_case, reopen_case
from causeway.hub.road.cases.commands.take_referral import add_to_case, open_case
from causeway.hub.road.cases.commands.work_case import add_note, change_task
from causeway.hub.road.cases.queries.case_list import CaseFilter, Shown, case_list, open_cases
from causeway.hub.road.cases.queries.case_view import open_to_read
from causeway.hub.road.cases.words import TaskState
from causeway.hub.road.outcomes.queries.feedback import feedback_of
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.outcomes import ClosureReason, Outcome, OutcomeStatus
from causeway.vocabulary.referral import Annotation, Party, PartyRole
from hub.told_referrals import TOLD, Road

CLOSED = Outcome(status=OutcomeStatus.CLOSED, closure_reason=ClosureReason.NO_CRIME, is_useful=True)
CHILD_SUBJECT = replace(TOLD, parties=(Party(role=PartyRole.SUBJECT, age_years=14),))


def test_a_case_starts_with_the_tasks_of_its_playbook_each_on_a_clock(road: Road) -> None:
    investigator = road.investigator()
    view = open_to_read(investigator, open_case(investigator, road.referral()))
    expected = playbooks()["grooming_without_a_file"].steps
    assert [task.code for task in view.tasks] == [task.code for task in expected]
    assert view.reference.startswith("CASE-")
    assert view.title == "Grooming of a child, Harbourline"
    assert view.lead == "Ines Ferry"
    with acting_as(investigator):
        running = {clock.subject_id for clock in clocks_to_tell_of(timezone.now() + timedelta(days=60))}
    assert running == {task.id for task in view.tasks}


def test_taking_and_reading_are_entered(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    case_id = open_case(investigator, referral_id)
    open_to_read(investigator, case_id)
    open_to_read(investigator, case_id)
    shown = [line.entry.act for line in open_to_read(investigator, case_id).timeline]
    assert shown == [Act.CASE_READ, Act.CASE_OPENED]
    with acting_as(investigator):
        acts = [entry.act for entry in timeline_of(case_id)]
        about_referral = [entry.act for entry in timeline_of(referral_id)]
    assert acts == [Act.CASE_READ] * 3 + [Act.CASE_OPENED]
    assert Act.CASE_OPENED in about_referral
    with acting_as(road.world.program(road.service)):
        assert Act.CASE_OPENED not in [entry.act for entry in timeline_of(referral_id)]


def test_a_colleagues_case_on_the_same_referral_is_named(road: Road) -> None:
    referral_id, first = road.referral(), road.investigator("Ines Ferry")
    case_id = open_case(first, referral_id)
    reference = open_to_read(first, case_id).reference
    colleague = road.investigator("Otis Dune")
    with pytest.raises(Conflict, match=f"Ines Ferry works on this referral already, in {reference}"):
        open_case(colleague, referral_id)
    other = open_case(colleague, road.referral())
    with pytest.raises(Conflict):
        add_to_case(colleague, other, referral_id)


def test_a_referral_joins_an_open_case_once(road: Road) -> None:
    investigator, second = road.investigator(), road.referral()
    case_id = open_case(investigator, road.referral())
    add_to_case(investigator, case_id, second)
    add_to_case(investigator, case_id, second)
    assert [item.told.id for item in open_to_read(investigator, case_id).referrals][-1] == second
    assert [label for _, label in open_cases(investigator)] == [
        f"{open_to_read(investigator, case_id).reference}: Grooming of a child, Harbourline"
    ]


def test_a_case_with_a_child_subject_shows_safeguarding_first(road: Road) -> None:
    investigator = road.investigator()
    image = open_case(investigator, road.referral(CHILD_SUBJECT), playbook_code="image_referral")
    view = open_to_read(investigator, image)
    assert view.tasks[0].code == SAFEGUARDING_TASK
    assert view.has_child_subject
    later = open_case(investigator, road.referral())
    assert not open_to_read(investigator, later).tasks[0].is_safeguarding
    add_to_case(investigator, later, road.referral(CHILD_SUBJECT))
    assert open_to_read(investigator, later).tasks[0].is_safeguarding


def test_a_case_of_what_happened_between_children_shows_safeguarding_first_without_any_age(road: Road) -> None:
    investigator = road.investigator()
    between = replace(TOLD, annotations=(Annotation.BETWEEN_CHILDREN,), parties=(Party(role=PartyRole.SUBJECT),))
    view = open_to_read(investigator, open_case(investigator, road.referral(between)))
    assert view.has_child_subject
    assert view.tasks[0].code == SAFEGUARDING_TASK


def test_those_who_may_not_and_those_who_do_not_see_it_are_refused(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    case_id = open_case(investigator, referral_id)
    for actor in (road.world.member(road.force, Role.AUDITOR), road.world.member(road.world.desk, *Role)):
        with pytest.raises(NotPermitted):
            open_case(actor, referral_id)
        with pytest.raises(NotPermitted):
            open_to_read(actor, case_id)
    other = road.world.member(road.other_force, Role.INVESTIGATOR)
    for act in (
        lambda: open_case(other, referral_id),
        lambda: open_to_read(other, case_id),
        lambda: add_note(other, case_id, "x"),
        lambda: change_task(other, case_id, uuid4(), TaskState.DONE),
        lambda: close_case(other, case_id, {}),
        lambda: reopen_case(other, case_id, "x"),
        lambda: add_to_case(other, case_id, referral_id),
    ):
        with pytest.raises(NotFound):
            act()
    assert case_list(other, CaseFilter(shown=Shown.ALL), now=timezone.now()).total == 0
    with pytest.raises(NotPermitted):
        close_case(road.world.member(road.force, Role.DUTY_OFFICER), case_id, {})


@pytest.mark.parametrize(
    ("title", "playbook", "field"), [("x" * 201, "", "title"), ("", "no_such_playbook", "playbook_code")]
)
def test_a_faulty_case_names_its_field(road: Road, title: str, playbook: str, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        open_case(road.investigator(), road.referral(), title=title, playbook_code=playbook)
    assert caught.value.field == field


def test_a_task_that_will_not_be_done_needs_a_reason(road: Road) -> None:
    investigator = road.investigator()
    case_id = open_case(investigator, road.referral())
    first, second, *_ = open_to_read(investigator, case_id).tasks
    with pytest.raises(Invalid) as caught:
        change_task(investigator, case_id, first.id, TaskState.NOT_DONE)
    assert caught.value.field == "reason"
    change_task(investigator, case_id, first.id, TaskState.NOT_DONE, reason="The sender has no chat.")
    for _twice in range(2):
        change_task(investigator, case_id, second.id, TaskState.DONE, evidence="Local record 14.")
    changed = open_to_read(investigator, case_id)
    assert [(task.state, task.reason) for task in changed.tasks[:2]] == [
        (TaskState.NOT_DONE, "The sender has no chat."),
        (TaskState.DONE, ""),
    ]
    assert changed.tasks[1].done_by == "Ines Ferry"
    entries = [line.entry for line in changed.timeline if line.entry.act is Act.TASK_CHANGED]
    assert len(entries) == 2
    with acting_as(investigator):
        still = {clock.subject_id for clock in clocks_to_tell_of(timezone.now() + timedelta(days=60))}
    assert {first.id, second.id}.isdisjoint(still)
    with pytest.raises(NotFound):
        change_task(investigator, case_id, uuid4(), TaskState.DONE)


@pytest.mark.parametrize("text", ["  ", "x" * 10_001])
def test_a_note_says_something_and_not_too_much(road: Road, text: str) -> None:
    investigator = road.investigator()
    case_id = open_case(investigator, road.referral())
    with pytest.raises(Invalid) as caught:
        add_note(investigator, case_id, text)
    assert caught.value.field == "text"


def test_closing_asks_for_an_outcome_of_each_referral(road: Road) -> None:
    investigator, one, two = road.investigator(), road.referral(), road.referral()
    case_id = open_case(investigator, one)
    add_to_case(investigator, case_id, two)
    for outcomes in ({one: CLOSED}, {one: CLOSED, two: Outcome(status=OutcomeStatus.ONGOING)}):
        with pytest.raises(Invalid) as caught:
            close_case(investigator, case_id, outcomes, no_safeguarding_reason="Known and safe.")
        assert caught.value.field == f"{two}.status"
    with pytest.raises(Invalid) as caught:
        close_case(
            investigator, case_id, {one: CLOSED, two: Outcome(status=OutcomeStatus.CLOSED)}, no_safeguarding_reason="x"
        )
    assert caught.value.field == f"{two}.closure_reason"
    assert open_to_read(investigator, case_id).closed_at is None
    assert feedback_of(road.world.member(road.service, Role.SENDER), one) == []


def test_a_case_with_a_child_of_whom_nobody_was_told_closes_only_with_a_reason(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    case_id = open_case(investigator, referral_id)
    with pytest.raises(Invalid) as caught:
        close_case(investigator, case_id, {referral_id: CLOSED})
    assert caught.value.field == "no_safeguarding_reason"
    close_case(investigator, case_id, {referral_id: CLOSED}, no_safeguarding_reason="Another force told them.")
    view = open_to_read(investigator, case_id)
    assert view.closed_at is not None
    assert "Another force told them." in view.notes[0].text
    road.tell()
    (given,) = feedback_of(road.world.member(road.service, Role.SENDER), referral_id)
    assert given.outcome.is_useful is True


def test_a_closed_case_takes_no_work_until_it_is_opened_again_with_a_reason(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral(replace(TOLD, parties=()))
    case_id = open_case(investigator, referral_id)
    task = open_to_read(investigator, case_id).tasks[0]
    with pytest.raises(Conflict):
        reopen_case(investigator, case_id, "x")
    close_case(investigator, case_id, {referral_id: CLOSED})
    with acting_as(investigator):
        assert not clocks_to_tell_of(timezone.now() + timedelta(days=60)).exists()
    for act in (
        lambda: add_note(investigator, case_id, "x"),
        lambda: change_task(investigator, case_id, task.id, TaskState.DONE),
        lambda: close_case(investigator, case_id, {referral_id: CLOSED}),
        lambda: add_to_case(investigator, case_id, road.referral()),
    ):
        with pytest.raises(Conflict):
            act()
    with pytest.raises(Invalid) as caught:
        reopen_case(investigator, case_id, " ")
    assert caught.value.field == "reason"
    reopen_case(investigator, case_id, "New information came.")
    add_note(investigator, case_id, "Working again.")
    with acting_as(investigator):
        # No account is named, so nobody is asked to preserve one.
        assert clocks_to_tell_of(timezone.now() + timedelta(days=60)).count() == 7
        assert Act.CASE_REOPENED in [entry.act for entry in timeline_of(case_id)]


def test_the_list_is_filtered_sorted_and_paged(road: Road) -> None:
    ines, otis, now = road.investigator("Ines Ferry"), road.investigator("Otis Dune"), timezone.now()
    ids: dict[str, UUID] = {}
    for title, actor in (("Alder", ines), ("Birch", otis), ("Cedar", ines)):
        ids[title] = open_case(actor, road.referral(replace(TOLD, parties=())), title=title)
    urgent = replace(TOLD, parties=(), emergency="A child may be in danger now.")
    ids["Danger"] = open_case(otis, road.referral(urgent), title="Danger")
    closing = open_to_read(ines, ids["Cedar"]).referrals[0].told.id
    close_case(ines, ids["Cedar"], {closing: CLOSED})

    def titles(**wanted: object) -> list[str]:
        return [line.title for line in case_list(ines, CaseFilter(**wanted), now=now).lines]  # type: ignore[arg-type]

    assert titles()[0] == "Danger"
    assert titles(sort="title") == ["Alder", "Birch", "Danger"]
    assert titles(sort="-title", shown=Shown.ALL) == ["Danger", "Cedar", "Birch", "Alder"]
    assert titles(shown=Shown.CLOSED) == ["Cedar"]
    assert titles(is_mine=True) == ["Alder"]
    assert titles(words="bir") == ["Birch"]
    assert ines.member_id is not None
    with acting_as(ines):
        (look,) = timeline_of(ines.member_id, acts=[Act.LIST_SEARCHED])
    assert (look.details["sought"], look.details["found"]) == ("bir", [str(ids["Birch"])])
    assert titles(playbook="urgent_danger") == ["Danger"]
    late = case_list(ines, CaseFilter(is_late=True), now=now + timedelta(hours=3))
    assert [line.title for line in late.lines] == ["Danger"]
    second = case_list(ines, CaseFilter(sort="title"), now=now, page=2, size=2)
    assert ([line.title for line in second.lines], second.total) == (["Danger"], 3)
