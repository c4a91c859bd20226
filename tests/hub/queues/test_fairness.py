"""Senders stand by turns within a band: a flood hides nobody, whatever it claims, and is not lowered or dropped."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.queues.fairness import (
    FURTHEST,
    MOST_COUNTED,
    TURNS,
    fair_moment,
    line_before,
    lines_before,
    stand_in_turn,
)
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
    stand_in_turn([item])
    item.save(force_insert=True)
    return item


def test_a_flood_hides_neither_anothers_line_nor_a_grave_one_of_its_own(world: SmallWorld) -> None:
    analyst, flood, other = world.member(world.desk, Role.ANALYST), uuid4(), uuid4()
    with acting_as(analyst):
        for number in range(200):
            _line(world, flood, START + number * MINUTE)
        quiet = _line(world, other, START + 201 * MINUTE)
        grave = _line(world, flood, START + 202 * MINUTE, Band.VERY_HIGH)
        danger = _line(world, flood, START + 203 * MINUTE, is_imminent=True)
    found = [line.referral_id for line in queue_page(analyst, limit=250).lines]
    assert found[0] == grave.referral_id, "a band comes before any turn"
    assert found[1] == danger.referral_id, "what may happen now comes before the rest of its band"
    assert found.index(quiet.referral_id) <= 4, "behind the flood's first alone"
    assert len(found) == 203, "nothing is dropped"
    with acting_as(analyst):
        lines = QueueItem.objects.filter(sender_id=flood)
        assert {line.due_at - line.arrived_at for line in lines} == {WEEK}, "no deadline changes"
        assert {line.band for line in lines} == {"high", "very_high"}, "and no band"


def test_two_hundred_false_emergencies_of_one_sender_hide_no_true_one_of_another(world: SmallWorld) -> None:
    analyst, flood, other = world.member(world.desk, Role.ANALYST), uuid4(), uuid4()
    with acting_as(analyst):
        for number in range(200):
            _line(world, flood, START + number * MINUTE, Band.VERY_HIGH, is_imminent=True)
        true = _line(world, other, START + 201 * MINUTE, Band.VERY_HIGH, is_imminent=True)
        not_now = _line(world, other, START - WEEK, Band.VERY_HIGH)
    found = [line.referral_id for line in queue_page(analyst, limit=250).lines]
    assert found.index(true.referral_id) <= 4
    assert found.index(not_now.referral_id) == 201, "imminent lines stay on top, however many one sender sent"


def test_a_flood_that_lasts_for_days_puts_no_more_before_another_than_its_turns() -> None:
    day, stands, before = timedelta(days=1), list[datetime](), None
    for number in range(18_000):
        at = START + number * day / 6_000
        before = fair_moment(at + day, at, before, number)
        stands.append(before)
    quiet = fair_moment(START + 4 * day, START + 3 * day, None, 0)
    assert sum(stand < quiet for stand in stands) <= 3 * TURNS, "of eighteen thousand"
    assert stands == sorted(stands), "its own come up as they came"


def test_once_the_flood_is_seen_to_its_sender_stands_by_its_deadlines_again(world: SmallWorld) -> None:
    analyst, flood = world.member(world.desk, Role.ANALYST), uuid4()
    with acting_as(analyst):
        for number in range(60):
            _line(world, flood, START + number * MINUTE)
        behind = _line(world, flood, START + 61 * MINUTE)
        QueueItem.objects.filter(sender_id=flood).update(closed_at=START + timedelta(hours=2))
        later = _line(world, flood, START + timedelta(hours=3))
    assert behind.fair_at > behind.due_at + timedelta(days=7)
    assert later.fair_at == later.due_at


def test_lines_that_arrive_together_follow_one_another_and_looking_again_moves_none(world: SmallWorld) -> None:
    analyst, flood = world.member(world.desk, Role.ANALYST), uuid4()
    with acting_as(analyst):
        items = [_line(world, flood, START) for _ in range(8)]
        before = [item.fair_at for item in sorted(items, key=lambda item: item.id)]
        stand_in_turn(items)
        together = [item.fair_at for item in sorted(items, key=lambda item: item.id)]
        QueueItem.objects.bulk_update(items, ["fair_at"])
        stand_in_turn(items)
    assert [item.fair_at for item in sorted(items, key=lambda item: item.id)] == together
    assert together == [START + WEEK + number * WEEK / TURNS for number in range(8)]
    assert min(before) == START + WEEK


def test_two_that_send_alike_stand_by_turns(world: SmallWorld) -> None:
    analyst, senders = world.member(world.desk, Role.ANALYST), (uuid4(), uuid4())
    with acting_as(analyst):
        for sender_id in senders:
            for number in range(20):
                _line(world, sender_id, START + number * MINUTE)
    order = [line.sender_id for line in queue_page(analyst, limit=100).lines]
    assert all(set(order[place : place + 2]) == set(senders) for place in range(0, 40, 2))


@given(st.integers(0, 60 * 24 * 60), st.integers(-(10**7), 10**7), st.integers(1, MOST_COUNTED))
def test_a_line_never_stands_before_its_deadline_nor_later_than_a_turn_for_each_before_it(
    minutes: int, before: int, waiting: int
) -> None:
    due = START + minutes * MINUTE
    last = START + before * MINUTE
    found = fair_moment(due, START, last, waiting)
    turn = (due - START) / TURNS
    assert due <= found <= due + FURTHEST
    assert found >= min(last, due + turn * waiting, due + FURTHEST)
    assert found <= max(due, min(last + turn, due + turn * waiting))
    assert fair_moment(due, START, None, 0) == due


def test_a_sender_of_whom_something_always_waits_stands_behind_what_waits_alone(world: SmallWorld) -> None:
    analyst, busy = world.member(world.desk, Role.ANALYST), uuid4()
    with acting_as(analyst):
        for number in range(40):
            line = _line(world, busy, START + number * MINUTE)
            # All but the newest are seen to, so that one always waits when the next comes.
            QueueItem.objects.filter(sender_id=busy, arrived_at__lt=line.arrived_at).update(closed_at=line.arrived_at)
        assert line.fair_at - line.due_at <= WEEK / TURNS
        items = [_line(world, busy, START + 41 * MINUTE) for _ in range(3)]
        stand_in_turn(items)
    assert sorted(item.fair_at - item.due_at for item in items)[-1] <= 3 * WEEK / TURNS


def test_a_hundred_thousand_lines_of_one_sender_cost_a_page_and_a_turn_no_more(world: SmallWorld) -> None:
    """Counted in statements and in rows that PostgreSQL read for them."""
    analyst, flood, other = world.member(world.desk, Role.ANALYST), uuid4(), uuid4()
    few = _asked(partial(queue_page, analyst))
    with acting_as(analyst):
        first = _line(world, flood, START, Band.VERY_HIGH, is_imminent=True)
        names = [str(field.column) for field in QueueItem._meta.concrete_fields if not field.generated]
        moments = {"arrived_at": 0, "received_at": 0, "due_at": 0, "fair_at": WEEK.total_seconds() / TURNS - 1}
        made = {
            "id": "gen_random_uuid()",
            "referral_id": "gen_random_uuid()",
            "reference": "'CW-' || n",
            **{name: f"{name} + n * interval '1 second' * (1 + {more})" for name, more in moments.items()},
        }
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO queues_queueitem ({', '.join(names)})"
                f" SELECT {', '.join(made.get(name, name) for name in names)}"
                " FROM queues_queueitem, generate_series(1, 100000) n WHERE id = %s",
                [first.id],
            )
        true = _line(world, other, START + timedelta(days=1, hours=4), Band.VERY_HIGH, is_imminent=True)
        last = _line(world, flood, START + timedelta(days=2), Band.VERY_HIGH, is_imminent=True)
    many = _asked(partial(queue_page, analyst))
    assert len(many) <= len(few) + 1, "who is alerted among the lines"
    (page,) = [statement for statement in many if "ORDER BY" in statement]
    assert _rows_read(analyst, page) <= 51
    with acting_as(analyst), CaptureQueriesContext(connection) as seen:
        assert line_before(last) is not None
    assert _rows_read(analyst, seen.captured_queries[-1]["sql"]) == 1
    with acting_as(analyst), CaptureQueriesContext(connection) as seen:
        assert lines_before(last) == MOST_COUNTED
    assert _rows_read(analyst, seen.captured_queries[-1]["sql"]) <= MOST_COUNTED
    assert true.fair_at == true.due_at
    found = queue_page(analyst, limit=50).lines
    assert true.referral_id in [line.referral_id for line in found]


def _asked(work: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        work()
    return [query["sql"] for query in seen.captured_queries]


def _rows_read(actor: Actor, statement: str) -> int:
    """The most rows that one step of a plan gave or threw away."""
    with acting_as(actor), connection.cursor() as cursor:
        for way in ("seqscan", "sort", "incremental_sort", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute("EXPLAIN (ANALYZE, FORMAT TEXT) " + statement)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    counted = [int(float(each)) for each in re.findall(r"actual time=\S+ rows=([\d.]+)", plan)]
    removed = [int(each) for each in re.findall(r"Rows Removed by Filter: (\d+)", plan)]
    return max([*counted, *removed])
