"""Survey estimates: how often intervals hold the truth, and the time of one against `samplics` (where installed).

Run it with `python benchmarks/bench_estimation.py [populations]`, by default 200 a rate. Coverage is that of 95%
intervals over generated populations of 43 forces by 5 ranks, of whom about 930 answer: weighted for everybody, by
force and by rank (groups of ten answers or more; of one population in five), with the linearised logit interval that
`samplics` gives, and unweighted. The average width in points stands beside. In `steep` populations response climbs
with the share of yes. `samplics` comes with the `compare` extra; it is given strata of two answers or more, since it
refuses others, and the difference is that of the standard errors.
"""

import argparse
import time
import warnings
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from causeway.estimation import Estimate, Frame, IntervalMethod, Sample, post_stratify, proportion
from causeway.worlds import Population, population, steep_population

samplics: Any = import_module("samplics") if find_spec("samplics") else None

RATES = (0.01, 0.02, 0.05, 0.1, 0.44, 0.9)
GENERATORS: dict[str, Callable[..., Population]] = {"plain": population, "steep": steep_population}
COLUMNS = ("everybody", "by rank", "by force", "linearised", "unweighted")
SIZES = (930, 10_000, 100_000)
SECONDS = 1.0


def best_ms(work: Callable[[], object]) -> float:
    """The shortest of repeated runs, in milliseconds: the least disturbed by others on the machine."""
    work()
    best, end = float("inf"), time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best * 1000


def sample_of(people: Population) -> Sample:
    """Those who answered, with the frame that everybody is in."""
    frame = Frame.of(zip(people.strata, people.people.tolist(), strict=True))
    return Sample(frame=frame, stratum=people.answers()[0])


def judged(estimate: Estimate, truth: float) -> tuple[bool, float]:
    """Whether the interval holds the truth, and how wide it is."""
    return estimate.low <= truth <= estimate.high, estimate.high - estimate.low


def coverage(generator: str, rate: float, populations: int) -> None:
    """Print one line for one rate."""
    found: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    for seed in range(populations):
        people = GENERATORS[generator](seed, rate=rate)
        sample, said = sample_of(people), people.answers()[1]
        weighted = post_stratify(sample)
        found["everybody"].append(judged(proportion(weighted, said)[0], people.rate))
        linearised = proportion(weighted, said, method=IntervalMethod.LOGIT)[0]
        found["linearised"].append(judged(linearised, people.rate))
        share = said.mean()
        reach = 1.96 * np.sqrt(share * (1 - share) / len(said))
        found["unweighted"].append((abs(share - people.rate) <= reach, 2 * reach))
        if seed % 5:
            continue
        yes, everybody = people.yes.reshape(43, -1), people.people.reshape(43, -1)
        for by, axis in (("force", 1), ("rank", 0)):
            truths = yes.sum(axis=axis) / everybody.sum(axis=axis)
            for estimate, truth in zip(proportion(weighted, said, sample.dimension(by)), truths, strict=True):
                if estimate.n >= 10:
                    found[f"by {by}"].append(judged(estimate, truth))
    figures = (np.mean(found[what], axis=0) for what in COLUMNS)
    print(f"{generator} {rate:>6}", *(f"{held:>7.1%} {100 * width:>6.1f}" for held, width in figures), flush=True)


def measure(answers: int) -> None:
    """Print one line for one size: the time to weight and estimate, ours and theirs."""
    people = population(1, rate=0.44, expected_answers=answers)
    places, said = people.answers()
    kept = np.isin(places, np.flatnonzero(people.answered >= 2))
    places, said = places[kept], said[kept]
    rows = [(key, int(n)) for key, n, a in zip(people.strata, people.people, people.answered, strict=True) if a >= 2]
    frame = Frame.of(rows)
    stratum = np.searchsorted(np.flatnonzero(people.answered >= 2), places).astype(np.intp)
    ours = best_ms(lambda: proportion(post_stratify(Sample(frame=frame, stratum=stratum)), said))
    line = f"{len(said):>8,} {ours:>8.2f}"
    if samplics is None:
        print(f"{line} {'not installed':>12}")
        return
    found = post_stratify(Sample(frame=frame, stratum=stratum))
    counts = np.bincount(stratum)
    fpc = {place: 1 - counts[place] / frame.population[place] for place in range(len(counts))}
    mean = samplics.utils.types.PopParam.mean
    work = partial(estimated, mean, said.astype(int), found.weight, stratum, fpc)
    start = time.perf_counter()
    theirs = work()
    taken = (time.perf_counter() - start) * 1000
    off = abs(theirs.stderror - proportion(found, said)[0].se)
    print(f"{line} {taken:>12.1f} {taken / ours:>6.0f}x {off:>9.1e}")


def estimated(mean: Any, said: Any, weight: Any, stratum: Any, fpc: dict[int, float]) -> Any:
    peer = samplics.TaylorEstimator(mean)
    peer.estimate(y=said, samp_weight=weight, stratum=stratum, psu=np.arange(len(said)), fpc=fpc)
    return peer


def main() -> None:
    """Print coverage by rate, then time by size."""
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("populations", type=int, nargs="?", default=200)
    populations = parser.parse_args().populations
    print(f"{'':>12}", *(f"{what:>14}" for what in COLUMNS))
    for generator in GENERATORS:
        for rate in RATES:
            coverage(generator, rate, populations)
    print(f"{'answers':>8} {'ours ms':>8} {'samplics ms':>12} {'ratio':>7} {'SE off':>9}")
    for answers in SIZES:
        measure(answers)


if __name__ == "__main__":
    main()
