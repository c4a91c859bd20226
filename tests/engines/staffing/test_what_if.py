"""What-if figures: nothing is lost, levers pull the right way, more officers never make a wait longer."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.staffing import (
    BandDemand,
    Bursts,
    Handling,
    Interval,
    Lever,
    Question,
    Run,
    Scenario,
    ScenarioError,
    Shift,
    Team,
    compare,
    officers_needed,
    pulled,
    spread_over_bands,
    usual_scenario,
    what_if,
)
from causeway.staffing._intervals import interval
from causeway.staffing.what_if import simulated
from causeway.vocabulary.findings import BAND_ORDER, Band

SHORT = Run(weeks=6, warm_up_weeks=2, after_weeks=5, replications=12)
UPPER = frozenset({Band.VERY_HIGH, Band.HIGH})


def usual(trained: int = 6, untrained: int = 3, per_week: float = 120) -> Scenario:
    return usual_scenario(spread_over_bands(per_week), trained=trained, untrained=untrained)


def one_band(officers: int, per_week: float, spread: float, seed: int) -> tuple[Scenario, Run]:
    demand = BandDemand(per_week=per_week, handling=Handling(mean_minutes=60, spread=spread), target_days=7)
    scenario = Scenario(bands={Band.HIGH: demand}, teams=(Team(trained=officers, shift=Shift(days=tuple(range(7)))),))
    return scenario, Run(weeks=2, warm_up_weeks=0, after_weeks=1, replications=3, seed=seed)


@settings(max_examples=15, deadline=None)
@given(
    officers=st.integers(1, 5),
    per_week=st.floats(5, 250),
    spread=st.floats(0, 3),
    seed=st.integers(0, 1000),
)
def test_one_more_officer_makes_no_referral_wait_longer(
    officers: int, per_week: float, spread: float, seed: int
) -> None:
    scenario, run = one_band(officers, per_week, spread, seed)
    fewer, more = simulated(scenario, run), simulated(scenario.with_trained(officers + 1), run)
    assert np.array_equal(fewer.trace.at, more.trace.at)
    assert (more.trace.seen <= fewer.trace.seen + 1e-9).all()


@settings(max_examples=15, deadline=None)
@given(
    officers=st.integers(1, 4),
    per_week=st.floats(5, 200),
    misjudged=st.floats(0, 0.9),
    is_interrupting=st.booleans(),
    seed=st.integers(0, 1000),
)
def test_nothing_is_lost_and_nothing_is_seen_before_it_came(
    officers: int, per_week: float, misjudged: float, is_interrupting: bool, seed: int
) -> None:
    scenario = replace(
        usual(officers, 1, per_week), misjudged_share=misjudged, is_interrupting=is_interrupting, is_bundled=False
    )
    outcome = simulated(scenario, Run(weeks=2, warm_up_weeks=1, after_weeks=1, replications=2, seed=seed))
    trace = outcome.trace
    assert (trace.seen >= trace.at).all()
    told = simulated(replace(scenario, teams=(Team(trained=9),)), outcome.run).trace
    assert np.array_equal(np.sort(told.at), np.sort(trace.at))
    hours = outcome.run.weeks * sum(team.officers * 40 for team in scenario.teams)
    assert (trace.busy_hours <= hours + 1e-6).all()


def test_the_same_seed_gives_the_same_figures_and_another_does_not() -> None:
    assert what_if(usual(), SHORT) == what_if(usual(), SHORT)
    assert what_if(usual(), SHORT) != what_if(usual(), replace(SHORT, seed=2))


def test_as_many_arrive_as_the_scenario_says_bursts_included() -> None:
    bursts = Bursts(per_year=26, referrals=40, days=2)
    scenario = replace(usual(per_week=100), bursts=bursts, is_bundled=False)
    figures = what_if(scenario, replace(SHORT, weeks=12, replications=60))
    assert scenario.per_week == 120
    assert sum(one.per_week.estimate for one in figures.bands) == pytest.approx(120, rel=0.04)


def test_arrivals_follow_the_profile_of_the_week() -> None:
    by_night = tuple(1.0 if hour % 24 < 6 else 0.0 for hour in range(168))
    outcome = simulated(replace(usual(), profile=by_night), SHORT)
    assert ((outcome.trace.at % 24) < 6).all()


def test_work_over_hours_foretells_how_busy_officers_are() -> None:
    scenario = usual(6, 0, 120)
    figures = what_if(scenario, replace(SHORT, weeks=12, warm_up_weeks=4, replications=30))
    assert 0.6 < scenario.load < 0.9
    assert figures.utilisation.estimate == pytest.approx(scenario.load, rel=0.05)


def test_a_desk_with_too_much_work_says_so_and_its_queue_grows() -> None:
    figures = what_if(usual(2, 0, 200), SHORT)
    assert figures.load > 1
    assert figures.waiting[-1].estimate > figures.waiting[0].estimate
    low = figures.of(Band.LOW)
    assert low.unseen > 0
    assert low.in_time.estimate < 0.5


def test_urgent_bands_are_seen_first() -> None:
    means = [one.mean.estimate for one in what_if(usual(5, 2), SHORT).bands]
    assert means == sorted(means)


@pytest.mark.parametrize("lever", [Lever.BUNDLE, Lever.TRAIN])
def test_pulling_a_lever_shortens_the_wait(lever: Lever) -> None:
    scenario = replace(usual(3, 4, 140), is_bundled=False)
    other = pulled(scenario, lever)
    assert other is not None
    found = compare(scenario, other, SHORT)
    helped = Band.LOW if lever is Lever.BUNDLE else Band.HIGH
    assert next(one.mean_days for one in found.differences if one.band is helped).high < 0
    assert pulled(other, lever) is None


def test_better_triage_is_seen_in_the_worst_waits_of_the_upper_bands() -> None:
    scenario = replace(usual(6, 3, 150), misjudged_share=0.3)
    better = pulled(scenario, Lever.TRIAGE)
    assert better is not None
    assert better.misjudged_share == 0.15
    before, after = simulated(scenario, SHORT), simulated(better, SHORT)
    assert after.shares(UPPER, 1.0).mean() > before.shares(UPPER, 1.0).mean()


def test_common_random_numbers_make_the_difference_much_surer_than_the_figures() -> None:
    scenario = usual(6, 3, 130)
    found = compare(scenario, scenario.with_trained(7), SHORT)
    own = found.first.of(Band.LOW).mean
    difference = next(one.mean_days for one in found.differences if one.band is Band.LOW)
    assert difference.high < 0
    assert difference.high - difference.low < own.high - own.low


def test_the_answer_is_the_least_number_that_is_enough() -> None:
    scenario, question = usual(1, 3, 120), Question(bands=UPPER, share=0.95, within_days=7)
    answer = officers_needed(scenario, question, SHORT)
    assert answer.trained is not None
    assert answer.low is not None
    assert answer.high is not None
    assert answer.low <= answer.trained <= answer.high
    at = answer.at_answer
    assert at is not None
    assert at.share.estimate >= 0.95
    fewer = simulated(scenario.with_trained(answer.trained - 1), SHORT).shares(UPPER, 7)
    assert fewer.mean() < 0.95
    shares = [one.share.estimate for one in answer.tried]
    assert shares == sorted(shares)


def test_no_number_of_officers_on_weekdays_sees_what_comes_on_saturday_within_a_day() -> None:
    within_a_day = Question(bands=frozenset({Band.VERY_HIGH}), share=0.95)
    answer = officers_needed(usual(), within_a_day, replace(SHORT, weeks=2))
    assert max(one.trained for one in answer.tried) < 40
    assert answer.trained is None
    assert answer.at_answer is None


@pytest.mark.parametrize(
    ("question", "field"),
    [
        (Question(bands=frozenset()), "bands"),
        (Question(bands=UPPER, share=1.0), "share"),
    ],
)
def test_a_question_that_is_none_is_refused(question: Question, field: str) -> None:
    with pytest.raises(ScenarioError) as fault:
        officers_needed(usual(), question, SHORT)
    assert fault.value.field == field


def test_an_interval_is_student_s_over_replications() -> None:
    # Ten values of mean 5.5 and deviation 3.0277: t of the tables for 9 degrees of freedom is 2.262.
    found = interval(np.arange(1.0, 11.0))
    assert found.estimate == 5.5
    assert found.high - found.estimate == pytest.approx(2.262 * 3.0277 / 10**0.5, rel=0.001)


def test_an_interval_holds_what_lies_within() -> None:
    assert Interval(1.0, 0.5, 1.5).holds(0.5)
    assert not Interval(1.0, 0.5, 1.5).holds(1.6)


def test_every_band_has_the_force_s_target_unless_another_is_given() -> None:
    assert [usual().bands[band].target_days for band in BAND_ORDER] == [1, 7, 14, 30]
