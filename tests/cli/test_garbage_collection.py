"""The collector of garbage is held back for a while, and never for good."""

import gc

import pytest

from causeway.cli.garbage_collection import only_young_collected


def test_the_collector_is_as_it_was_even_after_a_fault() -> None:
    before = gc.get_threshold()
    with only_young_collected():
        assert gc.get_threshold()[2] > 1_000_000
        assert gc.isenabled()
    assert gc.get_threshold() == before
    with pytest.raises(ZeroDivisionError), only_young_collected():
        1 // 0  # noqa: B018 it fails within
    assert gc.get_threshold() == before
