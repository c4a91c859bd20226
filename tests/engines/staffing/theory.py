"""Queues for which theory knows the answer, and what it knows. Hours; every formula names where it stands.

Gross and others, Fundamentals of Queueing Theory (4th edition, 2008): M/M/c 2.3, M/G/1 5.1.1, priorities 3.4.
"""

from collections.abc import Sequence
from math import factorial, sqrt

from causeway.staffing import BandDemand, Handling, Scenario, Shape, Team
from causeway.vocabulary.findings import BAND_ORDER

HOURS_A_WEEK = 168


def always(
    officers: int,
    per_hour: Sequence[float],
    *,
    shape: Shape = Shape.EXPONENTIAL,
    spread: float = 1.0,
    is_interrupting: bool = False,
) -> Scenario:
    """Officers who are always there, an hour a referral on average, and a Poisson stream for each band."""
    handling = Handling(mean_minutes=60, spread=spread, shape=shape)
    return Scenario(
        bands={
            band: BandDemand(per_week=rate * HOURS_A_WEEK, handling=handling, target_days=7)
            for band, rate in zip(BAND_ORDER, per_hour, strict=False)
        },
        teams=(Team(trained=officers, shift=None),),
        is_interrupting=is_interrupting,
    )


def erlang_c(officers: int, load: float) -> float:
    """The probability of having to wait in M/M/c with an hour a referral; `load` is a share."""
    offered = officers * load
    waits = offered**officers / factorial(officers) / (1 - load)
    return waits / (sum(offered**number / factorial(number) for number in range(officers)) + waits)


def wait_in_mmc(officers: int, load: float) -> float:
    """Mean hours of waiting in M/M/c."""
    return erlang_c(officers, load) / (officers * (1 - load))


def wait_in_mg1(load: float, spread: float) -> float:
    """Mean hours of waiting in M/G/1 (Pollaczek and Khinchine)."""
    return load * (1 + spread**2) / (2 * (1 - load))


def waits_by_priority(officers: int, loads: Sequence[float]) -> list[float]:
    """Mean hours of waiting of each class in M/M/c without interruption (Cobham, 1954)."""
    before = [sum(loads[:place]) for place in range(len(loads) + 1)]
    probability = erlang_c(officers, before[-1])
    return [probability / officers / ((1 - before[place]) * (1 - before[place + 1])) for place in range(len(loads))]


def times_with_interruption(loads: Sequence[float]) -> list[float]:
    """Mean hours from arrival to the end of service of each class in M/M/1 with interruption and resumption (3.4.3)."""
    before = [sum(loads[:place]) for place in range(len(loads) + 1)]
    return [1 / ((1 - before[place]) * (1 - before[place + 1])) for place in range(len(loads))]


def wait_in_mdc(officers: int, load: float) -> float:
    """Mean hours of waiting in M/D/c, nearly (Cosmetatos, 1976: half of M/M/c, and a correction)."""
    many = (1 - load) * (officers - 1) * (sqrt(4 + 5 * officers) - 2) / (16 * load * officers)
    return wait_in_mmc(officers, load) / 2 * (1 + many)
