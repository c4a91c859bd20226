"""The worker: nothing lost, nothing doubled, senders in turn, and a quiet round that costs next to nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.clocks.keeping import ClockKind, start_clock
from causeway.hub.base.ledger import following
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.following import EntryFact, follows
from causeway.hub.base.ledger.models import FollowerFault
from causeway.hub.base.ledger.parking import PAUSES
from causeway.hub.base.notices.commands.manage_webhooks import add_webhook
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.actors import all_programs
from causeway.hub.base.rows.documents import from_document
from causeway.hub.road.evidence.models import Examination
from causeway.hub.road.queues.clearing.stages import Tools
from causeway.hub.road.queues.models import QueueItem, Work
from causeway.hub.road.queues.working import labour, worker
from causeway.hub.road.queues.working.claiming import FIRST_PAUSE, Stage, claim, due_in_turn, finish, owe_all, piece
from causeway.hub.road.queues.working.labour import Hands, Pieces
from causeway.hub.road.queues.working.outgoing import Outgoing
from causeway.hub.road.queues.working.ticking import OFTEN, SELDOM, NamedHook
from causeway.hub.road.queues.working.worker import Worker, run_until_idle
from causeway.hub.road.referrals.addition import Addition
from causeway.hub.road.referrals.commands.supplement_referral import NewFile, NewSupplement, supplement_referral
from causeway.timing import Days
from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.organisations import OrganisationKind, Role
from causeway.vocabulary.referral import Party, PartyRole
from hub.conftest import SmallWorld
from hub.desk_at_work import DeskAtWork, about, picture

QUIET_QUERIES = 8
"""Two looks at the ledger, and one transaction in which the one desk looks for owed work."""


def test_a_quiet_round_costs_a_handful_of_queries_however_many_have_joined(road: DeskAtWork) -> None:
    for number in range(20):
        road.world.organisation(OrganisationKind.POLICE_FORCE, f"Force {number}")
    road.send(about("one"))
    now = timezone.now()
    road.work(now)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert road.worker.tick(now + timedelta(seconds=1)).is_idle
    assert len(queries) <= QUIET_QUERIES, [query["sql"] for query in queries.captured_queries]


def test_hooks_have_their_turn_when_nothing_happens(road: DeskAtWork) -> None:
    now = timezone.now()
    road.work(now)
    assert road.worker.tick(now).hooked == {}
    assert road.worker.tick(now + SELDOM).hooked


def test_looking_for_what_fell_due_costs_one_query_for_each_organisation(road: DeskAtWork) -> None:
    """The desk and twenty more; each in a transaction that says who acts, and none asks about what counts in days."""
    for number in range(20):
        road.world.organisation(OrganisationKind.POLICE_FORCE, f"Force {number}")
    now = timezone.now()
    road.work(now)
    organisations = len(all_programs())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert road.worker.tick(now + OFTEN).is_idle
    looked = [query["sql"] for query in queries.captured_queries if "of_hook" in query["sql"]]
    assert len(looked) == organisations > 20
    assert len(queries) <= QUIET_QUERIES + 5 * organisations
    assert not any("ExpiryWarning" in sql or "training_" in sql for sql in looked)


@pytest.mark.parametrize(("act", "looks"), [(Act.SIGNAL_CHANGES_ACKNOWLEDGED, 0), (Act.SIGNAL_WITHDRAWN, 1)])
def test_an_act_that_settles_what_was_owed_asks_nobody_what_is_owed_now(road: DeskAtWork, act: Act, looks: int) -> None:
    now = timezone.now()
    road.work(now)
    with acting_as(road.desk):
        enter(act, subjects=[uuid4()])
    with CaptureQueriesContext(connection) as queries:
        assert road.worker.tick(now + timedelta(seconds=1)).sequenced == 1
    assert len([1 for query in queries.captured_queries if "of_hook" in query["sql"]]) == looks


class Lanes:
    """Outgoing lanes that are always busy, and note who is asked to send what, with how many notices there are."""

    is_busy = True

    def __init__(self, programs: list[Actor]) -> None:
        self.programs = programs
        self.asked: list[tuple[UUID, str, int]] = []

    def ask_for(self, hook: NamedHook, actor: Actor) -> None:
        owed = 0
        for program in self.programs:
            with acting_as(program):
                owed += Notice.objects.count()
        self.asked.append((actor.organisation_id, hook.name, owed))


def busy_subscribers(road: DeskAtWork) -> tuple[Worker, Lanes, list[Actor]]:
    """A worker that is up to date while its lanes are busy, and two forces with a webhook each."""
    forces = [road.kent, road.essex]
    for force in forces:
        administrator = road.world.administrator(force)
        add_webhook(administrator, url="http://127.0.0.1:9/", acts=[Act.SIGNAL_WITHDRAWN])
    programs = [road.program(force) for force in forces]
    lanes = Lanes(programs)
    worker = Worker(None, outgoing=cast("Outgoing", lanes), programs=lambda: programs)
    run_until_idle(timezone.now(), worker=worker)
    lanes.asked.clear()
    return worker, lanes, programs


def withdraw_for_all(programs: list[Actor]) -> None:
    for program in programs:
        with acting_as(program):
            enter(Act.SIGNAL_WITHDRAWN, subjects=[uuid4()])


def test_a_webhook_leaves_before_the_next_organisation_has_its_turn(road: DeskAtWork) -> None:
    worker, lanes, programs = busy_subscribers(road)
    withdraw_for_all(programs)
    worker.tick(timezone.now())
    webhooks = [(own, owed) for own, name, owed in lanes.asked if name.endswith("webhook")]
    assert webhooks[0][0] != webhooks[1][0]
    assert webhooks[0][1] + 1 == webhooks[1][1]


def test_while_webhooks_are_sent_nobody_is_asked_again_and_again_what_else_is_owed(road: DeskAtWork) -> None:
    worker, lanes, programs = busy_subscribers(road)
    now = timezone.now() + timedelta(seconds=20)

    def looks(moment: datetime) -> int:
        """How often a round that stirs both looked for everything that is owed."""
        withdraw_for_all(programs)
        lanes.asked.clear()
        with CaptureQueriesContext(connection) as queries:
            worker.tick(moment)
        assert {own for own, *_others in lanes.asked} == {program.organisation_id for program in programs}
        return len([1 for query in queries.captured_queries if "'clocks that run out' AS" in query["sql"]])

    assert looks(now) == 2
    assert looks(now + timedelta(seconds=1)) == 0
    assert looks(now + timedelta(seconds=9)) == 0
    assert looks(now + timedelta(seconds=10)) == 2
    assert looks(now + timedelta(seconds=11)) == 0
    assert worker.tick(now + timedelta(seconds=20)).sequenced == 0, "nothing stirs them"
    with CaptureQueriesContext(connection) as queries:
        worker.tick(now + timedelta(seconds=21))
    assert "'clocks that run out' AS" not in str(queries.captured_queries), "they were asked at 20 seconds"


def test_what_fell_due_is_done_without_anything_happening(road: DeskAtWork) -> None:
    now = timezone.now()
    road.work(now)
    with acting_as(road.desk):
        start_clock(uuid4(), ClockKind.QUESTION, Days(count=1), started_at=now)
    assert road.worker.tick(now + timedelta(hours=1)).hooked.get("clocks that run out") is None
    late = now + timedelta(days=2)
    assert road.worker.tick(late).hooked["clocks that run out"] == 1
    # At once, not half a minute later: the mail that the clock owes.
    assert road.worker.tick(late).hooked["notices that are due by mail"] == 1


def test_taken_forward_it_does_what_is_owed_and_lets_hooks_wait(road: DeskAtWork) -> None:
    road.send(about("one"))
    now = timezone.now()
    worker = Worker(Hands(road.tools))
    for _ in range(3):
        assert worker.take_forward(now).hooked == {}
    with acting_as(road.desk):
        assert Work.objects.filter(done_at=None).count() == 0
        assert QueueItem.objects.count() == 1
    assert worker.tick(now).hooked


def test_it_works_for_those_for_whom_it_is_asked_to(road: DeskAtWork) -> None:
    road.send(about("one"))
    now = timezone.now()
    other = road.world.program(road.world.organisation(OrganisationKind.POLICE_FORCE, "Another force"))
    Worker(Hands(road.tools), programs=lambda: [other]).tick(now)
    with acting_as(road.desk):
        assert Work.objects.count() == 0
    Worker(Hands(road.tools), programs=lambda: [road.desk]).tick(now)
    with acting_as(road.desk):
        assert Work.objects.exclude(done_at=None).count() > 0


def test_every_stage_is_done_once_whoever_asks(road: DeskAtWork) -> None:
    referral_id = road.send(about("one"), picture(1))
    road.work()
    road.restart()
    road.work()
    with acting_as(road.desk):
        done = list(Work.objects.filter(referral_id=referral_id).values_list("stage", "version"))
        assert sorted(done) == [("clear", 1), ("examine", 1)]
        assert Work.objects.filter(done_at=None).count() == 0
        assert Examination.objects.filter(referral_id=referral_id).count() == 1
        assert QueueItem.objects.filter(referral_id=referral_id).count() == 1


class Breaks:
    """Something that fails in a way that quotes what it was given."""

    def __init__(self, times: int) -> None:
        self.left = times

    def examine(self, data: bytes) -> MediaDigests:
        self.left -= 1
        if self.left >= 0:
            raise ValueError(f"secret words {data[:4]!r}")
        return from_document(
            MediaDigests,
            {"sha256": "0" * 64, "md5": "0" * 32, "sha1": "0" * 40, "size_bytes": 1, "media_type": "image/jpeg"},
        )


def test_a_stage_that_fails_is_undone_put_off_and_tried_again(
    road: DeskAtWork, caplog: pytest.LogCaptureFixture
) -> None:
    road.worker = Worker(Hands(Tools(examiner=Breaks(1), router=road.tools.router)))
    referral_id = road.send(about("one"), picture(1))
    now = timezone.now()
    road.work(now)
    with acting_as(road.desk):
        work = Work.objects.get(referral_id=referral_id)
        assert (work.done_at, work.attempts, work.fault) == (None, 1, "ValueError")
        assert work.not_before == now + FIRST_PAUSE
    assert "secret" not in caplog.text
    assert "ValueError" in caplog.text
    road.work(now + FIRST_PAUSE)
    with acting_as(road.desk):
        assert Work.objects.filter(done_at=None).count() == 0


def test_a_damaged_picture_is_marked_and_the_referral_goes_on(road: DeskAtWork) -> None:
    damaged = picture(1)[:200]
    referral_id = road.send(about("one"), damaged, picture(2))
    road.work()
    with acting_as(road.desk):
        faults = sorted(Examination.objects.filter(referral_id=referral_id).values_list("fault", flat=True))
        assert faults == ["", "damaged_picture"]
        assert QueueItem.objects.filter(referral_id=referral_id).exists()


def test_a_supplement_with_a_file_is_examined_and_the_referral_cleared_anew(road: DeskAtWork) -> None:
    from causeway.hub.base.vault.sealing import write_sealed

    referral_id = road.send(about("one"), picture(1))
    road.work()
    more = NewSupplement(
        text="One more picture.",
        addition=Addition(parties=(Party(role=PartyRole.ASSOCIATE, first_name="Wren"),)),
        files=(NewFile(written=write_sealed([picture(2)])),),
    )
    sender = replace(road.sender, roles=frozenset({Role.SENDER, Role.SERVICE_RESPONDER}))
    supplement_referral(sender, referral_id, more)
    road.work()
    with acting_as(road.desk):
        assert Examination.objects.filter(referral_id=referral_id).count() == 2
        assert Work.objects.filter(referral_id=referral_id, stage="clear").count() == 2
        assert QueueItem.objects.filter(referral_id=referral_id).count() == 1


def test_a_million_referrals_from_one_sender_do_not_slow_another(world: SmallWorld) -> None:
    desk, flood, other = world.program(world.desk), uuid4(), uuid4()
    at = timezone.now()
    with acting_as(desk):
        for number in range(300):
            _owe(world, flood, at + timedelta(seconds=number))
        late = _owe(world, other, at + timedelta(hours=1))
        served: list[UUID] = []
        while len(served) < 4:
            due = due_in_turn(world.desk.id, at + timedelta(days=1), after=flood, most=2)
            for one in due:
                works = claim([one.work_id], at + timedelta(days=1))
                finish(works, at)
                served += [work.referral_id for work in works]
        assert late in served[:2]


def test_work_is_found_by_an_index_and_not_by_reading_what_is_owed(world: SmallWorld) -> None:
    with acting_as(world.program(world.desk)), connection.cursor() as cursor:
        for _ in range(50):
            _owe(world, uuid4(), timezone.now())
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT sender_id FROM queues_work WHERE organisation_id = %s AND can_wait = false"
            " AND done_at IS NULL ORDER BY sender_id LIMIT 1",
            [world.desk.id],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Index Only Scan using owed_work" in plan or "Index Scan using owed_work" in plan


def _owe(world: SmallWorld, sender_id: UUID, at: datetime) -> UUID:
    referral_id = uuid4()
    own = world.desk.id
    owe_all([piece(organisation_id=own, referral_id=referral_id, sender_id=sender_id, stage=Stage.EXAMINE, owed_at=at)])
    return referral_id


def _cancelled() -> None:
    """A fault of the class that a lost connection has too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', '1', true)")
        cursor.execute("SELECT pg_sleep(5)")


