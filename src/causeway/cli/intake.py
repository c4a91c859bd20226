"""`causeway submit`, `causeway import` and `causeway status`: the doors by hand."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from causeway.cli.hub import load_hub, load_settings
from causeway.cli.output import CommandFailed, print_json, print_table, written_whole
from causeway.cli.remote import access_for, client_for, send_referral
from causeway.interchange.spreadsheets import cell

if TYPE_CHECKING:
    from causeway.client import Client, SentReferral
    from causeway.hub.base.acting.actors import Actor
    from causeway.hub.road.intake.commands.import_folder import ItemResult
    from causeway.hub.road.intake.import_reading import FoundItem

SERVER = "http://127.0.0.1:8000"

Server = Annotated[str, typer.Option("--server", help="The hub's address.")]
As = Annotated[str, typer.Option("--as", help="The service's name or user name; its password: CAUSEWAY_SECRET.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        epilog="Examples: causeway submit report.xml --as Harbourline · "
        "causeway submit report.xml --file photo.jpg --server https://hub.example.org --as harbourline-1a2b --json"
    )(submit)
    app.command(
        "import",
        epilog="Examples: causeway import backlog --organisation 'Foghorn Hotline' · "
        "causeway import bundle.zip --from 'Far Desk' --organisation 'Causeway Desk' --report refused.csv · "
        "causeway import backlog --dry-run --organisation 'Foghorn Hotline' · "
        "causeway import backlog --server https://hub.example.org --as harbourline-1a2b",
    )(import_items)
    app.command(epilog="Example: causeway status CW-7K2M0QXR --as Harbourline")(status)


def submit(
    report: Annotated[Path, typer.Argument(help="A report in the CyberTipline's XML.")],
    as_name: As,
    file: Annotated[list[Path] | None, typer.Option("--file", help="A file that belongs to it; give it often.")] = None,
    server: Server = SERVER,
    as_json: AsJson = False,
) -> None:
    """Send one report with its files. PHOTO.jpg is described by PHOTO.jpg.details.xml beside it, if there."""
    from causeway.client import ReportFile

    given = [ReportFile(path=path, details=_details_of(path)) for path in file or []]
    with client_for(server, access_for(as_name)) as client:
        sent = client.submit_report(report, given)
        reference = _reference_of(client, sent.report_id)
    if as_json:
        print_json({"report_id": sent.report_id, "reference": reference, "files": list(sent.file_ids)})
        return
    rows = [
        ("Report number", sent.report_id),
        ("Reference", reference or "not yet known"),
        ("Files", len(sent.file_ids)),
    ]
    print_table("Accepted", ("", ""), rows)


def _reference_of(client: "Client", report_id: int) -> str:
    """Our reference, where it can be asked for. The report is in by now, so a fault here is no refusal."""
    from causeway.client import ClientError

    try:
        found = client.status(str(report_id))
    except ClientError:
        return ""
    return found[0].reference if found else ""


def _details_of(path: Path) -> Path | None:
    details = path.with_name(path.name + ".details.xml")
    return details if details.is_file() else None


def status(
    reference: Annotated[str, typer.Argument(help="Our reference, your own, or the report's number.")],
    as_name: As,
    server: Server = SERVER,
    as_json: AsJson = False,
) -> None:
    """Say what became of a referral that you sent: where it is, whether it was useful, what was missing, and which
    questions wait for you.
    """
    with client_for(server, access_for(as_name)) as client:
        found = client.status(reference)
    if not found:
        raise CommandFailed(f"you sent nothing of the reference {reference!r}", exit_code=3)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        print_table(one.reference, ("", ""), _status_rows(one))


def _status_rows(one: "SentReferral") -> list[tuple[str, object]]:
    return [
        ("Your own reference", one.sender_reference or "-"),
        ("About", one.concern.replace("_", " ")),
        ("Received", f"{one.received_at:%Y-%m-%d %H:%M}"),
        ("Completeness", f"{one.completeness_score:.0f} of 100"),
        ("Where it is", one.stage.replace("_", " ") or "-"),
        ("Useful", {True: "yes", False: "no", None: "-"}[one.is_useful]),
        ("What was missing", ", ".join(one.missing).replace("_", " ") or "-"),
        ("Questions for you", one.open_questions or "-"),
    ]


def import_items(
    folder: Annotated[Path, typer.Argument(help="A folder or zip archive, one sub-folder a referral.")],
    organisation: Annotated[
        str | None, typer.Option(help="On the hub's own machine: for the organisation of this name.")
    ] = None,
    as_name: Annotated[str | None, typer.Option("--as", help="For the service of this credential.")] = None,
    server: Annotated[
        str | None, typer.Option("--server", help="To the hub at this address, not this machine's.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", help="The clearing-house whose bundle it is; its references are kept.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check; keep and send nothing.")] = False,
    report: Annotated[Path | None, typer.Option("--report", help="Write what was refused, and why, as CSV.")] = None,
    as_json: AsJson = False,
) -> None:
    """Import many referrals. Run it again after a stop: what is in stays in once. Exit code 1 if anything was refused.

    A sub-folder holds report.xml (the CyberTipline's format) or referral.json; its other files come along, each
    described by NAME.details.xml or NAME.details.json if there.
    """
    if server is None:
        load_hub()
    else:
        load_settings()
    from causeway.hub.road.intake.import_reading import NotReadable, find_items

    try:
        items = list(find_items(folder))
    except NotReadable as error:
        raise CommandFailed(str(error), exit_code=2) from error
    name, is_bundle = source or folder.resolve().stem, source is not None
    if server is not None:
        results = _import_elsewhere(items, server, as_name, name=name, is_bundle=is_bundle, is_dry_run=dry_run)
    else:
        results = _import_here(items, organisation, as_name, name=name, is_bundle=is_bundle, is_dry_run=dry_run)
    done = list(_with_progress(results, len(items), hidden=as_json))
    _tell(done, report=report, as_json=as_json)


def _import_here(
    items: list["FoundItem"],
    organisation: str | None,
    as_name: str | None,
    *,
    name: str,
    is_bundle: bool,
    is_dry_run: bool,
) -> Iterator["ItemResult"]:
    from causeway.hub.road.intake.commands.import_folder import import_folder

    actor = _actor(organisation, as_name)
    return import_folder(actor, items, source=name[:200], is_bundle=is_bundle, is_dry_run=is_dry_run)


def _actor(organisation: str | None, as_name: str | None) -> "Actor":
    from causeway.hub.base.organisations.actors import credential_actor, program_actor
    from causeway.hub.base.organisations.models import Organisation

    if as_name is not None:
        access = access_for(as_name)
        actor = credential_actor(access.username, access.password)
        if actor is None:
            raise CommandFailed("this hub does not know this name and password", exit_code=4)
        return actor
    if organisation is None:
        raise CommandFailed("say for whom: --organisation NAME, or --as NAME", exit_code=2)
    found = Organisation.objects.filter(name__iexact=organisation, is_active=True).first()
    if found is None:
        raise CommandFailed(f"no organisation is named {organisation!r}", exit_code=2)
    return program_actor(found)


def _import_elsewhere(
    items: Iterable["FoundItem"], server: str, as_name: str | None, *, name: str, is_bundle: bool, is_dry_run: bool
) -> Iterator["ItemResult"]:
    from django.utils import timezone

    from causeway.hub.base.rows.documents import to_document
    from causeway.hub.road.intake.commands.import_folder import Fate, ItemResult
    from causeway.hub.road.intake.import_parsing import parse_item
    from causeway.hub.road.intake.import_reading import ItemRefused

    if as_name is None:
        raise CommandFailed("say as whom: --as NAME", exit_code=2)
    access = access_for(as_name)
    for item in items:
        try:
            if item.fault:
                raise ItemRefused(item.fault)
            parsed = parse_item(item, now=timezone.now(), is_bundle=is_bundle)
            if is_dry_run:
                yield ItemResult(key=item.key, fate=Fate.WOULD_BE_IMPORTED)
                continue
            with ExitStack() as opened:
                files = [(file.name, opened.enter_context(file.open())) for file, _place in parsed.files]
                reference, is_repeat = send_referral(
                    server,
                    access,
                    to_document(parsed.referral),
                    files,
                    key=f"{name}\n{item.key}",
                    external_reference=parsed.external_reference,
                )
            yield ItemResult(key=item.key, fate=Fate.IN_ALREADY if is_repeat else Fate.IMPORTED, reference=reference)
        except ItemRefused as refusal:
            yield ItemResult(key=item.key, fate=Fate.REFUSED, why=str(refusal))
        except CommandFailed as refusal:
            if refusal.exit_code in {4, 5}:  # no other item would fare better
                raise
            fate = Fate.CHANGED if refusal.exit_code == 3 else Fate.REFUSED
            yield ItemResult(key=item.key, fate=fate, why=str(refusal))


def _with_progress(results: Iterable["ItemResult"], total: int, *, hidden: bool) -> Iterator["ItemResult"]:
    console = Console(stderr=True)
    columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=hidden or not console.is_terminal, transient=True) as progress:
        task = progress.add_task("import", total=total)
        for result in results:
            progress.advance(task)
            yield result


def _tell(results: list["ItemResult"], *, report: Path | None, as_json: bool) -> None:
    left = [one for one in results if one.why]
    if report is not None:
        _write_csv(report, left)
    counted = Counter(str(one.fate) for one in results)
    if as_json:
        items = [{"key": one.key, "fate": str(one.fate), "why": one.why, "reference": one.reference} for one in results]
        print_json({"counts": dict(counted), "items": items})
    else:
        print_table("Import", ("What became of it", "Sub-folders"), sorted(counted.items()))
        if left:
            print_table("Refused or left", ("Sub-folder", "What", "Why"), [(o.key, o.fate, o.why) for o in left[:50]])
        if len(left) > 50:
            typer.echo(f"and {len(left) - 50} more; --report FILE lists all of them", err=True)
    if left:
        raise typer.Exit(1)


def _write_csv(path: Path, left: list["ItemResult"]) -> None:
    with written_whole(path) as file, TextIOWrapper(file, "utf-8", newline="") as text:
        rows = csv.writer(text)
        rows.writerow(("sub_folder", "what", "why"))
        rows.writerows((cell(one.key), str(one.fate), cell(one.why)) for one in left)
