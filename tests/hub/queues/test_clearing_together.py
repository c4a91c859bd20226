"""Clearings in one transaction: they find what they would one by one, and one that fails holds up no others."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.walls.away import DatabaseAway
from causeway.hub.road.assessments.queries.standing import priority_of
from causeway.hub.road.clusters import looks
from causeway.hub.road.clusters.models import Membership
from causeway.hub.road.queues.models import QueueItem, Work
from causeway.hub.road.queues.working import labour
from causeway.hub.road.queues.working.claiming import Stage, claim, due_in_turn, owe_all, piece
from causeway.hub.road.queues.working.labour import Hands, Labour, Pieces
from causeway.hub.road.queues.working.worker import Worker
from causeway.hub.road.referrals import locking
from causeway.vocabulary.findings import MediaDigests, Route
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from causeway.vocabulary.referral import Referral
from hub.conftest import SmallWorld
from hub.desk_at_work import ESSEX, DeskAtWork, about, desk_at_work, picture, tools_at_work

PATIENCE_SECONDS = 120.0
STATEMENTS_SPARED = 10
"""For each further referral, at least, of those that one by itself costs."""


class Failing:
    """A router that fails at what names this account."""

    def __init__(self, road: DeskAtWork, handle: str, fault: Exception) -> None:
        self._router, self._handle, self.fault = road.tools.router, handle, fault

    def route(self, referral: Referral, *, desk_country: str | None = None) -> tuple[Route, ...]:
        if self.fault and any(account.handle == self._handle for account in referral.parties[0].accounts):
            raise self.fault
        return self._router.route(referral, desk_country=desk_country)


def _sent(road: DeskAtWork) -> list[UUID]:
    """An event that is told three times, the third time with an address more; and two accounts with one picture, the
    second of them in Essex.
    """
    tern = about("tern", sender_reference="HC-1")
    return [
        road.send(tern, picture(1)),
        road.send(tern, picture(1)),
        road.send(about("gull"), picture(2)),
        road.send(about("tern", sender_reference="HC-1", email="tern@example.org"), picture(1)),
        road.send(about("plover", force=ESSEX), picture(2)),
    ]


def _standing(road: DeskAtWork, sent: list[UUID]) -> list[tuple[int, int | None, int, list[str]]]:
    """Of each its cluster and the head of its bundle, by their places, its band's number and what was entered."""
    place: dict[UUID | None, int | None] = {None: None} | {one: number for number, one in enumerate(sent)}
    acts = (Act.REFERRAL_CLEARED, Act.REFERRAL_ROUTED, Act.LINK_NOTICED)
    with acting_as(road.desk):
        rows = {row.referral_id: row for row in Membership.objects.all()}
        assert sorted(row.number for row in rows.values()) == list(range(len(sent)))
        found = []
        for one in sent:
            cluster, head = place[rows[one].cluster_id], place[rows[one].duplicate_of_id]
            priority = priority_of(one)
            assert cluster is not None
            assert priority is not None
            entered = sorted(entry.act.value for entry in timeline_of(one, acts=acts))
            found.append((cluster, head, round(priority.found.score), entered))
    return found


@pytest.mark.parametrize("together", [1, 2, 8])
def test_they_find_what_they_find_one_by_one(road: DeskAtWork, monkeypatch: pytest.MonkeyPatch, together: int) -> None:
    monkeypatch.setattr(labour, "CLEARED_TOGETHER", together)
    sent = _sent(road)
    road.work()
    found = _standing(road, sent)
    assert [(cluster, head) for cluster, head, _score, _acts in found] == [
        (0, None),
        (0, 0),
        (2, None),
        (0, 0),
        (2, None),
    ]
    assert [row[3] for row in found] == [
        [act.value for act in (*noticed, Act.REFERRAL_CLEARED, Act.REFERRAL_ROUTED)]
        for noticed in ([], [], [Act.LINK_NOTICED], [], [Act.LINK_NOTICED])
    ]
    with acting_as(road.program(road.kent)):
        lines = QueueItem.objects.filter(is_line=True).values_list("referral_id", "bundle_size")
        assert dict(lines) == {sent[0]: 3, sent[2]: 1}


