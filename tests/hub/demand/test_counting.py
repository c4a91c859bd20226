"""The pure part: periods, counts, waits, charts and answers, without a database."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
from django.utils.translation import override

from causeway.hub.base.ledger.acts import Act
from causeway.hub.commons.demand.facts import BANDS, CLOSURES, CONCERNS, STATUSES, Items, Step, blank
from causeway.hub.commons.demand.handling_times import handling_times, timed_acts
from causeway.hub.commons.demand.pairs import Ask, Asked, Direction, answers_of
from causeway.hub.commons.demand.periods import Period
from causeway.hub.commons.demand.public_figures import public_figures
from causeway.hub.commons.demand.queries.change import arrivals, change_of
from causeway.hub.commons.demand.queries.compare import units_by_concern
from causeway.hub.commons.demand.summaries import counted_by, results_of, weeks_of
from causeway.hub.commons.demand.tables import hours_in_words
from causeway.hub.commons.demand.waits import wait_of
from causeway.hub.commons.demand.words import HANDLING_SOURCES
from causeway.monitoring import FIRST_READING, LATER_READING, Rule
from causeway.vocabulary.findings import Band
from causeway.vocabulary.outcomes import ClosureReason, OutcomeStatus
from causeway.vocabulary.referral import Concern

SENDER, OTHER = UUID(int=1), UUID(int=2)
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC).timestamp()
DAY = 86_400.0


def item(days_ago: float, *, seen_after_hours: float | None = None, is_useful: bool | None = None) -> dict[str, Any]:
    at, referral_id = NOW - days_ago * DAY, uuid4().bytes
    row: dict[str, Any] = {
        "referral": referral_id,
        "line": referral_id,
        "sender": SENDER.bytes,
        "arrived_at": at,
        "received_at": at,
        "concern": CONCERNS.index(Concern.GROOMING),
        "band": BANDS.index(Band.HIGH),
    }
    if seen_after_hours is not None:
        row[Step.SEEN] = at + 3_600 * seen_after_hours
    if is_useful is not None:
        row |= {
            Step.OUTCOME: at,
            "status": STATUSES.index(OutcomeStatus.CLOSED),
            "closure_reason": CLOSURES.index(ClosureReason.NO_CRIME),
            "is_useful": is_useful,
            "missing": 0,
        }
    return row


def items_of(*told: dict[str, Any]) -> Items:
    rows = blank(len(told))
    for number, each in enumerate(told):
        for name, value in each.items():
            rows[name][number] = value
    return Items(rows=rows, missing=(("upload_ip",),))


def test_a_period_ends_with_its_last_day_on_the_wall_clock_of_its_zone() -> None:
    # The clocks of London go back on 25 October 2026, inside the only week.
    period = Period(last=date(2026, 10, 27), weeks=1, zone="Europe/London")
    assert period.since == datetime(2026, 10, 20, 23, tzinfo=UTC)
    assert period.until == datetime(2026, 10, 28, tzinfo=UTC)
    assert period.before.until == period.since
    edges = np.array([period.since.timestamp(), period.until.timestamp(), period.since.timestamp() - 1])
    assert period.weeks_of(edges).tolist() == [0, -1, -1]
    assert period.holds(edges).tolist() == [True, False, False]


def test_a_period_to_today_is_finished_with_yesterday_on_the_wall_clock_of_its_zone() -> None:
    period = Period(last=date(2026, 6, 30), weeks=4, zone="Europe/Rome")
    assert period.finished_by(datetime(2026, 6, 30, 12, tzinfo=UTC)).last == date(2026, 6, 29)
    assert period.finished_by(datetime(2026, 6, 30, 22, tzinfo=UTC)) == period
    assert period.finished_by(datetime(2026, 9, 1, tzinfo=UTC)) == period


def test_weeks_before_somebody_was_there_are_unknown_and_not_empty() -> None:
    period = Period(last=date(2026, 6, 30), weeks=4, zone="UTC")
    known = period.known_since(datetime(2026, 6, 12, tzinfo=UTC))
    assert known is not None
    assert (known.weeks, known.last) == (2, period.last)
    assert period.known_since(datetime(2026, 6, 29, tzinfo=UTC)) is None


def test_weeks_and_kinds_are_counted_beside_the_period_before() -> None:
    period = Period(last=date(2026, 6, 30), weeks=2, zone="UTC")
    items = items_of(item(0.1), item(1), item(8), item(15), item(100))
    assert [week.referrals for week in weeks_of(items, period)] == [1, 2]
    found = counted_by(items, period, "concern", CONCERNS)[Concern.GROOMING]
    assert (found.now, found.before, found.change) == (3, 1, 2)


def test_what_waits_still_is_not_left_out_of_the_wait() -> None:
    items = items_of(item(10, seen_after_hours=2), item(10, seen_after_hours=30), item(10), item(10))
    found = wait_of(items, Step.SEEN, NOW)
    assert (found.referrals, found.over, found.ninth_decile) == (4, 2, None)
    assert found.median == pytest.approx(30)
    assert [each and each.share for each in found.within] == [0.25, 0.5, None, None]
    assert found.longest_open == pytest.approx(240)


def test_a_share_within_a_time_says_what_it_is_of() -> None:
    results = results_of(items_of(item(1, is_useful=True), item(1, is_useful=False), item(1)))
    assert (results.returned.part, results.returned.whole) == (2, 3)
    assert results.useful.interval is not None
    assert (results.missing, results.closures) == ((("upload_ip", 2),), (("no_crime", 2),))


def test_only_rated_referrals_are_compared() -> None:
    (unit,) = units_by_concern(items_of(item(1, is_useful=True), item(1)))
    assert (unit.name, unit.events, unit.of) == ("grooming", 1, 1)


def test_a_burst_in_the_newest_week_is_a_signal_and_the_weeks_before_are_not() -> None:
    watched = arrivals([20, 22, 19, 21, 20, 18, 21, 20, 22, 19, 20, 21, 60])
    assert watched.is_special
    assert Rule.BEYOND_LIMITS in watched.signals(-1)
    assert not any(watched.signals(week) for week in range(12))
    assert not arrivals([20, 22, 19, 21, 20, 18, 21, 20, 22, 19, 20, 21, 21]).is_special


def test_too_few_weeks_make_no_chart() -> None:
    assert arrivals([0, 0, 9]).chart is None


def test_what_came_less_than_a_day_ago_is_not_yet_late() -> None:
    shown = Period(last=date(2026, 6, 30), weeks=4, zone="UTC")
    items = items_of(*(item(days, seen_after_hours=1) for days in (1.5, 9, 16, 23)), item(0.2))
    _, acted_on, _ = change_of(items, shown, Step.SEEN, NOW).watched
    assert acted_on.chart is not None
    assert [point.value for point in acted_on.chart.points] == [1.0, 1.0, 1.0, 1.0]


def asked(hours: float | None, *, due_after: float = 24, days_ago: float = 3) -> Asked:
    at = NOW - days_ago * DAY
    answered_at = None if hours is None else at + 3_600 * hours
    return Asked(
        kind=Ask.QUESTION, asker_id=SENDER, answerer_id=OTHER, asked_at=at, due_at=at + 3_600 * due_after,
        answered_at=answered_at,
    )  # fmt: skip


def test_an_answer_is_in_time_late_or_not_owed_yet() -> None:
    all_asked = [asked(2), asked(40), asked(None), asked(None, due_after=240)]
    (found,) = answers_of(all_asked, SENDER, OTHER, NOW)
    assert found.direction is Direction.THEY_OWE
    assert (found.asked, found.answered, found.due, found.in_time, found.late_now) == (4, 2, 3, 1, 1)
    (theirs,) = answers_of(all_asked, OTHER, SENDER, NOW)
    assert theirs.direction is Direction.WE_OWE
    assert answers_of(all_asked, SENDER, UUID(int=3), NOW) == ()


def test_every_assumed_time_is_of_an_act_and_names_where_it_comes_from() -> None:
    assert {FIRST_READING, LATER_READING} < set(handling_times())
    assert Act.CASE_OPENED in timed_acts()
    assert set(HANDLING_SOURCES) == set(handling_times())


def test_published_countries_add_up_to_the_published_year() -> None:
    figures = public_figures()
    for year in range(2019, 2024):
        assert sum(country.years.get(year, 0) for country in figures.countries.values()) == figures.years[year]


@pytest.mark.parametrize(
    ("hours", "said"), [(0.5, "30 minutes"), (7.5, "7.5 hours"), (48, "2 days"), (36, "36 hours"), (1, "1 hour")]
)
def test_a_length_of_time_reads_as_people_say_it(hours: float, said: str) -> None:
    assert hours_in_words(hours) == said


def test_figures_stand_as_the_reader_s_language_writes_them() -> None:
    with override("nl"):
        assert (hours_in_words(7.5), hours_in_words(12)) == ("7,5 uur", "12 uur")


def test_the_period_before_ends_where_this_one_begins_and_is_as_long() -> None:
    period = Period(last=date(2026, 6, 30), weeks=13, zone="UTC")
    assert period.until - period.since == period.before.until - period.before.since == timedelta(weeks=13)
