"""Weights that make those who answered stand for everybody in the frame.

`post_stratify` gives each person who answered in a stratum an equal share of its population. Strata from which nobody
answered keep their people: the weights are then raked (iterative proportional fitting, Deming and Stephan 1940) to the
frame's margins, so that those people are stood for by others of their force and by others of their rank. `_margins.py`
states which margins are joined where too few answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from causeway.estimation._arrays import Numbers, Truths, over
from causeway.estimation._errors import EstimationError
from causeway.estimation._margins import Joined, ways_to_meet_margins
from causeway.estimation._raking import fit_margins
from causeway.estimation.frame import Frame, Sample
from causeway.estimation.variance import Strata

_LEAST_KEPT = 0.1


class NoteCode(StrEnum):
    """What a reader of weighted figures must be told."""

    NOBODY_ANSWERED = "nobody_answered"
    """A stratum has people and no answer; others of its force and rank stand for them."""
    MARGIN_JOINED = "margin_joined"
    """Too few answered to meet a category's own total; it was joined with others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing to tell: which strata or categories, and how many people or how much it is about."""

    code: NoteCode
    names: tuple[str, ...] = ()
    amount: float = 0.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Weighted:
    """A sample with its weights, one a person; they add up to the frame's population."""

    sample: Sample
    weight: Numbers
    notes: tuple[Note, ...] = ()

    @cached_property
    def strata(self) -> Strata:
        """How many answered in each stratum, for variances."""
        return Strata.of(self.sample.counts, self.sample.frame.population)

    @property
    def lowest(self) -> float:
        """The smallest weight."""
        return float(self.weight.min())

    @property
    def highest(self) -> float:
        """The largest weight."""
        return float(self.weight.max())

    @cached_property
    def effective_n(self) -> float:
        """Kish's effective sample size: how many answers of equal weight would tell as much."""
        return float(self.weight.sum() ** 2 / np.square(self.weight).sum())

    @property
    def design_effect(self) -> float:
        """Kish's design effect of unequal weights: the answers over their effective number."""
        return len(self.weight) / self.effective_n


def post_stratify(sample: Sample) -> Weighted:
    """Weights by stratum that add up to the frame's population, of each stratum that answered and in all.

    Raises:
        EstimationError: nobody answered, or somebody answered from a stratum without people.
    """
    frame, counts = sample.frame, sample.counts
    if len(sample) == 0:
        raise EstimationError("no_answers", "Nobody answered.")
    too_many = counts > np.ceil(frame.population)  # full-time equivalents are fewer than heads
    if too_many.any():
        place = int(np.flatnonzero(too_many)[0])
        raise EstimationError(
            "more_than_population", f"More people answered from {' / '.join(frame.strata[place])} than the frame holds."
        )
    notes: tuple[Note, ...] = ()
    silent = (counts == 0) & (frame.population > 0)
    if not silent.any():
        total = frame.population
    else:
        total, joined = _stood_for(frame, counts)
        notes = _notes(frame, silent, joined)
    return Weighted(sample=sample, weight=over(total, counts)[sample.stratum], notes=notes)


def _stood_for(frame: Frame, counts: Numbers) -> tuple[Numbers, Sequence[Joined]]:
    """How many people each stratum that answered stands for, so that the frame's margins are met, and what was joined.

    Margins that cannot be met together, or only by making the answers of a stratum count for next to nothing, are
    given up in turn: first those of the force, then those of the rank.
    """
    start = np.where(counts > 0, frame.population, 0.0)
    for margins, joined in ways_to_meet_margins(frame, counts):
        fit = fit_margins(start, margins)
        if fit.converged and np.all(fit.total[counts > 0] >= _LEAST_KEPT * start[counts > 0]):
            return fit.total * (frame.population.sum() / fit.total.sum()), joined
    return start * (frame.population.sum() / start.sum()), _all_joined(frame)


def _all_joined(frame: Frame) -> list[Joined]:
    people = float(frame.population.sum())
    return [Joined(names=names, people=people) for names in frame.categories if len(names) > 1]


def _notes(frame: Frame, silent: Truths, joined: Sequence[Joined]) -> tuple[Note, ...]:
    notes = [
        Note(
            code=NoteCode.NOBODY_ANSWERED,
            names=frame.strata[place],
            amount=float(frame.population[place]),
        )
        for place in np.flatnonzero(silent)
    ]
    notes += [Note(code=NoteCode.MARGIN_JOINED, names=one.names, amount=one.people) for one in joined]
    return tuple(notes)
