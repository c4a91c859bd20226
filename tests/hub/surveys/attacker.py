"""Somebody who has the whole database: every table as the superuser sees it, with PostgreSQL's own columns."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.rows import dict_row

from causeway.hub.base.walls.database import embedded
from causeway.hub.base.walls.embedded import EmbeddedPostgres

Row = dict[str, Any]
Dump = dict[str, list[Row]]
Order = Callable[[Row], Any]

_SYSTEM = "xmin::text::bigint AS xmin, xmax::text::bigint AS xmax, cmin::text::bigint AS cmin, ctid::text AS ctid"


def _server() -> EmbeddedPostgres:
    server = embedded()
    assert server is not None
    return server


def _superuser() -> psycopg.Connection[Row]:
    name = connection.settings_dict["NAME"]
    return psycopg.connect(host=str(_server().socket_folder), user="postgres", dbname=name, row_factory=dict_row)


def log_position() -> str:
    """How far PostgreSQL's write-ahead log has come."""
    with _superuser() as superuser:
        (row,) = superuser.execute("SELECT pg_current_wal_insert_lsn()::text AS at").fetchall()
    return str(row["at"])


def log_since(position: str) -> bytes:
    """The write-ahead log's files from a position on, without the headers of their pages, which may part a record."""
    with _superuser() as superuser:
        superuser.execute("SELECT pg_switch_wal()")
        (row,) = superuser.execute(
            "SELECT pg_walfile_name(%s::pg_lsn) AS first, pg_walfile_name(pg_current_wal_insert_lsn()) AS last",
            [position],
        ).fetchall()
    files = sorted((_server().data / "pg_wal").glob("[0-9A-F]" * 24))
    return b"".join(_records(path.read_bytes()) for path in files if row["first"] <= path.name <= row["last"])


def _records(segment: bytes) -> bytes:
    """What a file of the log holds: 40 bytes of header are on its first page, 24 on each other (xlog_internal.h)."""
    pages = range(0, len(segment), 8192)
    return b"".join(segment[at + (24 if at else 40) : at + 8192] for at in pages)


def dump() -> Dump:
    """Every table in its physical order, with the transaction and the place of each row."""
    with _superuser() as superuser:
        superuser.execute("SET synchronize_seqscans = off")
        listed = superuser.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        found = {}
        for row in listed:
            name = row["tablename"]
            statement = sql.SQL("SELECT " + _SYSTEM + ", t.* FROM {} t").format(sql.Identifier(name))
            found[name] = superuser.execute(statement).fetchall()
    return found


def changed(before: Dump, after: Dump) -> dict[str, list[Row]]:
    """By table, the rows that are new or written anew, and those that are gone."""
    found = {}
    for name, rows in after.items():
        old = {repr(row) for row in before[name]}
        new = {repr(row) for row in rows}
        differing = [row for row in rows if repr(row) not in old] + [
            row for row in before[name] if repr(row) not in new
        ]
        if differing:
            found[name] = differing
    return found


def place(row: Row) -> tuple[int, int]:
    """Where a row lies on the disk."""
    page, line = row["ctid"].strip("()").split(",")
    return int(page), int(line)


ORDERS: dict[str, Order] = {
    "transaction": lambda row: (row["xmin"], place(row)),
    "transaction, then identifier": lambda row: (row["xmin"], row["id"]),
    "place": place,
    "identifier": lambda row: row["id"],
    "command": lambda row: (row["cmin"], place(row)),
    "size": lambda row: (sum(len(value) for value in row.values() if isinstance(value, bytes | str)), row["id"]),
}
"""By what the rows of a table could be brought into the order in which they came."""


@dataclass(frozen=True, slots=True)
class Guess:
    """How one way of joining people and answers fared."""

    people: str
    answers: str
    right: int


def guesses(people: Iterable[Row], answers: Iterable[Row], truth: dict[Any, Any]) -> list[Guess]:
    """Join the people, in each order, with the answers, in each order and its reverse. `truth` gives the answer's
    identifier by the person's.
    """
    persons, sheets = list(people), list(answers)
    found = []
    for person_name, person_order in ORDERS.items():
        for sheet_name, sheet_order in ORDERS.items():
            for is_reversed in (False, True):
                left = sorted(persons, key=person_order)
                right = sorted(sheets, key=sheet_order, reverse=is_reversed)
                hits = sum(truth[one["id"]] == other["id"] for one, other in zip(left, right, strict=False))
                found.append(Guess(person_name, sheet_name + (" reversed" if is_reversed else ""), hits))
    return found
