"""What the rows of a referral cost without a program around them: the very rows that the road wrote, put once more into
tables with the same indexes, without policies, foreign keys and checks, durable as the road's are. Or, where much is
stored, rows like them into the tables themselves: indexes that memory does not hold cost more.

Two ways into empty tables: as a bare program writes them, one transaction a referral and one prepared statement a row
over one connection; and in bulk, each table in one statement.
"""

# ruff: noqa: S608 - the names in these statements are our own

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from load_processors import of_the_database, of_this_process
from load_stored import Database, columns, fresh_rows, stand_at_the_end
from psycopg import Cursor
from psycopg.types.json import Jsonb

_JSONB = 3802
"""The type's number in PostgreSQL's catalogue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """Rows of one referral, and the seconds that they cost each way; of the first also those on a processor, the
    client's and PostgreSQL's.
    """

    rows: float
    one_by_one_seconds: float
    one_by_one_processor_seconds: float
    in_bulk_seconds: float

    def one_by_one(self) -> tuple[float, float]:
        """Seconds by the clock, and on a processor."""
        return self.one_by_one_seconds, self.one_by_one_processor_seconds


def raw_cost(database: Database, tables: Collection[str], marker: int, referrals: int) -> Raw:
    """Write again what these tables got since a transaction for so many referrals."""
    database.execute("DROP SCHEMA IF EXISTS raw CASCADE")
    database.execute("CREATE SCHEMA raw")
    written = {table: ", ".join(columns(database, table)) for table in tables}
    kept: dict[str, list[tuple[object, ...]]] = {}
    for table, names in written.items():
        _run(database, f"CREATE TABLE raw.{table} (LIKE {table} INCLUDING ALL)")
        kept[table] = _as_sent(_run(database, f"SELECT {names} FROM {table} WHERE xmin::text::bigint >= {marker}"))
    processor = of_this_process() + of_the_database()
    one_by_one = _one_by_one(database, "raw", written, kept, referrals)
    processor = of_this_process() + of_the_database() - processor
    for table in tables:
        _run(database, f"TRUNCATE raw.{table}")
    begun = time.perf_counter()
    with database.transaction():
        for table, names in written.items():
            these = f"SELECT {names} FROM {table} WHERE xmin::text::bigint >= {marker}"
            _run(database, f"INSERT INTO raw.{table} ({names}) {these}")
    in_bulk = time.perf_counter() - begun
    database.execute("DROP SCHEMA raw CASCADE")
    return Raw(
        rows=sum(map(len, kept.values())) / referrals,
        one_by_one_seconds=one_by_one / referrals,
        one_by_one_processor_seconds=processor / referrals,
        in_bulk_seconds=in_bulk / referrals,
    )


def cost_in_place(database: Database, rows: Mapping[str, float], referrals: int) -> tuple[float, float]:
    """Seconds a referral, and on a processor, of so many rows in each of the filled tables, a statement each and one
    transaction a referral. They stay there, past policies, foreign keys and checks; nothing may be at work.
    """
    written = {table: ", ".join(columns(database, table)) for table in rows}
    kept = {table: _as_sent(fresh_rows(database, table, round(each * referrals))) for table, each in rows.items()}
    _run(database, "SET session_replication_role = replica")
    processor = of_this_process() + of_the_database()
    seconds = _one_by_one(database, "public", written, kept, referrals)
    processor = of_this_process() + of_the_database() - processor
    stand_at_the_end(database)
    return seconds / referrals, processor / referrals


def _one_by_one(
    database: Database,
    schema: str,
    written: Mapping[str, str],
    kept: Mapping[str, list[tuple[object, ...]]],
    referrals: int,
) -> float:
    statements = {
        table: f"INSERT INTO {schema}.{table} ({written[table]}) VALUES ({', '.join(['%s'] * len(rows[0]))})"
        for table, rows in kept.items()
        if rows
    }
    begun = time.perf_counter()
    for number in range(referrals):
        with database.transaction():
            for table, statement in statements.items():
                rows = kept[table]
                for row in rows[len(rows) * number // referrals : len(rows) * (number + 1) // referrals]:
                    database.execute(statement, row, prepare=True)
    return time.perf_counter() - begun


def _as_sent(found: Cursor[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """The rows as they go into such columns again: documents marked as such."""
    are_documents = [column.type_code == _JSONB for column in found.description or ()]
    return [
        tuple(
            Jsonb(value) if is_document and value is not None else value
            for value, is_document in zip(row, are_documents, strict=True)
        )
        for row in found
    ]


def _run(database: Database, statement: str) -> Cursor[tuple[object, ...]]:
    return database.execute(statement)
