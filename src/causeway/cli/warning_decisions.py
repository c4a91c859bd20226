"""`causeway warning decisions`: what reviewers decided on what was sent, back to early warning."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from causeway.cli.intake import SERVER, As, AsJson, Server
from causeway.cli.output import CommandFailed, print_json
from causeway.cli.remote import access_for, client_for
from causeway.cli.warning_input import alone

EXAMPLES = (
    "Examples: causeway warning decisions candidates.jsonl --as Harbourline · "
    "causeway warning decisions candidates.jsonl --again --server https://hub.example.org "
    "--as harbourline-1a2b --sent /var/lib/warning/sent.json"
)


def decisions(
    candidates: Annotated[Path, typer.Argument(help="What `causeway warning send` sent.")],
    as_name: As,
    server: Server = SERVER,
    sent: Annotated[Path | None, typer.Option(help="As `causeway warning send` was told; else NAME.sent.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Ask anew about what was decided: it may have been opened again or turned.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Ask the hub what your reviewers decided on the candidates that you sent. Each decision is added to
    NAME.sent.decisions, with the account and its score: calibrations are fitted on them. For each account in which
    nothing harmful was found, an event is added to NAME.sent.cleared, for the stream of `causeway warning run`.

    Exit code 2 if nothing was sent, or what is kept cannot be read; 4 if name or password is wrong; 5 if the hub cannot
    be reached.
    """
    from causeway.client.warning_decisions import NotKept, hear_decisions

    kept = sent or candidates.with_name(f"{candidates.name}.sent")
    if not kept.exists():
        raise CommandFailed(f"{kept} is not there: send the candidates first", exit_code=2)
    try:
        with client_for(server, access_for(as_name)) as client, alone(kept):
            heard = hear_decisions(client, kept, again=again)
    except NotKept as fault:
        raise CommandFailed(str(fault), exit_code=2) from fault
    if as_json:
        print_json(asdict(heard))
        return
    typer.echo(
        f"{heard.asked:,} asked about; {heard.decided:,} decided, {heard.cleared:,} of them cleared; "
        f"{heard.erased:,} erased undecided; {heard.waiting:,} wait",
        err=True,
    )
