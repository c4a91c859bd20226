"""Keys of columns: found among others, paired, and the newest of each; without a database."""

from uuid import UUID

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from causeway.hub.base.rows.columns import newest_of_each, pair_keys, places_among, uuid_of

KEYS = st.lists(st.integers(1, 40).map(lambda number: UUID(int=number << 120 | number % 7)), max_size=30)


def keys(found: list[UUID]) -> np.ndarray[tuple[int], np.dtype[np.bytes_]]:
    return np.array([each.bytes for each in found], dtype="S16")


@given(KEYS, KEYS.map(lambda found: list(dict.fromkeys(found))))
def test_a_key_is_found_where_it_stands_or_not_at_all(sought: list[UUID], among: list[UUID]) -> None:
    expected = [among.index(each) if each in among else -1 for each in sought]
    assert places_among(keys(sought), keys(among)).tolist() == expected


@given(st.lists(st.integers(1, 9), max_size=9), st.lists(st.integers(1, 9), max_size=9, unique=True))
def test_keys_that_begin_alike_are_told_apart(sought: list[int], among: list[int]) -> None:
    expected = [among.index(each) if each in among else -1 for each in sought]
    assert places_among(keys([UUID(int=n) for n in sought]), keys([UUID(int=n) for n in among])).tolist() == expected


def test_a_pair_is_found_by_both_its_keys() -> None:
    one, two = UUID(int=256), UUID(int=2)
    pairs = pair_keys(keys([one, one, two]), keys([one, two, one]))
    assert places_among(pair_keys(keys([one, two]), keys([two, two])), pairs).tolist() == [1, -1]


def test_a_key_that_ends_with_zeros_is_the_same_uuid() -> None:
    ends_with_zeros = UUID(int=0xAB << 120)
    assert uuid_of(keys([ends_with_zeros]).tolist()[0]) == ends_with_zeros


def test_the_newest_of_each_is_the_last_by_the_columns_in_their_order() -> None:
    rows = np.array(
        [(b"a", 1.0, 9), (b"b", 5.0, 1), (b"a", 2.0, 3), (b"a", 2.0, 4)],
        dtype=[("key", "S16"), ("at", "f8"), ("number", "i4")],
    )
    assert newest_of_each(rows, "key", by=("at", "number")).tolist() == [(b"a", 2.0, 4), (b"b", 5.0, 1)]
    assert len(newest_of_each(rows[:0], "key", by=("at", "number"))) == 0
