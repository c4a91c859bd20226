"""Weights: they stand for everybody in the frame, whoever stayed silent."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.estimation import (
    EstimationError,
    Frame,
    NoteCode,
    Sample,
    post_stratify,
    proportion,
)

FORCES, RANKS = ("Ash", "Birch", "Cedar"), ("constable", "sergeant")
KEYS = [(force, rank) for force in FORCES for rank in RANKS]


def sample_of(people: list[int], answered: list[int]) -> Sample:
    frame = Frame.of(zip(KEYS, people, strict=True))
    return Sample(frame=frame, stratum=np.repeat(np.arange(len(KEYS), dtype=np.intp), answered))


def test_each_stratum_that_answered_stands_for_its_people() -> None:
    weighted = post_stratify(sample_of([100, 50, 200, 30, 20, 5], [10, 5, 10, 3, 4, 1]))
    by_stratum = np.bincount(weighted.sample.stratum, weighted.weight)
    assert by_stratum == pytest.approx([100, 50, 200, 30, 20, 5])
    assert weighted.notes == ()


@given(
    st.lists(st.integers(1, 500), min_size=6, max_size=6),
    st.lists(st.sampled_from([0, 0, 1, 2, 5, 30]), min_size=6, max_size=6),
)
def test_weights_add_up_to_everybody_and_none_is_negative(people: list[int], wanted: list[int]) -> None:
    answered = [min(count, all_of) for count, all_of in zip(wanted, people, strict=True)]
    if not sum(answered):
        return
    weighted = post_stratify(sample_of(people, answered))
    assert weighted.weight.sum() == pytest.approx(sum(people))
    assert (weighted.weight > 0).all()
    silent = {KEYS[place] for place, count in enumerate(answered) if not count}
    assert {note.names for note in weighted.notes if note.code is NoteCode.NOBODY_ANSWERED} == silent


def test_a_silent_stratum_is_stood_for_by_its_force_and_its_rank() -> None:
    weighted = post_stratify(sample_of([100, 50, 200, 30, 60, 20], [10, 5, 10, 3, 4, 0]))
    force, rank = weighted.sample.dimension("force").codes, weighted.sample.dimension("rank").codes
    assert np.bincount(force, weighted.weight) == pytest.approx([150, 230, 80], rel=1e-5)
    assert np.bincount(rank, weighted.weight) == pytest.approx([360, 100], rel=1e-5)


def test_a_force_from_which_hardly_anybody_answered_is_joined_with_another() -> None:
    weighted = post_stratify(sample_of([100, 50, 200, 30, 60, 20], [10, 5, 10, 3, 0, 1]))
    joined = [note for note in weighted.notes if note.code is NoteCode.MARGIN_JOINED]
    assert len(joined) == 1
    assert "Cedar" in joined[0].names
    assert len(joined[0].names) == 2
    assert weighted.highest < 80


def test_one_answer_alone_stands_for_everybody() -> None:
    weighted = post_stratify(sample_of([100, 50, 200, 30, 60, 20], [0, 0, 1, 0, 0, 0]))
    assert weighted.weight.tolist() == [460]


def test_a_stratum_with_more_answers_than_people_is_refused() -> None:
    with pytest.raises(EstimationError, match="More people answered from Ash / constable"):
        post_stratify(sample_of([3, 50, 200, 30, 60, 20], [4, 0, 1, 0, 0, 0]))


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([(("Ash", "constable"), 5), (("Ash", "constable"), 6)], "stratum_twice"),
        ([(("Ash", "constable"), -1)], "population_wrong"),
        ([(("Ash", "constable"), float("nan"))], "population_wrong"),
        ([(("Ash", ""), 5)], "stratum_incomplete"),
        ([(("Ash", "constable"), 0)], "frame_empty"),
        ([], "frame_empty"),
    ],
)
def test_a_frame_at_fault_is_refused(rows: list[tuple[tuple[str, str], float]], code: str) -> None:
    with pytest.raises(EstimationError) as refused:
        Frame.of(rows)
    assert refused.value.code == code


@given(st.integers(1, 60), st.floats(0.0, 1.0))
def test_an_interval_holds_its_own_figure_and_stays_between_0_and_1(count: int, share: float) -> None:
    sample = sample_of([1000, 500, 200, 300, 60, 200], [count, 0, 2, 3, 0, 5])
    said = np.arange(len(sample)) < round(share * len(sample))
    found = proportion(post_stratify(sample), said)[0]
    assert 0 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1
    assert found.high > found.low


def test_where_everybody_answered_nothing_is_left_to_chance() -> None:
    sample = sample_of([10, 5, 20, 3, 6, 2], [10, 5, 20, 3, 6, 2])
    said = np.arange(46) % 2 == 0
    found = proportion(post_stratify(sample), said)[0]
    assert found.low == pytest.approx(said.mean(), abs=1e-3)
    assert found.high == pytest.approx(said.mean(), abs=1e-3)


def test_many_groups_are_estimated_in_blocks_as_if_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sample = sample_of([100, 50, 200, 30, 60, 20], [10, 5, 10, 3, 4, 6])
    said = np.arange(len(sample)) % 3 == 0
    by = sample.dimension("force")
    at_once = proportion(post_stratify(sample), said, by)
    monkeypatch.setattr("causeway.estimation.estimates._MOST_CELLS", 20)
    assert proportion(post_stratify(sample), said, by) == at_once
