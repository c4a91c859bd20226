"""What `causeway mirror` says: how a first copy goes, what a round brought, how a mirror stands, and figures of it."""

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from causeway.cli.output import print_table

if TYPE_CHECKING:
    from causeway.client.following import Fault, Round
    from causeway.interchange.signal_feed import PageHeader

_TELL_SECONDS: Final = 2.0
"""A first copy of millions takes minutes: so often it says how far it is."""
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@dataclass(slots=True, kw_only=True)
class Standing:
    """How a mirror stands. `age_seconds` is how long ago its hub spoke; `behind` counts the changes that it told of and
    the mirror has not; `owed` is None where the hub was not asked. Times are in UTC.
    """

    bank_id: str
    signals: int
    as_of: datetime
    age_seconds: int
    is_stale: bool
    cursor: int
    head: int
    behind: int
    size_bytes: int
    fault: str
    tried_at: datetime | None
    acknowledged_up_to: int
    acknowledged_at: datetime | None
    owed: int | None = None

    def as_document(self) -> dict[str, Any]:
        """The standing as a JSON object."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def standing_of(folder: Path, *, stale_minutes: int = 60) -> Standing:
    """How the mirror in a folder stands. Raises MirrorError."""
    from causeway.client.following_state import read_following
    from causeway.client.mirror import Mirror, MirrorWriter, NoMirror

    mirror = Mirror(folder, stale_after=timedelta(minutes=stale_minutes))
    now, progress, following = datetime.now(UTC), MirrorWriter(folder).progress(), read_following(folder)
    if progress is None:
        raise NoMirror("no_mirror", "there is no mirror in this folder yet")
    return Standing(
        bank_id=progress.source.removeprefix("bank/"),
        signals=len(mirror),
        as_of=progress.as_of,
        age_seconds=max(0, int((now - progress.as_of).total_seconds())),
        is_stale=mirror.look_up([], now=now).is_stale,
        cursor=int(progress.cursor),
        head=progress.head,
        behind=progress.head - int(progress.cursor),
        size_bytes=size_of(folder),
        fault=following.fault,
        tried_at=following.tried_at,
        acknowledged_up_to=following.acknowledged_up_to,
        acknowledged_at=following.acknowledged_at,
    )


def size_of(folder: Path) -> int:
    """How many bytes its files take; what a follower removes meanwhile is not counted."""
    size = 0
    for place, _folders, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                size += Path(place, name).stat().st_size
    return size


def show_standing(standing: Standing, *, is_owed_asked: bool) -> None:
    """A table for people."""
    behind = f"{standing.behind:,} changes behind" if standing.behind else "nothing is missing that the hub told of"
    acknowledged = f"up to number {standing.acknowledged_up_to:,}" if standing.acknowledged_at else "nothing yet"
    rows: list[tuple[str, object]] = [
        ("Bank", standing.bank_id),
        ("Signals", f"{standing.signals:,}"),
        ("The hub spoke", f"{span(standing.age_seconds)} ago" + (" - STALE" if standing.is_stale else "")),
        ("Changes", f"{standing.cursor:,} taken over; {behind}"),
        ("Acknowledged from here", acknowledged),
        ("On disk", f"{standing.size_bytes / 1_000_000:,.1f} MB"),
        ("Last fault", standing.fault or "none"),
    ]
    if is_owed_asked:
        owed = "the hub shows you this bank no more" if standing.owed is None else f"{standing.owed:,} changes"
        rows.insert(5, ("You owe a word on", owed))
    print_table("Mirror", ("", ""), rows)


def write_metrics(path: Path, folder: Path, faults: int) -> None:
    """Figures of a mirror, for the textfile collector of Prometheus' node exporter; the file is replaced whole.

    Raises OSError and MirrorError.
    """
    from prometheus_client import CollectorRegistry, Counter, Gauge, write_to_textfile

    from causeway.client.following_state import read_following
    from causeway.client.mirror import MirrorWriter

    registry, progress = CollectorRegistry(), MirrorWriter(folder).progress()
    Counter("causeway_mirror_faults", "Rounds that went wrong since the start.", registry=registry).inc(faults)
    if progress is not None:
        cursor = int(progress.cursor)
        figures = {
            "timestamp_seconds": (progress.as_of.timestamp(), "When the mirror's hub spoke last."),
            "changes": (cursor, "The number of the last change that the mirror has."),
            "behind_changes": (progress.head - cursor, "Changes that the hub told of and the mirror has not."),
            "acknowledged": (read_following(folder).acknowledged_up_to, "The last change acknowledged from here."),
        }
        for name, (value, meaning) in figures.items():
            Gauge(f"causeway_mirror_{name}", meaning, registry=registry).set(value)
    write_to_textfile(str(path), registry)


class Telling:
    """Says on standard error what happens, with `as_json` also on standard output, a line of JSON a thing, and writes
    figures to `metrics` after each round.
    """

    def __init__(
        self,
        folder: Path,
        *,
        as_json: bool = False,
        metrics: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder, self._as_json, self._metrics, self._clock = folder, as_json, metrics, clock
        self._began: tuple[float, int] | None = None
        self._told_at = self._read_to = 0.0
        self._is_first, self._last_fault = True, ""
        self.faults = 0

    def page(self, header: "PageHeader") -> None:
        """A page was read: from time to time, how many changes were, how fast, and how long it will take still."""
        now = self._clock()
        if self._began is None:
            self._began, self._told_at = (now, header.after), now
        started, first = self._began
        if now - self._told_at < _TELL_SECONDS or header.to == header.head:
            return
        self._told_at = now
        rate = (header.to - first) / (now - started)
        left = f", {span((header.head - header.to) / rate)} left" if rate else ""
        typer.echo(f"{header.to:,} of {header.head:,} changes, {rate:,.0f} a second{left}", err=True)

    def round(self, done: "Round") -> None:
        """A round ended. One that brought nothing is not told, but for the first, and the first after a fault."""
        self._began = None
        self._write_metrics()
        is_news = done.changes or done.acknowledged or self._is_first or self._last_fault
        self._is_first = False
        if done.cannot_acknowledge:
            self._tell_fault(f"cannot acknowledge: {done.cannot_acknowledge}")
        elif not done.is_whole:
            self._tell_fault(f"The hub says that it has {done.head:,} changes, and gives none behind {done.cursor:,}.")
        else:
            self._last_fault = ""
        if not is_news:
            return
        if self._as_json:
            self._line("round", **asdict(done))
        acknowledged = f"; {done.acknowledged:,} acknowledged" if done.acknowledged else ""
        where = "Up to date at number" if done.is_whole else "Come to number"
        typer.echo(f"{where} {done.cursor:,}: {done.changes:,} changes{acknowledged}.", err=True)

    def fault(self, fault: "Fault", seconds: float) -> None:
        """A round went wrong, and the next is so many seconds away. A fault that stays the same is told once."""
        from causeway.client.following import told

        self._began = None
        self.faults += 1
        self._write_metrics()
        self._tell_fault(told(fault), f" Trying again in {seconds:.0f} seconds, and then less often.")

    def _tell_fault(self, said: str, then: str = "") -> None:
        if said == self._last_fault:
            return
        self._last_fault = said
        if self._as_json:
            self._line("fault", fault=said)
        typer.secho(f"{said}{then}", fg=typer.colors.RED, err=True)

    def _write_metrics(self) -> None:
        from causeway.client.mirror import MirrorError

        if self._metrics is None:
            return
        try:
            write_metrics(self._metrics, self._folder, self.faults)
        except (OSError, MirrorError) as error:
            typer.echo(f"{self._metrics} cannot be written: {error}", err=True)

    def _line(self, what: str, **told: Any) -> None:
        typer.echo(json.dumps({"event": what, "at": datetime.now(UTC).isoformat(), **told}))


def span(seconds: float) -> str:
    """So long, in words for people."""
    if seconds < 2 * _MINUTE:
        return f"{seconds:.0f} seconds"
    if seconds < 2 * _HOUR:
        return f"{seconds / _MINUTE:.0f} minutes"
    return f"{seconds / _HOUR:.0f} hours" if seconds < 2 * _DAY else f"{seconds / _DAY:.0f} days"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
