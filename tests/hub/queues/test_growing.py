"""A line grows by what came under it, however much stands there already, as it would by all of it."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.queues.commands.rebuild import rebuild_queue
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.projecting import project_items
from causeway.hub.road.referrals.queries.told import held
from causeway.hub.road.retention.commands.forgetting import forget_referral
from causeway.vocabulary.findings import BAND_ORDER, Band
from hub.desk_at_work import DeskAtWork, about, picture

_GROWN = ("bundle_size", "band", "score", "due_at", "fair_at", "is_imminent", "has_file", "child_subject", "news_at")


@pytest.fixture
def bundle(road: DeskAtWork) -> list[UUID]:
    """An event that was told three times, each time by a round of its own."""
    sent = []
    for _ in range(3):
        sent.append(road.send(about("lantern", sender_reference="HC-1")))
        road.work()
    return sent


def _line(road: DeskAtWork, referral_id: UUID) -> Mapping[str, Any]:
    with acting_as(road.desk):
        row: Mapping[str, Any] = QueueItem.objects.filter(referral_id=referral_id).values(*_GROWN).get()
        return row


def _copied(road: DeskAtWork, telling: UUID, times: int) -> None:
    """So many more rows as that of a telling, under the same line."""
    with acting_as(road.desk):
        rows = [QueueItem.objects.get(referral_id=telling) for _ in range(times)]
        for row in rows:
            row.id, row.referral_id = uuid4(), uuid4()
        QueueItem.objects.bulk_create(rows)


def _read_of_the_queue(road: DeskAtWork, telling: UUID) -> tuple[int, int]:
    """How many statements ask for rows of the queue when a telling comes under its line, and how many rows they look
    at.
    """
    with acting_as(road.desk), connection.cursor() as cursor:
        QueueItem.objects.filter(referral_id=telling).delete()
        for way in ("seqscan", "sort", "bitmapscan"):  # as PostgreSQL chooses where there are very many
            cursor.execute(f"SET LOCAL enable_{way} = off")
        with CaptureQueriesContext(connection) as captured:
            project_items(road.desk, [telling])
        asked = [query["sql"] for query in captured.captured_queries]
        asked = [sql for sql in asked if sql.startswith("SELECT") and "queues_queueitem" in sql]
        looked_at = 0
        for statement in asked:
            cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + statement)
            (found,) = cursor.fetchone()
            looked_at += _rows_of((json.loads(found) if isinstance(found, str) else found)[0]["Plan"])
    return len(asked), looked_at


def _rows_of(plan: Mapping[str, Any]) -> int:
    own = 0
    if plan.get("Relation Name") == "queues_queueitem":
        own = int((plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"])
    return own + sum(map(_rows_of, plan.get("Plans", [])))


def test_a_telling_more_costs_the_same_under_ten_as_under_a_thousand(road: DeskAtWork, bundle: list[UUID]) -> None:
    first, second, third = bundle
    with acting_as(road.desk):
        QueueItem.objects.filter(referral_id=second).update(band=Band.VERY_HIGH, band_rank=0)
        project_items(road.desk, [first])
    _copied(road, second, 10)
    few, looked_at = _read_of_the_queue(road, third)
    _copied(road, second, 990)
    with acting_as(road.desk):
        project_items(road.desk, [first])
    assert _line(road, first)["bundle_size"] == 1_003
    many, looked_at_by_then = _read_of_the_queue(road, third)
    assert many == few
    assert max(looked_at, looked_at_by_then) < 100, "and not the thousand"
    assert _line(road, first)["bundle_size"] == 1_004


def test_a_line_grows_telling_by_telling_as_by_all_at_once(road: DeskAtWork, bundle: list[UUID]) -> None:
    first = bundle[0]
    road.send(about("lantern", sender_reference="HC-1"), picture(1))
    road.work()
    road.send(about("lantern", sender_reference="HC-1", email="tide@example.org"))
    road.work()
    quiet = _line(road, first)
    assert (quiet["has_file"], quiet["is_imminent"]) == (True, False)
    assert quiet["news_at"]
    road.send(about("lantern", sender_reference="HC-1", emergency="A child is on the bridge."))
    road.work()
    grown = _line(road, first)
    assert (grown["bundle_size"], grown["is_imminent"]) == (6, True)
    assert BAND_ORDER.index(Band(grown["band"])) < BAND_ORDER.index(Band(quiet["band"]))
    with acting_as(road.desk):
        rebuild_queue(road.desk)
    assert _line(road, first) == grown


def test_what_sinks_under_a_line_lets_it_sink(road: DeskAtWork, bundle: list[UUID]) -> None:
    first, second, _third = bundle
    before = _line(road, first)
    with acting_as(road.desk):
        QueueItem.objects.filter(referral_id=second).update(
            band=Band.VERY_HIGH, band_rank=0, is_imminent=True, has_file=True
        )
        project_items(road.desk, [first])
    assert _line(road, first)["is_imminent"]
    with acting_as(road.desk):
        project_items(road.desk, [second])
    assert _line(road, first) == before


def test_a_line_counts_a_telling_less_when_one_is_erased(road: DeskAtWork, bundle: list[UUID]) -> None:
    first, second, _third = bundle
    with acting_as(road.desk):
        referral = held(second)
        assert referral is not None
        forget_referral(referral)
    assert _line(road, first)["bundle_size"] == 2
    road.send(about("lantern", sender_reference="HC-1"))
    road.work()
    assert _line(road, first)["bundle_size"] == 3
