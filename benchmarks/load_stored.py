"""Fills a hub with as many referrals as are wanted: those that were really sent, cleared and routed are copied row by
row in every table that the road writes, reads or shows, each copy with identifiers, references, selectors and times of
its own. Copied inside PostgreSQL, with the indexes rebuilt afterwards, past doors, policies and foreign keys.

One copy in a hundred keeps its selectors, so that what is sent later meets others in the past.
"""

# ruff: noqa: S608 - the names in these statements are our own

import math
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import cast

import psycopg

from causeway.hub.base.ledger.following import followers
from causeway.transparency import CompactTree

DAYS = 180
_KEEPS_SELECTORS = 100
_COPIES_AT_ONCE = 500
_GAPLESS = {"clusters_membership": "number", "ledger_leaf": "position"}
_KINDS = (
    "SELECT column_name, udt_name FROM information_schema.columns"
    " WHERE table_schema = 'public' AND is_generated = 'NEVER' AND table_name = %s"
)
_STANDING = ("organisation", "member", "credential", "account", "agreement")
"""Tables of organisations whose rows are not copied, so that what names them names them still."""

_DUE = "now() + interval '1 day' * (k * 30.0 / {copies} - 5)"
TABLES: Mapping[str, Mapping[str, str]] = {
    "organisations_audience": {},
    "intake_idempotencykey": {"key": "md5(s.key || k)"},
    "referrals_referral": {"reference": "'CW-' || substr(md5(s.reference || k), 1, 16)"},
    "referrals_attachment": {
        "sha256": "CASE WHEN s.sha256 = '' THEN '' ELSE md5(s.sha256 || k) || md5(s.md5 || k) END"
    },
    "referrals_searchterm": {"term": "md5(s.term || k)"},
    "referrals_childmark": {"value": "CASE WHEN k %% {keeps} = 0 THEN s.value ELSE md5(s.value || k) END"},
    "vault_sealedobject": {"address": "md5(s.address || k) || md5(k || s.address)"},
    "evidence_examination": {},
    "queues_work": {},
    "queues_queueitem": {
        "reference": "'CW-' || substr(md5(s.reference || k), 1, 16)",
        "due_at": _DUE,
        "fair_at": _DUE,
        "closed_at": "CASE WHEN k <= {waiting} THEN NULL ELSE coalesce(s.closed_at, s.arrived_at) - {ago} END",
    },
    "queues_alert": {"acknowledged_at": "s.raised_at - {ago}"},
    "clocks_clock": {"stopped_at": "coalesce(s.stopped_at, s.started_at) - {ago}"},
    "clusters_membership": {
        "number": "s.number + k * {numbers}",
        "sender_reference": "CASE WHEN s.sender_reference = '' THEN '' ELSE md5(s.sender_reference || k) END",
        "facts": "jsonb_set(s.facts, '{{referral_id}}', to_jsonb(md5(s.referral_id::text || k)::uuid::text))",
        "looks": "CASE WHEN s.looks = '[]' THEN s.looks"
        " ELSE jsonb_build_array(jsonb_build_array(md5(s.id::text || k) || md5(k || s.id::text), 100)) END",
    },
    "clusters_referralselector": {
        "value": "CASE WHEN k %% {keeps} = 0 THEN s.value ELSE md5(s.value || k) END",
        "key": "CASE WHEN k %% {keeps} = 0 THEN s.key ELSE md5(s.key || k) END",
    },
    "clusters_link": {},
    "clusters_bundling": {},
    "clusters_linknotice": {},
    "assessments_completenessassessment": {},
    "assessments_priorityassessment": {},
    "routes_routedecision": {},
    "outcomes_feedbackdue": {},
    "demand_countedsubject": {},
    "ledger_entry": {},
    "ledger_entrydetail": {},
    "ledger_entrysubject": {},
    "ledger_leaf": {"position": "s.position + k * {leaves}"},
}
"""What the road writes for a referral, and which columns of a copy are not the original's with other identifiers and
an earlier time.
"""

LIGHT = (
    "organisations_audience",
    "intake_idempotencykey",
    "referrals_referral",
    "referrals_searchterm",
    "queues_queueitem",
)
"""What the queue's page reads, and what intake reads and looks up before it writes."""

