"""How the mirrors of a folder stand, a bank each, and how `causeway mirror status` shows it."""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import typer

from causeway.cli.output import print_table

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@dataclass(slots=True, kw_only=True)
class Standing:
    """How the mirror of one bank stands. `age_seconds` is how long ago its hub spoke, None before its first page;
    `behind` counts the changes that the hub told of and the mirror has not; `owed` is None where the hub was not asked,
    or shows the bank no more. Times are in UTC.
    """

    bank_id: str
    name: str
    signals: int = 0
    as_of: datetime | None = None
    age_seconds: int | None = None
    is_stale: bool = True
    cursor: int = 0
    head: int = 0
    behind: int = 0
    size_bytes: int = 0
    fault: str = ""
    tried_at: datetime | None = None
    acknowledged_up_to: int = 0
    acknowledged_at: datetime | None = None
    owed: int | None = None

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.is_stale and not self.fault

    def as_document(self) -> dict[str, Any]:
        """The standing as a JSON object."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def standings_of(folder: Path, *, stale_minutes: int = 60) -> list[Standing]:
    """How each mirror in a folder stands; one that is damaged says so as its fault. Raises NoMirror, OSError."""
    from causeway.client.mirror import NoMirror, mirrors_in

    mirrors = mirrors_in(folder)
    if not mirrors:
        raise NoMirror("no_mirror", "there is no mirror in this folder yet")
    return [standing_of(each, stale_minutes=stale_minutes) for each in mirrors]


def standing_of(mirror: Path, *, stale_minutes: int = 60) -> Standing:
    """How one mirror stands. Raises OSError."""
    from causeway.client.following_state import read_following
    from causeway.client.mirror import Mirror, MirrorError, MirrorWriter, NoMirror, bank_in

    following = read_following(mirror)
    standing = Standing(
        bank_id=bank_in(mirror),
        name=following.name,
        fault=following.fault,
        tried_at=following.tried_at,
        acknowledged_up_to=following.acknowledged_up_to,
        acknowledged_at=following.acknowledged_at,
    )
    try:
        opened, progress = Mirror(mirror, stale_after=timedelta(minutes=stale_minutes)), MirrorWriter(mirror).progress()
    except NoMirror:
        return standing
    except MirrorError as error:
        standing.fault = error.message
        return standing
    if progress is None:
        return standing
    now = datetime.now(UTC)
    standing.signals, standing.size_bytes = len(opened), size_of(mirror)
    standing.as_of, standing.age_seconds = progress.as_of, max(0, int((now - progress.as_of).total_seconds()))
    standing.is_stale = opened.look_up([], now=now).is_stale
    if progress.cursor.isdecimal():
        standing.cursor, standing.head = int(progress.cursor), progress.head
        standing.behind = max(0, standing.head - standing.cursor)
    return standing


def size_of(mirror: Path) -> int:
    """How many bytes its files take, without those of other banks below it; what a follower removes meanwhile is not
    counted.
    """
    from causeway.client.mirror import BANKS

    size = 0
    for place, folders, names in os.walk(mirror):
        if Path(place) == mirror and BANKS in folders:
            folders.remove(BANKS)
        for name in names:
            with suppress(FileNotFoundError):
                size += Path(place, name).stat().st_size
    return size


def show_standings(standings: Sequence[Standing], *, is_owed_asked: bool) -> None:
    """A table for people, a row a bank, that fits a terminal of 80 characters; whole ids, and what is wrong with any,
    stand below it on lines of their own.
    """
    headings = ("Bank", "Signals", "Hub spoke", "Changes", "Receipt given", "On disk")
    print_table("Mirror", headings, [_row(each, is_owed_asked=is_owed_asked) for each in standings])
    for each in standings:
        if each.bank_id:
            typer.echo(f"{_label(each)} is bank {each.bank_id}")
        if each.fault:
            typer.echo(f"{each.name or each.bank_id}: {each.fault}")


def span(seconds: float) -> str:
    """So long, in words for people."""
    if seconds < 2 * _MINUTE:
        return f"{seconds:.0f} seconds"
    if seconds < 2 * _HOUR:
        return f"{seconds / _MINUTE:.0f} minutes"
    return f"{seconds / _HOUR:.0f} hours" if seconds < 2 * _DAY else f"{seconds / _DAY:.0f} days"


def _row(standing: Standing, *, is_owed_asked: bool) -> list[str]:
    name = _label(standing)
    owed = f"\n{_owed(standing)}" if is_owed_asked else ""
    if standing.age_seconds is None:
        return [name, "none yet", "not yet", "", owed.strip(), ""]
    spoke = f"{span(standing.age_seconds)} ago" + (", STALE" if standing.is_stale else "")
    changes = f"{standing.cursor:,}\n{standing.behind:,} behind" if standing.behind else f"{standing.cursor:,}"
    acknowledged = f"to {standing.acknowledged_up_to:,}" if standing.acknowledged_at else "nothing yet"
    size = f"{standing.size_bytes / 1_000_000:,.1f} MB"
    return [name, f"{standing.signals:,}", spoke, changes, acknowledged + owed, size]


def _label(standing: Standing) -> str:
    """What a narrow column calls it: its name, or, before its first page, where its id begins."""
    return standing.name or f"{standing.bank_id[:8]}…"


def _owed(standing: Standing) -> str:
    return "not shown to you" if standing.owed is None else f"you owe {standing.owed:,}"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
