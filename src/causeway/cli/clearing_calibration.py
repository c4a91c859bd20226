"""`causeway clearing calibration` and `completeness`: how well a desk's priority did by what came of its referrals, and
how complete each sender's are.
"""

from dataclasses import asdict
from datetime import timedelta
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any

import typer

from causeway.cli.hub import load_hub
from causeway.cli.output import CommandFailed, print_json, print_table
from causeway.vocabulary.findings import BAND_ORDER

if TYPE_CHECKING:
    from causeway.hub.base.acting.actors import Actor
    from causeway.triage.calibration import Calibration


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "calibration",
        epilog="Examples: causeway clearing calibration 'Causeway Desk' · "
        "causeway clearing calibration 'Causeway Desk' --days 90 --json",
    )(calibration)
    app.command(
        "completeness",
        epilog="Examples: causeway clearing completeness 'Causeway Desk' · "
        "causeway clearing completeness 'Causeway Desk' --days 90 --json",
    )(completeness)


Desk = Annotated[str, typer.Argument(help="A desk of this hub, by name.")]
Days = Annotated[int, typer.Option(help="So far back.", min=1)]
Most = Annotated[
    int,
    typer.Option(
        help="At most so many referrals, drawn by chance from all those days; of each sender at most a tenth of that, "
        "as long as there are others'.",
        min=1,
    ),
]
MostOfEach = Annotated[
    int, typer.Option(help="At most so many referrals of each sender, drawn by chance from all those days.", min=1)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def calibration(desk: Desk, days: Days = 365, most: Most = 100_000, as_json: AsJson = False) -> None:
    """Measure priority on outcomes: what was confirmed in each band, how well the queue puts first what matters, drift,
    agreement of people, and the bands by groups of senders. Nothing is said of fewer than ten referrals.
    """
    program = program_of(desk)
    from causeway.hub.road.outcomes.queries.calibration import calibration as measured

    found = measured(program, span=timedelta(days=days), most=most)
    if as_json:
        print_json(_document(found))
    else:
        _print(found)


def completeness(desk: Desk, days: Days = 365, most: MostOfEach = 2_000, as_json: AsJson = False) -> None:
    """How complete each sender's referrals were, month by month, what was missing most, and what that went with: days
    longer until routed, and how many more led nowhere. Nothing is said of fewer than ten referrals.
    """
    program = program_of(desk)
    from causeway.hub.road.outcomes.queries.completeness import completeness_of_senders

    found = completeness_of_senders(program, span=timedelta(days=days), most=most)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        months = [(month.month, month.referrals, f"{month.score:.0f}") for month in one.months]
        drawn = "" if one.told is None else f"; figures of {one.referrals} of them, drawn by chance"
        told = f"{one.sender}: {one.told_in_all} referrals, {one.score:.0f} of 100{drawn}"
        print_table(told, ("Month", "", "Score"), months)
        gaps = [
            (gap.code, f"{gap.share:.0%}", _more(gap.days_more, ".1f"), _more(gap.nowhere_more, ".0%"))
            for gap in one.gaps
        ]
        print_table("Missing", ("", "In", "Days longer until routed", "More led nowhere"), gaps)
    if not found:
        typer.echo("No sender has told ten referrals.")


def program_of(desk: str) -> "Actor":
    """The program of an organisation of this hub, which is started for it.

    Raises:
        CommandFailed: no organisation has this name.
    """
    load_hub()
    from causeway.hub.base.organisations.actors import all_programs

    program = next((one for one in all_programs() if one.organisation_name == desk), None)
    if program is None:
        raise CommandFailed(f"no organisation is named {desk!r}")
    return program


def _more(value: float | None, form: str) -> str:
    return "too few" if value is None else f"{value:+{form}}"


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
    of_more = f", drawn by chance from {found.received}" if found.received > found.referrals else ""
    typer.echo(f"{found.referrals} referrals{of_more}; of {found.followed} an outcome is known.")
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
