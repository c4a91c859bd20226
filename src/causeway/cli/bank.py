"""`causeway bank`: the desk's banks on the hub's own machine, lists into them and signals out of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer
from rich.console import Console
from rich.progress import Progress

from causeway.cli.hub import load_hub
from causeway.cli.output import CommandFailed, print_json, print_table, written_whole
from causeway.cli.signal_files import SignalFormat, written_signals
from causeway.interchange.hashlists import CategoryScheme
from causeway.vocabulary.organisations import Purpose

if TYPE_CHECKING:
    from causeway.hub.base.acting.actors import Actor
    from causeway.hub.knowledge.banks.commands.import_list import Imported

_MOST_FAULTS_SHOWN = 50
_EXPORTED = (SignalFormat.STIX, SignalFormat.MISP, SignalFormat.LINES)
_bank = typer.Typer(help="Lists of known files, with which every file that comes in is compared.", no_args_is_help=True)

Desk = Annotated[
    str | None, typer.Option("--organisation", help="The clearing-house of this name; not needed where there is one.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_bank, name="bank")


@_bank.command(
    "import",
    epilog="Examples: causeway bank import known.csv --bank 'National list' · "
    "causeway bank import export.json --format vics --bank 'Force export' --scheme uk --json · "
    "causeway bank import page.xml --format ncmec --bank 'NCMEC industry' --source 'NCMEC industry list' --dry-run · "
    "causeway bank import event.json --format misp --bank 'Shared leads' --purpose protect_a_child "
    "--basis 'Article 6(1)(e) GDPR' --no-child",
)
def import_(
    file: Annotated[Path, typer.Argument(help="The list, or the page of signals that somebody hands on.")],
    bank: Annotated[str, typer.Option(help="The bank that takes it; made when absent.")],
    list_format: Annotated[
        str, typer.Option("--format", help="csv, vics, ncmec, threatexchange, stix or misp.")
    ] = "csv",
    scheme: Annotated[
        CategoryScheme, typer.Option(help="By which scheme it grades, where it does not say.")
    ] = CategoryScheme.UNSTATED,
    source: Annotated[
        str,
        typer.Option(
            help="Where it comes from. Name the same source each time: it takes back what came under this name."
        ),
    ] = "",
    grade: Annotated[
        list[str] | None, typer.Option(help="A tag of ThreatExchange that is a category; may be given again.")
    ] = None,
    purpose: Annotated[
        list[Purpose] | None,
        typer.Option(help="For which purpose accounts, addresses and keywords are taken; may be given again."),
    ] = None,
    basis: Annotated[str, typer.Option(help="The lawful basis for these.")] = "",
    no_child: Annotated[bool, typer.Option("--no-child", help="None of these names a child or leads to one.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what an import would do, and keep nothing.")] = False,
    organisation: Desk = None,
    as_json: AsJson = False,
) -> None:
    """Import a list, or a page of signals, into a bank. A damaged file is refused before anything is in. Run it again
    after a stop: what is in is passed over. What a page's source takes back is withdrawn where it came by that source's
    pages. Exit code 1 if rows were at fault; the others are in.
    """
    load_hub()
    from causeway.hub.base.acting.errors import HubError
    from causeway.hub.knowledge.banks.commands.import_list import ListFormat, import_list
    from causeway.hub.knowledge.banks.exchanged_rows import Taking

    try:
        chosen = ListFormat(list_format.lower())
    except ValueError:
        formats = ", ".join(ListFormat)
        raise CommandFailed(f"{list_format!r} is no format; say one of: {formats}", exit_code=2) from None
    taking = Taking(grades=tuple(grade or ()), purposes=tuple(purpose or ()), basis=basis, is_no_child=no_child)
    actor = _desk(organisation)
    try:
        with _read(file, hidden=as_json) as stream:
            done = import_list(
                actor,
                bank_name=bank,
                stream=stream,
                list_format=chosen,
                scheme=scheme,
                taking=taking,
                source=source,
                is_trial=dry_run,
            )
    except HubError as error:
        raise CommandFailed(error.message, exit_code=2) from error
    if as_json:
        print_json(asdict(done))
    else:
        _show(bank, done)
    if done.fault_count:
        raise typer.Exit(1)


def _show(bank: str, done: "Imported") -> None:
    rows = [
        ("not in the bank yet" if done.is_trial else "added", done.added),
        ("in the bank already" if done.is_trial else "known before", done.known),
        ("left out: not pertinent, or ended", done.left_out),
        ("to be withdrawn: taken back" if done.is_trial else "withdrawn: taken back", done.withdrawn),
        ("at fault", done.fault_count),
    ]
    title = f"What an import into {bank} would do; nothing is kept" if done.is_trial else f"Imported into {bank}"
    print_table(title, ("Signals", "Count"), rows)
    if done.faults:
        faults = [
            (fault.row, fault.reference or "-", fault.field or "-", fault.message)
            for fault in done.faults[:_MOST_FAULTS_SHOWN]
        ]
        print_table("Rows at fault", ("Row", "Entry", "Field", "Fault"), faults)


@_bank.command(
    epilog="Examples: causeway bank export 'National list' --format stix -o bundle.json · "
    "causeway bank export 'National list' --format misp -o event.json --organisation 'Example Desk'"
)
def export(
    bank: Annotated[str, typer.Argument(help="The bank's name, or its identifier.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")],
    form: Annotated[
        SignalFormat, typer.Option("--format", help="stix, misp, or lines as `causeway signals read` writes them.")
    ] = SignalFormat.STIX,
    organisation: Desk = None,
) -> None:
    """Write a bank's signals as they stand. It is entered as an export. Exit code 1 if the format could not say some;
    the others are in.
    """
    if form not in _EXPORTED:
        raise CommandFailed(f"{form} is not written from a bank; say stix, misp or lines", exit_code=2)
    load_hub()
    from causeway.hub.knowledge.banks.queries.banks import banks_of
    from causeway.hub.knowledge.banks.queries.exchanged import exchanged_signals
    from causeway.hub.knowledge.banks.queries.signal_list import SignalFilters

    actor = _desk(organisation)
    found = [one for one in banks_of(actor) if bank in (one.name, str(one.id))]
    if len(found) != 1:
        said = "several banks are named" if found else "no bank is named"
        raise CommandFailed(f"{said} {bank!r}: see `causeway bank list`", exit_code=2)
    with written_whole(output, exit_code=2) as out:
        changes = exchanged_signals(actor, found[0].id, SignalFilters())
        faults = written_signals(out, form, changes, name=found[0].name)
    if faults:
        shown = [(fault.row, fault.message) for fault in faults[:_MOST_FAULTS_SHOWN]]
        print_table(f"What {form} cannot say", ("Signal", "Fault"), shown)
        raise typer.Exit(1)


@_bank.command("list", epilog="Example: causeway bank list --json")
def list_(organisation: Desk = None, as_json: AsJson = False) -> None:
    """List the banks and how much each holds."""
    load_hub()
    from causeway.hub.knowledge.banks.queries.banks import banks_of

    found = banks_of(_desk(organisation))
    if as_json:
        print_json([asdict(one) for one in found])
        return
    headings = ("Bank", "Scheme", "Exact", "Perceptual", "Withdrawn")
    print_table("Banks", headings, [(b.name, b.scheme or "-", b.exact, b.looks, b.withdrawn) for b in found])


def _desk(name: str | None) -> "Actor":
    from causeway.hub.base.organisations.actors import program_actor
    from causeway.hub.base.organisations.models import Organisation
    from causeway.vocabulary.organisations import OrganisationKind

    desks = Organisation.objects.filter(kind=OrganisationKind.CLEARING_HOUSE.value, is_active=True)
    found = list(desks.filter(name__iexact=name) if name else desks)
    if not found:
        raise CommandFailed(
            f"no clearing-house is named {name!r}" if name else "there is no clearing-house", exit_code=2
        )
    if len(found) > 1:
        raise CommandFailed("there are several clearing-houses; say which: --organisation NAME", exit_code=2)
    return program_actor(found[0])


@contextmanager
def _read(path: Path, *, hidden: bool) -> Iterator[BinaryIO]:
    console = Console(stderr=True)
    try:
        with path.open("rb") as file:
            if not file.seekable():
                raise CommandFailed(f"{path} is read twice: give a file, not a pipe", exit_code=2)
            if hidden or not console.is_terminal:
                yield file
                return
            with (
                Progress(console=console, transient=True) as progress,
                progress.wrap_file(file, total=path.stat().st_size, description="Importing") as followed,
            ):
                yield followed
    except OSError as error:
        raise CommandFailed(f"{path} cannot be read: {error.strerror}", exit_code=2) from error
