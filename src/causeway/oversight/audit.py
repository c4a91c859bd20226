"""What the evaluator was asked: who, for whom, when and how many, one line each, never anything of a selector.

A line names the digest of the one before it, so that none can be taken out or changed unnoticed; it is on the disk
before the answer leaves. How many lines there are, and the digest of the last, stand in a file beside it: lines cut
from the end are missed. Whoever may write both files can still begin anew; what the body wrote down elsewhere tells
that.
"""

import hashlib
import json
import os
import re
import threading
from collections.abc import Iterator, Sequence
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
_HEAD: Final = re.compile(r"(\d{1,12}):([0-9a-f]{64})")


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


@dataclass(frozen=True, slots=True)
class Head:
    """How far an audit reached: so many lines, and the SHA-256 of the last. Written `lines:digest`."""

    lines: int
    digest: str

    def __str__(self) -> str:
        return f"{self.lines}:{self.digest}"

    @classmethod
    def of(cls, text: str) -> "Head":
        """A head as it is written. Raises KeepingFault."""
        found = _HEAD.fullmatch(text.strip())
        if found is None:
            raise KeepingFault("a head is a number of lines, a colon and 64 hexadecimal digits")
        return cls(int(found[1]), found[2])


NOTHING: Final = Head(0, _START)
"""The head of an audit in which nothing stands."""


class AuditTrail:
    """The file, which is only ever added to. Several processes may keep it: each reads what the others have added."""

    def __init__(self, path: Path) -> None:
        """Raises KeepingFault: the file was changed or cut, or cannot be used."""
        self._path, self._lock = path, threading.Lock()
        self._recent: list[Line] = []
        self._head, self._size = NOTHING, -1
        with self._opened():
            self._catch_up()
            _keep(path, self._head)

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
                before=self._head.digest,
            )
            text = json.dumps(asdict(line), sort_keys=True).encode()
            try:
                file.write(text + b"\n")
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                raise KeepingFault(f"{self._path.name} cannot be written") from None
            self._head = Head(self._head.lines + 1, hashlib.sha256(text).hexdigest())
            self._size += len(text) + 1
            self._recent.append(line)
            _keep(self._path, self._head)

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
        size = self._path.stat().st_size if self._path.exists() else 0
        if size != self._size:
            whole = read_audit(self._path)
            self._recent, self._head, self._size = list(whole.lines), whole.head, size


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How much one force, or one caller for itself, had evaluated in a period, and how often it met its limit."""

    caller: str
    behalf: str
    questions: int
    selectors: int
    refused: int


@dataclass(frozen=True, slots=True)
class Audit:
    """All lines of an audit, each of which follows the one before it, and their head."""

    lines: Sequence[Line]
    head: Head

    def uses(self, *, since: datetime) -> list[Use]:
        """The uses since a moment, the most selectors first."""
        grouped: dict[tuple[str, str], list[Line]] = {}
        for line in self.lines:
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


def read_audit(path: Path, *, known: Head | None = None) -> Audit:
    """The audit that is kept there; empty where nothing was ever evaluated.

    It must reach at least as far as the head that is kept beside it says, and as the `known` one, which the body wrote
    down elsewhere. Lines behind them may have come since.

    Raises:
        KeepingFault: a line was changed or taken out, the end was cut, or a file cannot be read.
    """
    kept = _kept(path)  # before the lines: one may be added meanwhile, and is always written before its head
    lines: list[Line] = []
    heads = [NOTHING]
    for line, digest in _read(path):
        lines.append(line)
        heads.append(Head(len(lines), digest))
    for stated, where in ((kept, "kept beside it"), (known, "that was written down")):
        if stated is None:
            continue
        if stated.lines >= len(heads):
            raise KeepingFault(
                f"{path.name}: {len(lines)} lines, but {stated.lines} by the head {where}: some were cut"
            )
        if heads[stated.lines] != stated:
            raise KeepingFault(f"{path.name}, line {stated.lines}: is not the line of the head {where}")
    return Audit(lines, heads[-1])


def _beside(path: Path) -> Path:
    return path.with_suffix(".head")


def _kept(path: Path) -> Head | None:
    """The head that is kept beside an audit; None before an evaluator has kept one."""
    try:
        text = _beside(path).read_text(encoding="ascii")
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise KeepingFault(f"{_beside(path).name} cannot be read") from None
    try:
        return Head.of(text)
    except KeepingFault as fault:
        raise KeepingFault(f"{_beside(path).name}: {fault.message}") from None


def _keep(path: Path, head: Head) -> None:
    """In one place and always as long, so that a loss of power leaves this head or an earlier one."""
    try:
        descriptor = os.open(_beside(path), os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(f"{head.lines:012}:{head.digest}\n".encode())
    except OSError:
        raise KeepingFault(f"{_beside(path).name} cannot be written") from None


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
