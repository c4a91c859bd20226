"""`causeway signals`: signals from one format to another, and the key that signs a feed."""

import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import typer
from rich.console import Console
from rich.progress import Progress

from causeway.cli.output import CommandFailed, print_table, written_whole
from causeway.cli.signal_files import Reading, SignalFormat, line_of, read_lines, read_signals, written_signals
from causeway.interchange.hashlists import CategoryScheme, HashListError, RowFault
from causeway.interchange.signal_feed import write_page
from causeway.interchange.signals import SignalFormatError
from causeway.interchange.vics import VicsError
from causeway.transparency import SigningKey, TransparencyError, VerifierKey
from causeway.vocabulary.signals import SignalChange

_MOST_FAULTS_SHOWN: Final = 50
_PAGE: Final = 10_000
_SEED_BYTES: Final = 32
_PIECE_BYTES: Final = 1 << 20
_WRITTEN: Final = (SignalFormat.STIX, SignalFormat.MISP, SignalFormat.FEED)
_signals = typer.Typer(help="Signals from one format to another.", no_args_is_help=True)

Output = Annotated[Path, typer.Option("--output", "-o", help="The file to write.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_signals, name="signals")


@_signals.command(
    epilog="Examples: causeway signals read known.csv --format csv --organisation 'Bridge Watch' -o changes.jsonl · "
    "causeway signals read page.xml --format ncmec -o changes.jsonl · "
    "causeway signals read feed.jsonl --format feed --key 'feed.example.org+1a2b3c4d+AQID' -o changes.jsonl · "
    "causeway signals read answers.jsonl --format bank --key 'hub.example.org+1a2b3c4d+AQID' -o changes.jsonl"
)
def read(
    file: Annotated[Path, typer.Argument(help="The list, page, bundle or event.")],
    output: Output,
    form: Annotated[SignalFormat, typer.Option("--format", help="What the file is.")],
    organisation: Annotated[str, typer.Option(help="Who lists, where the file does not say.")] = "not stated",
    source: Annotated[str | None, typer.Option(help="Where that organisation has it from.")] = None,
    scheme: Annotated[
        CategoryScheme, typer.Option(help="By which scheme a list grades, where it does not say.")
    ] = CategoryScheme.UNSTATED,
    key: Annotated[
        str | None, typer.Option(help="The key that a signed feed, or a hub's bank, must bear: name+id+base64.")
    ] = None,
) -> None:
    """Read signals of any format into one change a line, as JSON. Exit code 1 if entries were at fault; the others are
    in. A file that is damaged is refused whole.
    """
    reading = Reading(organisation=organisation, source=source, scheme=scheme, key=_verifier(key))
    faults: list[RowFault] = []
    count = 0
    may_be_empty = form is SignalFormat.LINES
    with (
        _opened(file, may_be_empty=may_be_empty) as stream,
        _refused(file),
        written_whole(output, exit_code=2) as out,
    ):
        for change in _without_faults(read_signals(stream, form, reading), faults):
            out.write(line_of(change))
            count += 1
    _tell(count, faults)


@_signals.command(
    epilog="Examples: causeway signals write changes.jsonl --format stix -o bundle.json · "
    "causeway signals write changes.jsonl --format misp --name 'Signals of November' -o event.json · "
    "causeway signals write changes.jsonl --format feed --name example.org/bank/1 --key-file feed.key -o feed.jsonl"
)
def write(
    file: Annotated[Path, typer.Argument(help="Changes, one a line, as `read` writes them.")],
    output: Output,
    form: Annotated[SignalFormat, typer.Option("--format", help="stix, misp or feed.")],
    name: Annotated[str, typer.Option(help="What a MISP event or a feed is called.")] = "signals",
    key_file: Annotated[Path | None, typer.Option(help="The key that signs a feed, as `key` writes it.")] = None,
    after: Annotated[int, typer.Option(min=0, help="The last step that the feed has already.")] = 0,
) -> None:
    """Write changes as a STIX 2.1 bundle, a MISP event, or pages of a signed feed. Exit code 1 if the format could not
    say some; the others are in.
    """
    if form not in _WRITTEN:
        raise CommandFailed(f"{form} is read only; say stix, misp or feed", exit_code=2)
    count = 0

    def counted(changes: Iterator[SignalChange]) -> Iterator[SignalChange]:
        nonlocal count
        for change in changes:
            count += 1
            yield change

    with _opened(file, may_be_empty=True) as stream, _refused(file), written_whole(output, exit_code=2) as out:
        changes = counted(read_lines(stream))
        faults: Sequence[RowFault] = ()
        if form is SignalFormat.FEED:
            _write_feed(
                out, file, changes, name, _signing_key(key_file, name), after, datetime.now(UTC).replace(microsecond=0)
            )
        else:
            faults = written_signals(out, form, changes, name=name)
    _tell(count, faults)


@_signals.command(epilog="Example: causeway signals key --name feed.example.org -o feed.key")
def key(
    output: Output,
    name: Annotated[str, typer.Option(help="Under which name the key signs, as a host name.")],
) -> None:
    """Make a key that signs a feed. The file is secret; what is printed is what receivers check with."""
    if output.exists():
        raise CommandFailed(f"{output} is there already; a feed that changes its key loses its receivers", exit_code=2)
    seed = secrets.token_bytes(_SEED_BYTES)
    with _named(output):
        verifier = SigningKey.from_seed(name, seed).verifier
    with written_whole(output, exit_code=2) as out:
        out.write(f"{name} {seed.hex()}\n".encode())
    typer.echo(str(verifier))


def _write_feed(
    out: BinaryIO, file: Path, changes: Iterator[SignalChange], feed: str, signer: SigningKey, after: int, now: datetime
) -> None:
    """Pages of ten thousand, numbered anew; the lines are counted first, because each page says how many there are."""
    head = after + _lines_in(file)
    while True:
        steps = list(islice(changes, _PAGE))
        numbered = [replace(change, cursor=number) for number, change in enumerate(steps, start=after + 1)]
        out.write(write_page(numbered, feed=feed, after=after, head=head, issued_at=now, key=signer))
        after += len(steps)
        if after == head or not steps:
            return


def _lines_in(file: Path) -> int:
    count, last = 0, b"\n"
    with file.open("rb") as stream:
        while piece := stream.read(_PIECE_BYTES):
            count, last = count + piece.count(b"\n"), piece[-1:]
    return count + (last != b"\n")


def _signing_key(path: Path | None, feed: str) -> SigningKey:
    if path is None:
        raise CommandFailed("a feed is signed: give --key-file FILE (see `causeway signals key`)", exit_code=2)
    with _named(path):
        try:
            name, seed = path.read_text(encoding="ascii").split()
            return SigningKey.from_seed(name, bytes.fromhex(seed))
        except (OSError, ValueError):
            raise CommandFailed(f"{path} cannot be read as a key for {feed}", exit_code=2) from None


def _verifier(text: str | None) -> VerifierKey | None:
    with _named(Path("--key")):
        return VerifierKey.parse(text) if text is not None else None


@contextmanager
def _named(what: Path) -> Iterator[None]:
    try:
        yield
    except TransparencyError as error:
        raise CommandFailed(f"{what}: {error.message}", exit_code=2) from None


@contextmanager
def _refused(file: Path) -> Iterator[None]:
    """A file that is no whole one of its format, in one line."""
    try:
        yield
    except (SignalFormatError, HashListError, VicsError) as error:
        raise CommandFailed(f"{file.name}: {error}", exit_code=2) from None


@contextmanager
def _opened(path: Path, *, may_be_empty: bool) -> Iterator[BinaryIO]:
    """The file, with a bar for a person who looks on. Changes that `read` wrote may be none, but no other file is."""
    console = Console(stderr=True)
    try:
        with path.open("rb") as file:
            if not may_be_empty and not file.peek(1):
                raise CommandFailed(f"{path.name}: the file is empty", exit_code=2)
            if not console.is_terminal:
                yield file
                return
            with (
                Progress(console=console, transient=True) as progress,
                progress.wrap_file(file, total=os.fstat(file.fileno()).st_size, description="Reading") as followed,
            ):
                yield followed
    except OSError as error:
        raise CommandFailed(f"{path} cannot be read: {error.strerror}", exit_code=2) from error


def _without_faults(read: Iterator[SignalChange | RowFault], faults: list[RowFault]) -> Iterator[SignalChange]:
    for each in read:
        if isinstance(each, RowFault):
            faults.append(each)
        else:
            yield each


def _tell(count: int, faults: Sequence[RowFault]) -> None:
    print_table("Signals", ("Changes", "At fault"), [(count, len(faults))])
    if faults:
        shown = [(fault.row, fault.field or "-", fault.message) for fault in faults[:_MOST_FAULTS_SHOWN]]
        print_table("Entries at fault", ("Row", "Field", "Fault"), shown)
        raise typer.Exit(1)
