"""`causeway warning send`: what early warning found goes to the service's own desk at the hub."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causeway.cli.intake import SERVER, As, AsJson, Server
from causeway.cli.output import CommandFailed, print_json
from causeway.cli.remote import access_for, client_for
from causeway.cli.warning_input import Switch, alone

if TYPE_CHECKING:
    from causeway.client import SentCandidate
    from causeway.client.warning_outbox import Sending

EXAMPLES = (
    "Examples: causeway warning send candidates.jsonl --platform Harbourline --as Harbourline · "
    "causeway warning send candidates.jsonl --platform Harbourline --server https://hub.example.org "
    "--as harbourline-1a2b --sent /var/lib/warning/sent.json"
)
_REFUSED, _STOPPED = 1, 3


def send(
    candidates: Annotated[Path, typer.Argument(help="What `causeway warning run --output` wrote; it may still grow.")],
    platform: Annotated[str, typer.Option(help="Your service, as its accounts are named in referrals.")],
    as_name: As,
    server: Server = SERVER,
    sent: Annotated[
        Path | None, typer.Option(help="Keep here how far the file is sent; else beside it, as NAME.sent.")
    ] = None,
    stop_file: Annotated[
        Path | None, typer.Option(help="Stop when this file exists: the switch of `causeway warning run`.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Put what early warning found before your own reviewers. Run it again as the file grows, or after a stop: it goes
    on where it was, and what the hub has stays there once.

    Exit code 1 if some lines were refused now, which are passed over and kept as NAME.sent.refused; 2 if the file is
    another than before; 3 if the stop file stopped it; 4 if name or password is wrong; 5 if the hub cannot be reached.
    """
    from causeway.client.warning_outbox import OutboxUnusable, send_outbox

    kept = sent or candidates.with_name(f"{candidates.name}.sent")
    may_go_on = Switch(stop_file)
    refused, now = _Refused(kept.with_name(f"{kept.name}.refused")), Now()
    try:
        with client_for(server, access_for(as_name)) as client, alone(kept):
            place = send_outbox(
                client,
                candidates,
                kept,
                platform=platform,
                may_go_on=may_go_on,
                on_sent=partial(now.note, kept),
                on_refused=refused,
            )
    except OutboxUnusable as fault:
        raise CommandFailed(f"{candidates}: {fault} To send all of it anew, remove {kept}.", exit_code=2) from fault
    if as_json:
        counts = {name: getattr(place, name) for name in ("lines", "sent", "repeats", "refused")}
        print_json({**counts, "sent_now": now.sent, "repeats_now": now.repeats, "refused_now": refused.count})
    else:
        typer.echo(told(now, refused.count, place), err=True)
    if not may_go_on():
        raise CommandFailed(f"stopped: {stop_file} exists", exit_code=_STOPPED)
    if refused.count:
        typer.echo(f"What was refused now stands in {refused.path}: mend it, and send that file.", err=True)
        raise typer.Exit(_REFUSED)


def told(now: "Now", refused_now: int, place: "Sending") -> str:
    """What this run did, and where the whole file stands."""
    had = f", {now.repeats:,} of which the desk had already" if now.repeats else ""
    return (
        f"{now.sent:,} sent now{had}, {refused_now:,} refused; of {place.lines:,} lines in all {place.sent:,} are at "
        f"the desk, {place.refused:,} were refused"
    )


class Now:
    """Counts what this run sent, and notes under which id the hub has it."""

    def __init__(self) -> None:
        self.sent, self.repeats = 0, 0

    def note(self, kept: Path, number: int, line: bytes, sent: "SentCandidate") -> None:
        from causeway.client.warning_decisions import note_sent

        self.sent, self.repeats = self.sent + 1, self.repeats + sent.is_repeat
        note_sent(kept, number, line, sent)


class _Refused:
    """Tells of lines that were refused, and keeps them in a file of their own, so that none is lost."""

    def __init__(self, path: Path) -> None:
        self.path, self.count = path, 0

    def __call__(self, number: int, fault: str, line: bytes) -> None:
        self.count += 1
        typer.echo(f"line {number}: {fault}", err=True)
        self.path.touch(mode=0o600)
        with self.path.open("ab") as file:
            file.write(line)
