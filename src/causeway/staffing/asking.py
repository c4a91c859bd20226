"""Questions that a chief asks: how many trained officers, and what else would help as much.

Every candidate meets the same referrals and the same absences (common random numbers), so that the answer is found by
bisection, and differences between scenarios are those of the scenarios.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from causeway.staffing._intervals import Interval, interval
from causeway.staffing.errors import ScenarioError
from causeway.staffing.scenario import MOST_OFFICERS, Run, Scenario
from causeway.staffing.what_if import Figures, Outcome, simulated, summed_up
from causeway.vocabulary.findings import Band

_NO_GAIN, _IDLE = 0.001, 0.5
"""Where officers who are idle for half of their time, and more of them, gain nothing, it is the hours of duty that are
wanting and not officers.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """How many trained officers see this `share` of these bands' referrals in time? `within_days` None: each band's
    own target.
    """

    bands: frozenset[Band]
    share: float = 0.99
    within_days: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What one number of trained officers gives: the share seen in time, the expected longest wait of a run in days,
    and in which share of the runs every one was seen in time.
    """

    trained: int
    share: Interval
    worst_days: Interval
    every_one: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The least number of trained officers in the first team that answers the question, and between which numbers it
    lies at 95% confidence; None where no number does: then nobody is on duty when it matters. `tried` is in order.
    """

    question: Question
    trained: int | None
    low: int | None
    high: int | None
    tried: tuple[Tried, ...]

    @property
    def at_answer(self) -> Tried | None:
        """What the answer gives."""
        return next((one for one in self.tried if one.trained == self.trained), None)


def officers_needed(scenario: Scenario, question: Question, run: Run | None = None, *, most: int = 256) -> Answer:
    """The least number of trained officers in the first team by which the question is answered with yes.

    Raises:
        ScenarioError: the question names a band that the scenario lacks, or no share between 0 and 1.
    """
    if not question.bands or not question.bands <= set(scenario.order):
        raise ScenarioError("bands", "must be bands of the scenario")
    if not 0 < question.share < 1:
        raise ScenarioError("share", "must be between 0 and 1")
    most = min(most, MOST_OFFICERS)
    how_long, known = run or Run(), dict[int, Tried]()

    def tried(trained: int) -> Tried:
        if trained not in known:
            known[trained] = _tried(simulated(scenario.with_trained(trained), how_long), question)
        return known[trained]

    def is_enough(trained: int) -> bool:
        return tried(trained).share.estimate >= question.share

    def is_hopeless(fewer: int, trained: int) -> bool:
        gained = tried(trained).share.estimate - tried(fewer).share.estimate
        return gained < _NO_GAIN and scenario.with_trained(fewer).load < _IDLE

    found = _least(is_enough, is_hopeless, _guess(scenario), most)
    low = high = None
    if found is not None:
        low, high = found, found
        while low > 1 and tried(low - 1).share.high >= question.share:
            low -= 1
        while high < most and tried(high).share.low < question.share:
            high += 1
    in_order = tuple(known[trained] for trained in sorted(known))
    return Answer(question=question, trained=found, low=low, high=high, tried=in_order)


def _guess(scenario: Scenario) -> int:
    """Where to begin: as many trained officers as the work fills."""
    team = scenario.teams[0]
    each = team.hours_a_week * (1 - scenario.absence if team.shift else 1) * scenario.desk_share
    others = scenario.with_trained(1).officer_hours_a_week - each
    return max(1, int((scenario.work_hours_a_week - others) / each) + 1)


def _least(
    is_enough: Callable[[int], bool], is_hopeless: Callable[[int, int], bool], guess: int, most: int
) -> int | None:
    """The least number from 1 to `most` that is enough, where every larger one is as well."""
    below, above = 0, min(guess, most)
    step = 1
    while not is_enough(above):
        if above == most or (below and is_hopeless(below, above)):
            return None
        below, above = above, min(above + step, most)
        step *= 2
    step = 1
    while below < above - 1:
        # First in growing steps down from the guess, which is near; then by halves.
        trial = max(above - step, below + 1) if step < above - below else (below + above) // 2
        if is_enough(trial):
            above, step = trial, step * 2
        else:
            below, step = trial, most
    return above


def _tried(outcome: Outcome, question: Question) -> Tried:
    worst = outcome.worst(question.bands)
    shares = outcome.shares(question.bands, question.within_days)
    known = shares[np.isfinite(shares)]
    return Tried(
        trained=outcome.scenario.teams[0].trained,
        share=interval(shares, lowest=0.0, highest=1.0),
        worst_days=interval(worst, lowest=0.0),
        every_one=float((known == 1).mean()) if known.size else float("nan"),
    )


class Lever(StrEnum):
    """What else can be changed on a desk, other than how many work there."""

    BUNDLE = "bundle"
    TRIAGE = "triage"
    TRAIN = "train"
    INTERRUPT = "interrupt"


def pulled(scenario: Scenario, lever: Lever) -> Scenario | None:
    """The scenario with this lever pulled; None where it is pulled already or would change nothing.

    BUNDLE merges duplicates on arrival; TRIAGE misjudges half as many; TRAIN trains everybody; INTERRUPT lets a new
    referral interrupt work on a lower band.
    """
    match lever:
        case Lever.BUNDLE:
            is_of_use = scenario.duplicate_share > 0 and not scenario.is_bundled
            return replace(scenario, is_bundled=True) if is_of_use else None
        case Lever.TRIAGE:
            halved = replace(scenario, misjudged_share=scenario.misjudged_share / 2)
            return halved if scenario.misjudged_share > 0 else None
        case Lever.TRAIN:
            teams = tuple(replace(team, trained=team.officers, untrained=0) for team in scenario.teams)
            return replace(scenario, teams=teams) if teams != scenario.teams else None
        case Lever.INTERRUPT:
            return None if scenario.is_interrupting else replace(scenario, is_interrupting=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """By how much a scenario differs from another, band by band, in the same replications: days of mean waiting, and
    share seen in time. Above 0 is more than the first.
    """

    band: Band
    mean_days: Interval
    in_time: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two scenarios under the same chances, and their differences in the bands that both have."""

    first: Figures
    second: Figures
    differences: tuple[Difference, ...]


def compare(first: Scenario, second: Scenario, run: Run | None = None) -> Comparison:
    """Simulate two scenarios with common random numbers."""
    return compare_each(first, [second], run)[0]


def compare_each(first: Scenario, others: Sequence[Scenario], run: Run | None = None) -> list[Comparison]:
    """Simulate a scenario once, and each of the others with the same random numbers."""
    how_long = run or Run()
    one = simulated(first, how_long)
    figures = summed_up(one)
    return [_comparison(one, figures, simulated(other, how_long)) for other in others]


def _comparison(one: Outcome, figures: Figures, other: Outcome) -> Comparison:
    return Comparison(
        first=figures,
        second=summed_up(other),
        differences=tuple(
            Difference(
                band=band,
                mean_days=interval(other.mean_days(band) - one.mean_days(band)),
                in_time=interval(other.shares(frozenset({band})) - one.shares(frozenset({band}))),
            )
            for band in one.scenario.order
            if band in other.scenario.bands
        ),
    )
