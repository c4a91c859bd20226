"""How long referrals wait for a step, by group, with what still waits counted as waiting."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from causeway.hub.commons.demand.facts import Item, Step
from causeway.monitoring import ShareWithin, waiting_curve

K = TypeVar("K")
DAYS_SHOWN = (1, 7, 14, 30)
"""Within which a force should act, by band (HMICFRS 2023): `vocabulary.findings.BAND_DAYS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """How long one group waits. A quantile is None where so many have not been dealt with; a share, where nothing was
    watched for so long. Times are in hours.
    """

    referrals: int
    over: int
    median: float | None
    ninth_decile: float | None
    within: tuple[ShareWithin | None, ...]
    longest_open: float | None


def wait_of(items: Sequence[Item], step: Step | None, now: float) -> Wait:
    """How long these waited for a step; for the first action where none is named."""
    waits = [item.hours_to(step, now) for item in items]
    curve = waiting_curve([hours for hours, _ in waits], [is_over for _, is_over in waits])
    waiting = [hours for (hours, is_over), item in zip(waits, items, strict=True) if not is_over and not item.closed_at]
    return Wait(
        referrals=len(waits),
        over=sum(is_over for _, is_over in waits),
        median=curve.quantile(0.5) if curve else None,
        ninth_decile=curve.quantile(0.9) if curve else None,
        within=tuple(curve.within(24.0 * days) if curve else None for days in DAYS_SHOWN),
        longest_open=max(waiting, default=None),
    )


def waits_by(items: Iterable[Item], key: Callable[[Item], K], step: Step | None, now: float) -> dict[K, Wait]:
    """The same for each group."""
    groups: dict[K, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return {group: wait_of(found, step, now) for group, found in groups.items()}
