"""How long referrals wait for a step, by group, with what still waits counted as waiting."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from causeway.hub.commons.demand.facts import Items, Mask, Seconds, Step
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


def wait_of(items: Items, step: Step | None, now: float) -> Wait:
    """How long these waited for a step; for the first action where none is named."""
    hours, are_over = items.hours_to(step, now)
    return _wait(hours, are_over, ~are_over & np.isnan(items["closed_at"]))


def waits_by(items: Items, name: str, words: tuple[K, ...], step: Step | None, now: float) -> dict[K, Wait]:
    """The same for each word of a column of which there is any."""
    hours, are_over = items.hours_to(step, now)
    are_open = ~are_over & np.isnan(items["closed_at"])
    are_of = {word: items[name] == place for place, word in enumerate(words)}
    return {word: _wait(hours[each], are_over[each], are_open[each]) for word, each in are_of.items() if each.any()}


def _wait(hours: Seconds, are_over: Mask, are_open: Mask) -> Wait:
    curve = waiting_curve(hours, are_over)
    waiting = hours[are_open]
    return Wait(
        referrals=len(hours),
        over=int(are_over.sum()),
        median=curve.quantile(0.5) if curve else None,
        ninth_decile=curve.quantile(0.9) if curve else None,
        within=tuple(curve.within(24.0 * days) if curve else None for days in DAYS_SHOWN),
        longest_open=float(waiting.max()) if len(waiting) else None,
    )
