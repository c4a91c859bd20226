"""What a desk would do: waiting by band, shares seen in time, how busy officers are, the queue from week to week."""

from dataclasses import dataclass

import numpy as np

from causeway.staffing._desk import Trace, simulate
from causeway.staffing._intervals import Interval, interval
from causeway.staffing._streams import Duty, Floats, duty, referrals
from causeway.staffing.scenario import HOURS_A_DAY, HOURS_A_WEEK, Run, Scenario
from causeway.vocabulary.findings import Band

QUANTILES = (0.5, 0.9, 0.95, 0.99)


@dataclass(frozen=True, slots=True, kw_only=True)
class BandFigures:
    """How one band fares; days from arrival to when somebody first looks. `quantiles` follow QUANTILES. `worst` is the
    longest wait of a replication. `unseen` counts referrals, over all replications, that nobody had seen at the end:
    they wait on, so that what they add to the figures is the least that they can have waited.
    """

    band: Band
    target_days: float
    per_week: Interval
    mean: Interval
    quantiles: tuple[Interval, ...]
    in_time: Interval
    worst: Interval
    unseen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the replications say of a scenario. `waiting` is how many wait, not yet seen, at the end of each week.

    `load` is work over hours, known without simulating; from 1 on the queue grows, and the figures are those of these
    weeks alone.
    """

    scenario: Scenario
    run: Run
    bands: tuple[BandFigures, ...]
    all_in_time: Interval
    utilisation: Interval
    waiting: tuple[Interval, ...]
    load: float

    def of(self, band: Band) -> BandFigures:
        """The figures of one band."""
        return next(one for one in self.bands if one.band is band)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One simulated run before it is summed up: the trace, waiting days (at least, where nobody looked), and who
    counts."""

    scenario: Scenario
    run: Run
    trace: Trace
    days: Floats
    counts: np.ndarray[tuple[int], np.dtype[np.bool_]]
    on_duty: Duty

    def shares(self, bands: frozenset[Band], within_days: float | None = None) -> Floats:
        """For each replication the share of these bands' referrals seen in time: the band's own target, or other."""
        targets = np.array([within_days or self.scenario.bands[band].target_days for band in self.scenario.order])
        wanted = self.counts & np.isin(self.trace.band, [self.scenario.order.index(band) for band in bands])
        met = self.days[wanted] <= targets[self.trace.band[wanted]]
        return _by_replication(met.astype(np.float64), self.trace.replication[wanted], self.run.replications)

    def mean_days(self, band: Band) -> Floats:
        """For each replication the mean wait of this band, in days."""
        wanted = self.counts & (self.trace.band == self.scenario.order.index(band))
        return _by_replication(self.days[wanted], self.trace.replication[wanted], self.run.replications)

    def worst(self, bands: frozenset[Band]) -> Floats:
        """For each replication the longest wait in these bands, in days."""
        wanted = self.counts & np.isin(self.trace.band, [self.scenario.order.index(band) for band in bands])
        longest = np.full(self.run.replications, -np.inf)
        np.maximum.at(longest, self.trace.replication[wanted], self.days[wanted])
        return longest


def simulated(scenario: Scenario, run: Run) -> Outcome:
    """Simulate a scenario, and keep what happened."""
    on_duty = duty(scenario, run)
    streams = [referrals(scenario, run, replication) for replication in range(run.replications)]
    trace = simulate(scenario, run, streams, on_duty)
    first, last = run.measured
    days = (np.minimum(trace.seen, run.horizon) - trace.at) / HOURS_A_DAY
    counts = (trace.at >= first) & (trace.at < last)
    return Outcome(scenario, run, trace, days, counts, on_duty)


def what_if(scenario: Scenario, run: Run | None = None) -> Figures:
    """Simulate a scenario and sum it up, with intervals over the replications.

    Raises:
        ScenarioError: raised sooner, by the scenario itself.
    """
    return summed_up(simulated(scenario, run or Run()))


def summed_up(outcome: Outcome) -> Figures:
    """The figures of a simulated run."""
    scenario, run = outcome.scenario, outcome.run
    return Figures(
        scenario=scenario,
        run=run,
        bands=tuple(_band(outcome, place) for place in range(len(scenario.order))),
        all_in_time=interval(outcome.shares(frozenset(scenario.order)), lowest=0.0, highest=1.0),
        utilisation=interval(outcome.trace.busy_hours / _duty_hours(outcome.on_duty, run), lowest=0.0, highest=1.0),
        waiting=_waiting(outcome),
        load=scenario.load,
    )


def _band(outcome: Outcome, place: int) -> BandFigures:
    scenario, run, trace = outcome.scenario, outcome.run, outcome.trace
    band = scenario.order[place]
    wanted = outcome.counts & (trace.band == place)
    days, replication = outcome.days[wanted], trace.replication[wanted]
    order = np.lexsort((days, replication))
    days, replication = days[order], replication[order]
    edges = np.searchsorted(replication, np.arange(run.replications + 1))
    sizes = np.diff(edges)
    here = np.arange(run.replications)[sizes > 0]
    quantiles = []
    for share in QUANTILES:
        at = edges[here] + np.maximum(np.ceil(share * sizes[here]).astype(np.int64) - 1, 0)
        quantiles.append(interval(days[at], lowest=0.0))
    only = frozenset({band})
    return BandFigures(
        band=band,
        target_days=scenario.bands[band].target_days,
        per_week=interval(sizes / run.weeks, lowest=0.0),
        mean=interval(_by_replication(days, replication, run.replications), lowest=0.0),
        quantiles=tuple(quantiles),
        in_time=interval(outcome.shares(only), lowest=0.0, highest=1.0),
        worst=interval(outcome.worst(only), lowest=0.0),
        unseen=int((~np.isfinite(trace.seen[wanted])).sum()),
    )


def _by_replication(values: Floats, replication: np.ndarray[tuple[int], np.dtype[np.int64]], count: int) -> Floats:
    """The mean of each replication; not a number where it has none."""
    sums = np.bincount(replication, weights=values, minlength=count)
    sizes = np.bincount(replication, minlength=count)
    return np.where(sizes > 0, sums / np.maximum(sizes, 1), np.nan)


def _duty_hours(on_duty: Duty, run: Run) -> Floats:
    first, last = run.measured
    within = np.clip(on_duty.ends, first, last) - np.clip(on_duty.begins, first, last)
    hours: Floats = within.sum(axis=(1, 2))
    return np.maximum(hours, 1e-9)


def _waiting(outcome: Outcome) -> tuple[Interval, ...]:
    """How many wait at the end of each measured week, over the replications."""
    run, trace = outcome.run, outcome.trace
    first, _ = run.measured
    moments = first + HOURS_A_WEEK * np.arange(1, run.weeks + 1)
    counts = np.empty((run.replications, run.weeks))
    for replication in range(run.replications):
        mine = trace.replication == replication
        came = np.searchsorted(np.sort(trace.at[mine]), moments, side="right")
        counts[replication] = came - np.searchsorted(np.sort(trace.seen[mine]), moments, side="right")
    return tuple(interval(counts[:, week], lowest=0.0) for week in range(run.weeks))
