"""What a scan has seen so far, in one SQLite file outside the source, so that a killed scan goes on where it was.

A file of the folder is `whole` when it and all that lies in it have been looked at, and stays so while its size and
its times of change do, the system's own among them (st_mtime, st_ctime). What was seen is read back in the order of the
paths' bytes, whichever thread was first.
"""

import json
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from causeway.scanning.faults import MENDABLE, BadState, WouldWriteIntoSource
from causeway.scanning.looking import VERSION
from causeway.scanning.packing import pack, unpack
from causeway.scanning.seen import INSIDE, Seen
from causeway.scanning.walking import Found

_APPLICATION: Final = 0x43735363
"""Marks the file as ours ("CsSc"), in SQLite's own place for that."""
_BATCH: Final = 500
_BATCH_SECONDS: Final = 1.0
"""So many rows, or those of so long, are lost at most where the scan is killed."""
_DAMAGED: Final = "this file is not the state of a scan, or is damaged"
_INSIDE: Final = INSIDE.encode()
_LONGEST_SOURCE: Final = 4_096
"""Bytes of a path of the system (Linux, PATH_MAX)."""
_TABLES: Final = """
CREATE TABLE about (
  folder BLOB NOT NULL, version INTEGER NOT NULL, run INTEGER NOT NULL, fast INTEGER NOT NULL DEFAULT 0,
  noted INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE source (
  path BLOB PRIMARY KEY, size INTEGER NOT NULL, modified TEXT NOT NULL, run INTEGER NOT NULL,
  whole INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE seen (
  source BLOB NOT NULL, inside BLOB NOT NULL, fault TEXT, packed BLOB NOT NULL, PRIMARY KEY (source, inside)
) WITHOUT ROWID;
"""
_DELETE_MENDABLE: Final = "DELETE FROM seen WHERE source = ? AND fault IN (SELECT value FROM json_each(?))"


def check_outside(path: Path, folder: Path) -> None:
    """Refuse to write into the folder that is scanned, by whatever road the path leads there.

    Raises:
        WouldWriteIntoSource: the path lies in the folder.
    """
    for above in path.resolve().parents:
        with suppress(OSError):
            if above.samefile(folder):
                raise WouldWriteIntoSource("inside_source", f"{path} lies in the folder that is only read")


