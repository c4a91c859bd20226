"""Weights that make those who answered stand for everybody in the frame.

`post_stratify` gives each person who answered in a stratum an equal share of its population. Strata from which nobody
answered keep their people: the weights are then raked (iterative proportional fitting, Deming and Stephan 1940) to the
frame's margins, so that those people are stood for by others of their force and by others of their rank. `_margins.py`
states which margins are joined where too few answered. `rake` fits weights to any margins that are known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from causeway.estimation._arrays import Codes, Numbers, Truths, sum_by
from causeway.estimation._errors import EstimationError
from causeway.estimation._margins import Joined, ways_to_meet_margins
from causeway.estimation._raking import Fit, Margin, fit_margins
from causeway.estimation.frame import Frame, Sample
from causeway.estimation.variance import Strata

_LEAST_KEPT = 0.1


class NoteCode(StrEnum):
    """What a reader of weighted figures must be told."""

    NOBODY_ANSWERED = "nobody_answered"
    """A stratum has people and no answer; others of its force and rank stand for them."""
    MARGIN_JOINED = "margin_joined"
    """Too few answered to meet a category's own total; it was joined with others."""
    NOT_CONVERGED = "not_converged"
    """Raking stopped before every margin was met; `amount` is the largest relative difference that was left."""
    TRIMMED = "trimmed"
    """Weights beyond the limit were cut to it; `amount` says how many."""


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
    converged: bool = True

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


def design_weights(sample: Sample, invited: Numbers) -> Numbers:
    """Each person's population over invited, by stratum: what one invited person stood for before anybody answered.

    Raises:
        EstimationError: somebody answered from a stratum in which nobody was invited.
    """
    if np.any((invited <= 0) & (sample.counts > 0)):
        raise EstimationError("nobody_invited", "Somebody answered from a stratum in which nobody was invited.")
    share = sample.frame.population / np.maximum(invited, 1)
    return np.asarray(share[sample.stratum], dtype=np.float64)


def adjust_for_nonresponse(weight: Numbers, classes: Codes, answered: Truths) -> Numbers:
    """Weights of those who answered, carrying those of their class who did not; 0 for the latter.

    Raises:
        EstimationError: nobody in a class answered, so that nobody can stand for it.
    """
    size = int(classes.max()) + 1
    all_of = sum_by(classes, weight, size)
    who_answered = sum_by(classes, weight * answered, size)
    if np.any((who_answered <= 0) & (all_of > 0)):
        raise EstimationError("class_silent", "Nobody answered in one of the classes; join it with another.")
    factor = all_of / np.maximum(who_answered, 1e-300)
    return np.where(answered, weight * factor[classes], 0.0)


def post_stratify(sample: Sample) -> Weighted:
    """Weights by stratum that add up to the frame's population, of each stratum that answered and in all.

    Within a stratum, base weights (where the sample has them) keep their proportions.

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
    base = np.ones(len(sample)) if sample.base_weight is None else sample.base_weight
    base_sum = sum_by(sample.stratum, base, len(counts))
    notes: tuple[Note, ...] = ()
    silent = (counts == 0) & (frame.population > 0)
    if not silent.any():
        total = frame.population
    else:
        total, joined = _stood_for(frame, counts)
        notes = _notes(frame, silent, joined)
    factor = total / np.where(base_sum > 0, base_sum, 1.0)
    return Weighted(sample=sample, weight=base * factor[sample.stratum], notes=notes)


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


def rake(
    sample: Sample,
    margins: Sequence[tuple[Sequence[int], Sequence[float]]],
    *,
    limit: float | None = None,
) -> Weighted:
    """Weights fitted to margins: for each, the category of every person, and the population of each category.

    `limit` trims: no weight exceeds so many times the median one; what was cut is spread by fitting again.

    Raises:
        EstimationError: nobody answered, margins disagree on the population, or a category with people has no answer.
    """
    if len(sample) == 0:
        raise EstimationError("no_answers", "Nobody answered.")
    fitted = [Margin(codes=np.asarray(codes), target=np.asarray(known, dtype=np.float64)) for codes, known in margins]
    people = fitted[0].target.sum()
    if any(abs(margin.target.sum() - people) > 1e-6 * people for margin in fitted):
        raise EstimationError("margins_disagree", "The margins do not add up to the same population.")
    if any(np.any((margin.sums(np.ones(len(sample))) == 0) & (margin.target > 0)) for margin in fitted):
        raise EstimationError("category_silent", "A category with people has no answer; join it with another.")
    base = np.ones(len(sample)) if sample.base_weight is None else sample.base_weight
    fit = fit_margins(base, fitted, limit=limit)
    notes = _unconverged(fit)
    if fit.trimmed:
        notes = (*notes, Note(code=NoteCode.TRIMMED, amount=fit.trimmed))
    return Weighted(sample=sample, weight=fit.total, notes=notes, converged=fit.converged)


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


def _unconverged(fit: Fit) -> tuple[Note, ...]:
    return () if fit.converged else (Note(code=NoteCode.NOT_CONVERGED, amount=fit.worst),)
