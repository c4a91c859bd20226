"""Rankings are measured without making up an order among equal scores."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.warning.evaluation import EvaluationError, Ranking, average_precision, precision_at

SCORED = st.lists(st.tuples(st.integers(-3, 3), st.booleans()), min_size=1, max_size=6).filter(
    lambda rows: any(positive for _, positive in rows)
)


def test_the_example_that_scikit_learn_publishes() -> None:
    """`average_precision_score`'s own documentation gives 0.83."""
    assert average_precision([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]) == pytest.approx(5 / 6)


@pytest.mark.parametrize(
    ("relevant_at", "published"), [({1, 3, 6, 9, 10}, 0.62), ({2, 5, 7}, 0.44)], ids=["query 1", "query 2"]
)
def test_the_two_queries_that_croft_publishes(relevant_at: set[int], published: float) -> None:
    """Croft, Metzler and Strohman, "Search Engines: Information Retrieval in Practice", section 8.4.2."""
    labels = [int(place in relevant_at) for place in range(1, 11)]
    assert round(average_precision(range(10, 0, -1), labels), 2) == published


def test_a_scorer_that_says_the_same_of_everybody_gets_the_positive_share() -> None:
    labels = [1] * 3 + [0] * 97
    assert average_precision([0.5] * 100, labels) == pytest.approx(0.03)
    assert precision_at([0.5] * 100, labels, 50) == pytest.approx(0.03)


def test_equal_scores_are_taken_together() -> None:
    """Of the three at 2.0 one is positive, of all five two: (1/2) (1/3) + (1/2) (2/5)."""
    assert average_precision([2, 2, 2, 1, 1], [1, 0, 0, 1, 0]) == pytest.approx(1 / 6 + 1 / 5)


@given(SCORED, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: list[tuple[int, bool]], chance: np.random.Generator) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)
    assert average_precision(*_columns(rows)) == average_precision(*_columns(mixed))


@given(SCORED)
def test_precision_at_k_is_the_mean_over_every_order_of_equals(rows: list[tuple[int, bool]]) -> None:
    for k in range(1, len(rows) + 1):
        orders = (sorted(order, key=lambda row: -row[0]) for order in itertools.permutations(rows))
        mean = np.mean([sum(positive for _, positive in order[:k]) / k for order in orders])
        assert precision_at(*_columns(rows), k) == pytest.approx(mean)


@given(SCORED)
def test_average_precision_lies_between_the_worst_and_the_best_order_of_equals_and_over_nothing(
    rows: list[tuple[int, bool]],
) -> None:
    scores, labels = _columns(rows)
    found = average_precision(scores, labels)
    best = average_precision([score * 2 + label for score, label in rows], labels)
    assert 0 < found <= best + 1e-12 <= 1 + 2e-12


@given(SCORED)
def test_putting_a_positive_higher_never_costs(rows: list[tuple[int, bool]]) -> None:
    scores, labels = _columns(rows)
    raised = list(scores)
    raised[labels.index(1)] = 9
    assert average_precision(raised, labels) >= average_precision(scores, labels) - 1e-12


def test_a_resample_is_measured_as_if_it_were_written_out() -> None:
    scores, labels = [3.0, 2.0, 2.0, 1.0], [0, 1, 0, 1]
    rows = np.array([0, 1, 1, 3, 3, 2])
    written_out = average_precision([scores[row] for row in rows], [labels[row] for row in rows])
    assert Ranking(scores, labels).average_precision(rows) == pytest.approx(written_out)


@pytest.mark.parametrize(
    ("scores", "labels", "field"),
    [
        ([1.0, float("nan")], [0, 1], "scores"),
        ([1.0], [0, 1], "labels"),
        ([1.0, 2.0], [0, 0], "labels"),
        ([1.0, 2.0], [0, 2], "labels"),
        ([], [], "scores"),
        ([[1.0]], [1], "scores"),
        (["high"], [1], "scores"),
    ],
)
def test_what_cannot_be_measured_is_refused_by_name(scores: list[float], labels: list[int], field: str) -> None:
    with pytest.raises(EvaluationError) as refused:
        average_precision(scores, labels)
    assert refused.value.field == field


@pytest.mark.parametrize("k", [0, -1, 3, 1.5])
def test_a_k_that_is_no_place_is_refused(k: int) -> None:
    with pytest.raises(EvaluationError, match="k:"):
        precision_at([1.0, 2.0], [0, 1], k)


def _columns(rows: list[tuple[int, bool]]) -> tuple[list[int], list[int]]:
    return [score for score, _ in rows], [int(positive) for _, positive in rows]
