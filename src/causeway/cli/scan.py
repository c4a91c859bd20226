"""`causeway scan`: looks through a folder, compares it with lists of known files, and tells what it is."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from causeway.interchange.hashlists import CategoryScheme
from causeway.vocabulary.findings import RECOMMENDED_RADIUS_BITS


class VicsVersion(StrEnum):
    """The versions that are written."""

    TWO = "2.0"
    ONE = "1.2"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog="Examples: causeway scan /media/evidence --against known.csv --html report.html · "
        "causeway scan /media/evidence --against known.csv --against force.json --csv files.csv --vics case.json · "
        "causeway scan /media/evidence --contact-sheet sheet.pdf.age --recipient age1... · "
        "causeway scan /mnt/evidence --against known.csv --cluster 192.0.2.10:6379"
    )(scan)


def _folder(text: str) -> Path:
    """An unset variable must not scan whatever folder one stands in."""
    if not text:
        raise typer.BadParameter("the folder's name is empty; write . for the folder you are in")
    return Path(text)


def scan(
    folder: Annotated[
        Path, typer.Argument(help="The folder to look through; it is only read.", metavar="FOLDER", parser=_folder)
    ],
    against: Annotated[
        list[Path] | None,
        typer.Option(
            help="A list of known files, CSV or VICS of any version or built by `match build`; several may be given."
        ),
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
    from causeway.cli.scan_running import Wanted, run

    run(
        Wanted(
            folder=folder,
            against=against or [],
            scheme=scheme,
            radius_bits=radius,
            state=state,
            workers=workers,
            cluster=cluster,
            fast=fast,
            upright=upright,
            apart=apart,
            again=again,
            csv=csv,
            vics=vics,
            vics_version=vics_version.value,
            html=html,
            sheet=sheet,
            recipient=recipient,
            as_json=as_json,
        )
    )
