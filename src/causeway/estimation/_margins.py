"""Which of the frame's margins weights can meet, and which categories must be joined to meet them.

The rule. The first dimension (the force): a category whose ranks that answered hold less than half of its people would
be stood for by a few of one kind, so it is joined with the others like it, and, while those together still fall short,
with the next in line by that share. The other dimensions (the rank): a category from which nobody answered is joined
with its neighbour in the frame's order. Joined categories meet one total between them; nobody is dropped.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from causeway.estimation._arrays import Codes, Numbers, Truths, sum_by
from causeway.estimation._raking import Margin
from causeway.estimation.frame import Frame

_LEAST_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Categories of one dimension that meet one total, and how many people that is."""

    names: tuple[str, ...]
    people: float


def ways_to_meet_margins(frame: Frame, counts: Numbers) -> Iterator[tuple[list[Margin], list[Joined]]]:
    """Margins over the strata, one a dimension, and what was joined for them: all of them, then without the units'."""
    yield _margins(frame, counts, _of_units(frame, counts))
    if len(frame.dimensions) > 1:
        yield _margins(frame, counts, np.zeros(len(frame.categories[0]), dtype=np.intp))


def _margins(frame: Frame, counts: Numbers, units: Codes) -> tuple[list[Margin], list[Joined]]:
    margins, joined = [], []
    for number in range(len(frame.dimensions)):
        group = units if number == 0 else _of_kinds(frame, counts, number)
        codes = group[frame.codes[number]]
        target = sum_by(codes, frame.population, int(group.max()) + 1)
        margins.append(Margin(codes=codes, target=target))
        joined += _joined(frame, number, group)
    return margins, joined


def _of_units(frame: Frame, counts: Numbers) -> Codes:
    """For each category of the first dimension, its group."""
    codes, size = frame.codes[0], len(frame.categories[0])
    people = frame.margin(0)
    answered = sum_by(codes, np.where(counts > 0, frame.population, 0.0), size)
    share = np.divide(answered, people, out=np.ones(size), where=people > 0)
    group = np.arange(size, dtype=np.intp)
    pooled = [int(unit) for unit in np.argsort(share, kind="stable") if share[unit] < _LEAST_SHARE]
    if not pooled:
        return group
    rest = [int(unit) for unit in np.argsort(share, kind="stable") if share[unit] >= _LEAST_SHARE]
    while rest and _share_together(frame, counts, pooled) < _LEAST_SHARE:
        pooled.append(rest.pop(0))
    group[pooled] = pooled[0]
    return np.unique(group, return_inverse=True)[1].astype(np.intp)


def _share_together(frame: Frame, counts: Numbers, units: list[int]) -> float:
    """Of the people of these units, the share whose kind answered in any of them."""
    inside = np.isin(frame.codes[0], units)
    kinds = list(zip(*(frame.codes[number] for number in range(1, len(frame.dimensions))), strict=True))
    kinds = kinds or [()] * len(frame.strata)
    spoke = {kinds[place] for place in np.flatnonzero(inside & (counts > 0))}
    heard = np.array([kind in spoke for kind in kinds]) & inside
    people = float(frame.population[inside].sum())
    return float(frame.population[heard].sum()) / people if people else 1.0


def _of_kinds(frame: Frame, counts: Numbers, number: int) -> Codes:
    """For each category of another dimension, its group."""
    size = len(frame.categories[number])
    spoke: Truths = sum_by(frame.codes[number], counts, size) > 0
    group = np.arange(size, dtype=np.intp)
    loud = np.flatnonzero(spoke)
    for silent in np.flatnonzero(~spoke):
        group[silent] = loud[np.argmin(np.abs(loud - silent))]
    return np.unique(group, return_inverse=True)[1].astype(np.intp)


def _joined(frame: Frame, number: int, group: Codes) -> list[Joined]:
    people = frame.margin(number)
    found = []
    for one in np.flatnonzero(np.bincount(group) > 1):
        members = np.flatnonzero(group == one)
        if np.count_nonzero(people[members]) > 1:
            names = tuple(frame.categories[number][member] for member in members)
            found.append(Joined(names=names, people=float(people[members].sum())))
    return found
