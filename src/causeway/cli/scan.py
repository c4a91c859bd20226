"""`causeway scan`: looks through a folder, compares it with lists of known files, and tells what it is."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from causeway.cli.output import CommandFailed, print_json, written_whole
from causeway.cli.scan_document import as_json_document
from causeway.cli.scan_place import WorkPlace, work_place
from causeway.cli.scan_telling import Told, print_told, progress
from causeway.hub.state import planned_home, private_folder
from causeway.interchange.hashlists import CategoryScheme
from causeway.matching import RECOMMENDED_RADIUS_BITS
from causeway.scanning.collection import Collection
from causeway.scanning.contact_sheet import Recipient, age_recipient, contact_sheet
from causeway.scanning.faults import BadState, ScanError
from causeway.scanning.journal import Journal, check_outside
from causeway.scanning.judging import judge
from causeway.scanning.known import KnownFiles
from causeway.scanning.lists import UnreadableList, load_lists
from causeway.scanning.reports import csv_report, html_report, vics_report
from causeway.scanning.scan import scan as scan_folder
from causeway.scanning.walking import check_folder

_STOPPED = 130
"""What a shell gives a program that Control-C ended."""


class VicsVersion(StrEnum):
    """The versions that are written."""

    TWO = "2.0"
    ONE = "1.2"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Output:
    """A file to write, and what writes it."""

    path: Path
    write: Callable[[Collection, BinaryIO], None]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog="Examples: causeway scan /media/evidence --against known.csv --html report.html · "
        "causeway scan /media/evidence --against known.csv --against force.json --csv files.csv --vics case.json · "
        "causeway scan /media/evidence --contact-sheet sheet.pdf.age --recipient age1... · "
        "causeway scan /mnt/evidence --against known.csv --cluster 192.0.2.10:6379"
    )(scan)


def scan(
    folder: Annotated[Path, typer.Argument(help="The folder to look through; it is only read.")],
    against: Annotated[
        list[Path] | None,
        typer.Option(help="A list of known files, CSV or VICS of any version; may be given several times."),
    ] = None,
    scheme: Annotated[
        CategoryScheme, typer.Option(help="By which scheme the lists grade, where they do not say.")
    ] = CategoryScheme.UNSTATED,
    radius: Annotated[
        int, typer.Option(min=0, max=256, help="How many of 256 bits may differ in pictures that look alike.")
    ] = RECOMMENDED_RADIUS_BITS,
    state: Annotated[
        Path | None,
        typer.Option(help="Where to keep what was seen, outside the folder; else a file in Causeway's own folder."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help="How many files to look at at once; else one a core.")
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            help="Work on all machines of the Ray cluster at HOST:PORT; `local` starts one of this machine's."
        ),
    ] = None,
    fast: Annotated[
        bool,
        typer.Option(
            "--fast", help="Decode large photos up to three times as fast; their hashes may be 2 to 8 bits off."
        ),
    ] = False,
    upright: Annotated[
        bool,
        typer.Option(
            "--upright",
            help="Compare pictures with one another, and tell their hashes and sizes, turned upright as their cameras "
            "note; else as stored. With lists they are compared both ways.",
        ),
    ] = False,
    apart: Annotated[
        bool,
        typer.Option("--apart", help="Decode each file in a process of its own, so that none can lie about the next."),
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Look at every file again, seen or not.")] = False,
    csv: Annotated[Path | None, typer.Option(help="Write a table of all files.")] = None,
    vics: Annotated[Path | None, typer.Option(help="Write a VICS case.")] = None,
    vics_version: Annotated[VicsVersion, typer.Option(help="Which version of VICS.")] = VicsVersion.TWO,
    html: Annotated[Path | None, typer.Option(help="Write a report to read, without pictures; opens offline.")] = None,
    sheet: Annotated[
        Path | None,
        typer.Option("--contact-sheet", help="Write an encrypted PDF of grey tiles, 64 pixels, to --recipient."),
    ] = None,
    recipient: Annotated[
        str | None, typer.Option(help="The age public key (age1...) of the one who may open the contact sheet.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Look through a folder, its archives and its mails: what is known, what is new, and which pictures come straight
    from a camera. The folder is only read. A scan that was stopped goes on where it was. Exit code 1 if some files
    could not be read, 2 if it could not be done.
    """
    writes: list[tuple[Path | None, Callable[[Collection, BinaryIO], None]]] = [
        (csv, csv_report),
        (vics, lambda collection, stream: vics_report(collection, stream, version=vics_version.value)),
        (html, partial(html_report, folder=str(folder), made_at=datetime.now().astimezone())),
    ]
    outputs = [_Output(path=path.resolve(), write=write) for path, write in writes if path is not None]
    sheet = sheet.resolve() if sheet else None
    try:
        folder = check_folder(folder)
        written = [*(output.path for output in outputs), *([sheet] if sheet else [])]
        _check_outputs(written, [*(against or []), *([state] if state else [])], folder)
        sealed_to = _recipient(sheet, recipient)
        with work_place(cluster, workers) as place, Journal(state or _usual_state(folder), folder) as journal:
            known = load_lists(against or [], scheme=scheme, engines=place.engines)
            if again:
                journal.forget()
            told = _look(folder, journal, known, radius, place, fast=fast, apart=apart, upright=upright, hidden=as_json)
            for output in outputs:
                with written_whole(output.path, exit_code=2) as stream:
                    output.write(told.collection, stream)
            told = replace(told, reports=tuple(output.path for output in outputs))
            if sheet is not None and sealed_to is not None:
                told = _write_sheet(told, sheet, sealed_to, folder, journal)
    except ScanError as error:
        raise CommandFailed(error.message, exit_code=2) from error
    except UnreadableList as error:
        raise CommandFailed(error.message, exit_code=2) from error
    except KeyboardInterrupt:
        raise CommandFailed("stopped; the same command goes on where it was", exit_code=_STOPPED) from None
    if as_json:
        print_json(as_json_document(told))
    else:
        print_told(told)
    if not told.scanned.is_all_read:
        raise typer.Exit(1)