def test_each_further_one_costs_a_fraction_of_the_statements(road: DeskAtWork) -> None:
    def cleared(some: int, name: str) -> int:
        sent = [road.send(about(f"{name}-{number}", force=None)) for number in range(some)]
        Worker(None).take_forward(timezone.now())  # the entries are numbered, and the pieces owed
        with acting_as(road.desk):
            owed = list(Work.objects.filter(referral_id__in=sent, done_at=None).values_list("id", flat=True))
        hands = Hands(road.tools)
        with CaptureQueriesContext(connection) as asked:
            assert hands.work(road.desk, timezone.now()).done == len(owed) == some
        return len(asked.captured_queries)

    alone = cleared(1, "tern")
    five = cleared(5, "gull")
    assert five - alone <= 4 * (alone - STATEMENTS_SPARED)


def test_one_that_fails_holds_up_no_others_and_is_tried_again(road: DeskAtWork) -> None:
    router = Failing(road, "gull", ArithmeticError())
    road.worker = Worker(Hands(replace(road.tools, router=router)))
    first = road.send(about("tern"), picture(1))
    failing = road.send(about("gull"), picture(2))
    again = road.send(about("tern"), picture(1))
    road.work()
    with acting_as(road.desk):
        heads = dict(Membership.objects.values_list("referral_id", "duplicate_of_id"))
        work = Work.objects.get(referral_id=failing, stage=Stage.CLEAR.value)
        assert not timeline_of(failing, acts=[Act.REFERRAL_CLEARED])
    assert heads == {first: None, again: first}
    assert (work.attempts, work.fault, work.done_at) == (1, "ArithmeticError", None)
    router.fault = None  # type: ignore[assignment]
    road.work(timezone.now() + timedelta(minutes=1))
    like_it = road.send(about("plover"), picture(2))
    road.work(timezone.now() + timedelta(minutes=2))
    with acting_as(road.desk):
        clusters = dict(Membership.objects.values_list("referral_id", "cluster_id"))
    assert clusters[like_it] == clusters[failing], "its picture is found"


def test_what_was_undone_is_not_remembered(road: DeskAtWork) -> None:
    """The pictures of a transaction are read into the copy while it runs; their numbers are given anew afterwards."""
    router = Failing(road, "gull", DatabaseAway())
    hands = Hands(replace(road.tools, router=router))
    sent = [road.send(about("tern"), picture(1)), road.send(about("plover"), picture(3)), road.send(about("gull"))]
    Worker(None).take_forward(timezone.now())
    with pytest.raises(DatabaseAway):
        hands.work(road.desk, timezone.now())
    assert len(looks.desk_looks(road.world.desk.id)) == 0
    with acting_as(road.desk):
        assert not Membership.objects.filter(referral_id__in=sent).exists()


