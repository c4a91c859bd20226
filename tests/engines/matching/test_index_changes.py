"""An index that changes, and one that lies in a file: always the answers of one that was built of the same hashes."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import causeway.matching.index as index_module
from causeway.matching import BadHashes, BadIndexFile, HammingIndex
from causeway.matching.tables import Tables


def drawn(count: int, seed: int = 1) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (count, 32), dtype=np.uint8)


def ids_found(index: HammingIndex, hashes: NDArray[np.uint8], radius_bits: int = 31) -> list[int]:
    return sorted(index.search(hashes, radius_bits).id.tolist())


def test_an_added_hash_is_found_at_once() -> None:
    index = HammingIndex.build(drawn(10))
    late = drawn(2, seed=2)
    index.add(late, np.array([77, 78]))
    assert ids_found(index, late) == [77, 78]
    assert (len(index), index.changes) == (12, 2)


def test_a_removed_identifier_is_found_no_more_with_any_of_its_hashes() -> None:
    hashes = drawn(10)
    index = HammingIndex.build(hashes, np.array([1, 2, 3, 4, 5, 1, 2, 3, 4, 5]))
    index.remove(np.array([2, 4, 999]))
    assert ids_found(index, hashes) == [1, 1, 3, 3, 5, 5]
    assert len(index) == 6


def test_what_is_put_in_again_after_it_was_taken_out_is_found() -> None:
    hashes = drawn(3)
    index = HammingIndex.build(hashes)
    index.remove(np.array([1]))
    index.add(hashes[1:2], np.array([1]))
    assert ids_found(index, hashes) == [0, 1, 2]


@given(st.lists(st.tuples(st.sampled_from(["add", "remove", "merge"]), st.integers(0, 11)), max_size=25))
@settings(max_examples=60, deadline=None)
def test_any_history_of_changes_ends_in_what_is_left(history: list[tuple[str, int]]) -> None:
    pool = np.repeat(drawn(6), 2, axis=0)
    index, left = HammingIndex.build(pool[:4]), [(0, 0), (1, 1), (2, 2), (3, 3)]
    for act, which in history:
        if act == "add":
            index.add(pool[which : which + 1], np.array([which]))
            left.append((which, which))
        elif act == "remove":
            index.remove(np.array([which]))
            left = [each for each in left if each[0] != which]
        else:
            index.merge()
            assert index.changes == 0
    expected = HammingIndex.build(pool[[at for _, at in left]], np.array([name for name, _ in left], dtype=np.int64))
    assert [part.tolist() for part in index.search(pool)] == [part.tolist() for part in expected.search(pool)]
    assert len(index) == len(left)


def test_what_changes_while_the_tables_are_built_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Removed before, put in again, and removed once more while the build that holds it goes on: it must not return."""
    hashes = drawn(3)
    index = HammingIndex.build(hashes)
    index.remove(np.array([1]))
    index.add(hashes[1:2], np.array([1]))
    build = Tables.build

    def build_slowly(words: NDArray[np.uint64], ids: NDArray[np.int64]) -> Tables:
        index.remove(np.array([1]))
        index.add(hashes[:1], np.array([50]))
        return build(words, ids)

    monkeypatch.setattr(Tables, "build", build_slowly)
    index.merge()
    assert ids_found(index, hashes) == [0, 2, 50]


def test_many_changes_are_merged_in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "MOST_CHANGES", 5)
    index = HammingIndex.build(drawn(4))
    index.add(drawn(6, seed=3), np.arange(10, 16))
    index.merge()
    assert index.changes == 0
    assert ids_found(index, drawn(6, seed=3)) == list(range(10, 16))


def test_a_few_changes_are_merged_in_the_background_when_asked_for() -> None:
    index = HammingIndex.build(drawn(4))
    index.merge_soon()
    index.add(drawn(2, seed=3), np.array([10, 11]))
    index.merge_soon()
    until = time.monotonic() + 60
    while index.changes and time.monotonic() < until:
        time.sleep(0.001)
    assert index.changes == 0
    assert ids_found(index, drawn(2, seed=3)) == [10, 11]


def test_searches_and_changes_go_on_while_the_tables_are_built(monkeypatch: pytest.MonkeyPatch) -> None:
    may_end, build = Event(), Tables.build

    def build_when_allowed(words: NDArray[np.uint64], ids: NDArray[np.int64]) -> Tables:
        assert may_end.wait(timeout=60)
        return build(words, ids)

    hashes, late = drawn(50), drawn(8, seed=3)
    index = HammingIndex.build(hashes)
    monkeypatch.setattr(index_module, "MOST_CHANGES", 5)
    monkeypatch.setattr(Tables, "build", build_when_allowed)
    index.add(late[:6], np.arange(100, 106))
    index.add(late[6:], np.arange(106, 108))
    index.remove(np.array([0, 100]))
    assert ids_found(index, np.concatenate([hashes, late])) == [*range(1, 50), *range(101, 108)]
    assert index.changes > 0
    may_end.set()
    index.merge()
    assert index.changes == 0
    assert ids_found(index, np.concatenate([hashes, late])) == [*range(1, 50), *range(101, 108)]