@pytest.fixture
def taken_by() -> Iterator[list[UUID]]:
    """The organisations for which a follower took an entry; the statement that it sends for Kent is cancelled."""
    taken: list[UUID] = []

    def clerk(actor: Actor, entry: EntryFact) -> None:
        if actor.organisation_name == "Kent Police":
            _cancelled()
        taken.append(entry.organisation_id)

    follows(Act.CASE_READ)(clerk)
    name = next(name for name in following._followers if name.endswith(".clerk"))
    yield taken
    del following._followers[name]


def test_a_cancelled_statement_is_parked_and_holds_up_nobody_else(road: DeskAtWork, taken_by: list[UUID]) -> None:
    now = timezone.now()
    for force in (road.kent, road.essex):
        with acting_as(road.program(force)):
            enter(Act.CASE_READ, subjects=[uuid4()])
    road.worker.tick(now)
    assert taken_by == [road.essex.id]
    for pause in PAUSES:
        now += pause
        road.worker.tick(now)
    with acting_as(road.program(road.kent)):
        (row,) = FollowerFault.objects.all()
    assert (row.fault, row.parked_at) == ("OperationalError", now)


def test_an_organisation_that_cannot_be_looked_at_holds_up_nobody_else(
    road: DeskAtWork, taken_by: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    def concerned(organisation_id: UUID, *others: object, **named: object) -> object:
        if organisation_id == road.kent.id:
            _cancelled()
        return following.concerned(organisation_id, *others, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(worker, "concerned", concerned)
    with acting_as(road.program(road.essex)):
        enter(Act.CASE_READ, subjects=[uuid4()])
    road.worker.tick(timezone.now())
    assert taken_by == [road.essex.id]


def test_a_desk_whose_owed_work_cannot_be_looked_for_waits_for_its_next_turn(
    road: DeskAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    road.send(about("one"))
    Worker(None).take_forward(timezone.now())
    with monkeypatch.context() as failing:
        failing.setattr(labour, "due_in_turn", lambda *_, **__: _cancelled())
        assert Hands(road.tools).work(road.desk, timezone.now()) == Pieces()
    assert Hands(road.tools).work(road.desk, timezone.now()) == Pieces(done=1)
