"""What `causeway mirror follow` says: how a first copy goes, what a round brought, and figures of it."""

import json
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from causeway.cli.mirror_standing import span

if TYPE_CHECKING:
    from causeway.client.following import Fault, Round
    from causeway.interchange.signal_feed import PageHeader

_TELL_SECONDS: Final = 2.0
"""A first copy of millions takes minutes: so often it says how far it is."""
_FIGURES: Final = {
    "timestamp_seconds": "When the mirror's hub spoke last.",
    "changes": "The number of the last change that the mirror has.",
    "behind_changes": "Changes that the hub told of and the mirror has not.",
    "acknowledged": "The last change acknowledged from here.",
}


class Telling:
    """Says on standard error what happens, with `as_json` also on standard output, a line of JSON a thing, and writes
    figures to `metrics` after each round. Threads may share it: each bank has its own `BankTelling`.
    """

    def __init__(
        self,
        *,
        as_json: bool = False,
        metrics: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.as_json, self.clock = as_json, clock
        self._metrics, self._banks = metrics, list[BankTelling]()
        self._lock = threading.Lock()

    def of(self, bank: str, folder: Path) -> "BankTelling":
        """What is told of one bank, whose mirror is in this folder."""
        telling = BankTelling(self, bank, folder)
        self._banks.append(telling)
        return telling

    def label(self, bank: "BankTelling") -> str:
        """What stands before a line about a bank: nothing where there is but one."""
        return f"{bank.name or bank.bank}: " if len(self._banks) > 1 else ""

    def write_metrics(self) -> None:
        """Write the figures of all banks anew. A file that cannot be written is told of, and stops nothing."""
        if self._metrics is None:
            return
        with self._lock:
            try:
                write_metrics(self._metrics, [(each.bank, each.folder, each.faults) for each in self._banks])
            except OSError as error:
                typer.echo(f"{self._metrics} cannot be written: {error}", err=True)


class BankTelling:
    """What is told of one bank; `name` is what its hub calls it, once a page said so."""

    def __init__(self, whole: Telling, bank: str, folder: Path) -> None:
        from causeway.client.following_state import read_following

        self._whole, self.bank, self.folder = whole, bank, folder
        self.name = read_following(folder).name
        self._began: tuple[float, int] | None = None
        self._told_at = 0.0
        self._is_first, self._last_fault = True, ""
        self.faults = 0

    def page(self, header: "PageHeader") -> None:
        """A page was read: from time to time, how many changes were, how fast, and how long it will take still."""
        now, self.name = self._whole.clock(), header.title
        if self._began is None:
            self._began, self._told_at = (now, header.after), now
        started, first = self._began
        if now - self._told_at < _TELL_SECONDS or header.to == header.head:
            return
        self._told_at = now
        rate = (header.to - first) / (now - started)
        left = f", {span((header.head - header.to) / rate)} left" if rate else ""
        self._say(f"{header.to:,} of {header.head:,} changes, {rate:,.0f} a second{left}")

    def round(self, done: "Round") -> None:
        """A round ended. One that brought nothing is not told, but for the first, and the first after a fault."""
        self._began = None
        self._whole.write_metrics()
        had_fault, is_first = self._last_fault, self._is_first
        self._is_first = False
        if done.cannot_acknowledge:
            self._tell_fault(f"cannot acknowledge: {done.cannot_acknowledge}")
        elif not done.is_whole:
            self._tell_fault(f"The hub says that it has {done.head:,} changes, and gives none behind {done.cursor:,}.")
        elif done.clock_fault:
            self._tell_fault(f"Mind that {done.clock_fault}.")
        else:
            self._last_fault = ""
        if not (done.changes or done.acknowledged or is_first or (had_fault and not self._last_fault)):
            return
        if self._whole.as_json:
            self._line("round", **asdict(done))
        acknowledged = f"; {done.acknowledged:,} acknowledged" if done.acknowledged else ""
        where = "Up to date at number" if done.is_whole else "Come to number"
        self._say(f"{where} {done.cursor:,}: {done.changes:,} changes{acknowledged}.")

    def fault(self, fault: "Fault", seconds: float) -> None:
        """A round went wrong, and the next is so many seconds away. A fault that stays the same is told once."""
        from causeway.client.following import told

        self._fault(told(fault), f" Trying again in {seconds:.0f} seconds, and then less often.")

    def ended(self, fault: str) -> None:
        """The bank is followed no longer, while others are."""
        self._fault(fault, " This bank is followed no longer; the others are.")

    def failed(self, fault: str) -> None:
        """The one round of this bank went wrong; the other banks have theirs."""
        self._fault(fault, "")

    def _fault(self, said: str, then: str) -> None:
        self._began = None
        self.faults += 1
        self._whole.write_metrics()
        self._tell_fault(said, then)

    def _tell_fault(self, said: str, then: str = "") -> None:
        if said == self._last_fault:
            return
        self._last_fault = said
        if self._whole.as_json:
            self._line("fault", fault=said)
        typer.secho(f"{self._whole.label(self)}{said}{then}", fg=typer.colors.RED, err=True)

    def _say(self, text: str) -> None:
        typer.echo(f"{self._whole.label(self)}{text}", err=True)

    def _line(self, what: str, **told: Any) -> None:
        at = datetime.now(UTC).isoformat()
        typer.echo(json.dumps({"event": what, "at": at, "bank": self.bank, **told}))


def write_metrics(path: Path, banks: Sequence[tuple[str, Path, int]]) -> None:
    """Figures of banks (each with its mirror's folder and the faults since the start), for the textfile collector of
    Prometheus' node exporter; the file is replaced whole. Of a damaged mirror the faults are all there is to tell.

    Raises OSError.
    """
    from prometheus_client import CollectorRegistry, Counter, Gauge, write_to_textfile

    from causeway.client.following_state import read_following
    from causeway.client.mirror import MirrorError, MirrorWriter

    registry = CollectorRegistry()
    counter = Counter("causeway_mirror_faults", "Rounds that went wrong since the start.", ["bank"], registry=registry)
    gauges = {
        name: Gauge(f"causeway_mirror_{name}", meaning, ["bank"], registry=registry)
        for name, meaning in _FIGURES.items()
    }
    for bank, folder, faults in banks:
        counter.labels(bank).inc(faults)
        progress = None
        with suppress(MirrorError):
            progress = MirrorWriter(folder).progress()
        if progress is None:
            continue
        cursor = int(progress.cursor)
        figures = {
            "timestamp_seconds": progress.as_of.timestamp(),
            "changes": cursor,
            "behind_changes": progress.head - cursor,
            "acknowledged": read_following(folder).acknowledged_up_to,
        }
        for name, value in figures.items():
            gauges[name].labels(bank).set(value)
    write_to_textfile(str(path), registry)
