"""What the rows of a referral cost without a program around them: the very rows that the road wrote, put once more into
tables with the same indexes, without policies, foreign keys and checks, durable as the road's are. Or, where much is
stored, rows like them into the tables themselves: indexes that memory does not hold cost more.

Two ways into empty tables: as a bare program writes them, one transaction a referral and one prepared statement a row
over one connection; and in bulk, each table in one statement.
"""

# ruff: noqa: S608 - the names in these statements are our own

import json
import time
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from load_processors import of_the_database, of_this_process
from load_stored import Database, columns, fresh_rows, stand_at_the_end
from psycopg import Cursor
from psycopg.types.json import Jsonb

_JSONB = 3802
"""The type's number in PostgreSQL's catalogue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds a referral by the clock, and on a processor: the client's and PostgreSQL's."""

    seconds: float
    processor_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """Rows of one referral, how many each table gets, and what they cost each way."""

    rows: Mapping[str, float]
    one_by_one: Cost
    in_bulk_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare:
    """What the rows of a referral cost bare: all of them, and those of intake."""

    whole: Raw
    intake: Raw

    @classmethod
    def kept_in(cls, path: Path) -> "Bare | None":
        """What was measured before, if it was kept there."""
        if not path.exists():
            return None
        told = json.loads(path.read_text())
        return cls(**{name: Raw(**raw | {"one_by_one": Cost(**raw["one_by_one"])}) for name, raw in told.items()})

    def keep_in(self, path: Path) -> None:
        """Keep it for the next measurement in the same installation."""
        path.write_text(json.dumps(asdict(self)))

    def show(self) -> None:
        """Which rows one referral comes to, and what they cost."""
        rows = self.whole.rows
        print(f"one referral comes to {sum(rows.values()):.0f} rows, of which", end="")
        print(f" {sum(self.intake.rows.values()):.0f} before it is acknowledged:")
        print("  " + ", ".join(f"{table} {rows[table]:.1f}" for table in sorted(rows, key=lambda each: -rows[each])))
        print(f"{'bare, same indexes, durable':<46}{'ms a referral':>14}{'on a processor':>16}{'a second':>10}")
        show_cost("all rows, a statement each, one transaction", self.whole.one_by_one)
        show_cost("those of intake, the same way", self.intake.one_by_one)
        bulk = self.whole.in_bulk_seconds
        print(f"  {'all rows, in bulk':<44}{1000 * bulk:>14.2f}{'':>16}{1 / bulk:>10,.0f}", flush=True)


def show_cost(name: str, cost: Cost) -> None:
    """A line of the table."""
    on_one = 1000 * cost.processor_seconds
    print(f"  {name:<44}{1000 * cost.seconds:>14.2f}{on_one:>16.2f}{1 / cost.seconds:>10,.0f}", flush=True)


def raw_cost(database: Database, tables: Collection[str], marker: int, referrals: int) -> Raw:
    """Write again what these tables got since a transaction for so many referrals."""
    database.execute("DROP SCHEMA IF EXISTS raw CASCADE")
    database.execute("CREATE SCHEMA raw")
    written = {table: ", ".join(columns(database, table)) for table in tables}
    kept: dict[str, list[tuple[object, ...]]] = {}
    for table, names in written.items():
        _run(database, f"CREATE TABLE raw.{table} (LIKE {table} INCLUDING ALL)")
        kept[table] = _as_sent(_run(database, f"SELECT {names} FROM {table} WHERE xmin::text::bigint >= {marker}"))
    one_by_one = _one_by_one(database, "raw", written, kept, referrals)
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
        rows={table: len(rows) / referrals for table, rows in kept.items()},
        one_by_one=one_by_one,
        in_bulk_seconds=in_bulk / referrals,
    )


def cost_in_place(database: Database, rows: Mapping[str, float], referrals: int) -> Cost:
    """What so many rows cost in each of the filled tables, a statement each and one transaction a referral. They stay
    there, past policies, foreign keys and checks; nothing may be at work.
    """
    written = {table: ", ".join(columns(database, table)) for table in rows}
    kept = {table: _as_sent(fresh_rows(database, table, round(each * referrals))) for table, each in rows.items()}
    _run(database, "SET session_replication_role = replica")
    cost = _one_by_one(database, "public", written, kept, referrals)
    stand_at_the_end(database)
    return cost


def _one_by_one(
    database: Database,
    schema: str,
    written: Mapping[str, str],
    kept: Mapping[str, list[tuple[object, ...]]],
    referrals: int,
) -> Cost:
    statements = {
        table: f"INSERT INTO {schema}.{table} ({written[table]}) VALUES ({', '.join(['%s'] * len(rows[0]))})"
        for table, rows in kept.items()
        if rows
    }
    begun, processor = time.perf_counter(), of_this_process() + of_the_database()
    for number in range(referrals):
        with database.transaction():
            for table, statement in statements.items():
                rows = kept[table]
                for row in rows[len(rows) * number // referrals : len(rows) * (number + 1) // referrals]:
                    database.execute(statement, row, prepare=True)
    seconds, processor = time.perf_counter() - begun, of_this_process() + of_the_database() - processor
    return Cost(seconds=seconds / referrals, processor_seconds=processor / referrals)


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
