"""Whether people who sort the same words into themes agree beyond chance.

Cohen's kappa (1960) for two coders, with Fleiss, Cohen and Everitt's large-sample variance (Psychological Bulletin
72, 1969). Krippendorff's alpha for nominal codes by any number of coders, some of whom may have left units out
("Computing Krippendorff's Alpha-Reliability", 2011), with his bootstrap over units for its interval.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import scipy  # loads `special` once it is asked for, which takes a third of a second

from causeway.estimation._arrays import Numbers
from causeway.estimation._errors import EstimationError
from causeway.estimation.intervals import LEVEL

Codings = Sequence[Sequence[str | None]]
"""For each coder, the code of each unit; None where that coder left it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A coefficient from -1 to 1: 1 is full agreement, 0 is what chance would give. `units` were coded by two or more.

    `observed` is the share of agreement as seen. Where everybody used one single code there is nothing to agree
    about: the coefficient is nan.
    """

    value: float
    low: float
    high: float
    observed: float
    units: int


def cohen_kappa(first: Sequence[str | None], second: Sequence[str | None], *, level: float = LEVEL) -> Agreement:
    """Kappa of two coders over the units that both coded.

    Raises:
        EstimationError: they were not given the same units, or share none.
    """
    pairs = _pairs(first, second)
    names = sorted({code for pair in pairs for code in pair})
    places = {name: place for place, name in enumerate(names)}
    table = np.zeros((len(names), len(names)))
    for left, right in pairs:
        table[places[left], places[right]] += 1
    n = len(pairs)
    p = table / n
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    observed, chance = float(np.trace(p)), float(rows @ columns)
    if chance >= 1 - 1e-12:
        return Agreement(value=float("nan"), low=float("nan"), high=float("nan"), observed=observed, units=n)
    kappa = (observed - chance) / (1 - chance)
    se = sqrt(max(_kappa_variance(p, kappa, chance), 0.0) / n)
    reach = float(scipy.special.ndtri(0.5 + level / 2)) * se
    return Agreement(
        value=kappa, low=max(kappa - reach, -1.0), high=min(kappa + reach, 1.0), observed=observed, units=n
    )


def _pairs(first: Sequence[str | None], second: Sequence[str | None]) -> list[tuple[str, str]]:
    if len(first) != len(second):
        raise EstimationError("units_differ", "The two coders were not given the same units.")
    pairs = [(left, right) for left, right in zip(first, second, strict=True) if left is not None and right is not None]
    if not pairs:
        raise EstimationError("no_shared_units", "No unit was coded by both.")
    return pairs


def _kappa_variance(p: Numbers, kappa: float, chance: float) -> float:
    """n times the variance, by equation 13 of Fleiss, Cohen and Everitt."""
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    diagonal = np.diag(p)
    on = (diagonal * np.square(1 - (rows + columns) * (1 - kappa))).sum()
    sums = np.square(columns[:, None] + rows[None, :])
    off = (1 - kappa) ** 2 * ((p * sums).sum() - (diagonal * np.diag(sums)).sum())
    return float((on + off - (kappa - chance * (1 - kappa)) ** 2) / (1 - chance) ** 2)


def weighted_kappa(
    first: Sequence[str | None],
    second: Sequence[str | None],
    *,
    order: Sequence[str],
    seed: int = 1,
    draws: int = 2000,
    level: float = LEVEL,
) -> Agreement:
    """Kappa of two coders whose codes stand in an order, so that a near miss counts less than a far one: Cohen's
    weighted kappa (Psychological Bulletin 70, 1968) with squared distances, and a bootstrap over units for its
    interval. `observed` is the share of full agreement.

    Raises:
        EstimationError: they were not given the same units, share none, or used a code outside the order.
    """
    pairs = _pairs(first, second)
    places = {name: place for place, name in enumerate(order)}
    if any(code not in places for pair in pairs for code in pair):
        raise EstimationError("unknown_code", "A code does not stand in the order.")
    left, right = (np.array([places[pair[side]] for pair in pairs]) for side in (0, 1))
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, len(pairs), size=(draws, len(pairs)))
    spread = _weighted(left[drawn], right[drawn])
    known = spread[~np.isnan(spread)]
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2]) if len(known) else (np.nan, np.nan)
    return Agreement(
        value=float(_weighted(left[None], right[None])[0]),
        low=float(low),
        high=float(high),
        observed=float(np.mean(left == right)),
        units=len(pairs),
    )


def _weighted(left: Numbers, right: Numbers) -> Numbers:
    """For each row of pairs. With squared distances the chance of disagreement needs means and variances alone."""
    seen = np.square(left - right).mean(axis=1)
    chance = left.var(axis=1) + right.var(axis=1) + np.square(left.mean(axis=1) - right.mean(axis=1))
    kappa: Numbers = np.where(chance > 0, 1 - seen / np.where(chance > 0, chance, 1.0), np.nan)
    return kappa


def krippendorff_alpha(codings: Codings, *, seed: int = 1, draws: int = 2000, level: float = LEVEL) -> Agreement:
    """Nominal alpha over the units that two or more coders coded. `seed` makes the bootstrap repeatable.

    Raises:
        EstimationError: coders were not given the same units, or no unit has two codes.
    """
    counts = _counts(codings)
    value, observed = _alpha(counts[None])
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(len(counts), np.full(len(counts), 1 / len(counts)), size=draws).astype(np.float64)
    spread, _ = _alpha_of_draws(counts, drawn)
    known = spread[~np.isnan(spread)]
    tails = [(1 - level) / 2, (1 + level) / 2]
    low, high = np.quantile(known, tails) if len(known) else (np.nan, np.nan)
    return Agreement(
        value=float(value[0]), low=float(low), high=float(high), observed=float(observed[0]), units=len(counts)
    )


def _counts(codings: Codings) -> Numbers:
    """For each unit with two codes or more, how often each code was given."""
    if len({len(coding) for coding in codings}) != 1:
        raise EstimationError("units_differ", "The coders were not given the same units.")
    names = sorted({code for coding in codings for code in coding if code is not None})
    places = {name: place for place, name in enumerate(names)}
    counts = np.zeros((len(codings[0]), len(names)))
    for coding in codings:
        for unit, code in enumerate(coding):
            if code is not None:
                counts[unit, places[code]] += 1
    paired = counts[counts.sum(axis=1) >= 2]
    if not len(paired):
        raise EstimationError("no_shared_units", "No unit was coded by two.")
    return np.asarray(paired, dtype=np.float64)


def _alpha(counts: Numbers) -> tuple[Numbers, Numbers]:
    units = counts.reshape(-1, counts.shape[-1])
    return _alpha_of_draws(units, np.ones((1, len(units))))


def _alpha_of_draws(counts: Numbers, drawn: Numbers) -> tuple[Numbers, Numbers]:
    """Alpha, and the observed agreement, for each set of units drawn (how often each unit is in it)."""
    m = counts.sum(axis=1)
    disagreement = (np.square(m) - np.square(counts).sum(axis=1)) / (m - 1)
    n = drawn @ m
    totals = drawn @ counts
    observed = (drawn @ disagreement) / n
    expected = (np.square(n) - np.square(totals).sum(axis=1)) / (n * np.maximum(n - 1, 1))
    alpha = np.where(expected > 0, 1 - observed / np.where(expected > 0, expected, 1.0), np.nan)
    return alpha, 1 - observed