def test_no_clearing_waits_for_files(road: DeskAtWork, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file may take half a minute, and somebody may send a thousand."""
    monkeypatch.setattr(labour, "EXAMINED_SECONDS", 0.0)
    cleared_by_then: list[int] = []

    class Watching:
        def examine(self, data: bytes) -> MediaDigests:
            cleared_by_then.append(Membership._base_manager.count())
            return road.tools.examiner.examine(data)

    for number in range(3):
        road.send(about(f"film-{number}"), picture(number))
    other = road.world.organisation(OrganisationKind.SERVICE, "Bridge Watch")
    road.world.agree(other, road.world.desk, Category.REFERRAL)
    road.send(about("text"), by=road.world.member(other, Role.SENDER))
    Worker(None).take_forward(timezone.now())
    Hands(replace(road.tools, examiner=Watching())).work(road.desk, timezone.now())
    # The text is cleared before any file is looked into; then a clearing comes between each two files.
    assert cleared_by_then == [1, 2, 3]


def test_a_deadlock_of_many_is_tried_one_by_one(road: DeskAtWork) -> None:
    deadlock = OperationalError("deadlock detected")
    deadlock.__cause__ = psycopg.errors.DeadlockDetected("deadlock detected")
    router = Failing(road, "gull", deadlock)
    sent = [road.send(about("tern")), road.send(about("gull"))]
    Worker(None).take_forward(timezone.now())
    assert Hands(replace(road.tools, router=router)).work(road.desk, timezone.now()) == Pieces(done=1, put_off=1)
    with acting_as(road.desk):
        assert list(Membership.objects.values_list("referral_id", flat=True)) == sent[:1]


def test_who_has_nothing_due_takes_no_share(world: SmallWorld) -> None:
    desk, now = world.program(world.desk), timezone.now()
    busy = UUID(int=99)
    with acting_as(desk):
        for number in range(40):
            _owe(world, UUID(int=number + 1), now + timedelta(hours=2))
        for number in range(30):
            _owe(world, busy, now, number)
        assert [one.sender_id for one in due_in_turn(world.desk.id, now, after=None, most=24)] == [busy] * 24


def test_however_much_is_new_a_quarter_is_held_for_what_can_wait(world: SmallWorld) -> None:
    """Nothing of it is stored, so that each piece is tried and put off."""
    desk, now = world.program(world.desk), timezone.now()
    with acting_as(desk):
        for number in range(30):
            _owe(world, UUID(int=1), now, number)
            _owe(world, UUID(int=2), now, number, can_wait=True)
    assert Hands(tools_at_work()).work(desk, now).put_off == labour.PIECES_AT_ONCE
    with acting_as(desk):
        tried = Work.objects.filter(attempts=1)
        assert [tried.filter(can_wait=can_wait).count() for can_wait in (False, True)] == [18, 6]


def _owe(world: SmallWorld, sender_id: UUID, owed_at: datetime, number: int = 0, *, can_wait: bool = False) -> None:
    owe_all(
        [
            piece(
                organisation_id=world.desk.id,
                referral_id=UUID(int=1_000 * sender_id.int + number),
                sender_id=sender_id,
                stage=Stage.CLEAR,
                owed_at=owed_at,
                can_wait=can_wait,
            )
        ]
    )


def test_two_pairs_of_hands_share_the_work_and_find_each_others(
    committed_world: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(labour, "CLEARED_TOGETHER", 2)
    road = desk_at_work(committed_world)
    sent = [road.send(about(f"account-{number % 3}", sender_reference=f"HC-{number % 3}")) for number in range(12)]
    woken = threading.Event()
    working = Labour([Hands(road.tools), Hands(road.tools)], woken.set)
    worker = Worker(working)
    working.start()

    def is_done() -> bool:
        with acting_as(road.desk):
            return Membership.objects.filter(referral_id__in=sent).count() == len(sent)

    worker.tick(timezone.now())
    while not is_done():
        assert woken.wait(PATIENCE_SECONDS)
        woken.clear()
        worker.tick(timezone.now())
    working.stop()
    with acting_as(road.desk):
        rows = list(Membership.objects.order_by("number").values_list("number", "duplicate_of_id"))
        assert [number for number, _head in rows] == list(range(12))
        assert sum(head is None for _number, head in rows) == 3
        for one in sent:
            assert len(timeline_of(one, acts=[Act.REFERRAL_CLEARED])) == 1
    assert working.done == len(sent)


def test_what_is_due_is_taken_from_each_sender_in_turn(world: SmallWorld) -> None:
    desk, now = world.program(world.desk), timezone.now()
    senders = sorted(UUID(int=number) for number in (1, 2, 3))

    with acting_as(desk):
        for sender_id, pieces in zip(senders, (30, 1, 2), strict=True):
            for number in range(pieces):
                _owe(world, sender_id, now + timedelta(seconds=number), number)
        later = now + timedelta(hours=1)
        due = due_in_turn(world.desk.id, later, after=senders[0], most=9)
        assert [one.sender_id.int for one in due] == [2, 3, 1, 3, 1, 1, 1]
        assert len(due_in_turn(world.desk.id, later, after=None, most=2)) == 2
        assert due_in_turn(world.desk.id, now - timedelta(hours=1), after=None, most=9) == []
        claimed = claim([one.work_id for one in due], later)
        assert len(claimed) == len(due)


def test_a_copy_of_looks_is_made_once(road: DeskAtWork) -> None:
    """It builds an index, which costs more than most searches in it."""
    made = looks.desk_looks(road.world.desk.id)
    assert looks.desk_looks(road.world.desk.id) is made


def test_who_reads_all_looks_for_the_first_time_does_not_hold_the_desk_meanwhile(
    road: DeskAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    road.send(about("tern"), picture(1))
    road.work()
    monkeypatch.setattr(looks, "_looks", {})
    held = str(road.world.desk.id.int % locking._KEYS)
    read = []
    for _ in range(2):
        road.send(about("gull"), picture(2))
        with CaptureQueriesContext(connection) as captured:
            road.work()
        asked = [query["sql"] for query in captured.captured_queries]
        holding = next(at for at, sql in enumerate(asked) if "pg_advisory_xact_lock" in sql and held in sql)
        read.append([sum('"clusters_membership"."looks"' in sql for sql in some) for some in (asked[:holding], asked)])
    assert [before for before, _all in read] == [1, 0]
    assert read[0][1] == read[1][1] + 1, "what was cleared meanwhile is read under the lock"
