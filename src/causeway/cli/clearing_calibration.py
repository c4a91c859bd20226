"""`causeway clearing calibration`: how well a desk's priority did, by what came of its referrals."""

from dataclasses import asdict
from datetime import timedelta
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any

import typer

from causeway.cli.hub import load_hub
from causeway.cli.output import CommandFailed, print_json, print_table
from causeway.vocabulary.findings import BAND_ORDER

if TYPE_CHECKING:
    from causeway.triage.calibration import Calibration


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "calibration",
        epilog="Examples: causeway clearing calibration 'Causeway Desk' · "
        "causeway clearing calibration 'Causeway Desk' --days 90 --json",
    )(calibration)


def calibration(
    desk: Annotated[str, typer.Argument(help="A desk of this hub, by name.")],
    days: Annotated[int, typer.Option(help="So far back.", min=1)] = 365,
    most: Annotated[int, typer.Option(help="At most so many referrals, the newest.", min=1)] = 100_000,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure priority on outcomes: what was confirmed in each band, how well the queue puts first what matters, drift,
    agreement of people, and the bands by groups of senders. Nothing is said of fewer than ten referrals.
    """
    load_hub()
    from causeway.hub.base.organisations.actors import all_programs
    from causeway.hub.road.outcomes.queries.calibration import calibration as measured

    program = next((one for one in all_programs() if one.organisation_name == desk), None)
    if program is None:
        raise CommandFailed(f"no organisation is named {desk!r}")
    found = measured(program, span=timedelta(days=days), most=most)
    if as_json:
        print_json(_document(found))
    else:
        _print(found)


def _document(found: "Calibration") -> dict[str, Any]:
    document = asdict(found)
    document["reliability"] = {band.value: asdict(one) for band, one in found.reliability.items()}
    document["drift"] = [{**asdict(one), "verdict": one.verdict} for one in found.drift]
    for name in ("person_and_program", "person_and_person"):
        if document[name]:
            document[name] = {key: value if isfinite(value) else None for key, value in document[name].items()}
    for name in ("by_sender_size", "by_language", "by_country"):
        for row in document[name]:
            row["bands"] = {band.value: count for band, count in zip(BAND_ORDER, row["bands"], strict=True)}
    return document


def _print(found: "Calibration") -> None:
    typer.echo(f"{found.referrals} referrals; of {found.followed} an outcome is known.")
    figures = [(f"confirmed, {band}", one) for band, one in found.reliability.items()]
    figures += [
        (name, one)
        for name, one in (
            ("NDCG of the queue", found.ndcg),
            ("NDCG of mere arrival", found.ndcg_by_arrival),
            ("confirmed in the first 5%", found.recall_first),
        )
        if one
    ]
    rows = [(name, f"{one.value:.2f}", f"{one.low:.2f} to {one.high:.2f}", one.referrals) for name, one in figures]
    for name, agreed in (("person and program", found.person_and_program), ("two people", found.person_and_person)):
        if agreed:
            between = f"{agreed.low:.2f} to {agreed.high:.2f}"
            rows.append((f"weighted kappa, {name}", f"{agreed.value:.2f}", between, agreed.units))
    print_table("Measured on outcomes", ("", "Figure", "95% interval", "Referrals"), rows)
    drift = [(one.month, one.referrals, f"{one.index:.2f}", one.verdict) for one in found.drift]
    print_table("Drift", ("Month", "Referrals", "PSI", ""), drift)
    for title, groups in (
        ("By size of the sender", found.by_sender_size),
        ("By language", found.by_language),
        ("By country", found.by_country),
    ):
        print_table(title, ("", "Referrals", *BAND_ORDER), [(one.name, one.referrals, *one.bands) for one in groups])
