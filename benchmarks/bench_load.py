"""The real server under load: referrals sent over HTTP, acknowledged, linked, prioritised, routed and queued; the
queue's page with very many stored; a burst; and what the bare rows would cost on the same machine.

    python benchmarks/bench_load.py
    python benchmarks/bench_load.py --stored 1000000 --light --waiting 1 --burst-seconds 60

It fills an empty installation of its own, or that of CAUSEWAY_HOME, which it leaves as it is: with `--stored 0` and
another `--seed` it measures there again without filling it again. It serves it as `causeway serve` does, web and
worker each a process. What is stored beforehand are copies of referrals that were really sent, cleared and routed, made
inside PostgreSQL (`load_stored`). Sending, serving, working and PostgreSQL share this machine's processors.
"""

import argparse
import atexit
import os
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from causeway.cli.hub import load_hub


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--stored", type=int, default=100_000, help="referrals in the hub beforehand; 0: only the first"
    )
    parser.add_argument("--waiting", type=float, default=0.1, help="share of them that waits in its queues, 0 to 1")
    parser.add_argument("--light", action="store_true", help="of the stored only what intake and the page read")
    parser.add_argument("--first", type=int, default=300, help="referrals really sent, of which the stored are copies")
    parser.add_argument("--warm", type=int, default=60, help="referrals sent before those that are counted")
    parser.add_argument("--sent", type=int, default=600, help="referrals sent as fast as they are acknowledged")
    parser.add_argument("--clients", type=int, default=4, help="connections over which they are sent")
    parser.add_argument("--pages", type=int, default=60, help="how often each page of the queue is opened")
    parser.add_argument("--mean", type=float, default=1.2, help="referrals a second of a usual day")
    parser.add_argument("--times", type=float, default=10.0, help="a burst has so many times the mean")
    parser.add_argument("--burst-seconds", type=float, default=600.0, help="how long it goes on; 0: none")
    parser.add_argument("--seed", type=int, default=40_404, help="of the world whose referrals are sent")
    parser.add_argument("--web", type=int, default=1, help="web processes")
    parser.add_argument("--without-files", action="store_true", help="leave out the files of the world")
    options = parser.parse_args()
    options.burst = round(options.mean * options.times * options.burst_seconds)
    return options


def _own_home() -> None:
    """An installation of its own, unless one is named; nothing of it is left afterwards."""
    if "CAUSEWAY_HOME" in os.environ:
        return
    home = Path(tempfile.mkdtemp(prefix="causeway-bench-"))
    home.chmod(0o755)  # the database's own user must be able to pass through
    os.environ["CAUSEWAY_HOME"] = str(home)

    def forget() -> None:
        from causeway.hub.base.walls.database import embedded

        server = embedded()
        assert server is not None
        server.stop()
        shutil.rmtree(server.socket_folder, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)

    atexit.register(forget)


OPTIONS = _options()
_own_home()
load_hub()

import numpy as np  # noqa: E402
import psycopg  # noqa: E402
from django.utils import timezone  # noqa: E402
from load_processors import of_the_hub  # noqa: E402
from load_raw import Bare, Cost, cost_in_place, raw_cost, show_cost  # noqa: E402
from load_sending import Call, Reader, Sent, calls, send  # noqa: E402
from load_stored import LIGHT, Database, rows_since, store  # noqa: E402
from load_world import LoadWorld, load_world  # noqa: E402

from causeway.hub.base.walls.database import embedded  # noqa: E402
from causeway.hub.road.queues.working.worker import run_until_idle  # noqa: E402
from causeway.hub.serving import Site  # noqa: E402
from causeway.hub.state import home  # noqa: E402
from causeway.worlds import surrounds  # noqa: E402

PAGES = {
    "most urgent first": "/queue/",
    "due first": "/queue/?sort=due",
    "newest first": "/queue/?sort=newest",
    "late only": "/queue/?only=late",
    "without a route": "/queue/?only=no_route",
    "closed": "/queue/?only=closed",
}
_KEPT_BARE = "load-bare.json"
_LOOK_SECONDS = 0.5
_MOST_DRAIN_SECONDS = 3_600
_QUEUED = """
SELECT sent.reference FROM unnest(%(references)s::text[]) sent (reference)
JOIN referrals_referral r ON r.reference = sent.reference
JOIN queues_queueitem here ON here.referral_id = r.id AND here.organisation_id = r.desk_id
WHERE NOT EXISTS (
  SELECT 1 FROM routes_routedecision d WHERE d.referral_id = r.id AND d.receiver_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM queues_queueitem there WHERE there.referral_id = r.id AND there.organisation_id = d.receiver_id))
"""
"""Those that wait at the desk, and, where they were routed, at the force as well."""


