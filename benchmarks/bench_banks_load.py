"""A shared bank under load: a long list, changes, many subscribers, a mirror that begins, and the pages people open.

CAUSEWAY_HOME=$(mktemp -d) python benchmarks/bench_banks_load.py

It fills an empty database of its own and serves it by the real web server. By default 200,000 signals, 50 subscribers
and 60 changes at each of the rates of `--changes-an-hour`: the 1,029 that a bank must carry, and ten times as many. Run
again on the same folder, it adds `--signals` more. With `--with-worker` the worker runs too, each subscriber has a
webhook and acknowledges what it reads; a mirror that begins does not acknowledge.
"""

import argparse
import io
import os
import secrets
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from causeway.cli.hub import load_hub

load_hub()

import numpy as np  # noqa: E402
from bank_readers import Beginner, Door, Reader, seconds_until_gone, up_to_date  # noqa: E402
from bank_worker import Heard, hearing, seconds_between  # noqa: E402
from bank_world import NAME, BankWorld, LongList, bank_world, digest, known_world  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from causeway.client.mirror import Asked, MirrorWriter  # noqa: E402
from causeway.hub.base.acting.doors import acting_as  # noqa: E402
from causeway.hub.base.ledger.keys import signing_key  # noqa: E402
from causeway.hub.base.walls.migrating import as_owner, migrate  # noqa: E402
from causeway.hub.knowledge.banks.commands.add_signals import NewSignal, add_signals  # noqa: E402
from causeway.hub.knowledge.banks.commands.curate import withdraw_signal  # noqa: E402
from causeway.hub.knowledge.banks.commands.import_list import Imported, ListFormat, import_list  # noqa: E402
from causeway.hub.knowledge.banks.counting import by_state  # noqa: E402
from causeway.hub.knowledge.banks.looks import bank_looks  # noqa: E402
from causeway.hub.knowledge.banks.models import Bank, Signal  # noqa: E402
from causeway.hub.knowledge.banks.queries.bank_view import bank_view  # noqa: E402
from causeway.hub.knowledge.banks.queries.banks import banks_of  # noqa: E402
from causeway.hub.knowledge.banks.queries.feed import changes_after  # noqa: E402
from causeway.hub.knowledge.banks.queries.matches import matches_for  # noqa: E402
from causeway.hub.knowledge.banks.queries.signal_list import SignalFilters, signals_page  # noqa: E402
from causeway.hub.knowledge.banks.queries.voting import waiting_for_vote  # noqa: E402
from causeway.hub.serving import Site  # noqa: E402
from causeway.vocabulary.findings import MediaDigests  # noqa: E402
from causeway.vocabulary.organisations import Purpose  # noqa: E402
from causeway.vocabulary.signals import SignalKind, SignalState  # noqa: E402

