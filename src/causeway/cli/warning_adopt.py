"""`causeway warning adopt`: which policy, rules and calibration go live, by whose word; `run --live` uses no others.

The file is a list of all that was ever adopted, the last of which is live. Weights change what people are looked at
for, so that a change is an act of a named person, and never the mere exchange of a file.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from causeway.cli.output import CommandFailed, written_whole

if TYPE_CHECKING:
    from causeway.warning import MadeUnder

EXAMPLES = (
    "Examples: causeway warning adopt live.json --by 'K. Meijer' · causeway warning adopt live.json --by 'K. Meijer' "
    "--policy ours.toml --calibration calibration.toml --evaluated figures.json --state warning.state"
)
_LONGEST_NAME = 100


def adopt(
    live: Annotated[Path, typer.Argument(help="The file that says what is live; it is made where there is none.")],
    by: Annotated[str, typer.Option(help="Whose decision this is.")],
    policy: Annotated[Path | None, typer.Option(help="Weights and thresholds in TOML; else those that ship.")] = None,
    rules: Annotated[Path | None, typer.Option(help="The service's own rules in TOML.")] = None,
    calibration: Annotated[Path | None, typer.Option(help="A calibration in TOML.")] = None,
    evaluated: Annotated[
        Path | None,
        typer.Option(help="Figures of `causeway warning evaluate --corpus world --json`: refuse another policy."),
    ] = None,
    state: Annotated[Path | None, typer.Option(help="The state to go on from: refuse if made under others.")] = None,
) -> None:
    """Say which versions go live. Refused where the kept state, or the figures, were made under others.

    Exit code 2 if it was refused or could not be done.
    """
    from causeway.cli.warning_weights import read_weights
    from causeway.warning import EarlyWarningError

    if not by.strip() or len(by) > _LONGEST_NAME or not by.isprintable():
        raise CommandFailed(f"--by must be a name of 1 to {_LONGEST_NAME} characters", exit_code=2)
    try:
        made = read_weights(policy, rules, calibration).made_under
        if evaluated is not None:
            _see_evaluated(evaluated, made)
        if state is not None:
            _see_state(state, made)
    except EarlyWarningError as error:
        raise CommandFailed(error.message, exit_code=2) from error
    except OSError as error:
        raise CommandFailed(f"{error.filename or 'a file'}: {error.strerror}", exit_code=2) from error
    earlier = _adopted(live) if live.exists() else []
    entry = {**asdict(made), "by": by.strip(), "at": datetime.now(UTC).isoformat(timespec="seconds")}
    with written_whole(live, exit_code=2) as file:
        file.write(json.dumps([*earlier, entry], indent=2).encode() + b"\n")
    typer.echo(f"Live: policy {made.policy} ({made.policy_digest[:12]}), adopted by {by.strip()}.")


def see_adopted(live: Path, made: "MadeUnder") -> None:
    """See that these versions are live. Raises NotAdopted, and CommandFailed for a file that is none of adopt's."""
    from causeway.warning import NotAdopted

    adopted = _adopted(live)[-1]
    if others := [name for name, value in asdict(made).items() if adopted.get(name) != value]:
        said = ", ".join(name.replace("_", " ") for name in others)
        raise NotAdopted(f"{live} adopted another {said}: adopt these first, or use those")


def _adopted(live: Path) -> list[dict[str, Any]]:
    from causeway.cli.warning_weights import read_text

    try:
        found = json.loads(read_text(live))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not found or not all(isinstance(each, dict) for each in found):
        raise CommandFailed(f"{live} is no list of what was adopted", exit_code=2)
    return found


def _see_evaluated(path: Path, made: "MadeUnder") -> None:
    from causeway.cli.warning_weights import read_text
    from causeway.warning import NotAdopted

    try:
        found = json.loads(read_text(path))
    except (ValueError, RecursionError):
        found = None
    of = found.get("made_under") if isinstance(found, dict) else None
    if not isinstance(of, dict) or of.get("policy_digest") != made.policy_digest:
        raise NotAdopted(f"{path} holds no figures of this policy: evaluate it first")


def _see_state(path: Path, made: "MadeUnder") -> None:
    from causeway.client.warning_state import read_state
    from causeway.warning import NotAdopted
    from causeway.warning.snapshot import differing, versions

    kept = read_state(path)
    if kept is None:
        raise NotAdopted(f"{path} is not there: leave --state out to begin anew")
    watch = kept.get("watch")
    if others := differing(watch if isinstance(watch, dict) else {}, versions(made)):
        raise NotAdopted(
            f"{path} was made under another {others}: begin with a new state, and feed what lies behind anew"
        )