def main() -> None:
    """Measure one size."""
    options = OPTIONS
    before, counted_to = options.first + options.warm, options.first + options.warm + options.sent
    if options.stored and (home() / _KEPT_BARE).exists():
        raise SystemExit("This installation is filled already: measure there with --stored 0 and another --seed.")
    ready = calls(options.seed, counted_to + options.burst, with_files=not options.without_files)
    first, warm, sustained = ready[: options.first], ready[options.first : before], ready[before:counted_to]
    burst = ready[counted_to:]
    world = load_world({call.sender: call.sender.title() for call in ready}, surrounds(options.seed).countries)
    run_until_idle(timezone.now())  # what followed from setting up is no part of what is counted
    database = _superuser()
    marker = _transaction(database)
    bare = _bare(world, database, marker, first, options)
    bare.show()
    if options.stored:
        run_until_idle(timezone.now())  # an entry that nothing has followed yet would be followed in every copy
        seconds = store(database, marker, options.stored, waiting=options.waiting, light=options.light)
        print(f"\ncopied in {seconds:.0f} s; {options.waiting:.0%} of the copies wait in their queues")
        if options.light:
            print(f"  of these only what intake and the page read: {', '.join(LIGHT)}")
    (stored,) = database.execute("SELECT count(*) FROM referrals_referral").fetchone() or (0,)
    (waiting,) = database.execute("SELECT count(*) FROM queues_queueitem WHERE closed_at IS NULL").fetchone() or (0,)
    size = _size_gb(database)
    print(f"stored beforehand: {stored:,} referrals, {waiting:,} lines wait in queues, {size:.1f} GB", flush=True)
    in_place = None if options.light else _show_in_place(database, bare, options.first)
    with _served(options) as base_url:
        _show_pages(base_url, world, options.pages, "while nothing else happens")
        _drained(database, send(base_url, world.credentials, warm, clients=options.clients))
        _show_sustained(base_url, world, database, sustained, options.clients, bare, in_place)
        if burst:
            _show_burst(base_url, world, database, burst, options)
    print(f"\nload of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _bare(
    world: LoadWorld, database: Database, marker: int, first: Sequence[Call], options: argparse.Namespace
) -> Bare:
    """Measured in an empty installation; kept for the next measurement in the same one, as to find new rows among a
    million takes minutes.
    """
    path = home() / _KEPT_BARE
    kept = Bare.kept_in(path)
    if kept is not None:
        return kept
    with _served(options, with_worker=False) as base_url:
        sent = send(base_url, world.credentials, first, clients=options.clients)
    intake = raw_cost(database, list(rows_since(database, marker)), marker, len(first))
    with _served(options):
        _drained(database, sent)
    whole = raw_cost(database, list(rows_since(database, marker)), marker, len(first))
    bare = Bare(whole=whole, intake=intake)
    bare.keep_in(path)
    return bare


def _show_in_place(database: Database, bare: Bare, referrals: int) -> tuple[Cost, Cost]:
    """What the same rows cost in the tables that are filled by now: those of intake, and all."""
    intake = cost_in_place(database, bare.intake.rows, referrals)
    whole = cost_in_place(database, bare.whole.rows, referrals)
    print("the same into the filled tables, a statement each, ms a referral and on a processor:")
    show_cost("those of intake", intake)
    show_cost("all rows", whole)
    return intake, whole


def _show_pages(base_url: str, world: LoadWorld, rounds: int, when: str) -> None:
    """The page of the desk's queue in its orders and views."""
    reader = Reader(base_url, world.cookie)
    print(f"\nthe desk's queue, {rounds} times each page, {when}, in ms:")
    for name, path in PAGES.items():
        reader.seconds(path)
        processor = of_the_hub()
        read = _quantiles([reader.seconds(path) for _ in range(rounds)])
        processor = (of_the_hub() - processor) / rounds
        print(f"  {name:<20}{read}   on a processor {1000 * processor:6.1f}", flush=True)


