"""Who answered: rates by force and rank, suppressed where numbers are small, and how even response was."""

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from causeway.estimation import Dispositions, Sample, evenness, response_rates, rounded
from causeway.hub.knowledge.surveys.report.model import LEAST, Rate, Response
from causeway.vocabulary.waves import OpenedWave


def response_of(wave: OpenedWave, sample: Sample, points: float) -> Response:
    """The response of a wave. Exact totals are shown; by force and by rank, only numbers of ten and more, rounded."""
    invited = sum(count.invited for count in wave.invited)
    answered = len(wave.answers)
    rates = response_rates(Dispositions(complete=answered, unknown_eligibility=max(invited - answered, 0)))
    return Response(
        population=sum(row.population for row in wave.frame),
        invited=invited,
        answered=answered,
        rate=round(rates.rr1, 4),
        r_indicator=round(evenness(sample.frame, sample.counts, asked_of(wave, sample)).r_indicator, 3),
        by_force=tuple(_rates(wave, "force")),
        by_rank=tuple(_rates(wave, "rank")),
        points=points,
    )


def asked_of(wave: OpenedWave, sample: Sample) -> NDArray[np.float64]:
    """How many were asked in each stratum of the sample's frame."""
    asked: Counter[tuple[str, ...]] = Counter()
    for count in wave.invited:
        asked[count.force, count.rank] += count.invited
    return np.array([float(asked[key]) for key in sample.frame.strata])


def _rates(wave: OpenedWave, by: str) -> Iterator[Rate]:
    population = _summed(wave.frame, by, "population")
    invited = _summed(wave.invited, by, "invited")
    answered: Counter[str] = Counter(str(getattr(sheet, by)) for sheet in wave.answers)
    for name in sorted(population) if by == "force" else population:
        # With the number of those who did not answer, a small number of those who did could be worked out, and the
        # other way round.
        is_shown = answered[name] >= LEAST and invited[name] - answered[name] >= LEAST
        yield Rate(
            name=name,
            population=population[name],
            invited=rounded(invited[name]) if invited[name] >= LEAST else None,
            answered=rounded(answered[name]) if is_shown else None,
            rate=round(answered[name] / invited[name], 2) if is_shown else None,
        )


def _summed(rows: Iterable[object], by: str, what: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows:
        found[str(getattr(row, by))] += int(getattr(row, what))
    return found
