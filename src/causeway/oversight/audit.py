"""What the evaluator was asked: who, for whom, when and how many, one line each, never anything of a selector.

A line names the digest of the one before it, so that none can be taken out or changed unnoticed; it is on the disk
before the answer leaves.
"""

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final

from causeway.oversight.errors import KeepingFault

try:
    import fcntl
except ImportError:  # Windows; there one process keeps the file
    fcntl = None  # type: ignore[assignment]

DAY: Final = timedelta(days=1)
_START: Final = "0" * 64


class Result(StrEnum):
    """How a question ended."""

    EVALUATED = "evaluated"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One question. `behalf` is the force for which a hub asks; `before` the SHA-256 of the line above it."""

    at: str
    caller: str
    behalf: str
    epoch: int
    count: int
    result: Result
    before: str

    @property
    def moment(self) -> datetime:
        """When it was."""
        return datetime.fromisoformat(self.at)


class AuditTrail:
    """The file, which is only ever added to. Several processes may keep it: each reads what the others have added."""

    def __init__(self, path: Path) -> None:
        """Raises KeepingFault: the file was changed, or cannot be used."""
        self._path, self._lock = path, threading.Lock()
        self._recent: list[Line] = []
        self._head, self._size = _START, 0
        self._catch_up()

    def used(self, caller: str, now: datetime, *, behalf: str | None = None) -> list[Line]:
        """What a caller had evaluated in the 24 hours before `now`, in all or for one force."""
        with self._lock:
            self._catch_up()
            self._recent = [line for line in self._recent if line.moment > now - DAY]
            return [
                line
                for line in self._recent
                if line.caller == caller and line.result is Result.EVALUATED and behalf in (None, line.behalf)
            ]

    def add(self, *, caller: str, behalf: str, epoch: int, count: int, result: Result, now: datetime) -> None:
        """Add a line; it is on the disk when this returns. Raises KeepingFault."""
        with self._lock, self._opened() as file:
            self._catch_up()
            line = Line(
                at=now.isoformat(),
                caller=caller,
                behalf=behalf,
                epoch=epoch,
                count=count,
                result=result,
                before=self._head,
            )
            text = json.dumps(asdict(line), sort_keys=True).encode()
            try:
                file.write(text + b"\n")
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                raise KeepingFault(f"{self._path.name} cannot be written") from None
            self._head, self._size = hashlib.sha256(text).hexdigest(), self._size + len(text) + 1
            self._recent.append(line)

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        try:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError:
            raise KeepingFault(f"{self._path.name} cannot be written") from None
        with os.fdopen(descriptor, "ab") as file:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX)  # given back when the file is closed
            yield file

    def _catch_up(self) -> None:
        if self._path.exists() and self._path.stat().st_size != self._size:
            self._read_anew()

    def _read_anew(self) -> None:
        lines = list(_read(self._path))
        self._recent = [line for line, _ in lines]
        self._head = lines[-1][1] if lines else _START
        self._size = self._path.stat().st_size if self._path.exists() else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How much one force, or one caller for itself, had evaluated in a period, and how often it met its limit."""

    caller: str
    behalf: str
    questions: int
    selectors: int
    refused: int


def read_uses(path: Path, *, since: datetime) -> list[Use]:
    """The uses since a moment, the most selectors first. Raises KeepingFault as opening the trail does."""
    grouped: dict[tuple[str, str], list[Line]] = {}
    for line, _ in _read(path):
        if line.moment >= since:
            grouped.setdefault((line.caller, line.behalf), []).append(line)
    uses = [
        Use(
            caller=caller,
            behalf=behalf,
            questions=sum(line.result is Result.EVALUATED for line in lines),
            selectors=sum(line.count for line in lines if line.result is Result.EVALUATED),
            refused=sum(line.result is Result.LIMIT for line in lines),
        )
        for (caller, behalf), lines in grouped.items()
    ]
    return sorted(uses, key=lambda use: (-use.selectors, use.caller, use.behalf))


def _read(path: Path) -> Iterator[tuple[Line, str]]:
    """Each line and its digest. Raises KeepingFault."""
    if not path.exists():
        return
    head = _START
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        raise KeepingFault(f"{path.name} cannot be read") from None
    for number, text in enumerate(lines, 1):
        try:
            stated = json.loads(text)
            line = Line(**(stated | {"result": Result(stated["result"])}))
            line.moment  # noqa: B018 - a line without a moment is none
        except (ValueError, KeyError, TypeError):
            raise KeepingFault(f"{path.name}, line {number}: no line of an audit") from None
        if line.before != head:
            raise KeepingFault(f"{path.name}, line {number}: does not follow the line before it")
        head = hashlib.sha256(text).hexdigest()
        yield line, head
