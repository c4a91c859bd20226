"""How well priority did, measured on what came of past referrals: does a higher band mean that more was found, does the
queue put first what mattered most, does it drift, and do people agree when they grade anew?

A referral without an outcome yet is left out of what is measured on outcomes, never counted as nothing found. Nothing
is said of fewer than ten referrals. Intervals hold 95%.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

import numpy as np
from numpy.typing import NDArray

from causeway.estimation import Agreement, weighted_kappa
from causeway.estimation.intervals import t_quantile, wilson_interval
from causeway.triage.comparing import FIRST_SHARE, LEAST_GROUP, joined_small, queue_order, sender_sizes
from causeway.triage.ranking import CONFIRMED, DRAWS, Measured, measured, ndcgs
from causeway.vocabulary.findings import BAND_ORDER, Band
from causeway.vocabulary.outcomes import Outcome, OutcomeStatus

STABLE_BELOW, SHIFTED_FROM = 0.1, 0.25
"""The customary limits of the population stability index: below the first little changed, from the second on much did
(Siddiqi, "Credit Risk Scorecards", 2006).
"""
_GIVEN = {OutcomeStatus.CHILD_SAFEGUARDED: 3, OutcomeStatus.CONVICTION: 2, OutcomeStatus.ARREST: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A past referral: where the program put it, what came of it (`gain` from 0 to 3, None while nothing is known), and
    the bands that people gave it since, each person's last, in the order given.
    """

    referral_id: str
    sender: str
    received_at: datetime
    band: Band
    gain: int | None
    grades: tuple[Band, ...] = ()
    language: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDrift:
    """How far the bands of a month are from those of all months before it, by the population stability index.
    `month` as in 2026-11.
    """

    month: str
    referrals: int
    index: float

    @property
    def verdict(self) -> str:
        """`stable`, `some` or `shifted`."""
        return "stable" if self.index < STABLE_BELOW else "some" if self.index < SHIFTED_FROM else "shifted"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShare:
    """How a group of referrals stands in the bands, most urgent first."""

    name: str
    referrals: int
    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """All figures. What would rest on fewer than ten referrals is None, or missing from its table. `received` is how
    many there were in all, of which `referrals` were drawn.

    `reliability`: the share of each band's referrals that were confirmed. `ndcg` and `ndcg_by_arrival`: how near the
    queue, or mere arrival, is to the best order. `recall_first`: the share of what was confirmed that stood in the
    first 5%.
    """

    received: int
    referrals: int
    followed: int
    reliability: Mapping[Band, Measured]
    ndcg: Measured | None
    ndcg_by_arrival: Measured | None
    recall_first: Measured | None
    drift: tuple[MonthDrift, ...]
    person_and_program: Agreement | None
    person_and_person: Agreement | None
    by_sender_size: tuple[GroupShare, ...]
    by_language: tuple[GroupShare, ...]
    by_country: tuple[GroupShare, ...]


def gain_of(outcome: Outcome) -> int | None:
    """What came of a referral, from 0 (nothing) over 1 (of use) and 2 (an arrest) to 3 (a child safeguarded); None
    while work goes on and nothing came of it yet.
    """
    found = _GIVEN.get(outcome.status, 0)
    found = max(found, 3 if outcome.children_safeguarded else 0, 2 if outcome.arrests else 0)
    if found:
        return found
    if outcome.status is OutcomeStatus.ONGOING:
        return None
    return int(bool(outcome.is_useful) or outcome.status is OutcomeStatus.REFERRED_ON)


def calibrate(
    past: Iterable[Followed], *, received: int | None = None, seed: int = 1, draws: int = DRAWS
) -> Calibration:
    """Measure priority on past referrals; `received` is how many there were, if these were drawn from more; `seed`
    makes the bootstrap repeatable.
    """
    everything = sorted(past, key=lambda one: (one.received_at, one.referral_id))
    known = [one for one in everything if one.gain is not None]
    ranked = sorted(known, key=lambda one: queue_order(one.band, one.received_at, one.referral_id))
    sizes = sender_sizes(one.sender for one in everything)
    return Calibration(
        received=len(everything) if received is None else received,
        referrals=len(everything),
        followed=len(known),
        reliability=_reliability(known),
        ndcg=_ndcg_measured(ranked, seed, draws),
        ndcg_by_arrival=_ndcg_measured(known, seed, draws),
        recall_first=_recall_measured(ranked, seed, draws),
        drift=_drift(everything),
        person_and_program=_agreement([(one.band, one.grades[-1]) for one in everything if one.grades], seed, draws),
        person_and_person=_agreement([one.grades[:2] for one in everything if len(one.grades) > 1], seed, draws),
        by_sender_size=_grouped(everything, [sizes[one.sender] for one in everything]),
        by_language=_grouped(everything, [one.language for one in everything]),
        by_country=_grouped(everything, [one.country for one in everything]),
    )


