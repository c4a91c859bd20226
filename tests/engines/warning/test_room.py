"""How much memory rows take is measured, so that what is said of the most they may take is true."""

import gc
import tracemalloc
from collections.abc import Iterator
from uuid import UUID

import pytest

from behaviour_told import NOON, adult, settings, told, watch
from causeway.warning import Event, LegalBasis
from causeway.warning.store import ROW_BYTES, bytes_at_most

ROWS, MINORS = 500, 8


def name(of: str, number: int) -> str:
    return str(UUID(int=int.from_bytes(of.encode()) << 64 | number))


def people() -> Iterator[Event]:
    yield from (told("account", name("m", each), age=14, age_confidence=0.9, country="NL") for each in range(MINORS))
    yield from (told("account", name("a", each), age=30, country="NL") for each in range(ROWS))


def full_accounts() -> Iterator[Event]:
    """Everything known of them, each wrote to eight minors something else, and was weighed and blocked."""
    for number in range(ROWS):
        place = {"region": f"R-{number}", "language": f"l-{number}", "created_at": NOON - number}
        yield adult(name("b", number), **place)
        for each in range(MINORS):
            digest = f"{number << 8 | each:064x}"
            yield told("message", name("b", number), name("m", each), NOON + each, digest=digest)
        yield told("text_scored", name("b", number), name("m", 0), log_likelihood_ratio=1.5)
        yield told("block", name("m", 0), name("b", number))


def pairs() -> Iterator[Event]:
    for number in range(ROWS):
        yield from (told("message", name("a", number), name("m", each), NOON + each) for each in range(MINORS))


def devices() -> Iterator[Event]:
    yield from (told("account", name("a", number), device=name("d", number)) for number in range(ROWS))


def conversations() -> Iterator[Event]:
    """Each with more speakers than are listened to."""
    for number in range(50):
        for each in range(40):
            yield told("message", name("a", each), at=NOON + each + 0.5, conversation=name("c", number))


def held_by(events: Iterator[Event]) -> tuple[int, dict[str, int]]:
    """Bytes that are held once the events are gone, and new rows by table."""
    memory = watch(countries={"NL": LegalBasis(basis="a test", content=True)}).memory
    memory.start_at(NOON)
    for event in people():
        memory.apply(event)
    before = {each: len(table) for each, table in memory.tables.items()}
    gc.collect()
    tracemalloc.start()
    for event in events:
        memory.apply(event)
    del event
    gc.collect()
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return held, {each: len(table) - before[each] for each, table in memory.tables.items()}


@pytest.mark.parametrize("events", [full_accounts, pairs, devices, conversations])
def test_rows_take_no_more_than_is_said_and_no_less_than_half(events: object) -> None:
    held, rows = held_by(events())  # type: ignore[operator]
    said = sum(rows[each] * size for each, size in ROW_BYTES.items())
    assert said / 2 < held <= said


def test_the_most_that_all_tables_take_is_the_sum_of_full_ones() -> None:
    given = settings(most_accounts=10, most_pairs=20, most_conversations=30)
    assert bytes_at_most(given) == 10 * (3_000 + 300) + 20 * 500 + 30 * 6_000
