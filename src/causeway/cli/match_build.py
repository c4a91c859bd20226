"""`causeway match build`: lists of known files parsed once, for all scans and services to come."""

from pathlib import Path
from typing import Annotated

import typer

from causeway.cli.output import CommandFailed, print_json
from causeway.interchange.hashlists import CategoryScheme


def build(
    lists: Annotated[
        list[Path], typer.Argument(help="Lists of known files, CSV or VICS of any version, or built before.")
    ],
    out: Annotated[Path, typer.Option(help="The file to write; one that is there is replaced.")],
    scheme: Annotated[
        CategoryScheme, typer.Option(help="By which scheme the lists grade, where they do not say.")
    ] = CategoryScheme.UNSTATED,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Read lists of known files once and write them as one file that is ready in seconds. Name that file wherever a
    list is named, with --against. It keeps the lists' names, schemes and categories, and holds what they hold: keep it
    as you keep them. Build it anew when a list changes. Exit code 2 if a list cannot be read or the file not be
    written.
    """
    from causeway.cli.scan_telling import print_lists
    from causeway.scanning.lists import UnreadableList, build_lists
    from causeway.scanning.telling import shown

    if out.resolve() in {path.resolve() for path in lists}:
        raise CommandFailed(f"{out} is one of the lists", exit_code=2)
    try:
        read = build_lists(lists, out, scheme=scheme)
    except UnreadableList as error:
        raise CommandFailed(error.message, exit_code=2) from error
    except OSError as error:
        raise CommandFailed(f"{out} cannot be written: {error.strerror}", exit_code=2) from error
    if as_json:
        told = [
            {
                "name": shown(one.name),
                "format": one.form,
                "scheme": one.scheme,
                "digests": one.digests,
                "faults": dict(one.faults),
                "rows_at_fault": one.rows_at_fault,
                "first_faults": one.first_faults,
                "sha256": one.sha256 or None,
            }
            for one in read
        ]
        print_json({"file": shown(str(out)), "size_bytes": out.stat().st_size, "lists": told})
        return
    print_lists(f"Built {shown(str(out))}", read)