def stability_index(expected: Sequence[int], actual: Sequence[int]) -> float:
    """The population stability index of two counts over the same classes, half a case added to each class, so that an
    empty one does not make it infinite.
    """
    before, after = (np.asarray(counts, dtype=np.float64) + 0.5 for counts in (expected, actual))
    p, q = before / before.sum(), after / after.sum()
    return float(((q - p) * np.log(q / p)).sum())


def _reliability(known: Sequence[Followed]) -> dict[Band, Measured]:
    found = {}
    for band in BAND_ORDER:
        gains = [one.gain or 0 for one in known if one.band is band]
        if len(gains) >= LEAST_GROUP:
            found[band] = _share(sum(gain >= CONFIRMED for gain in gains), len(gains))
    return found


def _share(count: int, total: int) -> Measured:
    n = np.array([float(total)])
    value = np.array([count / total])
    low, high = wilson_interval(value, n, t_quantile(n - 1))
    return Measured(value=count / total, low=float(low[0]), high=float(high[0]), referrals=total)


def _ndcg_measured(ranked: Sequence[Followed], seed: int, draws: int) -> Measured | None:
    if len(ranked) < LEAST_GROUP:
        return None
    gains = np.array([one.gain or 0 for one in ranked], dtype=np.float64)
    spread = np.array([ndcgs(gains[rows][None])[0] for rows in _resamples(len(gains), seed, draws)])
    return measured(float(ndcgs(gains[None])[0]), spread, len(gains))


def _recall_measured(ranked: Sequence[Followed], seed: int, draws: int) -> Measured | None:
    hits = np.array([(one.gain or 0) >= CONFIRMED for one in ranked])
    if hits.sum() < LEAST_GROUP:
        return None
    first = ceil(FIRST_SHARE * len(hits))
    drawn = (hits[rows] for rows in _resamples(len(hits), seed, draws))
    spread = np.array([some[:first].sum() / some.sum() for some in drawn if some.any()])
    return measured(float(hits[:first].sum() / hits.sum()), spread, len(hits))


def _resamples(size: int, seed: int, draws: int) -> Iterable[NDArray[np.intp]]:
    """Referrals drawn with replacement, each sample in the order of the queue."""
    rng = np.random.default_rng(seed)
    return (np.sort(rng.integers(0, size, size=size)) for _ in range(draws))


def _drift(past: Sequence[Followed]) -> tuple[MonthDrift, ...]:
    months: dict[str, Counter[Band]] = {}
    for one in past:
        months.setdefault(f"{one.received_at:%Y-%m}", Counter())[one.band] += 1
    before: Counter[Band] = Counter()
    found = []
    for month, bands in months.items():
        if before.total() >= LEAST_GROUP and bands.total() >= LEAST_GROUP:
            index = stability_index([before[band] for band in BAND_ORDER], [bands[band] for band in BAND_ORDER])
            found.append(MonthDrift(month=month, referrals=bands.total(), index=index))
        before += bands
    return tuple(found)


def _agreement(pairs: Sequence[Sequence[Band]], seed: int, draws: int) -> Agreement | None:
    if len(pairs) < LEAST_GROUP:
        return None
    first, second = ([pair[side].value for pair in pairs] for side in (0, 1))
    return weighted_kappa(first, second, order=[band.value for band in BAND_ORDER], seed=seed, draws=draws)


def _grouped(past: Sequence[Followed], names: Sequence[str]) -> tuple[GroupShare, ...]:
    shown = joined_small(Counter(names))
    groups: dict[str, Counter[Band]] = {}
    for one, name in zip(past, names, strict=True):
        groups.setdefault(shown[name], Counter())[one.band] += 1
    ordered = sorted(groups.items(), key=lambda item: (-item[1].total(), item[0]))
    return tuple(
        GroupShare(name=name, referrals=bands.total(), bands=tuple(bands[band] for band in BAND_ORDER))
        for name, bands in ordered
        if bands.total() >= LEAST_GROUP
    )
