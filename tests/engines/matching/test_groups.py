"""What groups are made of: rows that pairs join, and the first row of equal hashes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from causeway.matching import BadHashes, Forest, first_of_equal


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=40), st.integers(1, 5))
def test_rows_that_pairs_join_have_the_first_of_them_as_root_however_the_pairs_come(
    pairs: list[tuple[int, int]], parts: int
) -> None:
    forest = Forest(31)
    for part in np.array_split(np.array(pairs, np.int64).reshape(-1, 2), parts):
        forest.join(part[:, 0], part[:, 1])
    left, right = np.array(pairs, np.int64).reshape(-1, 2).T
    _, group = connected_components(coo_matrix((np.ones(len(pairs)), (left, right)), (31, 31)), directed=False)
    _, first = np.unique(group, return_index=True)
    assert forest.roots().tolist() == first[group].tolist()


def test_a_row_that_there_is_not_joins_nothing() -> None:
    for rows in ([0, 3], [-1, 0], [2**32, 0]):
        with pytest.raises(BadHashes):
            Forest(3).join(np.array(rows), np.array([0, 0]))
    with pytest.raises(BadHashes):
        Forest(3).join(np.array([0, 1]), np.array([0]))
    with pytest.raises(BadHashes):
        Forest(0).join(np.array([0]), np.array([0]))


def test_equal_hashes_have_the_first_row_that_holds_them() -> None:
    hashes = np.zeros((5, 32), np.uint8)
    hashes[[1, 4], 31] = 7
    assert first_of_equal(hashes).tolist() == [0, 1, 0, 0, 1]
    with pytest.raises(BadHashes):
        first_of_equal(hashes[:, :31])
