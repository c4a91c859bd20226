"""The marks of the Traffic Light Protocol, as version 2.0 of the standard has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.vocabulary.handling import Handling, may_pass_on, strictest


def test_labels_are_written_as_the_standard_writes_them() -> None:
    labels = [mark.label for mark in Handling]
    assert labels == ["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"]


@pytest.mark.parametrize("is_own", [True, False])
def test_red_never_passes_on(is_own: bool) -> None:
    assert not may_pass_on(Handling.RED, is_own=is_own)


def test_others_pass_on_green_and_clear_alone() -> None:
    assert [mark for mark in Handling if may_pass_on(mark, is_own=False)] == [Handling.GREEN, Handling.CLEAR]


@given(st.lists(st.sampled_from(Handling), min_size=1), st.booleans())
def test_a_whole_never_passes_where_a_part_may_not(marks: list[Handling], is_own: bool) -> None:
    whole = may_pass_on(strictest(marks), is_own=is_own)
    assert whole == all(may_pass_on(mark, is_own=is_own) for mark in marks)
