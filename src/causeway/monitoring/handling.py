"""What work costs for each child who is reached, and what the same referrals would cost unbundled and unsorted.

The other way of working is the plain list: one line a referral, read in the order in which they came, until the same
children have been reached. Whatever was done after reading is the same in both. Reading stops there with the last child
who was reached, while everything that was opened counts on our side, so the difference is rather too small than too
large.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FIRST_READING, LATER_READING = "first_reading", "later_reading"
"""The two codes that a model of handling times must hold beside its acts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingTime:
    """How many minutes one act takes: what is assumed, and between which bounds it may lie."""

    code: str
    low: float
    central: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.central <= self.high:
            raise ValueError("Handling times must run from low over central to high.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """Minutes under the low, the central and the high assumption."""

    low: float
    central: float
    high: float

    def per(self, number: int) -> "Minutes | None":
        """For each of a number; None of nothing."""
        if not number:
            return None
        return Minutes(low=self.low / number, central=self.central / number, high=self.high / number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One referral in order of arrival: the line that it belongs to, how often it was opened, and how many children
    were reached through its line.
    """

    arrived: float
    line: object
    openings: int
    children: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingComparison:
    """The work as it was, and as it would have been; `read` and `read_plainly` count referrals read at least once, and
    `opened_again` how often one was opened after that.
    """

    tellings: int
    lines: int
    children: int
    read: int
    opened_again: int
    read_plainly: int
    minutes: Minutes
    minutes_plainly: Minutes

    @property
    def per_child(self) -> Minutes | None:
        """Officer minutes for each child reached, as it was."""
        return self.minutes.per(self.children)

    @property
    def per_child_plainly(self) -> Minutes | None:
        """The same, unbundled and in order of arrival."""
        return self.minutes_plainly.per(self.children)


def compare_handling(
    tellings: Sequence[Telling], acts: Mapping[str, int], model: Mapping[str, HandlingTime]
) -> HandlingComparison:
    """Compare the work on these referrals with the plain list. `acts` counts what was done beside reading.

    Raises:
        KeyError: the model knows no time for one of the acts.
    """
    ordered = sorted(tellings, key=lambda telling: telling.arrived)
    children = {telling.line: 0 for telling in ordered}
    for telling in ordered:
        children[telling.line] = max(children[telling.line], telling.children)
    read = sum(telling.openings > 0 for telling in ordered)
    later = sum(max(0, telling.openings - 1) for telling in ordered)
    plainly = _read_plainly(ordered, {line for line, number in children.items() if number})
    shared = {**acts, LATER_READING: later}
    return HandlingComparison(
        tellings=len(ordered),
        lines=len(children),
        children=sum(children.values()),
        read=read,
        opened_again=later,
        read_plainly=plainly,
        minutes=_minutes({**shared, FIRST_READING: read}, model),
        minutes_plainly=_minutes({**shared, FIRST_READING: plainly}, model),
    )


def _read_plainly(ordered: Sequence[Telling], wanted: set[object]) -> int:
    """How many must be read, first come first, until every line that led to a child has been met once."""
    missing = set(wanted)
    for number, telling in enumerate(ordered, start=1):
        missing.discard(telling.line)
        if wanted and not missing:
            return number
    return 0


def _minutes(acts: Mapping[str, int], model: Mapping[str, HandlingTime]) -> Minutes:
    times = [(number, model[code]) for code, number in acts.items()]
    return Minutes(
        low=sum(number * time.low for number, time in times),
        central=sum(number * time.central for number, time in times),
        high=sum(number * time.high for number, time in times),
    )
