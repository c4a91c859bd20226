"""Figures that everybody may read: counts by concern and quarter, with small ones withheld and the rest rounded.

Only whole quarters of the calendar, so that no two tables can be taken from one another, and no totals, so that what
is withheld cannot be worked out from what is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from causeway.estimation import STANDARD_POLICY, rounded

SMALLEST_SHOWN = STANDARD_POLICY.minimum
"""Counts from 1 to one below this are withheld, as everywhere that figures are published."""
MOST_QUARTERS = 4


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of the calendar, 1 to 4, in UTC."""

    year: int
    number: int

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return datetime(self.year, 3 * self.number - 2, 1, tzinfo=UTC)

    @property
    def next(self) -> "Quarter":
        """The quarter after it."""
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    @property
    def before(self) -> "Quarter":
        """The quarter before it."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(day.year, (day.month + 2) // 3)


def finished_quarters(today: date, wanted: int = MOST_QUARTERS) -> list[Quarter]:
    """The last quarters that are over, oldest first."""
    found = [quarter_of(today).before]
    while len(found) < wanted:
        found.append(found[-1].before)
    return sorted(found)


def protected(count: int) -> int | None:
    """The count as it may be published: rounded, or None where it is withheld. Nothing stays nothing.

    Raises:
        ValueError: a count below zero.
    """
    if count < 0:
        raise ValueError("a count is not below zero")
    if count == 0:
        return 0
    if count < SMALLEST_SHOWN:
        return None
    return rounded(count)


def figures_document(
    quarters: Sequence[Quarter], counts: Sequence[Mapping[str, int]], made_on: date
) -> dict[str, object]:
    """The table as it is kept: quarters across, concerns down, the greatest of the last quarter first.

    A concern of which nothing was told in any quarter is left out.
    """
    concerns = sorted(
        {concern for column in counts for concern, count in column.items() if count},
        key=lambda concern: (-(protected(counts[-1].get(concern, 0)) or 0), concern),
    )
    return {
        "quarters": [[quarter.year, quarter.number] for quarter in quarters],
        "rows": [
            {"concern": concern, "counts": [protected(column.get(concern, 0)) for column in counts]}
            for concern in concerns
        ],
        "made_on": made_on.isoformat(),
    }