class Journal:
    """The state of one folder's scan; one process at a time has it open.

    Raises:
        BadState: the file is no scan's state, is another folder's, or is in use.
        WouldWriteIntoSource: it lies in the folder.
    """

    def __init__(self, path: Path, folder: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        check_outside(path, folder)
        self.path = path
        self._waiting = 0
        self._clock = clock
        self._committed_at = clock()
        with _typed_faults():
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
            self._database = sqlite3.connect(path, isolation_level=None, timeout=0)
        try:
            with _typed_faults():
                self._prepare(os.fsencode(folder))
        except BaseException:
            self._database.close()
            raise

    def _prepare(self, folder: bytes) -> None:
        # One process alone has it, which spares SQLite the shared memory and a second run the confusion.
        self._execute("PRAGMA locking_mode = EXCLUSIVE")
        self._execute("PRAGMA temp_store = MEMORY")
        is_new = self._one("SELECT count(*) FROM sqlite_schema") == 0
        if not is_new and self._one("PRAGMA application_id") != _APPLICATION:
            raise BadState("not_a_state", "this file is not the state of a scan")
        self._execute("PRAGMA journal_mode = WAL")
        self._execute("PRAGMA synchronous = NORMAL")
        self._execute("BEGIN IMMEDIATE")
        if is_new:
            for statement in _TABLES.split(";\n"):
                self._execute(statement)
            self._execute(f"PRAGMA application_id = {_APPLICATION}")
            self._execute("INSERT INTO about VALUES (?, ?, 0, 0, 0)", folder, VERSION)
        elif not self._one("SELECT count(*) FROM pragma_table_info('about') WHERE name = 'noted'"):
            self._execute("ALTER TABLE about ADD COLUMN noted INTEGER NOT NULL DEFAULT 0")
        if self._one("SELECT folder FROM about") != folder:
            raise BadState("another_folder", "this is the state of another folder's scan")
        if self._one("SELECT version FROM about") != VERSION:
            self.forget()
        self._execute("UPDATE about SET run = run + 1")
        self._run = self._one("SELECT run FROM about")
        self.commit()

    def forget(self) -> None:
        """Forget all that was seen: everything is looked at again."""
        self._execute("DELETE FROM seen")
        self._execute("DELETE FROM source")
        self._execute("UPDATE about SET version = ?", VERSION)

    def agree_on(self, *, fast: bool) -> None:
        """Hashes made fast and hashes made to the bit are not mixed.

        Raises:
            BadState: files have been seen, and the other way.
        """
        if bool(self._one("SELECT fast FROM about")) == fast:
            return
        if self._one("SELECT count(*) FROM source"):
            way = "without --fast" if fast else "with --fast"
            raise BadState("another_way", f"this state was made {way}: do so again, or look at all files --again")
        self._execute("UPDATE about SET fast = ?", fast)

    def tell_noted(self) -> None:
        """From now on know that the system may have noted when files of the folder were read."""
        self._execute("UPDATE about SET noted = 1 WHERE NOT noted")
        self._count_write()

    def is_noted(self) -> bool:
        """Whether in this run or an earlier one the system may have noted when files were read."""
        return bool(self._one("SELECT noted FROM about"))

    def is_whole(self, found: Found) -> bool:
        """Whether all of this file was seen as it is; it counts to this run then."""
        path = _key(found.path)
        row = self._execute("SELECT size, modified, whole FROM source WHERE path = ?", path).fetchone()
        if row != (*_version(found), 1):
            return False
        self._execute("UPDATE source SET run = ? WHERE path = ?", self._run, path)
        self._count_write()
        return True

    def begin(self, found: Found) -> frozenset[str]:
        """Begin a file; what of it was seen by an earlier run need not be looked at again."""
        path = _key(found.path)
        row = self._execute("SELECT size, modified FROM source WHERE path = ?", path).fetchone()
        if row == _version(found):
            self._execute(_DELETE_MENDABLE, path, json.dumps([*MENDABLE]))
            self._execute("UPDATE source SET run = ?, whole = 0 WHERE path = ?", self._run, path)
        else:
            self._execute("DELETE FROM seen WHERE source = ?", path)
            row = (path, *_version(found), self._run)
            self._execute("INSERT OR REPLACE INTO source (path, size, modified, run) VALUES (?, ?, ?, ?)", *row)
        self._count_write()
        rows = self._execute("SELECT inside FROM seen WHERE source = ?", path)
        return frozenset(_text(inside) for (inside,) in rows)

    def enter(self, source: str, inside: str, seen: Seen) -> None:
        """Enter what was seen of a file or, in it, at `inside`."""
        row = (_key(source), _key(inside), seen.fault, pack(seen))
        self._execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)", *row)
        self._count_write()

    def finish(self, source: str, *, is_whole: bool, skipped: int) -> None:
        """All of a file has been entered. It is looked at again where something could not be read for the moment."""
        row = (is_whole, skipped, _key(source))
        self._execute("UPDATE source SET whole = ?, skipped = ? WHERE path = ?", *row)
        self._count_write()

    def seen(self) -> Iterator[Seen]:
        """All that this run saw or found seen, one by one, in the order of the paths' bytes."""
        rows = self._execute(
            "SELECT path, inside, packed FROM source CROSS JOIN seen ON seen.source = source.path"
            " WHERE run = ? ORDER BY path, inside",
            self._run,
        )
        for path, inside, packed in _each(rows):
            yield _unpacked(path, inside, packed)

    def at(self, path: str) -> list[Seen]:
        """What this run saw or found seen at a path, in the order of `seen`: several where a folder's name looks like
        an archive.
        """
        found = []
        for source, inside in chain(islice(_readings(path), 1, None), islice(_readings(path), 1)):
            rows = self._execute(
                "SELECT packed FROM source CROSS JOIN seen ON seen.source = source.path"
                " WHERE path = ? AND inside = ? AND run = ?",
                *(source, inside, self._run),
            )
            found += [_unpacked(source, inside, packed) for (packed,) in _each(rows)]
        return found

    def place_of(self, path: str) -> tuple[str, str] | None:
        """Of a path in what was seen: which file of the folder, and where inside it."""
        for source, inside in _readings(path):
            if self._one("SELECT count(*) FROM seen WHERE source = ? AND inside = ?", source, inside):
                return _text(source), _text(inside)
        return None

    def faults(self) -> Counter[str | None]:
        """How many of the files seen have which fault; None for those without one."""
        rows = self._execute(
            "SELECT fault, count(*) FROM source CROSS JOIN seen ON seen.source = source.path WHERE run = ? GROUP BY 1",
            self._run,
        )
        return Counter(dict(rows.fetchall()))

    def skipped(self) -> int:
        """The links and devices in archives, which were passed by."""
        return int(self._one("SELECT coalesce(sum(skipped), 0) FROM source WHERE run = ?", self._run))

    def commit(self) -> None:
        """Make sure of all that was entered."""
        self._execute("COMMIT")
        self._execute("BEGIN IMMEDIATE")
        self._waiting = 0
        self._committed_at = self._clock()

    def close(self) -> None:
        """Make sure of all, and let another process have it."""
        with _typed_faults(), closing(self._database):
            if self._database.in_transaction:
                self._database.execute("COMMIT")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _count_write(self) -> None:
        self._waiting += 1
        if self._waiting >= _BATCH or self._clock() - self._committed_at >= _BATCH_SECONDS:
            self.commit()

    def _execute(self, statement: str, *values: object) -> sqlite3.Cursor:
        with _typed_faults():
            return self._database.execute(statement, values)

    def _one(self, statement: str, *values: object) -> Any:
        return self._execute(statement, *values).fetchone()[0]