Database = psycopg.Connection[tuple[int, ...]]


def columns(database: Database, table: str) -> dict[str, str]:
    """The columns that a row is written with, and their types."""
    return dict(cast("list[tuple[str, str]]", database.execute(_KINDS, (table,)).fetchall()))


def rows_since(database: Database, marker: int) -> dict[str, int]:
    """How many rows each table of the road got since a transaction, those that have any."""
    counted = {table: _number(database, f"SELECT count(*) FROM {table} WHERE {_since(marker)}") for table in TABLES}
    return {table: count for table, count in counted.items() if count}


def store(database: Database, marker: int, referrals: int, *, waiting: float, light: bool) -> float:
    """Copy what was written since the transaction `marker` until there are so many referrals, of which this share waits
    in its queues; with `light` the tables of `LIGHT` alone. Everything must be cleared and followed, and no other
    process may be at work. Gives seconds.
    """
    begun = time.perf_counter()
    # Copies are made in many transactions, and no copy is copied.
    between = f"{_since(marker)} AND {_before(_number(database, 'SELECT pg_current_xact_id()::text::bigint'))}"
    originals = _number(database, f"SELECT count(*) FROM referrals_referral WHERE {between}")
    copies = math.ceil(referrals / originals) - 1
    if copies < 1:
        return 0.0
    first = _number(database, f"SELECT min(position) FROM ledger_leaf WHERE {between}")
    last = _number(database, "SELECT max(position) FROM ledger_leaf")
    words = {
        "copies": copies,
        "waiting": round(copies * waiting),
        "ago": f"interval '{DAYS} days' * k / {copies}",
        "keeps": _KEEPS_SELECTORS,
        "leaves": last - first + 1,
        "numbers": _number(database, "SELECT max(number) + 1 FROM clusters_membership"),
    }
    for setting in ("session_replication_role = replica", "synchronous_commit = off", "maintenance_work_mem = '1GB'"):
        database.execute(f"SET {setting}")
    standing = _standing(database)
    for table in LIGHT if light else TABLES:
        changed = {column: value.format(**words).replace("%%", "%") for column, value in TABLES[table].items()}
        statement = _copy_statement(database, table, changed, standing, str(words["ago"]), between)
        with _without_indexes(database, table):
            for start in range(1, copies + 1, _COPIES_AT_ONCE):
                database.execute(statement, (start, min(start + _COPIES_AT_ONCE - 1, copies)))
        database.execute(f"VACUUM ANALYZE {table}")
    stand_at_the_end(database)
    return time.perf_counter() - begun


def fresh_rows(database: Database, table: str, count: int) -> psycopg.Cursor[tuple[object, ...]]:
    """So many rows such as the road writes, made like the copies from rows of a filled table and not yet in it."""
    copy = int.from_bytes(secrets.token_bytes(3)) | 1  # odd: it keeps no selectors
    ago = "interval '0'"
    words = {"copies": copy, "waiting": copy, "ago": ago, "keeps": 2, "leaves": 0, "numbers": 0}
    changed = {column: value.format(**words).replace("%%", "%") for column, value in TABLES[table].items()}
    if table in _GAPLESS:
        column = _GAPLESS[table]
        changed[column] = f"{_number(database, f'SELECT max({column}) FROM {table}')} + row_number() OVER ()"
    (stored,) = database.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", (table,)).fetchone() or (0,)
    share = min(100.0, 100 * 3 * (count + 100) / max(stored, 1))
    rows = f"(SELECT * FROM {table} TABLESAMPLE SYSTEM ({share:.6f}) LIMIT {count}) s"
    _names, values = _copied(database, table, changed, _standing(database), ago, rows)
    return database.execute(f"SELECT {values} FROM (SELECT {copy} AS k) k, {rows}")


def _since(marker: int) -> str:
    return f"xmin::text::bigint >= {marker}"


def _before(marker: int) -> str:
    return f"xmin::text::bigint < {marker}"


def _number(database: Database, statement: str) -> int:
    row = database.execute(statement).fetchone()
    assert row is not None
    return row[0] or 0


