"""The queue: a projection that can be made anew, filtered, searched, paged, and taken from by one person at a time."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from typer.testing import CliRunner

from causeway.cli.app import app
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.road.queues.commands.change_priority import change_priority
from causeway.hub.road.queues.commands.rebuild import rebuild_queue
from causeway.hub.road.queues.commands.take_item import release_item, take_item
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.projecting import project_items
from causeway.hub.road.queues.queries.page import QueueFilters, Sort, queue_page
from causeway.hub.road.queues.queries.waiting_by_view import Waiting, how_many_wait
from causeway.vocabulary.findings import Band
from causeway.vocabulary.organisations import Role
from hub.desk_at_work import DeskAtWork, about, picture


def _rows(actor: Actor) -> list[dict[str, Any]]:
    with acting_as(actor):
        return [
            {name: value for name, value in row.items() if name != "id"}
            for row in QueueItem.objects.order_by("referral_id").values()
        ]


@pytest.fixture
def officer(road: DeskAtWork) -> Actor:
    return road.world.member(road.kent, Role.DUTY_OFFICER, name="Ines Ferry")


def test_a_queue_made_anew_is_the_queue_that_was(road: DeskAtWork, officer: Actor) -> None:
    first = road.send(about("one", sender_reference="HC-1"), picture(1))
    road.work()
    road.send(about("one", sender_reference="HC-1", email="new@example.org"))
    other = road.send(about("two"))
    road.work()
    take_item(officer, first)
    change_priority(officer, other, Band.HIGH, "She said she will be met on Friday.")
    road.work()
    for actor in (road.desk, road.program(road.kent)):
        before = _rows(actor)
        assert len(before) == 3
        rebuild_queue(actor)
        assert _rows(actor) == before
    with pytest.raises(NotPermitted):
        rebuild_queue(officer)


def test_a_queue_that_is_spoilt_is_mended_by_the_command(road: DeskAtWork) -> None:
    lost, spoilt = road.send(about("one")), road.send(about("two"))
    road.work()
    force = road.program(road.kent)
    right = _rows(force)
    with acting_as(force):
        QueueItem.objects.filter(referral_id=lost).delete()
        QueueItem.objects.filter(referral_id=spoilt).update(band=Band.LOW.value, sender_name="Nobody")
    run = CliRunner().invoke(app, ["queue", "rebuild", "--organisation", road.kent.name])
    assert run.exit_code == 0, run.output
    assert "Kent Police: 2 lines" in run.output
    assert _rows(force) == right


def test_one_person_takes_a_referral_and_a_supervisor_can_give_it_back(road: DeskAtWork, officer: Actor) -> None:
    referral_id = road.send(about("one"))
    road.work()
    other = road.world.member(road.kent, Role.INVESTIGATOR)
    take_item(officer, referral_id)
    take_item(officer, referral_id)
    with pytest.raises(Conflict):
        take_item(other, referral_id)
    with pytest.raises(Conflict):
        release_item(other, referral_id)
    (line,) = queue_page(officer, QueueFilters(taken_by_me=True)).lines
    assert line.taken_by == "Ines Ferry"
    release_item(road.world.member(road.kent, Role.SUPERVISOR), referral_id)
    take_item(other, referral_id)
    with pytest.raises(NotFound):
        take_item(road.world.member(road.essex, Role.INVESTIGATOR), referral_id)
    with pytest.raises(NotPermitted):
        take_item(road.sender, referral_id)


def test_pages_follow_one_another_and_hold_every_line_once(road: DeskAtWork, officer: Actor) -> None:
    sent = {road.send(about(f"account-{number}")) for number in range(7)}
    road.work()
    for sort in Sort:
        seen: list[UUID] = []
        cursor = None
        while True:
            page = queue_page(officer, sort=sort, cursor=cursor, limit=3)
            seen += [line.referral_id for line in page.lines]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert len(seen) == 7
        assert set(seen) == sent
    for wrong in ("x", "e30=", queue_page(officer, sort=Sort.NEWEST, limit=3).next_cursor):
        with pytest.raises(Invalid):
            queue_page(officer, sort=Sort.DUE, cursor=wrong)


def test_the_most_urgent_stand_first(road: DeskAtWork, officer: Actor) -> None:
    lower = road.send(about("one"))
    upper = road.send(about("two"))
    road.work()
    change_priority(officer, lower, Band.LOW, "A reason.")
    change_priority(officer, upper, Band.VERY_HIGH, "A reason.")
    assert [line.referral_id for line in queue_page(officer).lines] == [upper, lower]


def test_filters_and_counts_agree(road: DeskAtWork, officer: Actor) -> None:
    with_file = road.send(about("one"), picture(1))
    road.send(about("two"))
    urgent = road.send(about("three", emergency="A child is alone with him now."))
    road.work()
    take_item(officer, with_file)
    assert how_many_wait(officer, *Waiting) == {
        Waiting.ALL: 3,
        Waiting.LATE: 0,
        Waiting.WITHOUT_ROUTE: 0,
        Waiting.OFFERED: 0,
        Waiting.UNTAKEN: 2,
        Waiting.MINE: 1,
        Waiting.WITH_NEWS: 0,
    }
    assert [line.referral_id for line in queue_page(officer, QueueFilters(has_file=True)).lines] == [with_file]
    (line,) = queue_page(officer, QueueFilters(is_imminent=True)).lines
    assert (line.referral_id, line.is_alerting, line.band) == (urgent, True, Band.VERY_HIGH)
    assert len(queue_page(officer, QueueFilters(bands=tuple(Band))).lines) == 3
    assert queue_page(officer, QueueFilters(concern="travel")).lines == ()
    assert queue_page(officer, QueueFilters(is_late=True)).lines == ()
    assert len(queue_page(officer, QueueFilters(sender_id=road.service.id)).lines) == 3


def test_a_referral_is_found_by_its_reference_and_by_an_identifier_however_it_is_spelled(
    road: DeskAtWork, officer: Actor
) -> None:
    wanted = road.send(about("one", email="Tide.Pool@Example.org", sender_reference="HC-77"))
    road.send(about("two"))
    road.work()
    (reference,) = [line.reference for line in queue_page(officer).lines if line.referral_id == wanted]
    for text in ("tide.pool@example.org", " TIDE.POOL@example.org ", "hc-77", reference.lower()):
        assert [line.referral_id for line in queue_page(officer, QueueFilters(text=text)).lines] == [wanted], text
    stranger = road.world.member(road.essex, Role.DUTY_OFFICER)
    assert queue_page(stranger, QueueFilters(text="tide.pool@example.org")).lines == ()


def test_who_receives_nothing_has_no_queue(road: DeskAtWork) -> None:
    with pytest.raises(NotPermitted):
        queue_page(road.sender)


def test_a_line_is_held_before_anything_is_read_that_it_says(road: DeskAtWork) -> None:
    """So that what somebody does meanwhile, such as taking it, is not written over."""
    referral_id = road.send(about("one"))
    road.work()
    with acting_as(road.desk), CaptureQueriesContext(connection) as captured:
        project_items(road.desk, [referral_id])
    heads, held, *others = [query["sql"] for query in captured.captured_queries]
    assert heads.startswith('SELECT "clusters_bundling"."head_id"'), "whose lines are to be held too"
    assert '"queues_queueitem"' in held
    assert held.endswith("FOR UPDATE")
    assert others
