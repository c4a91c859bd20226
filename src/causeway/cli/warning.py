"""`causeway warning run`: early warning on a stream of events, in the service's own rooms; no hub, no network. What it
finds is sent apart (`causeway warning send`).
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Final

import typer

from causeway.cli import warning_adopt, warning_decisions, warning_evaluate, warning_send
from causeway.cli.output import CommandFailed, written_whole
from causeway.cli.warning_input import Switch, alone, opened

if TYPE_CHECKING:
    from causeway.client.warning import WarningStream
_STOPPED: Final = 3
_FAULTS_TOLD: Final = 20

_warning = typer.Typer(help="Early warning from what accounts do: events in, candidates for review out.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    _warning.command("adopt", epilog=warning_adopt.EXAMPLES)(warning_adopt.adopt)
    _warning.command("decisions", epilog=warning_decisions.EXAMPLES)(warning_decisions.decisions)
    _warning.command("evaluate", epilog=warning_evaluate.EXAMPLES)(warning_evaluate.evaluate)
    _warning.command("send", epilog=warning_send.EXAMPLES)(warning_send.send)
    app.add_typer(_warning, name="warning")


@_warning.callback(invoke_without_command=False, no_args_is_help=True)
def _group() -> None:
    """Early warning from what accounts do: events in, candidates for a person's review out."""


@_warning.command(
    epilog="Examples: causeway warning run events.jsonl --settings service.toml --state warning.state --output "
    "candidates.jsonl · tail -F events.jsonl | causeway warning run - --settings service.toml · "
    "causeway warning run day.jsonl --settings service.toml --finish --metrics metrics.json"
)
def run(
    events: Annotated[Path, typer.Argument(help="A file of events, one JSON object a line; - for standard input.")],
    settings: Annotated[
        Path, typer.Option(help="The service's settings in TOML: countries with their legal basis, reviews a day.")
    ],
    output: Annotated[
        Path | None, typer.Option(help="Write candidates here, one JSON object a line; else to standard output.")
    ] = None,
    state: Annotated[
        Path | None, typer.Option(help="Keep the state in this file and go on from it; else nothing is kept.")
    ] = None,
    policy: Annotated[Path | None, typer.Option(help="Weights and thresholds in TOML; else those that ship.")] = None,
    rules: Annotated[
        Path | None, typer.Option(help="The service's own rules in TOML; needs the extra `warning`.")
    ] = None,
    calibration: Annotated[
        Path | None,
        typer.Option(help="A calibration in TOML, fitted on your reviewers' findings; gives probabilities."),
    ] = None,
    live: Annotated[
        Path | None,
        typer.Option(
            help="Refuse to run with other versions than those adopted in this file by `causeway warning adopt`."
        ),
    ] = None,
    continues: Annotated[
        bool, typer.Option("--continues", help="The input goes on where the state ends, instead of beginning anew.")
    ] = False,
    finish: Annotated[
        bool, typer.Option("--finish", help="The stream is over: close its last day. A file that grows is not over.")
    ] = False,
    stop_file: Annotated[
        Path | None, typer.Option(help="Stop, state kept, when this file exists: a switch anybody can throw.")
    ] = None,
    metrics: Annotated[Path | None, typer.Option(help="Write counts without identities here, as JSON.")] = None,
    checkpoint_lines: Annotated[int, typer.Option(min=1, help="Keep the state every so many lines.")] = 200_000,
) -> None:
    """Read events, weigh what accounts do, and write candidates for a person to review. Nothing is enforced, and no
    text is read. The same events give the same candidates, also after a kill in the middle.

    Exit code 1 if some lines were at fault, 2 if it could not be done, 3 if the stop file stopped it.
    """
    from causeway.cli.warning_weights import read_text, read_weights
    from causeway.client.warning import WarningStream
    from causeway.warning import EarlyWarningError, parse_settings

    try:
        weights = read_weights(policy, rules, calibration)
        if live is not None:
            warning_adopt.see_adopted(live, weights.made_under)
        watch = weights.watch(parse_settings(read_text(settings)))
        switch = Switch(stop_file)
        with alone(state), opened(events, switch) as given, _output(output) as stream:
            warning = WarningStream(
                watch,
                output=stream,
                is_cut=output is not None,
                state=state,
                on_fault=_Telling(),
                checkpoint_lines=checkpoint_lines,
            )
            if warning.resume(given, continues=continues):
                typer.echo(f"Going on after {warning.place.lines:,} lines.", err=True)
            is_done = _go(warning, given, switch, finish=finish)
    except EarlyWarningError as error:
        raise CommandFailed(error.message, exit_code=2) from error
    except OSError as error:
        raise CommandFailed(f"{error.filename or 'a file'}: {error.strerror}", exit_code=2) from error
    if metrics is not None:
        with written_whole(metrics, exit_code=2) as file:
            file.write(json.dumps(warning.metrics(), indent=2).encode() + b"\n")
    _tell(warning)
    if not is_done:
        raise CommandFailed(f"stopped: {stop_file} exists", exit_code=_STOPPED)
    if warning.place.faults:
        raise typer.Exit(1)


def _go(warning: "WarningStream", given: BinaryIO, switch: Switch, *, finish: bool) -> bool:
    def say() -> None:
        typer.echo(f"{warning.place.lines:,} lines, {warning.watch.counts['released']:,} candidates", err=True)

    return warning.run(given, finish=finish, may_go_on=switch, on_checkpoint=say)


class _Telling:
    """Tells the first faults; the rest are counted."""

    def __init__(self) -> None:
        self._told = 0

    def __call__(self, line: int, fault: str) -> None:
        self._told += 1
        if self._told <= _FAULTS_TOLD:
            typer.echo(f"line {line}: {fault}", err=True)
        elif self._told == _FAULTS_TOLD + 1:
            typer.echo("Further faults are counted, not told.", err=True)


def _tell(warning: "WarningStream") -> None:
    counts, faults = warning.watch.counts, sum(warning.place.faults.values())
    if not warning.watch.settings.is_enabled:
        typer.echo(
            f"Early warning is switched off (`enabled = false` in the settings): nothing was weighed, and no candidate "
            f"can come. {counts['while_stopped']:,} events were passed over; {warning.place.lines:,} lines, "
            f"{faults:,} at fault.",
            err=True,
        )
        return
    typer.echo(
        f"{warning.place.lines:,} lines, {faults:,} at fault; {counts['released']:,} candidates, "
        f"{counts['audited']:,} drawn by chance, {len(warning.watch.waiting):,} wait for a reviewer's time",
        err=True,
    )


@contextmanager
def _output(path: Path | None) -> Iterator[BinaryIO]:
    if path is None:
        yield sys.stdout.buffer
        return
    path.touch(mode=0o600)
    with path.open("r+b") as file:
        yield file
