"""Senders stand by turns within a band: a flood hides nobody, and is not lowered, dropped or starved itself."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.queues.fairness import MOST_TURNS, fair_moment, stand_in_turn, turns_before
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.queries.page import queue_page
from causeway.vocabulary.findings import BAND_ORDER, Band
from causeway.vocabulary.organisations import Role
from hub.conftest import SmallWorld

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTE, WEEK = timedelta(minutes=1), timedelta(days=7)


def _line(world: SmallWorld, sender_id: UUID, at: datetime, band: Band = Band.HIGH, **more: object) -> QueueItem:
    """A line that arrives now, put in its turn."""
    item = QueueItem(
        organisation_id=world.desk.id,
        referral_id=uuid4(),
        reference=f"CW-{uuid4().hex[:8]}",
        sender_id=sender_id,
        sender_name="Harbourline",
        concern="other",
        band=band.value,
        band_rank=BAND_ORDER.index(band),
        score=50.0,
        received_at=at,
        arrived_at=at,
        due_at=at + WEEK,
        fair_at=at + WEEK,
        **more,
    )
    stand_in_turn(item)
    item.save(force_insert=True)
    return item


def test_a_flood_hides_neither_anothers_line_nor_a_grave_one_of_its_own(world: SmallWorld) -> None:
    analyst, flood, other = world.member(world.desk, Role.ANALYST), uuid4(), uuid4()
    with acting_as(analyst):
        for number in range(60):
            _line(world, flood, START + number * MINUTE)
        quiet = _line(world, other, START + 61 * MINUTE)
        grave = _line(world, flood, START + 62 * MINUTE, Band.VERY_HIGH)
        danger = _line(world, flood, START + 63 * MINUTE, is_imminent=True)
    found = [line.referral_id for line in queue_page(analyst, limit=100).lines]
    assert found[0] == grave.referral_id, "a band comes before any turn"
    assert found.index(quiet.referral_id) == 2, "behind the flood's first alone"
    assert found.index(danger.referral_id) == 3, "by its deadline alone"
    assert len(found) == 63, "nothing is dropped"
    with acting_as(analyst):
        lines = QueueItem.objects.filter(sender_id=flood)
        assert all(line.fair_at - line.due_at <= WEEK for line in lines)
        assert {line.due_at - line.arrived_at for line in lines} == {WEEK}, "no deadline changes"


def test_two_that_send_alike_stand_by_turns(world: SmallWorld) -> None:
    analyst, senders = world.member(world.desk, Role.ANALYST), (uuid4(), uuid4())
    with acting_as(analyst):
        for sender_id in senders:
            for number in range(20):
                _line(world, sender_id, START + number * MINUTE)
    order = [line.sender_id for line in queue_page(analyst, limit=100).lines]
    assert all(set(order[place : place + 2]) == set(senders) for place in range(0, 40, 2))


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 60 * 24 * 60))
def test_more_before_it_never_puts_a_line_earlier_nor_beyond_its_own_time(one: int, more: int, minutes: int) -> None:
    due = START + minutes * MINUTE
    first, second = fair_moment(due, START, one), fair_moment(due, START, one + more)
    assert due <= first <= second <= due + (due - START)


def test_counting_turns_reads_no_more_than_it_needs(world: SmallWorld) -> None:
    analyst, flood = world.member(world.desk, Role.ANALYST), uuid4()
    with acting_as(analyst):
        rows = [
            QueueItem(
                organisation_id=world.desk.id,
                referral_id=uuid4(),
                reference=f"CW-{number}",
                sender_id=flood,
                sender_name="Harbourline",
                concern="other",
                band="high",
                band_rank=1,
                score=50.0,
                received_at=START,
                arrived_at=START + timedelta(seconds=number),
                due_at=START + WEEK,
                fair_at=START + WEEK,
            )
            for number in range(3_000)
        ]
        QueueItem.objects.bulk_create(rows)
        last = _line(world, flood, START + timedelta(hours=2))
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert turns_before(last) == MOST_TURNS
        (query,) = seen.captured_queries
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (ANALYZE, FORMAT TEXT) " + query["sql"])
            plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "lines_of_a_sender" in plan
    assert "Limit" in plan
