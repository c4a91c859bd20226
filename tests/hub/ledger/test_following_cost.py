"""What following costs: one look, and for some entries together one transaction in which the cursor moves once."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger import following
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.advancing import Ahead, advance, advance_all, read_ahead, take
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.following import EntryFact, Follower, follower_named, follows
from causeway.hub.base.ledger.models import Entry, FollowerCursor
from causeway.hub.base.ledger.news import last_position
from causeway.hub.base.ledger.sequencing import sequence
from hub.conftest import SmallWorld

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def _nothing(actor: Actor, entry: EntryFact) -> None:
    del actor, entry


@pytest.fixture
def follower() -> Iterator[Follower]:
    """One that does nothing, registered for one test."""
    follows(Act.CASE_READ)(_nothing)
    found = follower_named(f"{__name__}._nothing")
    assert found is not None
    yield found
    del following._followers[found.name]


def _entered(actor: Actor, acts: list[Act]) -> None:
    with acting_as(actor):
        for act in acts:
            enter(act, subjects=[uuid4()])
    with acting_as(actor):
        sequence(NOW)


def _cost(actor: Actor, follower: Follower) -> tuple[int, int]:
    """Entries taken, and queries."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        taken = advance(actor, follower, acting_as, now=NOW)
    return taken, len(queries)


def test_entries_are_taken_together_in_one_transaction_and_none_is_looked_for_twice(
    world: SmallWorld, follower: Follower
) -> None:
    actor = world.program(world.desk)
    advance(actor, follower, acting_as, now=NOW)
    _entered(actor, [Act.CASE_READ])
    taken, one = _cost(actor, follower)
    assert taken == 1
    _entered(actor, [Act.CASE_READ] * 4)
    taken, four = _cost(actor, follower)
    assert taken == 4
    assert four == one + 1, "some at once say first how long they wait for a row"


def test_after_the_last_entry_it_stands_at_the_ledger_s_end(world: SmallWorld, follower: Follower) -> None:
    actor = world.program(world.desk)
    _entered(actor, [Act.CASE_READ, Act.CASE_OPENED, Act.CASE_OPENED])
    assert advance(actor, follower, acting_as, now=NOW) == 1
    with acting_as(actor):
        assert FollowerCursor.objects.get(follower=follower.name).position == last_position()
    assert advance(actor, follower, acting_as, now=NOW) == 0


def test_what_several_followers_follow_is_read_once_for_all(world: SmallWorld, follower: Follower) -> None:
    actor = world.program(world.desk)
    advance(actor, follower, acting_as, now=NOW)
    others = [Follower(f"{follower.name} {number}", follower.acts, follower.effect) for number in range(5)]
    read_ahead(actor, [follower, *others], acting_as, now=NOW)  # A new follower's cursor is made once.
    _entered(actor, [Act.CASE_READ] * 3)
    looks = []
    for among in ([follower], [follower, *others]):
        with CaptureQueriesContext(connection) as queries:
            aheads, is_end = read_ahead(actor, among, acting_as, now=NOW)
        assert is_end
        looks.append(len(queries))
    assert looks[0] == looks[1]
    assert [len(ahead.found) for ahead in aheads] == [3] * 6


def test_what_is_little_for_several_followers_commits_together_and_one_that_fails_takes_no_other_with_it(
    world: SmallWorld,
) -> None:
    actor, fails = world.program(world.desk), [False]
    taken: list[tuple[str, int, bool]] = []

    def of(name: str) -> Follower:
        def effect(actor: Actor, entries: Sequence[EntryFact]) -> None:
            del actor
            if name == "second" and fails[0]:
                raise RuntimeError(name)
            taken.append((name, len(entries), has_moved(first)))

        return Follower(name, frozenset({Act.CASE_READ}), effect)

    def has_moved(one: Follower) -> bool:
        return FollowerCursor.objects.get(follower=one.name).position == last_position()

    def positions() -> dict[str, int]:
        with acting_as(actor):
            return {one.name: FollowerCursor.objects.get(follower=one.name).position for one in among}

    def run() -> tuple[list[int | None], int]:
        handled: list[int | None] = []

        def taking(ahead: Ahead) -> int | None:
            try:
                handled.append(take(actor, ahead, acting_as, now=NOW))
            except RuntimeError:
                handled.append(None)
            return handled[-1]

        with CaptureQueriesContext(connection) as captured:
            advance_all(actor, among, acting_as, taking, now=NOW)
        return handled, sum("lock_timeout" in query["sql"] for query in captured.captured_queries)

    among = [first, *_others] = [of(name) for name in ("first", "second", "third")]
    _entered(actor, [Act.CASE_READ] * 2)
    assert run() == ([2, 2, 2], 1), "in one transaction"
    assert taken == [("first", 2, True), ("second", 2, True), ("third", 2, True)]
    before, fails[0] = positions(), True
    taken.clear()
    _entered(actor, [Act.CASE_READ])
    assert run()[0] == [1, None, 1]
    assert taken == [("first", 1, True), ("first", 1, True), ("third", 1, True)], "the first was undone and done again"
    after = positions()
    assert after["second"] == before["second"]
    assert after["first"] == after["third"] > before["third"]


