"""What chance brings to a desk, drawn before anything is simulated.

Every draw belongs to a thing (this referral, this officer's day) and not to a moment of the simulation, so that two
scenarios with one seed meet the same referrals and the same absences: common random numbers, by which they can be
compared with far fewer replications.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from causeway.staffing.scenario import (
    DAYS_A_WEEK,
    HOURS_A_DAY,
    HOURS_A_WEEK,
    BandDemand,
    Handling,
    Run,
    Scenario,
    Shape,
    Team,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_GAPS, _TRAITS, _WORKS, _BURSTS, _ABSENCE = range(5)
_BURST_BAND = 9
_WORK, _COMES_BACK, _WORK_AGAIN, _DUPLICATE, _MISJUDGED, _DIRECTION = range(6)
"""Columns of a referral's traits, uniform numbers in [0, 1)."""


@dataclass(frozen=True, slots=True)
class Referrals:
    """What arrives in one replication, by time. `band` is the true place in the scenario's order, `queue` where it was
    put; `work` and `again` are hours at the desk, `again` 0 where nothing comes back.
    """

    at: Floats
    band: Ints
    queue: Ints
    work: Floats
    again: Floats


@dataclass(frozen=True, slots=True)
class Duty:
    """When each officer is on duty: replication by officer by stretch, ending with infinity. Trained officers come
    first; `trained` is how many they are.
    """

    begins: Floats
    ends: Floats
    trained: int


def referrals(scenario: Scenario, run: Run, replication: int) -> Referrals:
    """All that arrives in one replication."""
    parts = [_of_band(scenario, run, replication, place) for place in range(len(scenario.order))]
    at = np.concatenate([part.at for part in parts])
    order = np.argsort(at, kind="stable")
    columns = [np.concatenate([getattr(part, name) for part in parts])[order] for name in Referrals.__slots__]
    return Referrals(*columns)


def _of_band(scenario: Scenario, run: Run, replication: int, place: int) -> Referrals:
    demand = scenario.bands[scenario.order[place]]
    at = _moments(scenario, run, replication, place)
    drawn = np.random.default_rng([run.seed, replication, place, _TRAITS]).random((at.size, 6))
    normal = np.random.default_rng([run.seed, replication, place, _WORKS]).standard_normal((at.size, 2))
    work = _hours(demand.handling, drawn[:, _WORK], normal[:, 0])
    again = np.zeros(at.size)
    if demand.follow_up:
        comes_back = drawn[:, _COMES_BACK] < demand.follow_up.share
        again = np.where(comes_back, _hours(demand.follow_up.handling, drawn[:, _WORK_AGAIN], normal[:, 1]), 0.0)
    is_duplicate = drawn[:, _DUPLICATE] < scenario.duplicate_share
    work = np.where(is_duplicate, work * scenario.duplicate_effort, work)
    again = np.where(is_duplicate, 0.0, again)
    kept = ~is_duplicate if scenario.is_bundled else np.ones(at.size, dtype=np.bool_)
    queue = _judged(scenario, place, drawn[:, _MISJUDGED], drawn[:, _DIRECTION])
    share = scenario.desk_share
    return Referrals(at[kept], np.full(int(kept.sum()), place), queue[kept], work[kept] / share, again[kept] / share)


def _judged(scenario: Scenario, place: int, chance: Floats, direction: Floats) -> Ints:
    """Where referrals of this band are put: one band off where they were misjudged, either way with equal chance."""
    last = len(scenario.order) - 1
    off = np.where(chance < scenario.misjudged_share, np.where(direction < 0.5, -1, 1), 0)
    put = place + off
    # At either end there is only one way to be wrong.
    put = np.where(put < 0, min(1, last), np.where(put > last, max(last - 1, 0), put))
    return put.astype(np.int64)


def _hours(handling: Handling, uniform: Floats, normal: Floats) -> Floats:
    mean = handling.mean_minutes / 60
    if handling.shape is Shape.CONSTANT or (handling.shape is Shape.LOGNORMAL and handling.spread == 0):
        return np.full(uniform.size, mean)
    if handling.shape is Shape.EXPONENTIAL:
        hours: Floats = -mean * np.log1p(-uniform)
        return hours
    variance = math.log1p(handling.spread**2)
    drawn: Floats = mean * np.exp(math.sqrt(variance) * normal - variance / 2)
    return drawn


