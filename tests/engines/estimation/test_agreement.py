"""Two coders: agreement beyond chance."""

import math

import pytest

from causeway.estimation import EstimationError, cohen_kappa, krippendorff_alpha


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
