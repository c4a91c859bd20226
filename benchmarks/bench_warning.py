"""Early warning from behaviour on one core: events a second by itself, with reading, and as a stream of JSON lines.

Run it with `python benchmarks/bench_warning.py [accounts]`, by default 3,000 over four weeks. Times are the process's
own, so that a busy machine disturbs them little; compare the lines with each other, which come from one run.
"""

import argparse
import gc
import json
import time
from collections.abc import Callable
from io import BytesIO

import msgpack  # type: ignore[import-untyped]

from causeway.client.warning import WarningStream
from causeway.warning import Event, LegalBasis, LineReader, Watch, WatchSettings, read_event, snapshot, warning_policy
from causeway.worlds.behaviour import behaviour_world

FLOOD = 300_000
MOST = 20_000


def fresh(most: int = 1_000_000) -> Watch:
    """A watch under the policy that ships, with room for so many accounts and pairs."""
    settings = WatchSettings(countries={"NL": LegalBasis(basis="a benchmark")}, most_accounts=most, most_pairs=most)
    return Watch(warning_policy(), settings)


def feed(watch: Watch, events: list[Event]) -> None:
    """All events, the last day closed."""
    for event in events:
        watch.take(event)
    watch.finish()


def read(lines: list[bytes]) -> None:
    """Every line into an event, by a reader that knows no name yet."""
    reader = LineReader()
    for line in lines:
        reader.read(line)


def seconds(work: Callable[[], object]) -> float:
    """The best of three."""
    best = float("inf")
    for _ in range(3):
        gc.collect()
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def flood() -> list[Event]:
    """One minor to whom strangers write, each once."""
    start = 1_772_366_400.0
    told = [{"at": start, "actor": "m", "kind": "account", "attributes": {"age": 14, "country": "NL"}}]
    for number in range(FLOOD // 2):
        at, name = start + number / 10, f"s{number}"
        told.append({"at": at, "actor": name, "kind": "account", "attributes": {"age": 30, "country": "NL"}})
        told.append({"at": at, "actor": name, "target": "m", "kind": "message"})
    return [read_event(document) for document in told]


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("accounts", nargs="?", type=int, default=3_000)
    documents = behaviour_world(1, accounts=parser.parse_args().accounts).events
    events = [read_event(document) for document in documents]
    told = [json.dumps(document).encode() + b"\n" for document in documents]
    lines = b"".join(told)
    many = len(events)
    watch = fresh()
    feed(watch, events)
    print(f"{many:,} events of {len(watch.memory.accounts):,} accounts, {len(watch.memory.pairs):,} pairs")
    print(f"  accounts scored {watch.counts['scored']:,} times, {watch.counts['released']:,} candidates")
    for name, work in (
        ("behaviour alone", lambda: feed(fresh(), events)),
        ("JSON lines read and checked", lambda: read(told)),
        ("JSON lines to candidates", lambda: WarningStream(fresh(), output=BytesIO()).run(BytesIO(lines), finish=True)),
    ):
        took = seconds(work)
        print(f"  {name:<28}{many / took:>10,.0f} events/s {1e6 * took / many:6.2f} us each")
    start = time.process_time()
    kept = msgpack.packb(snapshot(watch))
    took, size = time.process_time() - start, len(kept) / len(watch.memory.accounts)
    print(f"  state packed in {took:.2f} s, {size:,.0f} bytes an account")
    small, strangers = fresh(MOST), flood()
    start = time.process_time()
    feed(small, strangers)
    took = time.process_time() - start
    print(f"a flood of {FLOOD // 2:,} strangers, room for {MOST:,}: {len(strangers) / took:,.0f} events/s")
    print(f"  {len(small.memory.accounts):,} accounts and {len(small.memory.pairs):,} pairs at its end")


if __name__ == "__main__":
    main()
