"""Each day has a ranking and a budget of its own; what one leaves over no other takes up."""

from math import inf, nan
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.warning.evaluation import DailyReviews, EvaluationError
from causeway.warning.evaluation.daily_figures import DayByDay, alerts_document, figures_by_day
from causeway.warning.evaluation.figures import Chance
from causeway.warning.evaluation.pseudo_days import MESSAGES_A_DAY, by_day, first_day
from causeway.warning.evaluation.running import constant, run

LINES = st.lists(
    st.tuples(st.booleans(), st.lists(st.sampled_from([nan, 0.0, 1.0, 2.0]), min_size=3, max_size=3)),
    min_size=1,
    max_size=8,
).filter(lambda rows: any(positive for positive, _ in rows))


def columns(rows: list[tuple[bool, list[float]]]) -> tuple[list[list[float]], list[int]]:
    return [scores for _, scores in rows], [int(positive) for positive, _ in rows]


def test_both_positives_stand_on_one_day_and_the_other_days_review_helps_neither() -> None:
    scores, labels = [[9.0, nan], [8.0, nan], [nan, 1.0], [nan, 0.5]], [1, 1, 0, 0]
    one, two = (DailyReviews(scores, labels, alerts) for alerts in (1, 2))
    assert (one.recall(), one.spent, one.precision) == (0.5, 2, 0.5)
    assert (two.recall(), two.spent, two.precision) == (1, 4, 0.5)


def test_what_a_day_leaves_over_is_lost() -> None:
    """On the first day one account stands, for three reviews; on the second, four, for three."""
    scores = [[1.0, nan], [nan, 9.0], [nan, 8.0], [nan, 7.0], [nan, 6.0]]
    found = DailyReviews(scores, [0, 0, 0, 0, 1], 3)
    assert found.spent == 4
    assert found.recall() == 0


def test_who_was_reviewed_makes_room_and_who_was_not_stands_again() -> None:
    scores = [[9.0, 9.0, 9.0], [8.0, 8.0, 8.0], [7.0, 7.0, 7.0]]
    for place, waited in enumerate((1.0, 2.0, 3.0)):
        labels = np.arange(3) == place
        found = DailyReviews(scores, labels, 1)
        assert found.recall() == 1
        assert found.days_until(np.zeros(3), [1.0]) == (waited,)


def test_days_are_counted_from_when_the_risk_began_over_all_positives() -> None:
    scores = [[9.0, nan, nan], [nan, nan, 8.0], [nan, nan, nan]]
    found = DailyReviews(scores, [1, 1, 1], 1)
    assert found.days_until([0.25, 0.5, 0.0], [1 / 3, 2 / 3, 1.0]) == (0.75, 2.5, inf)
    assert found.days_until([inf, inf, 0.0], [2 / 3]) == (0.0,)  # reviewed before there was a risk


def test_among_equals_each_is_reviewed_in_part() -> None:
    found = DailyReviews([[1.0], [1.0], [1.0], [1.0]], [1, 0, 0, 0], 1)
    assert (found.recall(), found.spent) == (0.25, 1)


@given(LINES, st.integers(1, 4), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: list[tuple[bool, list[float]]], alerts: int, chance: Any) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)
    found = DailyReviews(*columns(rows), alerts)
    assert found.recall() == pytest.approx(DailyReviews(*columns(mixed), alerts).recall())
    assert 0 <= found.recall() <= 1 + 1e-12
    assert found.spent <= 3 * alerts + 1e-9


@given(LINES, st.lists(st.integers(0, 7), min_size=1, max_size=12), st.integers(1, 3))
def test_a_resample_is_measured_as_if_it_were_written_out(
    rows: list[tuple[bool, list[float]]], drawn: list[int], alerts: int
) -> None:
    places = np.array([place % len(rows) for place in drawn])
    written_out = [rows[place] for place in places]
    if any(positive for positive, _ in written_out):
        resampled = DailyReviews(*columns(rows), alerts).recall(places)
        assert resampled == pytest.approx(DailyReviews(*columns(written_out), alerts).recall())


def test_many_rows_are_looked_at_as_far_as_the_reviews_go() -> None:
    """More than are looked at first were reviewed before: the next day still finds the highest that is left."""
    many = 200
    scores = np.tile(np.arange(many, 0, -1.0)[:, None], (1, 40))
    labels = np.arange(many) == 100
    assert DailyReviews(scores, labels, 3).days_until(np.zeros(many), [1.0]) == (34.0,)


def test_ours_stands_beside_the_others_with_the_gain_over_each() -> None:
    rng = np.random.default_rng(5)
    positive = np.arange(60) < 12
    good = np.where(positive, 1.0, 0.0)[:, None] + rng.uniform(0, 1.2, (60, 6))
    days = DayByDay(
        positive=positive,
        authors=np.arange(60),
        since=np.zeros(60),
        scores={"ours": good, "message_count": rng.uniform(size=(60, 6))},
    )
    found = figures_by_day(days, (1, 2), Chance(seed=1, replicates=200))
    told = alerts_document(found)
    assert list(told) == ["1", "2"]
    two = told["2"]
    assert two["ours"]["alerts_spent"] == 12
    assert two["ours"]["interval"][0] <= two["ours"]["recall"] <= two["ours"]["interval"][1]
    assert two["ours"]["precision"] == pytest.approx(two["ours"]["recall"])  # as many reviews as positives
    assert two["gain"]["message_count"]["excludes_zero"]
    assert two["gain"].keys() == {"message_count"}
    assert told["1"]["ours"]["days_until"]["three_quarters"] is None  # six reviews for twelve


@pytest.mark.parametrize(
    ("scores", "labels", "alerts", "field"),
    [
        ([1.0, 2.0], [0, 1], 1, "scores"),
        ([[1.0], [2.0]], [0, 0], 1, "labels"),
        ([[1.0], [2.0]], [0, 1, 1], 1, "labels"),
        ([[1.0], [2.0]], [0, 1], 0, "alerts_a_day"),
    ],
)
def test_what_cannot_be_reviewed_is_refused_by_name(
    scores: list[Any], labels: list[int], alerts: int, field: str
) -> None:
    with pytest.raises(EvaluationError) as refused:
        DailyReviews(scores, labels, alerts)
    assert refused.value.field == field


def test_so_many_messages_are_a_day() -> None:
    accounts = [np.arange(MESSAGES_A_DAY + 1), np.arange(2), np.arange(2 * MESSAGES_A_DAY)]
    running = run(accounts, lambda messages: np.cumsum(np.ones(messages.shape), axis=1))
    full, whole = float(MESSAGES_A_DAY), 2.0 * MESSAGES_A_DAY
    expected = [[full, full + 1], [2.0, nan], [full, whole]]
    np.testing.assert_array_equal(by_day(running), expected)
    same = by_day(constant(np.array([0.1, 0.2, 0.3]), running))
    np.testing.assert_array_equal(same, [[0.1, 0.1], [0.2, nan], [0.3, 0.3]])
    is_risky = np.arange(2 * MESSAGES_A_DAY) == MESSAGES_A_DAY
    np.testing.assert_array_equal(first_day(accounts, is_risky), [1.0, inf, 1.0])