def _look(
    folder: Path,
    journal: Journal,
    known: KnownFiles,
    radius_bits: int,
    place: WorkPlace,
    *,
    fast: bool,
    apart: bool,
    upright: bool,
    hidden: bool,
) -> Told:
    with progress(hidden=hidden) as shown:
        scanned = scan_folder(
            folder,
            journal,
            workers=place.workers,
            crew=place.crew(folder, fast, apart) if place.crew else None,
            fast=fast,
            apart=apart,
            on_count=shown.show_count,
            on_progress=shown.show_progress,
        )
        shown.show_step("Judging")
        collection = judge(journal.seen, known, radius_bits=radius_bits, engines=place.engines, upright=upright)
    return Told(scanned=scanned, collection=collection, state=journal.path)


def _check_outputs(paths: list[Path], others: list[Path], folder: Path) -> None:
    """Refuse before hours of work what cannot be written after them, or would be written over something else."""
    taken = {path.resolve() for path in others}
    for path in paths:
        if path.resolve() in taken:
            raise CommandFailed(f"{path} is named twice", exit_code=2)
        taken.add(path.resolve())
        check_outside(path, folder)
        if not os.access(path.parent, os.W_OK) or path.is_dir():
            raise CommandFailed(f"{path} cannot be written", exit_code=2)


def _recipient(sheet: Path | None, recipient: str | None) -> Recipient | None:
    if sheet is None and recipient is None:
        return None
    if sheet is None or recipient is None:
        raise CommandFailed("a contact sheet needs both --contact-sheet FILE and --recipient KEY", exit_code=2)
    return age_recipient(recipient)


def _usual_state(folder: Path) -> Path:
    """The state of this folder in Causeway's own: its name, and what tells folders of one name apart.

    Raises:
        WouldWriteIntoSource: Causeway's own folder lies in the one that is scanned; nothing has been made there.
    """
    check_outside(planned_home() / "scans", folder)
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:8]
    try:
        return private_folder("scans") / f"{folder.name or 'root'}-{mark}.sqlite"
    except OSError as error:
        raise BadState("cannot_be_written", f"the state's folder cannot be made: {error.strerror}") from None


def _write_sheet(told: Told, path: Path, recipient: Recipient, folder: Path, journal: Journal) -> Told:
    made = contact_sheet(told.collection, journal, folder, recipient)
    with written_whole(path, exit_code=2) as stream:
        stream.write(made.sealed)
    return told.with_sheet(made)
