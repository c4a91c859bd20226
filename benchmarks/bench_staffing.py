"""The staffing simulation against SimPy (where it is installed): one desk, the same model, ratios from one run.

Run it with `python benchmarks/bench_staffing.py [replications]`, by default 100. First the model that both can tell in
a few lines: priorities without interruption and officers who are always there. Then our own alone, on a force with
shifts, absence, training and follow-up work. SimPy runs fewer replications and is scaled up.
"""

import argparse
import random
import time
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from math import log, sqrt
from typing import Any

from causeway.staffing import Handling, Run, Scenario, Team, spread_over_bands, usual_band, usual_scenario, what_if
from causeway.vocabulary.findings import BAND_ORDER

simpy: Any = import_module("simpy") if find_spec("simpy") else None

PER_WEEK = 600.0
OFFICERS = 6
MINUTES = 80.0
THEIR_REPLICATIONS = 3
RUN = Run(weeks=52, warm_up_weeks=4, after_weeks=4)


def plain_desk() -> Scenario:
    """Four bands, lognormal work, round the clock."""
    handling = Handling(mean_minutes=MINUTES, spread=1.0)
    per_week = spread_over_bands(PER_WEEK)
    bands = {
        band: replace(usual_band(band, per_week[band]), handling=handling, follow_up=None, needs_training=False)
        for band in BAND_ORDER
    }
    return Scenario(bands=bands, teams=(Team(trained=OFFICERS, shift=None),))


def theirs(seed: int) -> float:
    """The same desk in SimPy; mean wait in days."""
    chance, waits = random.Random(seed), list[float]()
    environment = simpy.Environment()
    officers = simpy.PriorityResource(environment, OFFICERS)
    spread = sqrt(log(2))

    def referral(rank: int) -> Any:
        came = environment.now
        with officers.request(priority=rank) as turn:
            yield turn
            if RUN.measured[0] <= came < RUN.measured[1]:
                waits.append(environment.now - came)
            yield environment.timeout(MINUTES / 60 * chance.lognormvariate(-spread * spread / 2, spread))

    def arrivals(rank: int, per_hour: float) -> Any:
        while True:
            yield environment.timeout(chance.expovariate(per_hour))
            environment.process(referral(rank))

    for rank, rate in enumerate(spread_over_bands(PER_WEEK).values()):
        environment.process(arrivals(rank, rate / 168))
    environment.run(until=RUN.horizon)
    return sum(waits) / len(waits) / 24


def main() -> None:
    """Print both times and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("replications", nargs="?", type=int, default=100)
    replications = parser.parse_args().replications
    run = replace(RUN, replications=replications)
    scenario = plain_desk()
    start = time.perf_counter()
    figures = what_if(scenario, run)
    ours = time.perf_counter() - start
    mean = sum(one.mean.estimate * one.per_week.estimate for one in figures.bands) / PER_WEEK
    print(f"plain desk, {PER_WEEK * 52:,.0f} referrals a year, {replications} replications: {ours:.2f} s")
    print(f"  load {scenario.load:.2f}, mean wait {mean * 24:.3f} hours")
    if simpy is not None:
        start = time.perf_counter()
        found = [theirs(seed) for seed in range(THEIR_REPLICATIONS)]
        each = (time.perf_counter() - start) / THEIR_REPLICATIONS
        print(f"  SimPy: {each:.2f} s a replication, mean wait {sum(found) / len(found) * 24:.3f} hours")
        print(f"  ratio, for {replications} replications: {each * replications / ours:.1f}")
    force = usual_scenario(spread_over_bands(PER_WEEK), trained=16, untrained=9)
    start = time.perf_counter()
    what_if(force, run)
    print(
        f"force with shifts, absence, training, follow-up (load {force.load:.2f}): {time.perf_counter() - start:.2f} s"
    )


if __name__ == "__main__":
    main()
