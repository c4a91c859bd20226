"""How the figures of early warning by behaviour, on a generated world, are told to people."""

from collections.abc import Mapping
from typing import Any

import typer

from causeway.cli.output import print_table
from causeway.cli.warning_daily_figures import print_alerts

_RANKINGS = {
    "ours": "ours",
    "message_count": "messages sent",
    "new_contact_count": "new contacts",
    "two_party_only": "to one alone",
}


def print_world(found: Mapping[str, Any]) -> None:
    """What `evaluate_world` gave, as tables: who comes first, what the policy raised, and of which kind."""
    typer.echo(
        f"{found['accounts']:,} accounts, {found['seekers']:,} of them seekers, {found['events']:,} events in "
        f"{found['weeks']} weeks; policy {found['policy_version']}; fitted on the world of seed "
        f"{found['fitted_on_seed']}, measured on that of {found['seed']}."
    )
    rows = [
        (title, _told(found[name]["ap"]), f"{found[name]['precision_at_50']:.2f}", _gain(found, name))
        for name, title in _RANKINGS.items()
    ]
    headings = ("Ranking", "AP", "P@50", "Gain of ours")
    print_table("Who comes first; 95% intervals in brackets", headings, rows)
    days = f"What a team finds on the {7 * found['weeks']} days of this world"
    print_alerts(days, found["alerts_a_day"], _RANKINGS)
    alerts = found["alerts"]
    typer.echo(
        f"Raised: precision {alerts['precision']:.2f}, recall {alerts['recall']:.2f}, F-latency "
        f"{alerts['f_latency']:.2f}, {_half(alerts)}; of 100,000 innocent accounts "
        f"{alerts['false_per_100000_a_week']:,.0f} a week, in {alerts['false_candidates_per_100000_a_week']:,.0f} "
        "candidates: one account can come again."
    )
    kinds = [
        (kind.replace("_", " "), f"{of['accounts']:,}", f"{of['raised']:,}", f"{of['raised_per_100000_a_week']:,.0f}")
        for kind, of in found["kinds"].items()
    ]
    print_table("Raised, by kind of account", ("Kind", "Accounts", "Raised", "Per 100,000 a week"), kinds)
    slices = [
        (
            of["dimension"],
            of["value"],
            f"{of['accounts']:,}",
            f"{of['accounts_raised']:,}",
            f"{of['raised_per_100000']:,.0f}",
        )
        for of in found["slices"]
    ]
    print_table("Raised, by slice", ("Slice", "", "Accounts", "Raised", "Of 100,000"), slices)


def _half(alerts: Mapping[str, Any]) -> str:
    days = alerts["days_until_quartiles"][1]
    return "fewer than half of all seekers" if days is None else f"half of all seekers within {days:.1f} days"


def _gain(found: Mapping[str, Any], name: str) -> str:
    return _told(found["gain"][name], "+") if name in found["gain"] else ""


def _told(interval: Mapping[str, float], sign: str = "") -> str:
    return f"{interval['estimate']:{sign}.3f} ({interval['low']:{sign}.3f} to {interval['high']:{sign}.3f})"
