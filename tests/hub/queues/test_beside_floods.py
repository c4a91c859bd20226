"""What others tell of an event that one sender tells over and over has a line of its own, and is never behind that."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.outcomes.commands.record_outcome import record_outcome
from causeway.hub.road.queues import beside_floods
from causeway.hub.road.queues.commands.rebuild import rebuild_queue
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.projecting import project_items
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from causeway.vocabulary.outcomes import ClosureReason, Outcome, OutcomeStatus
from hub.desk_at_work import DeskAtWork, about

CLOSED = Outcome(status=OutcomeStatus.CLOSED, closure_reason=ClosureReason.SUBJECT_NOT_LOCATED)
AT = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _few_are_a_flood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside_floods, "MOST_BY_ANOTHER", 2)


def _service(road: DeskAtWork, name: str) -> Actor:
    service = road.world.organisation(OrganisationKind.SERVICE, name)
    road.world.agree(service, road.world.desk, Category.REFERRAL)
    return road.world.member(service, Role.SENDER)


def _told(road: DeskAtWork, *senders: Actor, viral: bool = False) -> list[UUID]:
    numbers = [road.send(about("kite", occurred_at=AT, viral=viral), by=sender) for sender in senders]
    road.work()
    return numbers


def _open_lines(actor: Actor) -> dict[UUID, int]:
    with acting_as(actor):
        lines = QueueItem.objects.filter(is_line=True, closed_at=None)
        return dict(lines.values_list("referral_id", "bundle_size"))


def test_what_others_tell_beside_a_flood_stands_on_one_line_and_the_flood_on_its_own(road: DeskAtWork) -> None:
    noisy, moat, semafoor = (_service(road, name) for name in ("Noisy Quay", "Moatwalk", "Semafoor"))
    first, early, *_ = _told(road, noisy, moat, noisy, noisy, noisy)
    kent = road.program(road.kent)
    assert _open_lines(kent) == {first: 5}, "two by another are no flood yet when the other's own came"
    (true,) = _told(road, moat)
    assert _open_lines(kent) == {first: 6, true: 1}
    again, junk, by_a_third = _told(road, moat, noisy, semafoor)
    expected = {first: 7, true: 3}
    assert _open_lines(kent) == expected
    with acting_as(kent):
        under = dict(QueueItem.objects.filter(is_line=False).values_list("referral_id", "duplicate_of_id"))
    assert {one: under[one] for one in (early, again, junk, by_a_third)} == {
        early: first,
        again: true,
        junk: first,
        by_a_third: true,
    }
    rebuild_queue(kent)
    assert _open_lines(kent) == expected


def test_what_others_told_stays_when_the_flood_is_closed(road: DeskAtWork) -> None:
    noisy, moat = (_service(road, name) for name in ("Noisy Quay", "Moatwalk"))
    officer = road.world.member(road.kent, Role.INVESTIGATOR)
    first, *_ = _told(road, noisy, noisy, noisy, noisy)
    record_outcome(officer, first, CLOSED)
    road.work()
    (true,) = _told(road, moat)
    assert _open_lines(officer) == {true: 1}, "it says nothing new, but a person has to look"
    _told(road, noisy)
    assert _open_lines(officer) == {true: 1}


def test_content_that_goes_round_stays_one_line(road: DeskAtWork) -> None:
    noisy, moat = (_service(road, name) for name in ("Noisy Quay", "Moatwalk"))
    first, *_ = _told(road, noisy, noisy, noisy, noisy)
    _told(road, moat, viral=True)
    assert _open_lines(road.program(road.kent)) == {first: 5}


def test_what_has_a_place_keeps_it(road: DeskAtWork, monkeypatch: pytest.MonkeyPatch) -> None:
    noisy, moat = (_service(road, name) for name in ("Noisy Quay", "Moatwalk"))
    first, *_ = _told(road, noisy, noisy, noisy, noisy)
    with monkeypatch.context() as before:
        before.setattr(beside_floods, "MOST_BY_ANOTHER", 100)
        (early,) = _told(road, moat)
    kent = road.program(road.kent)
    assert _open_lines(kent) == {first: 5}, "as an earlier version left it"
    with acting_as(kent):
        project_items(kent, [early])
    assert _open_lines(kent) == {first: 5}