T = TypeVar("T")
TABLES = ("banks_signal", "banks_change")
ROUNDS = 41
SECONDS_AN_HOUR = 3_600
LONGEST_HEARING_SECONDS = 60.0
"""So long after the last withdrawal webhooks may still come."""


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--signals", type=int, default=200_000)
    parser.add_argument("--subscribers", type=int, default=50)
    parser.add_argument("--changes", type=int, default=60)
    parser.add_argument("--changes-an-hour", type=int, nargs="+", default=[1_029, 10_290])
    parser.add_argument("--asks-every", type=float, default=5.0, help="seconds between two readings of a subscriber")
    parser.add_argument("--first-copy-seconds", type=float, default=60.0, help="for how long a new mirror may go on")
    parser.add_argument("--with-worker", action="store_true", help="run the worker, acknowledge, and hear by webhook")
    parser.add_argument("--fill-only", action="store_true", help="import, and measure nothing else")
    parser.add_argument("--bare", action="store_true", help="also insert all rows once more past every rule")
    parser.add_argument("--explain", action="store_true", help="print the plans of the queries behind the pages")
    asked = parser.parse_args()
    migrate()
    world = known_world() or bank_world(asked.subscribers)
    with acting_as(world.curator):
        held = sum(by_state(Bank.objects.get(id=world.bank_id)).values())
    if asked.signals:
        show_import(world, held, asked.signals)
    if asked.fill_only:
        return
    total = held + asked.signals
    if asked.bare:
        show_bare(total)
    show_tables(total)
    show_pages(world, total, explain=asked.explain)
    show_looks(world)
    with served(with_worker=asked.with_worker) as (base_url, web):
        show_first_copy(world, base_url, asked.first_copy_seconds)
        for changes_an_hour in asked.changes_an_hour:
            show_feed(world, base_url, asked, changes_an_hour)
        whose = "the web server's and the worker's" if asked.with_worker else "the web server's"
        print(f"memory of {whose} processes: {resident_mb(web):,.0f} MB")
    print(f"load of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def show_import(world: BankWorld, held: int, signals: int) -> None:
    """A list comes in through the door, beside what is there."""
    done, seconds, own, server = imported(world, held, signals)
    assert done.added == signals
    again, same, _own, _server = imported(world, held, min(signals, 20_000))
    assert again.added == 0
    rate = f"{signals / seconds:,.0f} a second, {os.getloadavg()[0]:.1f} processes waiting"
    print(f"import of {signals:,} digests beside {held:,}: {seconds:.1f} s, {rate}")
    each = f"{own / signals * 1e6:.0f} us a signal here and {server / signals * 1e6:.0f} us in the database"
    print(f"processor time of that: {each}, of which the two overlap")
    print(f"the first {again.known:,} of them again: {same:.2f} s, none added", flush=True)


def show_bare(signals: int) -> None:
    """All rows once more into tables with the same indexes and no door."""
    raw = raw_insert_seconds()
    rate = f"{signals / raw:,.0f} a second"
    print(f"the rows of all {signals:,} signals inserted bare, with the same indexes: {raw:.1f} s, {rate}", flush=True)


def show_tables(signals: int) -> None:
    """What the rows take on disk."""
    with as_owner(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"VACUUM (ANALYZE) {table}")
            cursor.execute("SELECT pg_table_size(%s), pg_indexes_size(%s)", [table, table])
            rows, indexes = cursor.fetchone()
            size = f"{(rows + indexes) / signals:.0f} bytes a signal"
            print(f"{table}: {rows / 1e6:,.0f} MB and {indexes / 1e6:,.0f} MB of indexes, {size}", flush=True)


def imported(world: BankWorld, first: int, signals: int) -> tuple[Imported, float, float, float]:
    """A list of so many digests, imported by the curator: what that did, the seconds, and the processor seconds of this
    process and of the database's.
    """
    with tempfile.TemporaryFile() as file:
        shutil.copyfileobj(io.BufferedReader(LongList(signals, first=first)), file)
        file.seek(0)
        own, server = time.process_time(), server_seconds()
        done, seconds = timed(
            lambda: import_list(world.curator, bank_name=NAME, stream=file, list_format=ListFormat.CSV)
        )
        return done, seconds, time.process_time() - own, server_seconds() - server


def server_seconds() -> float:
    """Processor time of the database's process that serves this one, which runs on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mb(processes: Iterable[int]) -> float:
    """Megabytes of memory that these processes hold."""
    pages = sum(int(Path(f"/proc/{process}/statm").read_text().split()[1]) for process in processes)
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def raw_insert_seconds() -> float:
    """To insert the rows of both tables into copies with the same indexes, without policies and foreign keys."""
    with as_owner(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            cursor.execute(f"CREATE TABLE raw_{table} (LIKE {table} INCLUDING ALL)")
        begun = time.perf_counter()
        for table in TABLES:
            cursor.execute(f"INSERT INTO raw_{table} SELECT * FROM {table}")  # noqa: S608 our own names
        seconds = time.perf_counter() - begun
        for table in TABLES:
            cursor.execute(f"DROP TABLE raw_{table}")
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    return seconds


def show_pages(world: BankWorld, signals: int, *, explain: bool) -> None:
    """What people open, and one question of matching by exact digests."""
    reader = world.members[0]
    add_keyword(world)
    far_behind = cursor_of(world, signals // 2)
    media = [file_of(number) for number in range(1, signals, max(1, signals // 20))]
    pages: dict[str, Callable[[], object]] = {
        "the list of banks": lambda: banks_of(reader),
        "a bank's page, its counts": lambda: bank_view(reader, world.bank_id),
        "a bank's page, its signals": lambda: signals_page(reader, world.bank_id, SignalFilters()),
        "a bank's page, one value": lambda: signals_page(reader, world.bank_id, SignalFilters(text=digest(1)[1])),
        "a bank's page, a kind of which it has one": lambda: signals_page(
            reader, world.bank_id, SignalFilters(kind=SignalKind.KEYWORD)
        ),
        "a bank's page, what is withdrawn": lambda: signals_page(
            reader, world.bank_id, SignalFilters(state=SignalState.WITHDRAWN)
        ),
        "a thousand lines of its export, far behind": lambda: signals_page(
            reader, world.bank_id, SignalFilters(), cursor=far_behind, limit=1_000
        ),
        "the voting queue": lambda: waiting_for_vote(reader),
        "the voting queue of who added all": lambda: waiting_for_vote(world.curator),
        "20 files matched exactly": lambda: matches_for(reader, media),
        "a signed feed page in the middle": lambda: changes_after(reader, world.bank_id, after=signals // 2),
    }
    for name, page in pages.items():
        with CaptureQueriesContext(connection) as captured:
            page()
        times = sorted(timed(page)[1] * 1000 for _ in range(ROUNDS))
        asked = [each["sql"] for each in captured.captured_queries if "banks_" in each["sql"]]
        spread = (
            f"p50 {np.quantile(times, 0.5):.1f} ms, p95 {np.quantile(times, 0.95):.1f} ms, worst {times[-1]:.1f} ms"
        )
        print(f"{name}: {spread}, {len(asked)} queries of banks", flush=True)
        if explain:
            show_plans(world, asked)


def add_keyword(world: BankWorld) -> None:
    """One keyword among the digests, where none is there yet."""
    new = NewSignal(
        kind=SignalKind.KEYWORD,
        value="a door knob of brass",
        purposes=(Purpose.PROTECT_A_CHILD,),
        basis="For the measurement",
        expires_at=datetime.now(UTC) + timedelta(days=80),
        is_no_child=True,
    )
    add_signals(world.curator, world.bank_id, [new])


def cursor_of(world: BankWorld, number: int) -> str:
    """The cursor of the list of signals behind the one that this change added."""
    with acting_as(world.curator):
        at, signal_id = Signal.objects.values_list("added_at", "id").get(
            changes__bank_id=world.bank_id, changes__number=number
        )
    return f"{at.isoformat()}_{signal_id}"


def show_plans(world: BankWorld, asked: list[str]) -> None:
    """The plan of each query, with what it read."""
    with acting_as(world.members[0]), connection.cursor() as cursor:
        for sql in asked:
            if sql.lstrip().startswith(("SELECT", "WITH")):
                cursor.execute("EXPLAIN (ANALYZE, BUFFERS, SUMMARY OFF, TIMING OFF) " + sql.replace("%", "%%"))
                print("    " + "\n    ".join(row[0][:200] for row in cursor.fetchall()), end="\n\n")


def show_looks(world: BankWorld) -> None:
    """The copy in memory: read whole, and following one signal that is added and withdrawn."""
    reader = world.members[0]

    def looks() -> int:
        with acting_as(reader):
            return len(bank_looks(reader.organisation_id))

    before = resident_mb([os.getpid()])
    count, seconds = timed(looks)
    memory = resident_mb([os.getpid()]) - before
    print(f"the perceptual copy in memory, {count:,} digests: read whole in {seconds:.2f} s, {memory:,.0f} MB")
    _ids, added = timed(lambda: added_looks(world, 1))
    after, following = timed(looks)
    assert after == count + 1
    print(f"it follows one signal more in {following * 1000:.1f} ms (to add it took {added * 1000:.1f} ms)")


def added_looks(world: BankWorld, count: int) -> list[UUID]:
    """So many new PDQ signals in the bank, of the curator's."""
    new = [NewSignal(kind=SignalKind.PDQ, value=secrets.token_hex(32)) for _ in range(count)]
    return [each.id for each in add_signals(world.curator, world.bank_id, new)]


def show_first_copy(world: BankWorld, base_url: str, seconds: float) -> None:
    """A new subscriber's mirror reads the bank from its start, by itself, for so long at most."""
    stopped = threading.Event()
    with tempfile.TemporaryDirectory() as folder:
        door = Door(base_url, str(world.bank_id), world.credentials[0], signing_key().verifier)
        beginner, before = Beginner(door, Path(folder), stopped), resident_mb([os.getpid()])
        thread = threading.Thread(target=beginner.run, daemon=True)
        thread.start()
        thread.join(seconds)
        stopped.set()
        thread.join()
        disk = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        memory = resident_mb([os.getpid()]) - before
    rate = f"{beginner.steps / beginner.seconds:,.0f} a second"
    print(f"a new mirror by itself: {beginner.steps:,} changes in {beginner.seconds:.0f} s, {rate};", end=" ")
    print(f"{disk / beginner.steps:.0f} bytes a change on disk, {memory:,.0f} MB more of memory", flush=True)


def show_feed(world: BankWorld, base_url: str, asked: argparse.Namespace, changes_an_hour: int) -> None:
    """Subscribers read over HTTP while signals are withdrawn; a mirror begins meanwhile, and one says when it knows."""
    key, bank = signing_key().verifier, str(world.bank_id)
    added = [signal_id for _ in range(asked.changes) for signal_id in added_looks(world, 1)]
    with acting_as(world.curator):
        head = Bank.objects.values_list("last_change", flat=True).get(id=world.bank_id) - asked.changes
    stopped, pause = threading.Event(), SECONDS_AN_HOUR / changes_an_hour
    with tempfile.TemporaryDirectory() as known, tempfile.TemporaryDirectory() as begun:
        doors = [Door(base_url, bank, each, key) for each in world.credentials]
        every = asked.asks_every
        readers = [
            Reader(door, head, every, stopped, every * n / len(doors), acknowledges=asked.with_worker)
            for n, door in enumerate(doors)
        ]
        beginner = Beginner(Door(base_url, bank, world.credentials[0], key), Path(begun), stopped)
        runs = [*(reader.run for reader in readers), beginner.run]
        threads = [threading.Thread(target=run, daemon=True) for run in runs]
        for thread in threads:
            thread.start()
        door = Door(base_url, bank, world.credentials[0], key)
        up_to_date(door, Path(known), head)
        MirrorWriter(Path(known)).apply(door.page(head)[0])
        withdrawn: dict[UUID, float] = {}
        with hearing(world) if asked.with_worker else nullcontext() as heard:
            gone = [known_after(world, signal_id, door, Path(known), pause, withdrawn) for signal_id in added]
            if heard is not None:
                heard.wait_for(len(readers) * len(added), longest_seconds=asked.asks_every + LONGEST_HEARING_SECONDS)
            stopped.set()
            for thread in threads:
                thread.join()
    read = [1000 * each for reader in readers for each in reader.seconds]
    show_readings(read, gone, asked, changes_an_hour)
    rate = f"{beginner.steps / beginner.seconds:,.0f} a second"
    print(f"  the mirror that began beside them made {beginner.steps:,} steps in {beginner.seconds:.0f} s, {rate}")
    if heard is not None:
        show_told(readers, withdrawn, heard)


def show_told(readers: list[Reader], withdrawn: dict[UUID, float], heard: Heard) -> None:
    """How soon every subscriber knew, by its reading and by its webhook, and how far the worker was behind."""
    known = {(number, signal): at for number, reader in enumerate(readers) for signal, at in reader.known.items()}
    whole = len(readers) * len(withdrawn)
    for name, found in (("has read", known), ("hears by webhook of", heard.at)):
        seconds = seconds_between(withdrawn, found)
        print(f"  until a subscriber {name} a withdrawal: {spread(seconds)}, of {len(seconds)} of {whole}")
    acknowledged = [each for reader in readers for each in reader.acknowledged_seconds]
    print(f"  an acknowledgement: {spread(acknowledged)}, of {len(acknowledged)}")
    print(f"  the oldest entry that the worker has not numbered: {spread(heard.behind_seconds)}")


def spread(seconds: list[float]) -> str:
    """The middle, the worse and the worst."""
    p50, p95 = np.quantile(seconds, 0.5), np.quantile(seconds, 0.95)
    return f"p50 {p50:.2f} s, p95 {p95:.2f} s, worst {max(seconds):.2f} s"


def show_readings(read: list[float], gone: list[float], asked: argparse.Namespace, changes_an_hour: int) -> None:
    """Milliseconds of readings, and seconds until a withdrawal was known."""
    print(
        f"{asked.subscribers} subscribers, each asks every {asked.asks_every:g} s, a new mirror beside them, ", end=""
    )
    print(f"{asked.changes} withdrawals at {changes_an_hour:,} an hour:")
    print(f"  a reading of the feed: p50 {np.quantile(read, 0.5):.1f} ms, p95 {np.quantile(read, 0.95):.1f} ms", end="")
    print(f", worst {max(read):.0f} ms, of {len(read)}")
    print(f"  until a mirror that asks every 0.5 s ceases to report it: p50 {np.quantile(gone, 0.5):.2f} s", end="")
    print(f", p95 {np.quantile(gone, 0.95):.2f} s, worst {max(gone):.2f} s")


def known_after(
    world: BankWorld, signal_id: UUID, door: Door, folder: Path, pause: float, withdrawn: dict[UUID, float]
) -> float:
    """Withdraw a signal, note when, and give the seconds until the mirror reports it no more."""
    begun = time.perf_counter()
    with acting_as(world.curator):
        value = Signal.objects.values_list("value", flat=True).get(id=signal_id)
    withdraw_signal(world.curator, signal_id, "For the measurement")
    withdrawn[signal_id] = time.perf_counter()
    seconds = seconds_until_gone(
        door, folder, Asked(SignalKind.PDQ, value), every_seconds=0.5, since=withdrawn[signal_id]
    )
    time.sleep(max(0.0, pause - (time.perf_counter() - begun)))
    return seconds


@contextmanager
def served(*, with_worker: bool) -> Iterator[tuple[str, list[int]]]:
    """The real web server on a free port of this machine: its address and its processes, the worker's included."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with Site(host="127.0.0.1", port=port, workers=1, with_worker=with_worker) as site:
        yield site.base_url, below(os.getpid())


def below(process: int) -> list[int]:
    """The processes that this one started, and theirs."""
    own = [int(each) for path in Path(f"/proc/{process}/task").glob("*/children") for each in path.read_text().split()]
    return own + [each for child in own for each in below(child)]


def file_of(number: int) -> MediaDigests:
    """A file of which the signal of this number may be the SHA-256."""
    return MediaDigests(
        sha256=digest(number)[1], md5="0" * 31 + "1", sha1="0" * 39 + "1", size_bytes=1, media_type="image/jpeg"
    )


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What the work gives, and the seconds that it took."""
    begun = time.perf_counter()
    done = work()
    return done, time.perf_counter() - begun


if __name__ == "__main__":
    main()