def _show_sustained(
    base_url: str,
    world: LoadWorld,
    database: Database,
    ready: Sequence[Call],
    clients: int,
    bare: Bare,
    in_place: tuple[Cost, Cost] | None,
) -> None:
    """As fast as it goes: to the acknowledgement, and until all are in their queues."""
    begun, processor = time.perf_counter(), of_the_hub()
    sent = send(base_url, world.credentials, ready, clients=clients)
    _drained(database, sent)
    through, processor = time.perf_counter() - begun, of_the_hub() - processor
    count = len(sent.references)
    print(f"\n{count} referrals as fast as they are acknowledged, over {clients} connections, once all is warm:")
    print(f"  acknowledged {count / sent.took_seconds:.1f} a second; in ms {_quantiles(sent.seconds)}")
    print(f"    {sent.took_seconds / count / bare.intake.one_by_one.seconds:.1f} times the bare rows of intake")
    print(f"  linked, prioritised, routed and queued: {count / through:.1f} a second, intake among it")
    print(f"    {through / count / bare.whole.one_by_one.seconds:.1f} times all bare rows, a statement each", end="")
    print(f"; {through / count / bare.whole.in_bulk_seconds:.1f} times in bulk")
    print(f"    on a processor {1000 * processor / count:.1f} ms each, web, worker and PostgreSQL together,", end="")
    print(f" {processor / count / bare.whole.one_by_one.processor_seconds:.1f} times the bare rows", flush=True)
    if in_place is not None:
        of_intake, of_all = in_place
        intake, whole = sent.took_seconds / count / of_intake.seconds, through / count / of_all.seconds
        print(
            f"    against bare rows into the filled tables: intake {intake:.1f} times, all {whole:.1f} times,", end=""
        )
        print(f" on a processor {processor / count / of_all.processor_seconds:.1f} times", flush=True)


def _show_burst(
    base_url: str, world: LoadWorld, database: Database, ready: Sequence[Call], options: argparse.Namespace
) -> None:
    """Ten times the mean, each at its time; a reader opens the queue meanwhile; then all must be there."""
    rate, reader, pages = options.mean * options.times, Reader(base_url, world.cookie), list[float]()
    stop, most_owed = threading.Event(), 0

    def read() -> None:
        nonlocal most_owed
        with _superuser() as own:
            while not stop.wait(2.0):
                pages.append(reader.seconds("/queue/"))
                (owed,) = own.execute("SELECT count(*) FROM queues_work WHERE done_at IS NULL").fetchone() or (0,)
                most_owed = max(most_owed, owed)

    reading = threading.Thread(target=read)
    reading.start()
    begun = time.perf_counter()
    sent = send(base_url, world.credentials, ready, clients=2 * options.clients, per_second=rate)
    stop.set()
    reading.join()
    queued = _drained(database, sent)
    drained = time.perf_counter() - begun
    print(f"\na burst of {rate:g} a second, {options.times:g} times the mean, for {sent.took_seconds:.0f} s:")
    print(f"  {len(ready):,} sent at their times, {len(sent.references):,} acknowledged, {sent.again} sent again")
    print(f"  intake from when each should have left, in ms {_quantiles(sent.seconds)}")
    print(f"  the desk's queue meanwhile, in ms             {_quantiles(pages)}")
    print(f"  at most {most_owed:,} pieces of work owed; drained {drained - sent.took_seconds:.0f} s after the last")
    lost = len(set(sent.references)) - queued
    print(f"  {queued:,} of {len(set(sent.references)):,} references in their queues, {lost} lost", flush=True)


def _drained(database: Database, sent: Sent) -> int:
    """Wait until every one of these is in its queues; gives how many are. Without progress for long it gives up."""
    left, deadline = set(sent.references), time.monotonic() + _MOST_DRAIN_SECONDS
    while left and time.monotonic() < deadline:
        left -= {reference for (reference,) in database.execute(_QUEUED, {"references": list(left)})}
        if left:
            time.sleep(_LOOK_SECONDS)
    return len(set(sent.references)) - len(left)


def _quantiles(seconds: Sequence[float]) -> str:
    if not len(seconds):
        return "none"
    p50, p95, p99 = (1000 * np.quantile(seconds, share) for share in (0.5, 0.95, 0.99))
    return f"p50 {p50:7.1f}  p95 {p95:7.1f}  p99 {p99:7.1f}  worst {1000 * max(seconds):7.1f}"


@contextmanager
def _served(options: argparse.Namespace, *, with_worker: bool = True) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with Site(host="127.0.0.1", port=port, workers=options.web, with_worker=with_worker) as site:
        yield site.base_url


def _superuser() -> Database:
    server = embedded()
    assert server is not None, "this benchmark brings its own database: unset DATABASE_URL"
    return psycopg.connect(host=str(server.socket_folder), user="postgres", dbname="causeway", autocommit=True)


def _transaction(database: Database) -> int:
    (number,) = database.execute("SELECT pg_current_xact_id()::text::bigint").fetchone() or (0,)
    return number


def _size_gb(database: Database) -> float:
    (size,) = database.execute("SELECT pg_database_size('causeway')").fetchone() or (0,)
    return size / 1e9


if __name__ == "__main__":
    main()
