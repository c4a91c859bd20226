"""A line of a queue has a clock until somebody takes it into a case, and somebody is told when it runs out."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.clocks.keeping import ClockFact, ClockKind, clocks_of
from causeway.hub.base.clocks.models import Clock
from causeway.hub.base.clocks.terms import terms_for
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.models import Account
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.queues.commands.change_priority import change_priority
from causeway.hub.road.queues.commands.pause_line import pause_line, resume_line
from causeway.hub.road.queues.commands.propose_hand_over import propose_hand_over
from causeway.hub.road.queues.commands.rebuild import rebuild_queue
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.queries.page import QueueFilters, queue_page
from causeway.hub.road.queues.views.waiting import DUTY_NAMES
from causeway.hub.road.referrals.addition import Addition
from causeway.hub.road.referrals.commands.supplement_referral import NewSupplement, supplement_referral
from causeway.hub.road.referrals.queries.told import reference_of
from causeway.hub.road.routes.commands.hand_over import acknowledge_hand_over
from causeway.timing import BAND_DUTIES
from causeway.vocabulary.findings import Band
from causeway.vocabulary.organisations import Category, Role
from hub.desk_at_work import DeskAtWork, about, picture


def _clock(actor: Actor, referral_id: UUID) -> ClockFact:
    with acting_as(actor):
        (clock,) = clocks_of([referral_id])[referral_id]
    assert clock.kind is ClockKind.QUEUE
    return clock


def _line(actor: Actor, referral_id: UUID) -> QueueItem:
    with acting_as(actor):
        return QueueItem.objects.get(referral_id=referral_id)


def _told(actor: Actor, referral_id: UUID, subject: str) -> set[str]:
    with acting_as(actor):
        rows = Notice.objects.filter(about_id=referral_id, subject=f"{subject}: {reference_of(referral_id)}")
        return set(rows.values_list("to", flat=True))


def test_the_duty_officer_is_warned_of_a_line_and_its_supervisor_told_when_it_is_late(road: DeskAtWork) -> None:
    duty = road.world.member(road.kent, Role.DUTY_OFFICER)
    supervisor = road.world.member(road.kent, Role.SUPERVISOR)
    referral_id = road.send(about("tidepool"))
    road.work()
    due_at = _line(duty, referral_id).due_at
    assert (_clock(duty, referral_id).due_at, _clock(duty, referral_id).stopped_at) == (due_at, None)
    road.work(due_at - timedelta(minutes=1))
    assert _told(duty, referral_id, "A deadline is near") == {road.world.email_of(duty)}
    road.work(due_at + timedelta(hours=1))
    late = {road.world.email_of(duty), road.world.email_of(supervisor)}
    assert _told(duty, referral_id, "A deadline has passed") == late


def test_where_nobody_is_on_duty_the_mailbox_is_told(road: DeskAtWork) -> None:
    referral_id = road.send(about("tidepool"))
    road.work()
    force = road.program(road.kent)
    road.work(_line(force, referral_id).due_at + timedelta(hours=1))
    assert _told(force, referral_id, "A deadline has passed") == {road.kent.mailbox}


def test_another_band_moves_the_clock_and_the_same_leaves_it(road: DeskAtWork) -> None:
    analyst = road.world.member(road.kent, Role.DUTY_OFFICER)
    referral_id = road.send(about("tidepool"))
    road.work()
    change_priority(analyst, referral_id, Band.LOW, "It is known and over.")
    first = _clock(analyst, referral_id)
    road.work(first.due_at - timedelta(minutes=1))
    assert _clock(analyst, referral_id).warned_at
    rebuild_queue(road.program(road.kent))
    assert _clock(analyst, referral_id).warned_at
    change_priority(analyst, referral_id, Band.VERY_HIGH, "A meeting is planned.")
    moved = _clock(analyst, referral_id)
    assert moved.due_at == _line(analyst, referral_id).due_at < first.due_at
    assert moved.warned_at is None


def test_a_case_stops_the_clock(road: DeskAtWork) -> None:
    investigator = road.world.member(road.kent, Role.INVESTIGATOR)
    referral_id = road.send(about("tidepool"))
    road.work()
    open_case(investigator, referral_id)
    road.work()
    assert _clock(investigator, referral_id).stopped_at


def test_a_line_that_went_on_stops_its_clock_where_it_was(road: DeskAtWork) -> None:
    road.world.agree(road.kent, road.essex, Category.REFERRAL)
    duty = road.world.member(road.kent, Role.DUTY_OFFICER)
    referral_id = road.send(about("tidepool"))
    road.work()
    with acting_as(road.desk):
        assert not [one for one in clocks_of([referral_id]).get(referral_id, []) if one.stopped_at is None]
    propose_hand_over(duty, referral_id, road.essex.id, "They moved.")
    acknowledge_hand_over(road.world.member(road.essex, Role.DUTY_OFFICER), referral_id)
    road.work()
    assert _clock(duty, referral_id).stopped_at
    assert _clock(road.program(road.essex), referral_id).stopped_at is None


def test_a_later_telling_of_the_same_event_has_no_clock_of_its_own(road: DeskAtWork) -> None:
    first = road.send(about("one", sender_reference="HC-1"), picture(1))
    road.work()
    second = road.send(about("one", sender_reference="HC-1"), picture(1))
    road.work()
    with acting_as(road.program(road.kent)):
        assert QueueItem.objects.get(referral_id=second).duplicate_of_id == first
        assert [one for one in clocks_of([second]).get(second, []) if one.stopped_at is None] == []


def test_a_pause_moves_the_deadline_and_says_who_and_why(road: DeskAtWork) -> None:
    duty = road.world.member(road.kent, Role.DUTY_OFFICER, name="Jo Reed")
    referral_id = road.send(about("tidepool"))
    road.work()
    before = _line(duty, referral_id).due_at
    with pytest.raises(Invalid):
        pause_line(duty, referral_id, " ")
    pause_line(duty, referral_id, "The school opens on Monday.")
    road.work(before + timedelta(days=1))
    assert not _told(duty, referral_id, "A deadline has passed"), "a clock that stands tells nobody"
    client = Client()
    client.force_login(Account.objects.get(email=road.world.email_of(duty)))
    page = client.get(reverse("referrals:referral", args=[referral_id])).content.decode()
    for said in ("The clock stands", "The school opens on Monday.", "Jo Reed"):
        assert said in page
    again = client.get(reverse("referrals:pause_clock", args=[referral_id]), follow=True)
    assert again.redirect_chain, "no form is offered whose reason would not be taken"
    assert "The clock stands." in again.content.decode()
    assert queue_page(duty, QueueFilters(is_late=True)).lines == ()
    client.post(reverse("referrals:resume_clock", args=[referral_id]))
    assert client.get(reverse("referrals:pause_clock", args=[referral_id])).status_code == 200
    moved = _line(duty, referral_id).due_at - before
    assert moved == _length_of_its_pause(duty, referral_id) > timedelta(0)
    assert _clock(duty, referral_id).due_at == _line(duty, referral_id).due_at
    rebuild_queue(road.program(road.kent))
    assert _line(duty, referral_id).due_at - before == moved, "a queue that is made anew keeps it"


def test_another_band_keeps_what_a_line_stood_and_lets_it_stand(road: DeskAtWork) -> None:
    duty = road.world.member(road.kent, Role.DUTY_OFFICER)
    referral_id = road.send(about("tidepool"))
    road.work()
    change_priority(duty, referral_id, Band.LOW, "It is known.")
    pause_line(duty, referral_id, "The school opens on Monday.")
    resume_line(duty, referral_id)
    stood = _length_of_its_pause(duty, referral_id)
    change_priority(duty, referral_id, Band.MEDIUM, "It is known no more.")
    line = _line(duty, referral_id)
    assert (line.due_at, line.is_paused) == (_band_is_due_at(duty, line) + stood, False)
    pause_line(duty, referral_id, "A holiday.")
    change_priority(duty, referral_id, Band.LOW, "It is known after all.")
    assert (_clock(duty, referral_id).is_paused, _line(duty, referral_id).is_paused) == (True, True)
    resume_line(duty, referral_id)
    line = _line(duty, referral_id)
    assert line.due_at > _band_is_due_at(duty, line) + stood, "and both count"


def _band_is_due_at(actor: Actor, line: QueueItem) -> datetime:
    with acting_as(actor):
        return terms_for(actor, BAND_DUTIES[Band(line.band)], at=line.arrived_at).due_at(line.arrived_at)


def _length_of_its_pause(actor: Actor, referral_id: UUID) -> timedelta:
    with acting_as(actor):
        (pause,) = Clock.objects.get(subject_id=referral_id).pauses
    return datetime.fromisoformat(pause["ended_at"]) - datetime.fromisoformat(pause["started_at"])


def test_no_clock_stands_while_a_child_may_be_in_danger_now(road: DeskAtWork) -> None:
    duty = road.world.member(road.kent, Role.DUTY_OFFICER)
    urgent, calm = road.send(about("tern", emergency="A meeting is set.")), road.send(about("tidepool"))
    road.work()
    with pytest.raises(Conflict):
        pause_line(duty, urgent, "A holiday.")
    pause_line(duty, calm, "A holiday.")
    assert _line(duty, calm).is_paused
    supplement_referral(road.sender, calm, NewSupplement(addition=Addition(emergency="A meeting is set.")))
    road.work()
    assert not _line(duty, calm).is_paused, "it runs on by itself"
    with acting_as(duty):
        own = timeline_of(calm, acts=[Act.CLOCK_RESUMED])
    assert [entry.organisation_id for entry in own] == [road.kent.id], "and the ledger says so"
    assert _length_of_its_pause(duty, calm) > timedelta(0)


def test_every_clock_has_a_name_on_the_page_of_waiting_times() -> None:
    assert set(DUTY_NAMES) == set(ClockKind)