def _standing(database: Database) -> str:
    """The identifiers that copies keep, as an array in SQL."""
    found = " UNION ALL ".join(f"SELECT id::text FROM organisations_{table}" for table in _STANDING)
    rows = database.execute(found).fetchall()
    return "'{" + ",".join(str(number) for (number,) in rows) + "}'::uuid[]"


def _copy_statement(
    database: Database, table: str, changed: Mapping[str, str], standing: str, ago: str, between: str
) -> str:
    """One statement that copies a table's rows `%s` to `%s` times."""
    rows = f"(SELECT * FROM {table} WHERE {between}) s"
    names, values = _copied(database, table, changed, standing, ago, rows)
    together = values.replace("%", "%%")
    return (
        f"INSERT INTO {table} ({names}) SELECT {together} FROM generate_series(%s::int, %s::int) k, {rows}"
        " ORDER BY k"  # They lie in the order in which they would have come.
    )


def _copied(
    database: Database, table: str, changed: Mapping[str, str], standing: str, ago: str, rows: str
) -> tuple[str, str]:
    """The columns of a table and the values of a copy: each column with another identifier unless it is of what stands,
    with an earlier time, and else as it is.
    """
    values = []
    kinds = columns(database, table)
    for name, kind in kinds.items():
        column = f"s.{name}"
        if name in changed:
            values.append(changed[name])
        elif kind == "uuid":
            values.append(_identifier(database, rows, column, standing))
        elif kind == "_uuid":
            other = f"CASE WHEN u = ANY ({standing}) THEN u ELSE md5(u::text || k)::uuid END"
            values.append(f"ARRAY(SELECT {other} FROM unnest({column}) WITH ORDINALITY AS each (u, n) ORDER BY n)")
        else:
            values.append(f"{column} - {ago}" if kind == "timestamptz" else column)
    return ", ".join(kinds), ", ".join(values)


def _identifier(database: Database, rows: str, column: str, standing: str) -> str:
    """The identifier of a copy; a column of nothing but what stands, or of none of it, is not asked row by row."""
    is_standing = f"{column} = ANY ({standing})"
    asked = f"SELECT coalesce(bool_or({is_standing}), false), coalesce(bool_or(NOT {is_standing}), false) FROM {rows}"
    some_stand, some_do_not = database.execute(asked).fetchone() or (0, 0)
    other = f"md5({column}::text || k)::uuid"
    if not some_do_not:
        return column
    return f"CASE WHEN {is_standing} THEN {column} ELSE {other} END" if some_stand else other


@contextmanager
def _without_indexes(database: Database, table: str) -> Iterator[None]:
    """Take the indexes away while a table is filled, and build them anew; constraints that rest on one as well."""
    constraints = database.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN"
        " ('p', 'u') AND NOT EXISTS (SELECT 1 FROM pg_constraint f WHERE f.confrelid = pg_constraint.conrelid AND"
        " f.conindid = pg_constraint.conindid AND f.contype = 'f')",
        (table,),
    ).fetchall()
    indexes = database.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i WHERE i.indrelid ="
        " %s::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)",
        (table,),
    ).fetchall()
    for name, _definition in constraints:
        database.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _definition in indexes:
        database.execute(f"DROP INDEX {name}")
    yield
    for name, definition in constraints:
        database.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    for _name, definition in indexes:
        database.execute(str(definition))


def stand_at_the_end(database: Database) -> None:
    """Every follower of every organisation stands behind the last entry, and the tree is as long as the ledger; its
    older hashes are zeros.
    """
    head = _number(database, "SELECT max(position) FROM ledger_leaf")
    names = [follower.name for follower in followers()]
    database.execute(
        "INSERT INTO ledger_followercursor (organisation_id, follower, position) SELECT o.id, f, %s FROM"
        " organisations_organisation o, unnest(%s::text[]) f ON CONFLICT (organisation_id, follower) DO UPDATE SET"
        " position = EXCLUDED.position",
        (head, names),
    )
    size = head + 1
    tree = CompactTree(size, (bytes(32),) * size.bit_count())
    database.execute("UPDATE ledger_tree SET state = %s", (tree.to_bytes(),))
