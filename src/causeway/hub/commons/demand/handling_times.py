"""How many minutes one act takes: a table of assumptions, to be replaced where somebody has measured them."""

import csv
from functools import cache
from pathlib import Path

from causeway.hub.base.ledger.acts import Act
from causeway.monitoring import FIRST_READING, LATER_READING, HandlingTime

_TABLE = Path(__file__).with_name("data") / "handling_times.csv"


@cache
def handling_times() -> dict[str, HandlingTime]:
    """The table, by code: an act of the ledger, or one of the two kinds of reading."""
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        return {
            row["code"]: HandlingTime(
                code=row["code"],
                low=float(row["low"]),
                central=float(row["central"]),
                high=float(row["high"]),
            )
            for row in csv.DictReader(lines)
        }


def timed_acts() -> tuple[Act, ...]:
    """The acts in the table, beside reading."""
    return tuple(Act(code) for code in handling_times() if code not in (FIRST_READING, LATER_READING))