def _moments(scenario: Scenario, run: Run, replication: int, place: int) -> Floats:
    """When referrals of one band arrive: a Poisson process of unit rate bent by the week, and bursts."""
    demand: BandDemand = scenario.bands[scenario.order[place]]
    weeks = run.horizon / HOURS_A_WEEK
    expected = demand.per_week * weeks
    gaps = np.random.default_rng([run.seed, replication, place, _GAPS])
    ticks = np.cumsum(gaps.exponential(size=int(expected + 10 * math.sqrt(expected) + 20)))
    ticks = ticks[ticks < expected]
    at = _bent(ticks / max(demand.per_week, 1e-300), scenario.profile)
    extra = _burst_moments(scenario, run, replication, place)
    return np.sort(np.concatenate([at, extra])) if extra.size else at


def _bent(weeks: Floats, profile: tuple[float, ...] | None) -> Floats:
    """Weeks of even time as hours of the profile's time: the inverse of the week's cumulative rate."""
    if profile is None:
        return weeks * HOURS_A_WEEK
    cumulative = np.concatenate([[0.0], np.cumsum(profile)]) / sum(profile)
    whole = np.floor(weeks)
    within = np.interp(weeks - whole, cumulative, np.arange(HOURS_A_WEEK + 1, dtype=np.float64))
    hours: Floats = whole * HOURS_A_WEEK + within
    return hours


def _burst_moments(scenario: Scenario, run: Run, replication: int, place: int) -> Floats:
    bursts = scenario.bursts
    if bursts is None or not bursts.per_year or not bursts.referrals:
        return np.empty(0)
    shared = np.random.default_rng([run.seed, replication, _BURST_BAND, _BURSTS])
    count = shared.poisson(bursts.per_year * run.horizon / HOURS_A_WEEK / 52)
    begins = shared.random(count) * run.horizon
    base = sum(one.per_week for one in scenario.bands.values())
    own = np.random.default_rng([run.seed, replication, place, _BURSTS])
    sizes = own.poisson(bursts.referrals * scenario.bands[scenario.order[place]].per_week / base, count)
    at = np.repeat(begins, sizes) + own.random(int(sizes.sum())) * bursts.days * HOURS_A_DAY
    return at[at < run.horizon]


def duty(scenario: Scenario, run: Run) -> Duty:
    """When everybody is on duty, absences taken out."""
    groups = [
        (team, team.trained if is_trained else team.untrained, [run.seed, place, is_trained, _ABSENCE])
        for is_trained in (True, False)
        for place, team in enumerate(scenario.teams)
    ]
    stretches = [_stretches(team, count, seed, scenario.absence, run) for team, count, seed in groups if count]
    widest = max(begins.shape[2] for begins, _ in stretches)
    begins = np.concatenate([_widened(begins, widest) for begins, _ in stretches], axis=1)
    ends = np.concatenate([_widened(ends, widest) for _, ends in stretches], axis=1)
    return Duty(begins=begins, ends=ends, trained=sum(team.trained for team in scenario.teams))


def _stretches(team: Team, count: int, seed: list[int], absence: float, run: Run) -> tuple[Floats, Floats]:
    lanes = run.replications
    if team.shift is None:
        begins = np.full((lanes, count, 2), np.inf)
        begins[:, :, 0] = 0.0
        return begins, np.full((lanes, count, 2), np.inf)
    weeks = math.ceil(run.horizon / HOURS_A_WEEK)
    days = np.array([week * DAYS_A_WEEK + day for week in range(weeks) for day in sorted(team.shift.days)])
    begin = days * HOURS_A_DAY + team.shift.from_hour
    length = team.shift.to_hour - team.shift.from_hour
    # By officer first: one more officer leaves the days of the others as they were.
    is_there = np.random.default_rng(seed).random((count, lanes, days.size)).swapaxes(0, 1) >= absence
    begins = np.sort(np.where(is_there, begin, np.inf), axis=2)
    begins = np.concatenate([begins, np.full((lanes, count, 1), np.inf)], axis=2)
    return begins, begins + length


def _widened(stretches: Floats, width: int) -> Floats:
    missing = width - stretches.shape[2]
    return np.pad(stretches, ((0, 0), (0, 0), (0, missing)), constant_values=np.inf) if missing else stretches
