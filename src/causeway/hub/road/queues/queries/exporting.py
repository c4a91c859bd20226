"""The queue as somebody takes it away: all of it, however long, and the ledger knows."""

from collections.abc import Iterator
from dataclasses import asdict

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.looking import enter_export
from causeway.hub.road.queues.queries.page import QueueFilters, QueueLine, Sort, queue_page

_CHUNK = 500
"""Lines read at a time, each time in a transaction of its own."""


def all_lines(actor: Actor, filters: QueueFilters, sort: Sort) -> Iterator[QueueLine]:
    """Every line, as filtered and sorted. It is entered now; the lines are read as they are taken.

    Raises:
        NotPermitted: the actor may not read the queue.
    """
    _enter(actor, filters)
    return _lines(actor, filters, sort)


@query(Permission.READ_QUEUE)
def _enter(actor: Actor, filters: QueueFilters) -> None:
    del actor
    given = {name: str(value) for name, value in asdict(filters).items() if value not in (None, "", ())}
    enter_export("queue", given)


def _lines(actor: Actor, filters: QueueFilters, sort: Sort) -> Iterator[QueueLine]:
    cursor: str | None = None
    while True:
        page = queue_page(actor, filters, sort=sort, cursor=cursor, limit=_CHUNK)
        yield from page.lines
        cursor = page.next_cursor
        if cursor is None:
            return
