"""Populations of officers whose true answers are known, and who of them answers a survey: what estimates are measured
against.

Forces, their sizes and every rate are invented. Both answering the survey and saying yes go with force and rank, as in
real surveys, so that a plain share of the answers is wrong and one weighted by force and rank can be right. Where
response hangs on the answer itself (`lift`), no weighting can be right, and the truth says by how much.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RANKS: tuple[str, ...] = ("constable", "sergeant", "inspector", "chief inspector", "superintendent")

_SHARE_OF_RANK = np.array([0.77, 0.155, 0.05, 0.015, 0.01])
_RESPONSE_OF_RANK = np.array([-0.8, 0.0, 0.8, 1.2, 1.6])
_YES_OF_RANK = np.array([-0.5, 0.0, 0.3, 0.6, 0.9])
_LARGE = (30_000, 8_000, 7_000, 6_500)
_SMALL_FROM, _SMALL_TO = 700, 4_500
_FORCE_SPREAD = 0.8
_YES_SPREAD = 0.6
_YES_WITH_RESPONSE = 0.7
"""Forces that answer more say yes more: what makes unweighted shares fail."""
_STEPS = 40

_LOG_SIZE = (7.8, 0.7)
_STEEP_YES_OF_RANK = np.linspace(0.0, 2.5, len(RANKS))
_STEEP_FORCE_SPREAD, _STEEP_STRATUM_SPREAD = 0.8, 0.3
_STEEPNESS = 0.8
"""By how much the log of the share that answers rises with the log-odds of yes."""
_MOST_WHO_ANSWER = 0.95


@dataclass(frozen=True, kw_only=True, eq=False)
class Population:
    """Counts by stratum, force by force and rank by rank within: people, who would say yes, who answered, who of those
    said yes. `yes_if_silent` is the share of yes among those who did not answer.
    """

    strata: tuple[tuple[str, str], ...]
    people: NDArray[np.int64]
    yes: NDArray[np.int64]
    answered: NDArray[np.int64]
    answered_yes: NDArray[np.int64]

    @property
    def rate(self) -> float:
        """The true share of yes."""
        return float(self.yes.sum() / self.people.sum())

    @property
    def yes_if_silent(self) -> NDArray[np.float64]:
        """By stratum, the true share of yes among those who did not answer; 0 where all did."""
        silent = self.people - self.answered
        said = (self.yes - self.answered_yes).astype(np.float64)
        return np.asarray(said / np.maximum(silent, 1), dtype=np.float64)

    def answers(self) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """One row a person who answered: the place of the stratum, and whether they said yes."""
        places = np.arange(len(self.people), dtype=np.intp)
        yes = np.repeat(places, self.answered_yes)
        no = np.repeat(places, self.answered - self.answered_yes)
        return np.concatenate([yes, no]), np.arange(len(yes) + len(no)) < len(yes)


def population(
    seed: int, *, rate: float, forces: int = 43, expected_answers: int = 930, lift: float = 0.0
) -> Population:
    """A population with about this rate of yes, of whom about so many answer.

    `lift`: by how much saying yes raises the log-odds of answering, within a stratum.
    """
    rng = np.random.default_rng(seed)
    sizes = np.array([*_LARGE, *rng.integers(_SMALL_FROM, _SMALL_TO, forces)])[:forces]
    people = np.maximum(np.round(sizes[:, None] * _SHARE_OF_RANK), 4).astype(np.int64).ravel()
    by_force = rng.normal(0, _FORCE_SPREAD, forces)
    leaning = (by_force[:, None] + _RESPONSE_OF_RANK).ravel()
    yes_by_force = _YES_WITH_RESPONSE * by_force + rng.normal(0, _YES_SPREAD, forces)
    says_yes = _odds_to_meet(rate * people.sum(), people, (yes_by_force[:, None] + _YES_OF_RANK).ravel())
    answers = _odds_to_meet(expected_answers, people, leaning)
    return _drawn(rng, people, _share(says_yes), _share(answers), _share(answers + lift))


def steep_population(seed: int, *, rate: float, forces: int = 43, expected_answers: int = 930) -> Population:
    """A population in which response climbs steeply with the share of yes, rank by rank and force by force.

    Ranks are equally large, and the odds of yes differ twelvefold between the first and the last: most people are where
    the fewest answer and yes is rarest. The sample says yes about twice too often, and one in seven people stand in
    strata from which nobody answered.
    """
    rng = np.random.default_rng(seed)
    size = np.maximum(np.exp(rng.normal(*_LOG_SIZE, forces)) / len(RANKS), 4)
    people = np.repeat(np.round(size), len(RANKS)).astype(np.int64)
    leaning = rng.normal(0, _STEEP_FORCE_SPREAD, forces)[:, None] + _STEEP_YES_OF_RANK
    leaning = leaning.ravel() + rng.normal(0, _STEEP_STRATUM_SPREAD, len(people))
    says_yes = _odds_to_meet(rate * people.sum(), people, leaning)
    answers = _shares_to_meet(expected_answers, people, np.exp(_STEEPNESS * says_yes))
    return _drawn(rng, people, _share(says_yes), answers, answers)


def _drawn(
    rng: np.random.Generator,
    people: NDArray[np.int64],
    says_yes: NDArray[np.float64],
    no_answers: NDArray[np.float64],
    yes_answers: NDArray[np.float64],
) -> Population:
    """Who says yes, and who of them and of the others answers."""
    yes = rng.binomial(people, says_yes)
    answered_yes = rng.binomial(yes, yes_answers)
    answered = answered_yes + rng.binomial(people - yes, no_answers)
    forces = len(people) // len(RANKS)
    strata = tuple((f"Force {force + 1:02}", rank) for force in range(forces) for rank in RANKS)
    return Population(strata=strata, people=people, yes=yes, answered=answered, answered_yes=answered_yes)


def _shares_to_meet(wanted: float, people: NDArray[np.int64], leaning: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares by stratum in proportion to `leaning`, none over the highest, at which so many people are expected."""
    found = leaning
    for _ in range(_STEPS):
        found = np.minimum(found * (wanted / (people * found).sum()), _MOST_WHO_ANSWER)
    return found


def _odds_to_meet(wanted: float, people: NDArray[np.int64], leaning: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-odds by stratum, as unequal as `leaning`, at which so many people are expected."""
    low, high = -30.0, 30.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if (people * _share(middle + leaning)).sum() > wanted else (middle, high)
    return np.asarray(low + leaning, dtype=np.float64)


def _share(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-log_odds)), dtype=np.float64)
