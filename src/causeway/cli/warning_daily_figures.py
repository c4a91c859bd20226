"""How the figures of a team that reviews so many accounts a day are told to people."""

from collections.abc import Mapping
from typing import Any

from causeway.cli.output import print_table

_HEADINGS = ("Alerts a day", "Ranking", "Recall", "Gain of ours", "Precision", "Days until 1/4, 1/2, 3/4 found")


def print_alerts(title: str, found: Mapping[str, Any], titles: Mapping[str, str]) -> None:
    """What `alerts_document` gave, as a table: by the number of alerts a day, then by ranking."""
    rows = [
        (alerts, titles.get(name, name), _told(one), _gain(at["gain"], name), f"{one['precision']:.2f}", _days(one))
        for alerts, at in found.items()
        for name, one in at.items()
        if name != "gain"
    ]
    print_table(f"{title}; 95% intervals in brackets", _HEADINGS, rows)


def _told(one: Mapping[str, Any]) -> str:
    low, high = one["interval"]
    return f"{one['recall']:.3f} ({low:.3f} to {high:.3f})"


def _gain(gains: Mapping[str, Any], name: str) -> str:
    if name not in gains:
        return ""
    gain = gains[name]
    return f"{gain['estimate']:+.3f} ({gain['low']:+.3f} to {gain['high']:+.3f})"


def _days(one: Mapping[str, Any]) -> str:
    return " / ".join("never" if days is None else f"{days:.1f}" for days in one["days_until"].values())
