"""Once the desk has erased the first telling of an event, the earliest that is left leads it, everywhere."""

from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.models import Entry, EntrySubject
from causeway.hub.road.clusters.models import Bundling, Membership
from causeway.hub.road.outcomes.commands.record_outcome import record_outcome
from causeway.hub.road.queues.commands.rebuild import rebuild_queue
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.queries.endings import ended_at
from causeway.hub.road.referrals.queries.told import held
from causeway.hub.road.retention.commands.forgetting import forget_referral
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.outcomes import ClosureReason, Outcome, OutcomeStatus
from hub.desk_at_work import KENT, DeskAtWork, about

CLOSED = Outcome(status=OutcomeStatus.CLOSED, closure_reason=ClosureReason.SUBJECT_NOT_LOCATED)


def _told(road: DeskAtWork, times: int, *, force: str | None = None, email: str | None = None) -> list[UUID]:
    numbers = []
    for _ in range(times):
        numbers.append(road.send(about("lantern", force=force, email=email, sender_reference="HC-1")))
        road.work()
    return numbers


def _erase(road: DeskAtWork, actor: Actor, referral_id: UUID) -> None:
    with acting_as(actor):
        referral = held(referral_id)
        assert referral is not None
        forget_referral(referral)
    road.work()


def _open_lines(actor: Actor) -> dict[UUID, int]:
    with acting_as(actor):
        lines = QueueItem.objects.filter(is_line=True, closed_at=None)
        return dict(lines.values_list("referral_id", "bundle_size"))


def test_the_earliest_telling_that_is_left_leads_and_later_ones_come_under_it(road: DeskAtWork) -> None:
    first, second, third = _told(road, 3)
    _erase(road, road.desk, first)
    assert _open_lines(road.desk) == {second: 2}
    (fourth,) = _told(road, 1)
    assert _open_lines(road.desk) == {second: 3}
    with acting_as(road.desk):
        heads = dict(Membership.objects.values_list("referral_id", "duplicate_of_id"))
        assert heads == {second: None, third: second, fourth: second}
        assert Membership.objects.filter(referral_id=second, bundle__tellings=3).exists()
    _erase(road, road.desk, second)
    assert _open_lines(road.desk) == {third: 2}


def test_each_leading_anew_grows_the_ledger_by_one_telling_for_each_audience(road: DeskAtWork) -> None:
    officer, force = road.world.member(road.kent, Role.INVESTIGATOR), road.program(road.kent)
    tellings = _told(road, 5, force=KENT)
    record_outcome(officer, tellings[0], CLOSED)
    road.work()
    for first in tellings[:2]:
        _erase(road, road.desk, first)
    with acting_as(road.desk):
        subjects = EntrySubject.objects.filter(entry__act=Act.BUNDLE_LED_ANEW.value)
        assert list(subjects.order_by("at", "id").values_list("subject_id", flat=True)) == tellings[1:3]
    with acting_as(force):
        under = dict(QueueItem.objects.values_list("referral_id", "duplicate_of_id"))
        assert {under[one] for one in tellings[3:]} == {tellings[2]}


def test_what_no_force_holds_is_led_anew_without_an_entry(road: DeskAtWork) -> None:
    first, second, _third = _told(road, 3)
    _erase(road, road.desk, first)
    assert _open_lines(road.desk) == {second: 2}
    with acting_as(road.desk):
        assert not Entry.objects.filter(act=Act.BUNDLE_LED_ANEW.value).exists()


def test_where_the_line_of_the_first_had_ended_that_of_the_next_has_too(road: DeskAtWork) -> None:
    officer, force = road.world.member(road.kent, Role.INVESTIGATOR), road.program(road.kent)
    first, second, third = _told(road, 3, force=KENT)
    record_outcome(officer, first, CLOSED)
    road.work()
    with acting_as(force):
        ended = ended_at([first])[first]
    assert ended is not None
    _erase(road, road.desk, first)
    for actor in (road.desk, force):
        assert _open_lines(actor) == {}
    rebuild_queue(force)
    with acting_as(force):
        assert ended_at([second, third]) == {second: ended, third: ended}
        assert not Bundling.objects.filter(head_id=first).exists()
    (news,) = _told(road, 1, force=KENT, email="tide@example.org")
    assert _open_lines(force) == {news: 1}


def test_what_stands_under_a_line_of_what_is_new_stays_there(road: DeskAtWork) -> None:
    officer, force = road.world.member(road.kent, Role.INVESTIGATOR), road.program(road.kent)
    first, _second = _told(road, 2, force=KENT)
    record_outcome(officer, first, CLOSED)
    road.work()
    (news,) = _told(road, 1, force=KENT, email="tide@example.org")
    _told(road, 1, force=KENT, email="gull@example.org")
    assert _open_lines(force) == {news: 2}
    _erase(road, road.desk, first)
    assert _open_lines(force) == {news: 2}
