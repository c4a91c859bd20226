"""What one desk does with referrals that arrive at known moments: shifts, training, what comes back, interruption."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from causeway.staffing import BandDemand, FollowUp, Handling, Run, Scenario, Shape, Shift, Team
from causeway.staffing._desk import simulate
from causeway.staffing._streams import Referrals, duty
from causeway.vocabulary.findings import Band

RUN = Run(weeks=3, warm_up_weeks=0, after_weeks=0, replications=2)
HOUR = Handling(mean_minutes=60, shape=Shape.CONSTANT)
LOW, HIGH = 1, 0
DAY = 24.0


def desk(teams: tuple[Team, ...] = (Team(trained=1),), **given: Any) -> Scenario:
    """Two bands, an hour each; on weekdays from eight to four where nothing else is said."""
    follow_up = given.pop("follow_up", None)
    high = BandDemand(per_week=1, handling=HOUR, target_days=7, needs_training=given.pop("needs_training", False))
    low = BandDemand(per_week=1, handling=HOUR, target_days=30, follow_up=follow_up)
    return Scenario(bands={Band.HIGH: high, Band.LOW: low}, teams=teams, **given)


def seen(scenario: Scenario, *told: tuple[float, int], work: float = 1.0, again: float = 0.0) -> list[float]:
    """At which hour of the first week each of these (hour, band) was seen."""
    at = np.array([hour for hour, _ in told])
    band = np.array([place for _, place in told])
    stream = Referrals(at, band, band, np.full(at.size, work), np.where(band == LOW, again, 0.0))
    trace = simulate(scenario, RUN, [stream] * RUN.replications, duty(scenario, RUN))
    first = trace.replication == 0
    found = dict(zip(zip(trace.at[first], trace.band[first], strict=True), trace.seen[first], strict=True))
    return [float(found[one]) for one in told]


def test_what_comes_at_night_waits_for_the_morning() -> None:
    assert seen(desk(), (3.0, LOW), (30.0, LOW)) == [8.0, DAY + 8.0]


def test_what_comes_on_saturday_waits_for_monday() -> None:
    assert seen(desk(), (5 * DAY + 10, HIGH)) == [7 * DAY + 8]


def test_work_stops_with_the_shift_and_goes_on_in_the_morning() -> None:
    # An hour from half past three: half of it is left for the morning, and only then is the next one seen.
    assert seen(desk(), (15.5, LOW), (15.75, LOW)) == [15.5, DAY + 8.5]


def test_work_of_many_days_is_finished() -> None:
    assert seen(desk(), (8.0, LOW), (9.0, LOW), work=20.0) == [8.0, 2 * DAY + 12.0]


def test_the_higher_band_goes_first_and_within_a_band_who_came_first() -> None:
    assert seen(desk(), (0.0, LOW), (1.0, LOW), (2.0, HIGH), (3.0, HIGH)) == [10.0, 11.0, 8.0, 9.0]


def test_only_trained_officers_take_what_needs_training() -> None:
    teams = (Team(trained=1, untrained=2),)
    assert seen(desk(teams, needs_training=True), (1.0, HIGH), (2.0, HIGH), (3.0, HIGH)) == [8.0, 9.0, 10.0]


def test_a_trained_officer_is_kept_for_what_only_they_may_do() -> None:
    teams = (Team(trained=1, untrained=1),)
    assert seen(desk(teams, needs_training=True), (8.5, LOW), (9.0, HIGH)) == [8.5, 9.0]


def test_an_evening_team_takes_up_what_the_day_team_left() -> None:
    evening = Team(trained=1, shift=Shift(from_hour=15, to_hour=23))
    teams = (Team(trained=1), evening)
    # Day: three hours from 14:00, of which two are done by 16:00. Evening: an equal one from 15:00, then the rest.
    assert seen(desk(teams), (14.0, LOW), (15.0, LOW), (15.5, LOW), work=3.0) == [14.0, 15.0, 19.0]


def test_what_one_team_leaves_the_other_takes_up_even_if_nothing_else_comes() -> None:
    teams = (Team(trained=1), Team(trained=1, shift=Shift(from_hour=15.75, to_hour=23)))
    # Half an hour is left at 16:00, and done by 16:30; so the day officer is free in the morning.
    assert seen(desk(teams), (15.5, LOW), (DAY + 8.0, LOW), (DAY + 8.1, LOW))[1] == DAY + 8.0


def test_a_night_shift_goes_on_past_midnight() -> None:
    teams = (Team(trained=1, shift=Shift(days=(4,), from_hour=22, to_hour=30)),)
    assert seen(desk(teams), (5 * DAY + 3, LOW), (5 * DAY + 7, LOW)) == [5 * DAY + 3, 11 * DAY + 22]


def test_what_comes_back_takes_its_time_after_those_of_its_band() -> None:
    follow_up = FollowUp(share=1, after_days=1, handling=HOUR)
    # Seen on Monday at 8, back on Tuesday at 8: a new one of the band goes first, one of the day after waits.
    found = seen(desk(follow_up=follow_up), (0.0, LOW), (DAY + 7, LOW), (DAY + 9.5, LOW), again=4.0)
    assert found == [8.0, DAY + 8.0, DAY + 13.0]


def test_without_interruption_a_referral_waits_until_somebody_is_free() -> None:
    assert seen(desk(), (8.0, LOW), (9.0, HIGH), work=4.0) == [8.0, 12.0]


def test_with_interruption_it_is_seen_at_once_and_the_other_is_taken_up_again() -> None:
    scenario = desk(is_interrupting=True)
    # The low one has three of its four hours left when the high one is done at 13:00: until 16:00.
    assert seen(scenario, (8.0, LOW), (9.0, HIGH), (9.5, LOW), work=4.0) == [8.0, 9.0, DAY + 8.0]


def test_nobody_is_interrupted_by_an_equal_or_by_what_they_may_not_do() -> None:
    assert seen(desk(is_interrupting=True), (8.0, HIGH), (9.0, HIGH), work=2.0) == [8.0, 10.0]
    teams = (Team(trained=1, untrained=1),)
    scenario = desk(teams, needs_training=True, is_interrupting=True)
    # The untrained officer works on the low one; the trained one, on a high one, is not interrupted.
    assert seen(scenario, (8.0, HIGH), (8.0, LOW), (9.0, HIGH), work=2.0) == [8.0, 8.0, 10.0]


def test_what_nobody_sees_by_the_end_is_never_seen() -> None:
    assert seen(desk(), (20 * DAY, LOW)) == [np.inf]


def test_absences_are_as_many_as_said_and_never_those_of_a_colleague() -> None:
    scenario, run = desk((Team(trained=3),), absence=0.25), replace(RUN, weeks=52, replications=40)
    days = np.isfinite(duty(scenario, run).begins)
    assert days.mean() * days.shape[2] / (52 * 5) == pytest.approx(0.75, abs=0.01)
    more = duty(scenario.with_trained(4), run)
    assert np.array_equal(more.begins[:, :3], duty(scenario, run).begins)
