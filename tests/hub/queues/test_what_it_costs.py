"""What the road asks of the database: a referral taken in and cleared, and the queue's page, however much is stored."""

import re
from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.theme.counted import counted
from causeway.hub.road.queues.clearing.clear_referrals import clear_referrals
from causeway.hub.road.queues.projecting import project_items
from causeway.hub.road.queues.queries import waiting_by_view
from causeway.hub.road.queues.queries.page import Sort, queue_page
from causeway.hub.road.queues.queries.senders import senders_waiting
from causeway.hub.road.queues.queries.waiting_by_view import Waiting, how_many_wait
from causeway.vocabulary.organisations import Role
from hub.desk_at_work import DeskAtWork, about

MOST_TO_TAKE_IN = 16
"""Of one referral by its command: who may be told, its rows, two entries, and what surrounds a transaction."""
MOST_TO_CLEAR = 72
"""Of one referral by its command, with a priority for the desk and one for its force."""


def test_taking_a_referral_in_costs_the_same_few_statements_whatever_it_names(road: DeskAtWork) -> None:
    few = _asked(lambda: road.send(about("one")))
    more = _asked(lambda: road.send(about("two", email="tide@example.org", sender_reference="HC-2")))
    assert len(few) == len(more) <= MOST_TO_TAKE_IN, more


def test_clearing_a_referral_costs_no_more_when_more_is_stored(road: DeskAtWork) -> None:
    first = road.send(about("one"))
    road.work()
    clear = partial(clear_referrals, road.desk, [first], router=road.tools.router, now=timezone.now())
    _asked(clear)  # the first time, what all later ones know is read
    few = _asked(clear)
    for number in range(5):
        road.send(about(f"other-{number}"))
    road.work()
    assert len(_asked(clear)) == len(few) <= MOST_TO_CLEAR, few


def test_the_page_begins_at_its_cursor_along_an_index_however_deep_it_lies(road: DeskAtWork) -> None:
    officer = road.world.member(road.kent, Role.DUTY_OFFICER)
    for number in range(4):
        road.send(about(f"account-{number}"))
    road.work()
    for sort in Sort:
        cursor = queue_page(officer, sort=sort, limit=2).next_cursor
        statements = _asked(partial(queue_page, officer, sort=sort, cursor=cursor, limit=2))
        (asked,) = [statement for statement in statements if "ORDER BY" in statement]
        with acting_as(officer), connection.cursor() as database:
            for way in ("seqscan", "sort", "bitmapscan"):
                database.execute(f"SET LOCAL enable_{way} = off")
            database.execute("EXPLAIN " + asked)
            plan = "\n".join(row[0] for row in database.fetchall())
        assert re.search(r"Index Cond: .*ROW\(", plan), plan
        assert "Sort" not in plan


def test_no_more_lines_are_counted_than_are_shown(road: DeskAtWork, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = road.world.member(road.kent, Role.DUTY_OFFICER)
    for number in range(4):
        road.send(about(f"account-{number}"))
    road.work()
    monkeypatch.setattr(waiting_by_view, "MOST_COUNTED", 2)
    assert how_many_wait(officer, Waiting.ALL) == {Waiting.ALL: 3}
    assert (counted(3), counted(10_000), counted(10_001)) == ("3", "10,000", "10,000+")


def test_the_senders_of_a_queue_are_found_by_a_jump_to_each(road: DeskAtWork) -> None:
    officer = road.world.member(road.kent, Role.DUTY_OFFICER)
    road.send(about("one"))
    road.send(about("two"))
    road.work()
    assert senders_waiting(officer) == [(road.service.id, "Harbour Chat")]


def test_many_lines_are_made_anew_in_as_many_statements_as_two(road: DeskAtWork) -> None:
    referral_ids = [road.send(about(handle)) for handle in ("tern", "gannet", "puffin", "curlew", "dunlin")]
    road.work()

    def anew(some: list[UUID]) -> int:
        with acting_as(road.desk):
            return len(project_items(road.desk, some))

    two, five = _asked(partial(anew, referral_ids[:2])), _asked(partial(anew, referral_ids))
    assert len(five) <= len(two) + 3, "each line's turn among its sender's is looked for by itself"


def _asked(work: Callable[[], object]) -> list[str]:
    """The statements of some work."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return [query["sql"] for query in captured.captured_queries]
