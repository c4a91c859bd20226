"""An account's score: more evidence never counts for less, nothing saturates, and length alone finds nobody."""

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.warning.text import AccountEvidence, TextError, message_terms, running_scores, scores_of_sums
from causeway.warning.text.account import score_of, terms_of
from causeway.warning.text.calibration import NEAR_TOPIC

RATIOS = st.floats(-9, 9)
STRONG, ORDINARY = 6.0, -4.0


def score(ratios: list[float]) -> float:
    return float(scores_of_sums(message_terms(np.array(ratios), NEAR_TOPIC).sum(axis=0)))


def test_an_account_without_a_message_says_nothing() -> None:
    assert AccountEvidence().score == pytest.approx(0)


def test_saturation_scores_highest_where_the_sentinel_rule_turns() -> None:
    """9, 11 and 20 of 20: there it is +0.905, -0.905 and 0."""
    found = [score([STRONG] * strong + [ORDINARY] * (20 - strong)) for strong in (0, 1, 4, 9, 11, 19, 20)]
    assert found == sorted(found)
    assert found[0] < 0 < found[2]


def test_a_stronger_spike_counts_for_more() -> None:
    assert score([0.1] + [ORDINARY] * 19) < score([3.0] + [ORDINARY] * 19) < score([9.0] + [ORDINARY] * 19)


def test_one_spike_in_a_long_history_is_no_finding() -> None:
    assert score([STRONG] + [ORDINARY] * 400) < 1


def test_a_topic_that_looks_a_little_alike_is_no_finding_however_long_it_goes_on() -> None:
    few = score([STRONG] * 4 + [ORDINARY] * 36)
    assert score([NEAR_TOPIC - 1] * 400) < 1 < few


@given(st.lists(RATIOS, min_size=1, max_size=40), st.integers(0, 39), st.floats(0, 6))
def test_more_evidence_in_a_message_never_lowers_the_score(ratios: list[float], at: int, more: float) -> None:
    raised = list(ratios)
    raised[at % len(ratios)] += more
    assert score(raised) >= score(ratios) - 1e-9


@given(st.lists(RATIOS, max_size=40), st.floats(0, 9))
def test_one_more_message_that_speaks_for_the_class_never_lowers_the_score(ratios: list[float], one: float) -> None:
    assert score([*ratios, one]) >= score(ratios or [0.0]) - 1e-9


@given(st.lists(RATIOS, min_size=1, max_size=40), st.floats(-9, 0))
def test_one_more_message_that_speaks_against_it_never_raises_the_score(ratios: list[float], one: float) -> None:
    assert score([*ratios, one]) <= score(ratios) + 1e-9


@given(st.lists(RATIOS, min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_the_order_of_messages_does_not_matter(ratios: list[float], chance: np.random.Generator) -> None:
    mixed = list(ratios)
    chance.shuffle(mixed)
    assert score(mixed) == pytest.approx(score(ratios))


@given(st.lists(RATIOS, min_size=1, max_size=20))
def test_an_account_kept_as_sums_scores_as_one_read_whole(ratios: list[float]) -> None:
    account = AccountEvidence()
    one_by_one = [(account := account.with_message(ratio, NEAR_TOPIC)).score for ratio in ratios]
    whole = running_scores(message_terms(np.array(ratios), NEAR_TOPIC), np.arange(len(ratios))[None])
    assert one_by_one == pytest.approx(whole[0].tolist())
    assert account.messages == len(ratios)


@given(st.lists(RATIOS, min_size=1, max_size=20))
def test_plain_floats_give_the_same_as_arrays(ratios: list[float]) -> None:
    sums = [sum(column) for column in zip(*(terms_of(ratio, NEAR_TOPIC) for ratio in ratios), strict=True)]
    assert score_of(sums) == pytest.approx(score(ratios))


@given(st.lists(RATIOS, max_size=20), st.floats(0, 9), st.floats(0.01, 1))
def test_one_more_message_that_speaks_for_the_class_never_lowers_what_is_left_of_the_score(
    ratios: list[float], one: float, left: float
) -> None:
    before, after = (
        [sum(column) for column in zip(*(terms_of(ratio, NEAR_TOPIC) for ratio in each), strict=True)]
        for each in ([0.0, *ratios], [0.0, *ratios, one])
    )
    assert score_of(after, left) >= score_of(before, left) - 1e-9


def test_watching_longer_does_not_find_more_innocents() -> None:
    """Ville's inequality: with ratios that are true, an innocent ever reaches ln 20 at most 1 time in 20."""
    apart = 2.0
    ratios = np.random.default_rng(5).normal(-(apart**2) / 2, apart, size=(2000, 300))
    scores = scores_of_sums(np.cumsum(message_terms(ratios, NEAR_TOPIC), axis=1))
    reached = (scores >= log(20)).any(axis=1).mean()
    assert 0 < reached <= 0.05


@pytest.mark.parametrize("ratio", [float("nan"), float("inf")])
def test_what_is_no_ratio_is_refused(ratio: float) -> None:
    with pytest.raises(TextError):
        AccountEvidence().with_message(ratio, NEAR_TOPIC)
    with pytest.raises(TextError):
        message_terms(np.array([ratio]), NEAR_TOPIC)
