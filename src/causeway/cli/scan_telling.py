"""How `causeway scan` tells how far it is and what came of it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from causeway.cli.output import print_table
from causeway.scanning.collection import Collection
from causeway.scanning.contact_sheet import ContactSheet
from causeway.scanning.faults import UNREADABLE_FOLDER, fault_text
from causeway.scanning.findings import Kind
from causeway.scanning.known import NO_CATEGORY, ReadList
from causeway.scanning.progress import Progress
from causeway.scanning.reports import HEADINGS, groups_told, several_schemes, summary
from causeway.scanning.scan import Scanned
from causeway.scanning.telling import shown
from causeway.scanning.walking import Walked

_COUNT_EVERY: Final = 1_000
_LEAST_LEFT_SECONDS: Final = 1
"""What goes on has not ended."""
MOST_ORIGINALS: Final = 20
"""New camera originals named in the terminal: about a screen."""
_MOST_ROWS: Final = 30
"""Categories and programs told in the terminal; the report has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What there is to tell. `reports` were written, and name every file."""

    scanned: Scanned
    collection: Collection
    state: Path
    reports: tuple[Path, ...] = ()
    sheet: ContactSheet | None = None

    def with_sheet(self, sheet: ContactSheet) -> "Told":
        """The same, with a contact sheet made."""
        return replace(self, sheet=sheet)


class Shown:
    """A line that says how far the scan is."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._task = bar.add_task("Counting", total=None, pace="")

    def show_count(self, walked: Walked) -> None:
        """While files are counted."""
        if walked.files % _COUNT_EVERY == 0:
            self._bar.update(self._task, completed=walked.files)

    def show_progress(self, at: Progress) -> None:
        """While files are looked at."""
        left = "" if at.seconds_left is None else f", {duration(max(at.seconds_left, _LEAST_LEFT_SECONDS))} left"
        inside = f" and {at.members:,} in archives" if at.members else ""
        self._bar.update(
            self._task,
            description="Looking",
            completed=at.files,
            total=at.files_total,
            pace=f"files{inside}, {size(at.size_bytes)} of {size(at.size_bytes_total)}, "
            f"{at.files_a_second:.0f} files/s{left}",
        )

    def show_step(self, step: str) -> None:
        """What comes after, which has no length of its own."""
        self._bar.update(self._task, description=step, pace="")


@contextmanager
def progress(*, hidden: bool) -> Iterator[Shown]:
    """The line on standard error, where that is a terminal; gone when all is done."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[pace]}"))
    with Bar(*columns, console=console, transient=True, disable=hidden or not console.is_terminal) as bar:
        yield Shown(bar)


def print_told(told: Told) -> None:
    """Tables for a person; what may lead to a child comes first."""
    scanned, walked = told.scanned, told.scanned.walked
    _print_originals(told)
    print_table("What the folder holds", HEADINGS, summary(told.collection))
    rows: list[tuple[str, object]] = [
        ("Files", walked.files),
        ("… seen by an earlier run", scanned.kept_files),
        ("Files in archives and mails", scanned.members),
        ("Size", size(walked.size_bytes)),
        ("Time", duration(scanned.seconds)),
        ("Pictures hashed", "turned upright" if told.collection.is_upright else "as stored"),
        ("Groups that look alike", groups_told(told.collection)),
        ("Links, not followed", walked.links + scanned.skipped_members),
        ("Devices, sockets and pipes", walked.special),
        ("State", told.state),
    ]
    rows += [("Report", path) for path in told.reports]
    if told.sheet is not None:
        rows.append(("On the contact sheet", f"{told.sheet.tiles} of {told.sheet.pictures} pictures"))
    if several := several_schemes(told.collection):
        rows.append(("Categories in a VICS case", f"none: the lists grade by several schemes ({', '.join(several)})"))
    if scanned.is_noted:
        rows.append(("Times of reading", "the file system may have noted them; mount it read-only to be sure"))
    print_table("The scan", ("", ""), rows)
    if told.collection.lists:
        print_lists("Compared with", told.collection.lists)
    _print_kinds_of_known_and_shared(told.collection)
    if scanned.faults:
        faults = [(count, _fault(code, walked)) for code, count in scanned.faults.items()]
        print_table("Not read, or not whole", ("Files", "Why"), faults)


def print_lists(title: str, lists: Sequence[ReadList]) -> None:
    """What came of reading lists, and what is wrong with the first of the rows that could not be used."""
    rows = [(shown(one.name), one.form, one.scheme, f"{one.digests:,}", f"{one.rows_at_fault:,}") for one in lists]
    print_table(title, ("List", "Format", "Scheme", "Digests", "Rows at fault"), rows)
    faults = [(shown(one.name), fault) for one in lists for fault in one.first_faults]
    faults += [
        (shown(one.name), f"{dropped:,} digests are kept without their category: too many differ, or they are too long")
        for one in lists
        if (dropped := one.faults.get(NO_CATEGORY))
    ]
    if faults:
        print_table("First rows of lists that could not be used, whole or in part", ("List", "Why"), faults)


def _print_originals(told: Told) -> None:
    count = told.collection.counts()[Kind.ORIGINAL][0]
    if not count:
        typer.echo("No new camera original was found. That does not mean that there is none.\n")
        return
    rows = [
        (one.number, one.series, f"{one.taken_at:%Y-%m-%d %H:%M}", one.device.name, shown(one.path))
        for one in told.collection.originals(MOST_ORIGINALS)
    ]
    title = "New camera originals: a child may be within reach, look here first"
    print_table(title, ("No.", "Series", "Taken", "Camera", "File"), rows)
    if count > len(rows):
        where = (
            "they come first in " + ", ".join(map(str, told.reports))
            if told.reports
            else "the same command with --html FILE or --csv FILE writes all; no file is looked at again"
        )
        typer.echo(f"And {count - len(rows):,} more: {where}.\n")


def _print_kinds_of_known_and_shared(collection: Collection) -> None:
    """As whose categories files are known, and what paths suggest was shared."""
    grades = [
        (shown(standing.list_name), standing.scheme, standing.category or "none", exact, alike)
        for standing, (exact, alike) in islice(collection.standings().items(), _MOST_ROWS)
    ]
    if grades:
        print_table("Files on lists, each content once", ("List", "Scheme", "Category", "On it", "Look alike"), grades)
    shared = list(islice(collection.hints().items(), _MOST_ROWS))
    if shared:
        print_table("What paths suggest was shared: hints, no proof", ("Program or way", "Files"), shared)


def _fault(code: str, walked: Walked) -> str:
    """In words; of folders the first by name."""
    names = f": {', '.join(named_folders(walked))}" if code == UNREADABLE_FOLDER else ""
    return f"{fault_text(code)}{names}"


def size(size_bytes: float) -> str:
    """A size in the largest unit that leaves a number of at least one."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if size_bytes < 1_000:
            return f"{size_bytes:.0f} bytes" if unit == "bytes" else f"{size_bytes:.1f} {unit}"
        size_bytes /= 1_000
    return f"{size_bytes:.1f} TB"


def duration(seconds: float) -> str:
    """Hours, minutes and seconds, as many as it takes."""
    minutes, left = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {left} s" if minutes else f"{left} s"


def named_folders(walked: Walked) -> list[str]:
    return [shown(path) or "." for path in walked.named]
