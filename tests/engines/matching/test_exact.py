"""Exact digests are found as a dictionary would find them, from memory and from a file."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from causeway.matching import BadHashes, BadIndexFile, DigestIndex, HammingIndex, each_once, stored

WIDTHS = (16, 20, 32)


def drawn(count: int, width: int, seed: int = 1) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (count, width), dtype=np.uint8)


@given(st.integers(0, 2**32), st.integers(0, 40), st.integers(0, 20), st.sampled_from(WIDTHS), st.booleans())
@settings(max_examples=80, deadline=None)
def test_a_batch_is_answered_as_by_a_dictionary(seed: int, size: int, asked: int, width: int, is_crowded: bool) -> None:
    """Crowded: all begin with the same eight bytes, as only a list that somebody made up would."""
    rng = np.random.default_rng(seed)
    pool = rng.integers(0, 256, (12, width), dtype=np.uint8)
    if is_crowded:
        pool[:, :8] = 7
    digests, queries = pool[rng.integers(0, 12, size)], pool[rng.integers(0, 12, asked)]
    ids = rng.integers(0, 9, size)
    expected = [
        (number, int(each))
        for number, query in enumerate(queries)
        for each in sorted(ids[(digests == query).all(axis=1)])
    ]
    hits = DigestIndex.build(digests, ids).lookup(queries)
    assert list(zip(hits.query.tolist(), hits.id.tolist(), strict=True)) == expected


@pytest.mark.parametrize("width", WIDTHS)
def test_a_saved_index_answers_as_the_one_that_was_saved(width: int, tmp_path: Path) -> None:
    digests = drawn(500, width)
    DigestIndex.build(digests).save(tmp_path / "list")
    opened = DigestIndex.open(tmp_path / "list", verify=True)
    assert len(opened) == 500
    assert opened.lookup(digests[::7]).id.tolist() == list(range(0, 500, 7))
    assert opened.lookup(drawn(50, width, seed=2)).id.tolist() == []


def test_digests_of_another_kind_are_refused() -> None:
    index = DigestIndex.build(drawn(3, 16))
    wrongs: list[Any] = [drawn(3, 20), drawn(3, 17), drawn(3, 16)[0], drawn(3, 16).astype(np.int16), ["ab"], None, []]
    for wrong in wrongs:
        with pytest.raises(BadHashes):
            index.lookup(wrong)
    assert index.lookup(list(drawn(3, 16))).id.tolist() == [0, 1, 2]
    with pytest.raises(BadHashes):
        DigestIndex.build(drawn(3, 16), np.arange(2))


def test_a_file_of_perceptual_hashes_is_not_taken_for_one_of_digests(tmp_path: Path) -> None:
    HammingIndex.build(drawn(3, 32)).save(tmp_path / "hashes")
    with pytest.raises(BadIndexFile):
        DigestIndex.open(tmp_path / "hashes")


def test_what_a_list_repeats_is_taken_once() -> None:
    rng = np.random.default_rng(5)
    digests = rng.integers(0, 256, (4, 32), dtype=np.uint8)
    digests[1, :8] = digests[0, :8]
    digests[2, :16] = digests[0, :16]
    rows, ids = np.tile(digests, (50, 1)), np.tile(np.arange(4), 50)
    index = DigestIndex.build(*each_once(np.concatenate([rows, digests[:1]]), np.append(ids, 9)))
    hits = index.lookup(digests)
    assert (len(index), hits.query.tolist(), hits.id.tolist()) == (5, [0, 0, 1, 2, 3], [0, 9, 1, 2, 3])


def test_a_file_that_is_replaced_while_it_is_opened_is_read_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two saved indexes of one size: arrays of both together would miss matches for ever."""
    rng, path, mapped = np.random.default_rng(6), tmp_path / "index", stored._mapped
    old, new = (rng.integers(0, 256, (20, 16), dtype=np.uint8) for _ in range(2))
    DigestIndex.build(old).save(path)

    def map_after_another_saved(*asked: Any) -> NDArray[Any]:
        DigestIndex.build(new).save(path)
        return mapped(*asked)

    monkeypatch.setattr(stored, "_mapped", map_after_another_saved)
    index = DigestIndex.open(path, verify=True)
    assert (len(index.lookup(old).id), len(index.lookup(new).id)) == (20, 0)
