"""`causeway ledger export`, `checkpoint` and `retry`, and `causeway verify`, which needs no database."""

import sys
from itertools import chain
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from causeway.cli.hub import load_hub
from causeway.cli.output import CommandFailed, print_json, print_table, written_whole
from causeway.transparency import (
    MAX_LINE_BYTES,
    MAX_PROOF_BYTES,
    PROOF_FORMAT,
    TransparencyError,
    Verdict,
    verify_export,
    verify_proof,
)

_ledger = typer.Typer(help="Export the ledger, its head or its key; take up what was parked.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_ledger, name="ledger")
    app.command(
        epilog="Examples: causeway verify ledger.jsonl · "
        "causeway verify ledger.jsonl --since last-year.checkpoint --key 'name+id+key' · "
        "causeway verify ledger-proof.json"
    )(verify)


@_ledger.command(epilog="Example: causeway ledger export --output ledger.jsonl")
def export(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file, not standard output.")
    ] = None,
    organisation: Annotated[
        str | None, typer.Option(help="Only what the organisation of this name may see; the rest as hashes.")
    ] = None,
) -> None:
    """Export the ledger as JSON lines that `causeway verify` checks without a database."""
    load_hub()
    from django.utils import timezone

    from causeway.hub.base.acting.doors import acting_as
    from causeway.hub.base.ledger.sequencing import sequence
    from causeway.hub.base.organisations.actors import program_actor
    from causeway.hub.base.organisations.commands.export_ledger import export_for_operator
    from causeway.hub.base.organisations.models import Organisation

    found = Organisation.objects.filter(name=organisation) if organisation else Organisation.objects.all()
    chosen = list(found.order_by("joined_at"))
    if not chosen:
        raise CommandFailed(f"no organisation is named {organisation!r}" if organisation else "there is no ledger yet")
    with acting_as(program_actor(chosen[0])):
        sequence(timezone.now())
    lines = export_for_operator([one.id for one in chosen])
    if output is None:
        for line in lines:
            sys.stdout.buffer.write(line)
        return
    with written_whole(output) as file:
        count = sum(1 for line in lines if file.write(line))
    typer.echo(f"{count} lines written to {output}", err=True)


@_ledger.command(epilog="Example: causeway ledger checkpoint > 2026-05.checkpoint")
def checkpoint() -> None:
    """Print the newest signed head. Keep it elsewhere: with it, a history rewritten later shows."""
    load_hub()
    from causeway.hub.base.ledger.finding import latest_head

    head = latest_head()
    if head is None:
        raise CommandFailed("nothing has been signed yet")
    typer.echo(head.note, nl=False)


@_ledger.command(epilog="Example: causeway ledger key > hub.key")
def key() -> None:
    """Print the public key by which ledger and banks are signed. Give it to those who follow a bank, by another way
    than the hub itself.
    """
    load_hub()
    from causeway.hub.base.ledger.keys import signing_key

    typer.echo(str(signing_key().verifier))


@_ledger.command(epilog="Example: causeway ledger retry --json")
def retry(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Try the entries again that a part of the program failed on, after what ailed it was mended. Exit code 1 when one
    fails still.
    """
    load_hub()
    from django.utils import timezone

    from causeway.hub.base.acting.doors import acting_as
    from causeway.hub.base.ledger.taking_up import take_up_parked
    from causeway.hub.base.organisations.actors import all_programs

    runs = [take_up_parked(program, timezone.now(), acting_as, only_due=False) for program in all_programs()]
    done, failed = sum(run.done for run in runs), sum(run.failed for run in runs)
    if as_json:
        print_json({"done": done, "failed": failed})
    else:
        typer.echo(f"{done} done, {failed} failed again" + ("; see 'causeway doctor'." if failed else "."))
    if failed:
        raise typer.Exit(1)


def verify(
    export_file: Annotated[
        Path,
        typer.Argument(help="An export of the ledger, or the ledger-proof.json of a package; '-' for standard input."),
    ],
    since: Annotated[
        Path | None, typer.Option(help="A checkpoint kept from earlier, which an exported history must contain.")
    ] = None,
    key: Annotated[
        str | None, typer.Option(help="The public key to believe, name+id+key; else the file's own.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Prove an exported ledger: nothing missing, nothing changed, every signature right. Or prove the entries of a
    package: each is what was signed. Exit code 1 when it is not sound.
    """
    try:
        note = since.read_text(encoding="utf-8") if since else None
        if str(export_file) == "-":
            verdict = _verdict(sys.stdin.buffer, key, note)
        else:
            with export_file.open("rb") as lines:
                verdict = _verdict(lines, key, note)
    except (OSError, UnicodeDecodeError) as error:
        raise CommandFailed(f"cannot read: {error}") from error
    except TransparencyError as error:
        raise CommandFailed(str(error)) from error
    if as_json:
        print_json(_as_json(verdict))
    else:
        _print(verdict)
    if not verdict.is_sound:
        raise typer.Exit(1)


def _verdict(lines: BinaryIO, key: str | None, since: str | None) -> Verdict:
    first = lines.readline(MAX_LINE_BYTES + 1)
    # A proof is one JSON object, laid out over lines or not; an export's first line is an object of its own.
    if first.strip() != b"{" and PROOF_FORMAT.encode() not in first:
        return verify_export(chain([first] if first else [], lines), public_key=key, since=since)
    if since is not None:
        raise CommandFailed("--since needs an export: a package's proof says nothing of the rest of the history")
    return verify_proof(first + lines.read(MAX_PROOF_BYTES), public_key=key)


def _as_json(verdict: Verdict) -> dict[str, object]:
    return {
        "is_sound": verdict.is_sound,
        "origin": verdict.origin,
        "entries": verdict.entries,
        "opened": verdict.opened,
        "erased": verdict.erased,
        "withheld": verdict.withheld,
        "checkpoints": verdict.checkpoints,
        "uncovered": verdict.uncovered,
        "root": verdict.root.hex(),
        "key_was_given": verdict.key_was_given,
        "is_trusted_head_contained": verdict.is_trusted_head_contained,
        "faults": [{"line": fault.line, "code": fault.code, "message": fault.message} for fault in verdict.faults],
        "faults_left_out": verdict.faults_left_out,
    }


def _print(verdict: Verdict) -> None:
    rows: list[tuple[str, object]] = [
        ("Ledger", verdict.origin),
        ("Entries", verdict.entries),
        ("… with details that fit", verdict.opened),
        ("… erased or not for this reader", verdict.erased),
        ("… of other organisations, as hashes", verdict.withheld),
        ("Signed checkpoints that hold", verdict.checkpoints),
        ("Entries that no checkpoint covers yet", verdict.uncovered),
    ]
    if verdict.is_trusted_head_contained is not None:
        rows.append(("Contains the trusted checkpoint", "yes" if verdict.is_trusted_head_contained else "NO"))
    if not verdict.key_was_given:
        rows.append(("Key", "the file's own: proves that it holds together, not who made it"))
    print_table("Sound" if verdict.is_sound else "NOT SOUND", ("", ""), rows)
    for fault in verdict.faults:
        typer.secho(f"  {fault}", fg=typer.colors.RED, err=True)
    if verdict.faults_left_out:
        typer.secho(f"  and {verdict.faults_left_out} more", fg=typer.colors.RED, err=True)