@contextmanager
def _typed_faults() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise BadState("in_use", "another scan has this state open") from None
        raise BadState("cannot_be_written", "the state cannot be written: is there room, and may you?") from None
    except sqlite3.DatabaseError:
        raise BadState("not_a_state", _DAMAGED) from None
    except OSError as error:
        raise BadState("cannot_be_written", f"the state cannot be opened: {error.strerror}") from None


def _readings(path: str) -> Iterator[tuple[bytes, bytes]]:
    """What a path may mean: a file of the folder, or what lies in one, the one with the shortest path first. A member's
    name can hold any number of marks; no file of the folder has a path as long as that.
    """
    key = _key(path)
    yield key, b""
    at = key.find(_INSIDE)
    while 0 <= at <= _LONGEST_SOURCE:
        yield key[:at], key[at + len(_INSIDE) :]
        at = key.find(_INSIDE, at + 1)


def _each(rows: sqlite3.Cursor) -> Iterator[Any]:
    """The rows, which are read from the file only now."""
    while True:
        with _typed_faults():
            some = rows.fetchmany(_BATCH)
        if not some:
            return
        yield from some


def _unpacked(path: bytes, inside: bytes, packed: bytes) -> Seen:
    try:
        return unpack(place_path(_text(path), _text(inside)), packed)
    except (LookupError, TypeError, ValueError):
        raise BadState("not_a_state", _DAMAGED) from None


def place_path(source: str, inside: str) -> str:
    """The path of a file, and in it what lies inside."""
    return f"{source}{INSIDE}{inside}" if inside else source


def _version(found: Found) -> tuple[int, str]:
    """What tells a file from itself as it was. A forged time may be larger than SQLite's integers."""
    return found.size_bytes, f"{found.modified_ns} {found.changed_ns}"


def _key(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


def _text(key: bytes) -> str:
    return key.decode("utf-8", "surrogateescape")
