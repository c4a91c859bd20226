"""Of an event whose line was closed, whatever is told anew comes under one line."""

from dataclasses import replace
from uuid import UUID

import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.clusters.commands.judge import Judged
from causeway.hub.road.outcomes.commands.record_outcome import record_outcome
from causeway.hub.road.queues.cluster_pages.judge_referrals import judge_referrals
from causeway.hub.road.queues.commands.rebuild import rebuild_queue
from causeway.hub.road.queues.commands.take_item import take_item
from causeway.hub.road.queues.models import QueueItem
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.outcomes import ClosureReason, Outcome, OutcomeStatus
from causeway.vocabulary.referral import Referral
from hub.desk_at_work import DeskAtWork, about

CLOSED = Outcome(status=OutcomeStatus.CLOSED, closure_reason=ClosureReason.SUBJECT_NOT_LOCATED)
GOES_ON = Outcome(status=OutcomeStatus.ONGOING)


@pytest.fixture
def officer(road: DeskAtWork) -> Actor:
    """Who works at the force."""
    return road.world.member(road.kent, Role.INVESTIGATOR)


def _telling(name: str = "", *, emergency: str | None = None) -> Referral:
    email = f"{name}@example.org" if name else None
    return about("lantern", email=email, sender_reference="HC-1", emergency=emergency)


def _told(road: DeskAtWork, *tellings: Referral) -> list[UUID]:
    numbers = []
    for telling in tellings:
        numbers.append(road.send(telling))
        road.work()
    return numbers


def _closed(road: DeskAtWork, officer: Actor, referral_id: UUID, outcome: Outcome = CLOSED) -> None:
    record_outcome(officer, referral_id, outcome)
    road.work()


def _open_lines(actor: Actor) -> dict[UUID, int]:
    with acting_as(actor):
        lines = QueueItem.objects.filter(is_line=True, closed_at=None)
        return dict(lines.values_list("referral_id", "bundle_size"))


def test_further_accounts_come_under_the_first_that_was_told_anew_until_it_is_closed(
    road: DeskAtWork, officer: Actor
) -> None:
    (first,) = _told(road, _telling())
    _closed(road, officer, first)
    news, _second, _third, again = _told(road, *map(_telling, ("tide", "gull", "tern")), _telling())
    expected = {news: 3}
    assert _open_lines(officer) == expected
    with acting_as(officer):
        assert QueueItem.objects.get(referral_id=again).duplicate_of_id == first, "it says nothing new"
        assert not QueueItem.objects.get(referral_id=news).is_imminent
    rebuild_queue(road.program(road.kent))
    assert _open_lines(officer) == expected
    _told(road, _telling("heron", emergency="The boat sinks."))
    with acting_as(officer):
        line = QueueItem.objects.get(referral_id=news)
        assert (line.bundle_size, line.is_imminent, line.band) == (4, True, "very_high")
    _closed(road, officer, news)
    assert _open_lines(officer) == {}
    (later,) = _told(road, _telling("plover"))
    assert _open_lines(officer) == {later: 1}


def test_what_somebody_works_on_keeps_its_line(road: DeskAtWork, officer: Actor) -> None:
    (first,) = _told(road, _telling())
    _closed(road, officer, first)
    (news,) = _told(road, _telling("tide"))
    _closed(road, officer, news)
    (later,) = _told(road, _telling("gull"))
    take_item(officer, later)
    for one in (news, later):
        _closed(road, officer, one, GOES_ON)
    assert _open_lines(officer) == {news: 1, later: 1}


def test_what_stood_under_a_telling_that_leaves_the_event_is_seen(road: DeskAtWork, officer: Actor) -> None:
    (first,) = _told(road, _telling())
    _closed(road, officer, first)
    news, second, _third = _told(road, *map(_telling, ("tide", "gull", "tern")))
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    judge_referrals(analyst, Judged(referral_id=news, other_ids=(first,), is_same=False), "Another boat.")
    road.work()
    assert _open_lines(officer) == {news: 1, second: 2}


def test_where_a_child_goes_to_school_is_new_and_the_same_again_is_not(road: DeskAtWork, officer: Actor) -> None:
    first, _again = _told(road, _telling(), _telling())
    with acting_as(officer):
        assert QueueItem.objects.get(referral_id=first).news_at is None
    _closed(road, officer, first)
    told = _telling()
    at_school = replace(told, parties=(told.parties[0], replace(told.parties[1], school="Pier School")))
    news, _same = _told(road, at_school, at_school)
    assert _open_lines(officer) == {news: 1}
