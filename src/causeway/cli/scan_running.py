"""What `causeway scan` does: looks, compares, writes what was asked for, and tells."""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO, Literal

import typer

from causeway.cli.output import CommandFailed, print_json, written_whole
from causeway.cli.scan_document import as_json_document
from causeway.cli.scan_place import WorkPlace, work_place
from causeway.cli.scan_telling import Told, print_told, progress
from causeway.hub.state import planned_home, private_folder
from causeway.interchange.hashlists import CategoryScheme
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Output:
    """A file to write, and what writes it."""

    path: Path
    write: Callable[[Told, BinaryIO], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A scan as it was asked for; each field is the option of its name."""

    folder: Path
    against: list[Path]
    scheme: CategoryScheme
    radius_bits: int
    state: Path | None
    workers: int | None
    cluster: str | None
    fast: bool
    upright: bool
    apart: bool
    again: bool
    csv: Path | None
    vics: Path | None
    vics_version: Literal["2.0", "1.2"]
    html: Path | None
    sheet: Path | None
    recipient: str | None
    as_json: bool


def run(wanted: Wanted) -> None:
    """Scan.

    Raises:
        CommandFailed: it could not be done (exit code 2), or was stopped.
        typer.Exit: it is done, and some files could not be read (exit code 1).
    """
    if find_spec("scipy") is None:
        raise CommandFailed("a scan needs the extra `scan`: pip install 'causeway[scan]'", exit_code=2)
    outputs = list(_outputs(wanted))
    sheet = wanted.sheet.resolve() if wanted.sheet else None
    try:
        folder = check_folder(wanted.folder)
        written = [*(output.path for output in outputs), *([sheet] if sheet else [])]
        _check_outputs(written, [*wanted.against, *([wanted.state] if wanted.state else [])], folder)
        sealed_to = _recipient(sheet, wanted.recipient)
        state = wanted.state or _usual_state(folder)
        with work_place(wanted.cluster, wanted.workers) as place, Journal(state, folder) as journal:
            known = load_lists(wanted.against, scheme=wanted.scheme, engines=place.engines)
            if wanted.again:
                journal.forget()
            told = _look(folder, journal, known, place, wanted)
            for output in outputs:
                with written_whole(output.path, exit_code=2) as stream:
                    output.write(told, stream)
            told = replace(told, reports=tuple(output.path for output in outputs))
            if sheet is not None and sealed_to is not None:
                told = _write_sheet(told, sheet, sealed_to, folder, journal)
    except ScanError as error:
        raise CommandFailed(error.message, exit_code=2) from error
    except UnreadableList as error:
        raise CommandFailed(error.message, exit_code=2) from error
    except KeyboardInterrupt:
        raise CommandFailed("stopped; the same command goes on where it was", exit_code=_STOPPED) from None
    if wanted.as_json:
        print_json(as_json_document(told))
    else:
        print_told(told)
    if not told.scanned.is_all_read:
        raise typer.Exit(1)


def _outputs(wanted: Wanted) -> Iterator[_Output]:
    def write_csv(told: Told, stream: BinaryIO) -> None:
        csv_report(told.collection, stream)

    def write_vics(told: Told, stream: BinaryIO) -> None:
        vics_report(told.collection, stream, version=wanted.vics_version, scanned=told.scanned)

    def write_html(told: Told, stream: BinaryIO) -> None:
        made_at, folder = datetime.now().astimezone(), str(wanted.folder.resolve())
        html_report(told.collection, stream, folder=folder, made_at=made_at, scanned=told.scanned)

    writes = ((wanted.csv, write_csv), (wanted.vics, write_vics), (wanted.html, write_html))
    return (_Output(path=path.resolve(), write=write) for path, write in writes if path is not None)


def _look(
    folder: Path,
    journal: Journal,
    known: KnownFiles,
    place: WorkPlace,
    wanted: Wanted,
) -> Told:
    with progress(hidden=wanted.as_json) as shown:
        scanned = scan_folder(
            folder,
            journal,
            workers=place.workers,
            crew=place.crew(folder, wanted.fast, wanted.apart) if place.crew else None,
            fast=wanted.fast,
            apart=wanted.apart,
            on_count=shown.show_count,
            on_progress=shown.show_progress,
        )
        shown.show_step("Judging")
        collection = judge(
            journal.seen,
            known,
            radius_bits=wanted.radius_bits,
            engines=place.engines,
            upright=wanted.upright,
            at=journal.at,
        )
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