def test_a_follower_that_takes_entries_together_is_called_once_for_them_and_alone_where_one_fails(
    world: SmallWorld,
) -> None:
    actor, calls, is_faulty = world.program(world.desk), list[int](), [False]

    def effect(actor: Actor, entries: Sequence[EntryFact]) -> None:
        del actor
        if is_faulty[0] and len(entries) > 1:
            raise RuntimeError("one of these")
        calls.append(len(entries))

    together = Follower("test.together", frozenset({Act.CASE_READ}), effect)
    _entered(actor, [Act.CASE_READ] * 4)
    assert advance(actor, together, acting_as, now=NOW) == 4
    is_faulty[0] = True
    _entered(actor, [Act.CASE_READ] * 3)
    assert advance(actor, together, acting_as, now=NOW) == 3
    assert calls == [4, 1, 1, 1]


def test_who_is_seldom_concerned_does_not_make_others_read_again(
    world: SmallWorld, follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor, read = world.program(world.desk), list[Act]()
    seldom = Follower("test.seldom", frozenset({Act.CASE_CLOSED}), follower.effect)
    advance(actor, seldom, acting_as, now=NOW)
    _entered(actor, [Act.CASE_READ] * 5)
    advance(actor, follower, acting_as, now=NOW)
    _entered(actor, [Act.CASE_READ, Act.CASE_CLOSED])

    def noted(entries: list[Entry], positions: dict[UUID, int]) -> list[EntryFact]:
        read.extend(Act(entry.act) for entry in entries)
        return following.facts(entries, positions)

    monkeypatch.setattr("causeway.hub.base.ledger.advancing.facts", noted)
    often, rare = read_ahead(actor, [follower, seldom], acting_as, now=NOW)[0]
    assert sorted(read) == [Act.CASE_CLOSED, Act.CASE_READ]
    assert ([fact.act for fact in often.found], [fact.act for fact in rare.found]) == (
        [Act.CASE_READ],
        [Act.CASE_CLOSED],
    )


def test_what_lies_before_followers_that_stand_apart_is_joined_and_not_looked_up_in_the_whole_ledger(
    world: SmallWorld,
) -> None:
    actor = world.program(world.desk)
    one, other = (
        Follower(f"test.{act.value}", frozenset({act}), _nothing_of) for act in (Act.CASE_READ, Act.CASE_CLOSED)
    )
    advance(actor, one, acting_as, now=NOW)
    _entered(actor, [Act.CASE_READ] * 3)
    advance(actor, other, acting_as, now=NOW)
    _entered(actor, [Act.CASE_READ, Act.CASE_CLOSED])
    with CaptureQueriesContext(connection) as queries:
        aheads, _is_end = read_ahead(actor, [one, other], acting_as, now=NOW)
    assert [len(ahead.found) for ahead in aheads] == [4, 1]
    (leaves,) = [query["sql"] for query in queries if 'FROM "ledger_leaf" WHERE (EXISTS' in query["sql"]]
    with acting_as(actor), connection.cursor() as database:
        database.execute("EXPLAIN " + leaves)
        plan = "\n".join(row[0] for row in database.fetchall())
    assert "SubPlan" not in plan, f"it would look through the whole ledger: {plan}"


def _nothing_of(actor: Actor, entries: Sequence[EntryFact]) -> None:
    del actor, entries


def test_where_much_is_new_who_goes_first_takes_all_of_it_before_the_others(
    world: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor, calls = world.program(world.desk), list[str]()
    monkeypatch.setattr("causeway.hub.base.ledger.advancing._BATCH", 3)

    def noting(name: str, *, goes_first: bool) -> Follower:
        def effect(actor: Actor, entries: Sequence[EntryFact]) -> None:
            del actor
            calls.extend(name for _entry in entries)

        return Follower(f"test.{name}", frozenset({Act.CASE_READ}), effect, goes_first)

    others, first = noting("others", goes_first=False), noting("first", goes_first=True)

    def taking(ahead: Ahead) -> int:
        return take(actor, ahead, acting_as, now=NOW)

    _entered(actor, [Act.CASE_READ] * 8)
    assert advance_all(actor, [others, first], acting_as, taking, now=NOW)
    assert calls == ["first"] * 8 + ["others"] * 8
