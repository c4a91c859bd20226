"""What a bank of millions must not cost: counted in queries, rows and reads, never in seconds."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from causeway.hub.base.acting.actors import Actor, Scope
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.walls.database import embedded
from causeway.hub.knowledge.banks import looks as looks_module
from causeway.hub.knowledge.banks.commands.add_signals import NewSignal, add_signals
from causeway.hub.knowledge.banks.commands.curate import move_signal, withdraw_signal
from causeway.hub.knowledge.banks.commands.import_list import BATCH, ListFormat, import_list
from causeway.hub.knowledge.banks.commands.keep_bank import end_sharing, found_bank
from causeway.hub.knowledge.banks.commands.keep_banks import expire_signals
from causeway.hub.knowledge.banks.commands.vote import vote
from causeway.hub.knowledge.banks.looks import BankLooks, bank_looks
from causeway.hub.knowledge.banks.models import Bank, Signal
from causeway.hub.knowledge.banks.ordered_ids import MOST, ordered_ids
from causeway.hub.knowledge.banks.queries.bank_view import bank_view
from causeway.hub.knowledge.banks.queries.banks import banks_of
from causeway.hub.knowledge.banks.queries.signal_list import SignalFilters, signals_page
from causeway.hub.knowledge.banks.queries.voting import PAGE_SIZE, waiting_for_vote
from causeway.hub.knowledge.banks.standing import Verdict
from causeway.vocabulary.signals import SignalKind, SignalState
from hub.banks.sharing import SharedBank, shared_bank
from hub.banks.test_sharing import about_a_person
from hub.conftest import SmallWorld


@pytest.fixture
def shared(world: SmallWorld) -> SharedBank:
    return shared_bank(world)


def listed(actor: Actor, first: int, end: int, kind: str = "sha256", name: str = "Bridges") -> int:
    text = f"{kind}\n" + "".join(f"{number + 1:064x}\n" for number in range(first, end))
    return import_list(actor, bank_name=name, stream=BytesIO(text.encode()), list_format=ListFormat.CSV).added


def asked_of_banks(queries: CaptureQueriesContext) -> int:
    return sum("banks_" in each["sql"] for each in queries.captured_queries)


def test_counts_are_those_of_the_rows_whatever_happened(shared: SharedBank) -> None:
    other = found_bank(shared.curator, name="Knobs")
    listed(shared.curator, 0, 5)
    listed(shared.curator, 3, 9, "pdq")
    withdrawn, confirmed, moved = (shared.add(digit * 64) for digit in "abc")
    add_signals(shared.sharer, shared.bank_id, [about_a_person()])
    withdraw_signal(shared.curator, withdrawn, "A door knob")
    for member in shared.others():
        vote(member, confirmed, Verdict.CONFIRM)
    vote(shared.officer, confirmed, Verdict.DISPUTE, "A door knob")
    move_signal(shared.curator, moved, other, "1", "It is a knob")
    expire_signals(shared.world.program(shared.world.desk), timezone.now() + timedelta(days=31))
    with acting_as(shared.curator):
        for bank in Bank.objects.all():
            rows = Counter(Signal.objects.filter(bank=bank).values_list("kind", "state"))
            kept = {(kind, state): count for kind, held in bank.counts.items() for state, count in held.items()}
            assert kept == rows
    assert {line.name: (line.exact, line.looks, line.others, line.withdrawn) for line in banks_of(shared.curator)} == {
        "Bridges": (6, 6, 0, 1),
        "Knobs": (1, 0, 0, 0),
    }


def test_no_page_counts_the_rows_of_a_bank(shared: SharedBank) -> None:
    listed(shared.curator, 0, 3)
    with CaptureQueriesContext(connection) as asked:
        bank_view(shared.officer, shared.bank_id)
        banks_of(shared.officer)
    counts = [each["sql"] for each in asked.captured_queries if "COUNT" in each["sql"]]
    assert not [sql for sql in counts if '"banks_signal"' in sql and " LIMIT " not in sql]


def test_a_list_costs_a_statement_a_batch_and_is_numbered_in_its_own_order(shared: SharedBank) -> None:
    costs = []
    for count in (10, 500):
        with CaptureQueriesContext(connection) as asked:
            assert listed(shared.curator, 1_000 * count, 1_000 * count + count) == count < BATCH
        costs.append(asked_of_banks(asked))
    assert costs[0] == costs[1]
    assert [number for number, _kind in shared.log()] == list(range(1, 511))
    with acting_as(shared.curator):
        values = Signal.objects.filter(bank_id=shared.bank_id).order_by("changes__number").values_list("value", "id")
        last = list(values[10:])
    assert [value for value, _id in last] == [f"{number + 1:064x}" for number in range(500_000, 500_500)]
    assert all(before < after for (_before, before), (_after, after) in pairwise(last))


@given(st.integers(0, MOST - 300), st.integers(0, 2**44 - 1))
def test_identifiers_of_a_list_rise_and_are_version_7(first: int, milliseconds: int) -> None:
    now = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    made = ordered_ids(now, first, 300)
    assert all(before < after for before, after in pairwise(made))
    assert {each.version for each in made} == {7}
    assert {each.int >> 80 for each in made} == {milliseconds}


def test_the_voting_queue_is_read_page_by_page_and_misses_nothing(shared: SharedBank) -> None:
    listed(shared.curator, 0, PAGE_SIZE + 7)
    own = shared.add("a" * 64, by=shared.officer)
    voted = shared.add("b" * 64)
    vote(shared.officer, voted, Verdict.CONFIRM)
    later = [shared.add(digit * 64, by=shared.sharer) for digit in "cd"]
    seen, cursor, pages = [], "", 0
    while True:
        with CaptureQueriesContext(connection) as asked:
            lines, cursor = waiting_for_vote(shared.officer, cursor=cursor)
        assert asked_of_banks(asked) == 3
        seen += [line.id for line, _bank in lines]
        pages += 1
        if not cursor:
            break
    assert pages == 2
    assert len(seen) == len(set(seen)) == PAGE_SIZE + 7 + 2
    assert seen[-2:] == later
    assert not {own, voted} & set(seen)


def test_the_voting_queue_passes_by_nothing_of_ones_own(shared: SharedBank) -> None:
    _issued, program = shared.world.credential(shared.world.desk, Scope.SEND_SIGNALS)
    waiting, read = [shared.add("a" * 64, by=program)], []
    for first, end, digit in ((0, 10, "b"), (1_000, 3_000, "c")):
        listed(shared.curator, first, end)
        waiting.append(shared.add(digit * 64, by=shared.officer))
        with CaptureQueriesContext(connection) as asked:
            lines, _cursor = waiting_for_vote(shared.curator)
        assert [line.id for line, _bank in lines] == waiting
        [queue] = (each["sql"] for each in asked.captured_queries if "adders" in each["sql"])
        read.append(rows_read(shared.curator, queue))
    assert read[1] == read[0] + 1


@contextmanager
def stated_as_large() -> Iterator[None]:
    """PostgreSQL takes the signals for three millions; else its plans hang on what it noted of them when other tests
    had emptied the table.
    """
    server = embedded()
    assert server is not None
    name = connection.settings_dict["NAME"]
    with psycopg.connect(host=str(server.socket_folder), user="postgres", dbname=name, autocommit=True) as owner:
        owner.execute(
            "SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', 'banks_signal',"
            " 'relpages', 100000, 'reltuples', 3000000::real)"
        )
        try:
            yield
        finally:
            owner.execute("SELECT pg_clear_relation_stats('public', 'banks_signal')")


def rows_read(actor: Actor, sql: str) -> float:
    """Rows of signals that the plan of this query took from the table or an index, those that a filter then refused
    included, when the planner is kept from reading and sorting all, as it is by the size of a bank of millions.
    """

    def of(node: dict[str, Any]) -> float:
        passed = (
            node["Actual Rows"] + node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        )
        own = passed * node["Actual Loops"] if node.get("Relation Name") == "banks_signal" else 0
        return own + sum(of(each) for each in node.get("Plans", []))

    with stated_as_large(), acting_as(actor), connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql.replace("%", "%%"))
        return of(cursor.fetchone()[0][0]["Plan"])


@pytest.mark.parametrize(
    "filters",
    [
        SignalFilters(),
        SignalFilters(kind=SignalKind.PDQ),
        SignalFilters(state=SignalState.WITHDRAWN),
        SignalFilters(kind=SignalKind.SHA256, state=SignalState.WITHDRAWN),
        SignalFilters(kind=SignalKind.URL),
    ],
)
def test_a_list_is_put_together_of_kinds_and_states_and_misses_nothing(
    shared: SharedBank, filters: SignalFilters
) -> None:
    listed(shared.curator, 0, 5)
    listed(shared.curator, 5, 9, "pdq")
    own = [shared.add(digit * 64) for digit in "abcd"]
    for signal_id in own[:3]:
        withdraw_signal(shared.curator, signal_id, "A door knob")
    with acting_as(shared.officer):
        rows = Signal.objects.filter(bank_id=shared.bank_id).order_by("-added_at", "-id")
        rows = rows.filter(kind=filters.kind.value) if filters.kind else rows
        rows = rows.filter(state=filters.state.value) if filters.state else rows
        expected = list(rows.values_list("id", flat=True))
    seen: list[UUID] = []
    cursor = ""
    while True:
        lines, cursor = signals_page(shared.officer, shared.bank_id, filters, cursor=cursor, limit=2)
        seen += [line.id for line in lines]
        if not cursor:
            break
    assert seen == expected


def test_the_copy_in_memory_follows_what_changed_and_says_what_a_new_one_says(
    shared: SharedBank, monkeypatch: pytest.MonkeyPatch
) -> None:
    random_of = random.Random(7)
    values = [f"{random_of.getrandbits(256):064x}" for _ in range(40)]
    known = {value: shared.add(value, SignalKind.PDQ) for value in values[:20]}
    with acting_as(shared.officer):
        copy = bank_looks(shared.officer.organisation_id)
    reads = []
    monkeypatch.setattr(BankLooks, "read", lambda versions: reads.append(versions))
    for value in values[20:]:
        known[value] = shared.add(value, SignalKind.PDQ)
        shared.add(value)  # a SHA-256 of the same letters is no look
        gone = random_of.choice(sorted(known))
        withdraw_signal(shared.curator, known.pop(gone), "A door knob")
        with acting_as(shared.officer), CaptureQueriesContext(connection) as asked:
            assert bank_looks(shared.officer.organisation_id) is copy
        assert asked_of_banks(asked) == 3
        assert {copy_hit[1] for copy_hit in copy.within(values, 0)} == set(known.values())
    assert len(copy) == len(known)
    assert not reads


def test_the_copy_is_read_anew_when_a_bank_is_gone_or_too_much_has_changed(
    shared: SharedBank, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared.add("ab" * 32, SignalKind.PDQ)
    with acting_as(shared.officer):
        first = bank_looks(shared.officer.organisation_id)
    monkeypatch.setattr(looks_module, "MOST_FOLLOWED", 4)
    listed(shared.curator, 0, 5, "pdq")
    with acting_as(shared.officer):
        second = bank_looks(shared.officer.organisation_id)
    assert first is not second
    assert len(second) == 6
    end_sharing(shared.curator, shared.bank_id, shared.force.id)
    with acting_as(shared.officer):
        assert len(bank_looks(shared.officer.organisation_id)) == 0


def test_a_signal_that_comes_back_is_found_again(shared: SharedBank) -> None:
    pdq = NewSignal(kind=SignalKind.PDQ, value="0123456789abcdef" * 4)
    (first,) = add_signals(shared.sharer, shared.bank_id, [pdq])
    with acting_as(shared.officer):
        copy = bank_looks(shared.officer.organisation_id)
    withdraw_signal(shared.sharer, first.id, "Ours was wrong")
    (second,) = add_signals(shared.sharer, shared.bank_id, [replace(pdq)])
    with acting_as(shared.officer):
        assert bank_looks(shared.officer.organisation_id) is copy
    assert [hit[1] for hit in copy.within([pdq.value], 0)] == [second.id]
