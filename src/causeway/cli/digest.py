"""`causeway digest`: the digests of single files, as lists carry them."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from causeway.cli.output import CommandFailed, print_json, print_table
from causeway.vocabulary.findings import MediaDigests


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog="Examples: causeway digest photo.jpg · causeway digest --upright --json IMG_0001.heic IMG_0002.heic"
    )(digest)


def digest(
    files: Annotated[list[Path], typer.Argument(help="Pictures, videos or other files; they are only read.")],
    upright: Annotated[
        bool,
        typer.Option(
            "--upright", help="Hash pictures, and tell their sizes, turned upright as they note; else as stored."
        ),
    ] = False,
    fast: Annotated[
        bool,
        typer.Option(
            "--fast", help="Decode large photos up to three times as fast; their hashes may be 2 to 8 bits off."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell the digests of files: MD5, SHA-1, SHA-256, size, type by content, and of a picture PDQ with quality, as it
    is stored and upright. Each file is decoded in a limited process of its own. Exit code 1 if what some pictures or
    videos show could not be read, 2 if a file could not be read at all; the others are told all the same.
    """
    from causeway.matching import Examiner
    from causeway.scanning.telling import as_text, shown

    found: list[tuple[Path, MediaDigests]] = []
    failed: list[str] = []
    with Examiner(upright=upright, fast=fast) as examiner:
        for path in files:
            try:
                digests = examiner.examine_path(path)
            except OSError as error:
                failed.append(f"{shown(str(path))} cannot be read: {error.strerror}")
                continue
            found.append((path, digests))
            if not as_json:
                print_table(shown(str(path)), ("", ""), list(_rows(digests)))
    if as_json:
        print_json([{"path": as_text(str(path)), **asdict(digests)} for path, digests in found])
    if failed:
        raise CommandFailed("; ".join(failed), exit_code=2)
    if any(digests.fault for _, digests in found):
        raise typer.Exit(1)


def _rows(digests: MediaDigests) -> Iterator[tuple[str, object]]:
    from causeway.scanning.faults import fault_text
    from causeway.scanning.known import has_a_telling_hash

    yield "Type, by content", digests.media_type
    yield "Size", f"{digests.size_bytes:,} bytes"
    yield "MD5", digests.md5
    yield "SHA-1", digests.sha1
    yield "SHA-256", digests.sha256
    if digests.width_px is not None and digests.height_px is not None:
        yield "Width and height", f"{digests.width_px} by {digests.height_px} pixels"
    if digests.pdq is not None:
        ways = ("upright", "as stored") if digests.is_upright else ("as stored", "upright")
        yield f"PDQ, {ways[0]}", digests.pdq
        yield f"PDQ, {ways[1]}", digests.pdq_other or "the same"
        poor = "" if has_a_telling_hash(digests) else ": nearly blank, and compared with nothing"
        yield "Quality", f"{digests.pdq_quality} of 100{poor}"
        yield "Orientation noted", "none" if digests.orientation is None else digests.orientation
    if digests.frames:
        yield "Frames hashed", len(digests.frames)
    if digests.fault is not None:
        yield "Not read, or not whole", fault_text(digests.fault)
