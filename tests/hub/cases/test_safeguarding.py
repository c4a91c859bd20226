"""The body that protects a child is told what it needs and no more, and answers on a clock of its own."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotAgreed, NotFound, NotPermitted
from causeway.hub.base.clocks.keeping import clocks_of
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.advancing import advance
from causeway.hub.base.ledger.following import followers
from causeway.hub.base.ledger.sequencing import sequence
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.road.cases.commands.acknowledge_safeguarding import acknowledge_safeguarding, open_notice
from causeway.hub.road.cases.commands.close_case import close_case
from causeway.hub.road.cases.commands.take_referral import add_to_case, open_case
from causeway.hub.road.cases.commands.tell_safeguarding import tell_safeguarding
from causeway.hub.road.cases.commands.work_case import change_task
from causeway.hub.road.cases.models import Safeguarding
from causeway.hub.road.cases.queries.case_view import open_to_read
from causeway.hub.road.cases.queries.safeguarding import (
    notices_told,
    notices_waiting,
    safeguarding_proposal,
    told_notice,
)
from causeway.hub.road.cases.queries.unprotected import unprotected_children
from causeway.hub.road.cases.words import TaskState
from causeway.hub.road.referrals.models import Referral as ReferralRow
from causeway.vocabulary.organisations import OrganisationKind, PartnerKind, Role
from causeway.vocabulary.outcomes import ClosureReason, Outcome, OutcomeStatus
from causeway.vocabulary.referral import Party, PartyRole
from causeway.vocabulary.safeguarding import SafeguardingNotice
from hub.told_referrals import TOLD, Road

NOTICE = SafeguardingNotice(
    child_name="Wren Marlow",
    child_age_years=13,
    child_school="Saltmarsh Lane School",
    place="1 Quay Street, Canterbury, CT1 1AA",
    concern="Somebody may be trying to win this child's trust online.",
    done_so_far="Nothing yet.",
    contact="Ines Ferry, Kent Police",
    contact_email="online@example.org",
)


def _run_followers(road: Road, *organisations: object) -> None:
    with acting_as(road.world.program(road.world.desk)):
        sequence(datetime.now(UTC))
    for organisation in organisations:
        for follower in followers():
            advance(road.world.program(organisation), follower, acting_as)  # type: ignore[arg-type]


def test_the_body_for_the_childs_place_is_suggested_first(road: Road) -> None:
    elsewhere = road.world.organisation(
        OrganisationKind.PARTNER, "Aarden Youth", partner_kind=PartnerKind.CHILDRENS_SERVICES, places=("Leeds",)
    )
    from causeway.vocabulary.organisations import Category

    road.world.agree(road.force, elsewhere, Category.SAFEGUARDING)
    road.world.organisation(OrganisationKind.PARTNER, "Not agreed with", places=("Canterbury",))
    proposal = safeguarding_proposal(road.investigator(), road.referral())
    assert [(body.name, body.is_suggested) for body in proposal.bodies[0]] == [
        ("East Shore Children's Services", True),
        ("Aarden Youth", False),
    ]
    (child,) = proposal.children
    assert (child.name, child.place) == ("Wren Marlow", "1 Quay Street, Canterbury, CT1 1AA, GB")
    assert any("tidepool" in line for line in proposal.extras)


def test_the_body_sees_the_notice_and_nothing_of_the_referral(road: Road) -> None:
    referral_id = road.referral()
    notice_id = tell_safeguarding(road.investigator(), referral_id, road.body.id, NOTICE)
    lead = road.world.member(road.body, Role.SAFEGUARDING_LEAD)
    assert [view.notice for view in notices_waiting(lead)] == [NOTICE]
    with acting_as(lead):
        assert not ReferralRow.objects.exists()
        entries = [entry for entry in timeline_of(notice_id) if entry.act is Act.SAFEGUARDING_TOLD]
        assert len(entries) == 1
        assert entries[0].subjects == (notice_id,)
        assert timeline_of(referral_id) == []
        assert "tidepool" not in str(Safeguarding.objects.get().document)


def test_opening_a_notice_is_seen_by_whoever_told(road: Road) -> None:
    investigator = road.investigator()
    notice_id = tell_safeguarding(investigator, road.referral(), road.body.id, NOTICE)
    open_notice(road.world.member(road.body, Role.SAFEGUARDING_LEAD), notice_id)
    with acting_as(investigator):
        acts = [entry.act for entry in timeline_of(notice_id)]
    assert acts[0] is Act.SAFEGUARDING_READ


def test_acknowledging_names_a_person_once(road: Road) -> None:
    investigator, lead = road.investigator(), road.world.member(road.body, Role.SAFEGUARDING_LEAD)
    notice_id = tell_safeguarding(investigator, road.referral(), road.body.id, NOTICE)
    acknowledge_safeguarding(lead, notice_id, name="Ama Holm", note="We visit today.")
    with pytest.raises(Conflict):
        acknowledge_safeguarding(lead, notice_id, name="Somebody else")
    view = told_notice(investigator, notice_id)
    assert (view.acknowledged_by, view.note) == ("Ama Holm", "We visit today.")
    assert notices_waiting(lead) == []
    assert [item.id for item in notices_waiting(lead, is_answered=True)] == [notice_id]


@pytest.mark.parametrize(
    ("name", "note", "field"), [(" ", "", "name"), ("x" * 201, "", "name"), ("A", "x" * 3001, "note")]
)
def test_a_faulty_acknowledgement_names_its_field(road: Road, name: str, note: str, field: str) -> None:
    notice_id = tell_safeguarding(road.investigator(), road.referral(), road.body.id, NOTICE)
    with pytest.raises(Invalid) as caught:
        acknowledge_safeguarding(road.world.member(road.body, Role.SAFEGUARDING_LEAD), notice_id, name=name, note=note)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"child_name": " "}, "child_name"),
        ({"place": ""}, "place"),
        ({"concern": ""}, "concern"),
        ({"concern": "x" * 3001}, "concern"),
        ({"done_so_far": ""}, "done_so_far"),
        ({"contact": ""}, "contact"),
        ({"contact_email": "nobody"}, "contact_email"),
        ({"child_age_years": 26}, "child_age_years"),
        ({"child_born_on": date(1950, 1, 1)}, "child_born_on"),
        ({"child_school": "x" * 301}, "child_school"),
    ],
)
def test_a_notice_on_which_nobody_could_act_names_its_field(road: Road, change: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        tell_safeguarding(
            road.investigator(),
            road.referral(),
            road.body.id,
            replace(NOTICE, **change),  # type: ignore[arg-type]
        )
    assert caught.value.field == field


def test_who_may_not_tell_and_who_may_not_be_told(road: Road) -> None:
    referral_id, investigator = road.referral(), road.investigator()
    for actor in (road.world.member(road.force, Role.AUDITOR), road.world.member(road.service, *Role)):
        with pytest.raises(NotPermitted):
            tell_safeguarding(actor, referral_id, road.body.id, NOTICE)
    with pytest.raises(NotFound):
        tell_safeguarding(road.world.member(road.other_force, Role.INVESTIGATOR), referral_id, road.body.id, NOTICE)
    for body_id in (uuid4(), road.service.id):
        with pytest.raises(Invalid):
            tell_safeguarding(investigator, referral_id, body_id, NOTICE)
    stranger = road.world.organisation(OrganisationKind.PARTNER, "Without agreement")
    with pytest.raises(NotAgreed):
        tell_safeguarding(investigator, referral_id, stranger.id, NOTICE)
    with acting_as(investigator):
        assert not Safeguarding.objects.exists()


def test_the_same_notice_is_not_told_twice(road: Road) -> None:
    referral_id, investigator = road.referral(), road.investigator()
    tell_safeguarding(investigator, referral_id, road.body.id, NOTICE)
    with pytest.raises(Conflict):
        tell_safeguarding(investigator, referral_id, road.body.id, NOTICE)
    tell_safeguarding(investigator, referral_id, road.body.id, replace(NOTICE, child_name="Lark Marlow"))
    assert len(notices_told(investigator)) == 2


def test_another_organisation_neither_opens_nor_acknowledges(road: Road) -> None:
    notice_id = tell_safeguarding(road.investigator(), road.referral(), road.body.id, NOTICE)
    other = road.world.organisation(OrganisationKind.PARTNER, "Another body")
    stranger = road.world.member(other, Role.SAFEGUARDING_LEAD)
    for act in (open_notice, lambda actor, of: acknowledge_safeguarding(actor, of, name="A")):
        with pytest.raises(NotFound):
            act(stranger, notice_id)
    with pytest.raises(NotPermitted):
        open_notice(road.world.member(road.body, Role.SENDER), notice_id)
    with pytest.raises(NotFound):
        told_notice(road.world.member(road.other_force, Role.INVESTIGATOR), notice_id)


def test_both_sides_have_a_clock_of_24_hours_that_the_acknowledgement_stops(road: Road) -> None:
    investigator = road.investigator()
    notice_id = tell_safeguarding(investigator, road.referral(), road.body.id, NOTICE)
    view = told_notice(investigator, notice_id)
    assert view.due_at - view.told_at == timedelta(hours=24)
    assert view.is_late(view.due_at + timedelta(seconds=1))
    assert not view.is_late(timezone.now())
    _run_followers(road, road.body)
    lead = road.world.member(road.body, Role.SAFEGUARDING_LEAD)
    acknowledge_safeguarding(lead, notice_id, name="Ama Holm")
    _run_followers(road, road.force)
    for actor in (investigator, lead):
        with acting_as(actor):
            (clock,) = clocks_of([notice_id])[notice_id]
        assert clock.due_at == view.due_at
        assert clock.stopped_at is not None


def test_telling_does_the_cases_task_and_stands_apart_from_its_closing(road: Road) -> None:
    referral_id, investigator = road.referral(), road.investigator()
    case_id = open_case(investigator, referral_id)
    notice_id = tell_safeguarding(investigator, referral_id, road.body.id, NOTICE)
    view = open_to_read(investigator, case_id)
    assert [task.state for task in view.tasks if task.is_safeguarding] == [TaskState.DONE]
    assert view.needs_safeguarding == ()
    assert [notice.id for notice in view.notices] == [notice_id]
    assert Act.SAFEGUARDING_TOLD in [line.entry.act for line in view.timeline]
    outcome = Outcome(status=OutcomeStatus.CLOSED, closure_reason=ClosureReason.OTHER)
    close_case(investigator, case_id, {referral_id: outcome})
    acknowledge_safeguarding(road.world.member(road.body, Role.SAFEGUARDING_LEAD), notice_id, name="Ama Holm")
    assert told_notice(investigator, notice_id).acknowledged_by == "Ama Holm"


def test_an_analyst_of_the_desk_can_tell_before_any_force_has_a_case(road: Road) -> None:
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    notice_id = tell_safeguarding(analyst, road.referral(), road.body.id, NOTICE)
    with pytest.raises(NotFound):
        told_notice(road.investigator(), notice_id)


def test_the_task_is_done_only_when_every_referral_of_the_case_is_covered(road: Road) -> None:
    investigator, one, two = road.investigator(), road.referral(), road.referral()
    case_id = open_case(investigator, one)
    add_to_case(investigator, case_id, two)
    states = []
    for referral_id in (one, two):
        tell_safeguarding(investigator, referral_id, road.body.id, NOTICE)
        states += [task.state for task in open_to_read(investigator, case_id).tasks if task.is_safeguarding]
    assert states == [TaskState.DOING, TaskState.DONE]


SIBLING = Party(role=PartyRole.VICTIM, first_name="Lark", last_name="Marlow", age_years=9, is_child=True)
TWO_CHILDREN = replace(TOLD, parties=(*TOLD.parties, SIBLING))


def _safeguarding_state(road: Road, case_id: UUID) -> TaskState:
    (state,) = [task.state for task in open_to_read(road.investigator(), case_id).tasks if task.is_safeguarding]
    return state


def test_a_second_child_is_not_covered_by_what_was_told_of_the_first(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral(TWO_CHILDREN)
    case_id = open_case(investigator, referral_id)
    first, second = safeguarding_proposal(investigator, referral_id).children
    tell_safeguarding(investigator, referral_id, road.body.id, NOTICE, child=first.number)
    view = open_to_read(investigator, case_id)
    assert [each.child.name for each in view.needs_safeguarding if each.child] == ["Lark Marlow"]
    assert _safeguarding_state(road, case_id) is TaskState.DOING
    outcome = Outcome(status=OutcomeStatus.CLOSED, closure_reason=ClosureReason.NO_CRIME)
    with pytest.raises(Invalid) as caught:
        close_case(investigator, case_id, {referral_id: outcome})
    assert caught.value.field == "no_safeguarding_reason"
    tell_safeguarding(
        investigator, referral_id, road.body.id, replace(NOTICE, child_name="Lark Marlow"), child=second.number
    )
    assert open_to_read(investigator, case_id).needs_safeguarding == ()
    assert _safeguarding_state(road, case_id) is TaskState.DONE


def test_a_notice_that_names_no_child_covers_none_of_two(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral(TWO_CHILDREN)
    case_id = open_case(investigator, referral_id)
    tell_safeguarding(investigator, referral_id, road.body.id, NOTICE)
    assert len(open_to_read(investigator, case_id).needs_safeguarding) == 2


def test_two_children_of_whom_the_same_is_known_are_told_of_apart(road: Road) -> None:
    investigator = road.investigator()
    unnamed = replace(TOLD, parties=(Party(role=PartyRole.VICTIM), Party(role=PartyRole.VICTIM)))
    referral_id, notice = road.referral(unnamed), replace(NOTICE, child_name="not known")
    for child in (0, 1):
        tell_safeguarding(investigator, referral_id, road.body.id, notice, child=child)
    with pytest.raises(Conflict):
        tell_safeguarding(investigator, referral_id, road.body.id, notice, child=1)


@pytest.mark.parametrize("number", [1, 7])
def test_a_notice_is_about_a_child_of_the_referral(road: Road, number: int) -> None:
    with pytest.raises(Invalid) as caught:
        tell_safeguarding(road.investigator(), road.referral(), road.body.id, NOTICE, child=number)
    assert caught.value.field == "child"


def test_a_told_danger_without_a_child_needs_one_notice(road: Road) -> None:
    investigator = road.investigator()
    referral_id = road.referral(replace(TOLD, parties=(), emergency="A meeting is set."))
    case_id = open_case(investigator, referral_id)
    assert [each.child for each in open_to_read(investigator, case_id).needs_safeguarding] == [None]
    tell_safeguarding(investigator, referral_id, road.body.id, NOTICE)
    assert open_to_read(investigator, case_id).needs_safeguarding == ()


def test_a_child_who_comes_with_a_new_referral_takes_the_task_up_again(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    case_id = open_case(investigator, referral_id)
    tell_safeguarding(investigator, referral_id, road.body.id, NOTICE, child=0)
    assert _safeguarding_state(road, case_id) is TaskState.DONE
    add_to_case(investigator, case_id, road.referral())
    assert _safeguarding_state(road, case_id) is TaskState.DOING


def test_the_children_of_whom_nobody_was_told_wait_for_the_force_alone(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral(TWO_CHILDREN)
    assert unprotected_children(investigator) == []
    case_id = open_case(investigator, referral_id)
    assert [each.child.name for each in unprotected_children(investigator) if each.child] == [
        "Wren Marlow",
        "Lark Marlow",
    ]
    assert unprotected_children(road.world.member(road.other_force, Role.INVESTIGATOR)) == []
    (task,) = [task for task in open_to_read(investigator, case_id).tasks if task.is_safeguarding]
    change_task(investigator, case_id, task.id, TaskState.NOT_DONE, reason="They are safe with their aunt.")
    assert unprotected_children(investigator) == []


@pytest.mark.parametrize(("written", "called"), [("Not known", "A child who is not named"), ("Ada Quay", "Ada Quay")])
def test_a_child_whose_name_is_not_known_is_called_so_in_the_readers_language(
    road: Road, written: str, called: str
) -> None:
    investigator = road.investigator()
    notice = replace(NOTICE, child_name=written)
    notice_id = tell_safeguarding(investigator, road.referral(), road.body.id, notice)
    assert told_notice(investigator, notice_id).called == called
