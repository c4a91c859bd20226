"""Two coders: agreement beyond chance."""

import math
from math import isnan
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.estimation import EstimationError, cohen_kappa, krippendorff_alpha, weighted_kappa


def test_full_agreement_is_1() -> None:
    assert cohen_kappa("abab", "abab").value == 1
    assert krippendorff_alpha(["abab", "abab"]).value == 1


def test_agreement_as_chance_would_give_is_near_0() -> None:
    assert cohen_kappa("aabb" * 25, "abab" * 25).value == pytest.approx(0)


def test_one_single_code_leaves_nothing_to_agree_about() -> None:
    assert math.isnan(cohen_kappa("aaaa", "aaaa").value)
    assert math.isnan(krippendorff_alpha(["aaaa", "aaaa"]).value)


def test_units_that_one_coder_left_out_do_not_count() -> None:
    found = cohen_kappa(["a", "b", None, "a"], ["a", "b", "b", None])
    assert (found.units, found.value) == (2, 1)


def test_the_interval_of_alpha_is_the_same_every_time() -> None:
    codings = ["aabbabababba", "aabbbbababaa"]
    assert krippendorff_alpha(codings) == krippendorff_alpha(codings)


def test_coders_without_a_shared_unit_are_refused() -> None:
    with pytest.raises(EstimationError, match="both"):
        cohen_kappa(["a", None], [None, "a"])
    with pytest.raises(EstimationError, match="same units"):
        cohen_kappa("ab", "a")


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40))
def test_weighted_kappa_is_observed_over_expected_squared_distance(pairs: list[tuple[int, int]]) -> None:
    """Cohen (1968), formula 8, by hand over all pairs; for two codes it is the plain kappa."""
    first, second = ([str(pair[side]) for pair in pairs] for side in (0, 1))
    found = weighted_kappa(first, second, order=["0", "1", "2", "3"], draws=50)
    seen = fmean((left - right) ** 2 for left, right in pairs)
    chance = fmean((left - right) ** 2 for left, _ in pairs for _, right in pairs)
    assert isnan(found.value) if chance == 0 else found.value == pytest.approx(1 - seen / chance)
    binary = [[str(min(int(code), 1)) for code in codes] for codes in (first, second)]
    plain, weighted = cohen_kappa(*binary), weighted_kappa(*binary, order=["0", "1"], draws=50)
    assert weighted.observed == pytest.approx(plain.observed)
    assert isnan(plain.value) or weighted.value == pytest.approx(plain.value)


def test_a_code_outside_the_order_is_refused() -> None:
    with pytest.raises(EstimationError, match="order"):
        weighted_kappa(["high"], ["low"], order=["low"])