def test_threads_that_search_never_miss_what_stays_while_others_change_the_index(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index_module, "MOST_CHANGES", 40)
    lasting, passing = drawn(5000), drawn(900, seed=4)
    index, is_over = HammingIndex.build(lasting), Event()

    def search() -> int:
        searches = 0
        while not is_over.is_set():
            found = index.search(np.concatenate([lasting[:40], passing[::30]]))
            assert set(range(40)) <= set(found.id.tolist())
            assert len(set(found.id.tolist())) == len(found.id)
            searches += 1
        return searches

    with ThreadPoolExecutor(2) as pool:
        searching = [pool.submit(search) for _ in range(2)]
        try:
            for first in range(0, 900, 30):
                index.add(passing[first : first + 30], np.arange(10_000 + first, 10_000 + first + 30))
                assert ids_found(index, passing[first : first + 30]) == list(range(10_000 + first, 10_000 + first + 30))
                index.remove(np.arange(10_000 + first, 10_000 + first + 15))
        finally:
            is_over.set()
    assert all(each.result() for each in searching)
    index.merge()
    assert len(index) == 5000 + 900 // 2


def test_a_saved_index_answers_as_the_one_that_was_saved(tmp_path: Path) -> None:
    hashes = np.concatenate([drawn(5000), drawn(50)])
    index = HammingIndex.build(hashes, np.arange(5050) * 3)
    index.add(drawn(2, seed=9), np.array([-1, -2]))
    index.save(tmp_path / "bank.index")
    opened = HammingIndex.open(tmp_path / "bank.index", verify=True)
    queries = np.concatenate([hashes[::50], drawn(2, seed=9)])
    assert [part.tolist() for part in opened.search(queries)] == [part.tolist() for part in index.search(queries)]
    opened.remove(np.array([0]))
    assert len(opened) == len(index) - 1


def test_an_empty_index_is_saved_and_opened(tmp_path: Path) -> None:
    HammingIndex.build(drawn(0)).save(tmp_path / "empty.index")
    assert ids_found(HammingIndex.open(tmp_path / "empty.index", verify=True), drawn(3)) == []


def test_saving_leaves_no_half_file_where_it_fails(tmp_path: Path) -> None:
    HammingIndex.build(drawn(3)).save(tmp_path / "bank.index")
    (tmp_path / "folder.index").mkdir()
    with pytest.raises(IsADirectoryError):
        HammingIndex.build(drawn(3)).save(tmp_path / "folder.index")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bank.index", "folder.index"]


@pytest.mark.parametrize("content", [b"", b"not an index", bytes(5000), b"CWHAMM01" + bytes(5000)])
def test_another_file_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(content)
    with pytest.raises(BadIndexFile):
        HammingIndex.open(tmp_path / "other")


@pytest.mark.parametrize("change", [-4096, -1, 1])
def test_a_file_of_another_length_is_refused(change: int, tmp_path: Path) -> None:
    path = tmp_path / "bank.index"
    HammingIndex.build(drawn(20)).save(path)
    content = path.read_bytes()
    path.write_bytes(content[:change] if change < 0 else content + bytes(change))
    with pytest.raises(BadIndexFile):
        HammingIndex.open(path)


def test_a_changed_byte_is_noticed_where_all_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "bank.index"
    HammingIndex.build(drawn(20)).save(path)
    content = bytearray(path.read_bytes())
    content[5000] ^= 1
    path.write_bytes(content)
    HammingIndex.open(path)
    with pytest.raises(BadIndexFile, match="damaged"):
        HammingIndex.open(path, verify=True)


@pytest.mark.parametrize("filling", [0xFF, 0x7F, 0x01])
def test_a_hostile_file_cannot_make_a_search_leave_its_arrays(filling: int, tmp_path: Path) -> None:
    """Whoever writes a file can sign its first page; a search in it may find nonsense, but nothing outside."""
    path, hashes = tmp_path / "bank.index", drawn(5000)
    HammingIndex.build(hashes).save(path)
    content = path.read_bytes()
    path.write_bytes(
        content[:4096] + content[4096 : 4096 + 163_840] + bytes([filling]) * (len(content) - 4096 - 163_840)
    )
    nonsense = int.from_bytes(bytes([filling]) * 8, "little", signed=True)
    found: set[int] = set()
    with suppress(BadIndexFile):
        found = set(HammingIndex.open(path).search(hashes).id.tolist())
    assert found <= {nonsense}


def test_identifiers_and_hashes_that_do_not_go_together_change_nothing() -> None:
    index = HammingIndex.build(drawn(3))
    with pytest.raises(BadHashes):
        index.add(drawn(2), np.array([1]))
    with pytest.raises(BadHashes):
        index.remove(np.array([0.5]))
    assert (len(index), index.changes) == (3, 0)


def test_a_merge_that_failed_can_be_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    build, asked = Tables.build, list[int]()

    def fail_once(words: NDArray[np.uint64], ids: NDArray[np.int64]) -> Tables:
        asked.append(len(ids))
        if len(asked) == 1:
            raise MemoryError
        return build(words, ids)

    index = HammingIndex.build(drawn(4))
    monkeypatch.setattr(Tables, "build", fail_once)
    index.add(drawn(2, seed=3), np.array([10, 11]))
    with pytest.raises(MemoryError):
        index.merge()
    assert (index.changes, ids_found(index, drawn(2, seed=3))) == (2, [10, 11])
    index.merge()
    assert (index.changes, asked) == (0, [6, 6])


def test_identifiers_that_are_not_there_build_nothing_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    index = HammingIndex.build(drawn(4))
    monkeypatch.setattr(Tables, "build", None)
    index.remove(np.arange(100, 200))
    index.merge()
    assert (index.changes, len(index)) == (0, 4)


def test_nothing_is_kept_of_the_array_that_was_given() -> None:
    given, hashes = drawn(5_000), drawn(5_000)
    index = HammingIndex.build(given)
    given[:] = 0
    assert ids_found(index, hashes) == list(range(5_000))
