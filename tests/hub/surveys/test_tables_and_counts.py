"""The files that a survey lead brings, and how counts of answers are shown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.hub.knowledge.surveys.counting import LEAST_SHOWN, Response, response_of
from causeway.hub.knowledge.surveys.table_files import TableInvalid, read_frame, read_people, strata_of
from causeway.vocabulary.waves import FrameRow, StratumCount

FRAME = b'\xef\xbb\xbfforce;rank;population\r\nNorth;Constable;120\r\nSouth;"Sergeant; acting";7\r\n'


def test_a_frame_is_read_as_a_spreadsheet_writes_it() -> None:
    assert read_frame(FRAME) == (
        FrameRow(force="North", rank="Constable", population=120),
        FrameRow(force="South", rank="Sergeant; acting", population=7),
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 0),
        (b"force,rank\nNorth,Constable\n", 0),
        (b"force,rank,population\n", 0),
        (b"force,rank,population,colour\nNorth,Constable,1,red\n", 0),
        (b"force,rank,population\nNorth,Constable,-1\n", 2),
        (b"force,rank,population\nNorth,Constable,0\n", 2),
        (b"force,rank,population\nNorth,Constable,1.5\n", 2),
        (b"force,rank,population\nNorth,Constable,1\nNorth,Constable,2\n", 3),
        (b"force,rank,population\nNorth,,1\n", 2),
        (b"force,rank,population\nNorth,Constable\n", 2),
        (b"force,rank,population\nNo\x00rth,Constable,1\n", 2),
        (b"force,rank,population\n\xff,Constable,1\n", 0),
        (b'force,rank,population\n"North,Constable,1\n', 0),
    ],
)
def test_a_frame_at_fault_is_refused_by_line(content: bytes, line: int) -> None:
    with pytest.raises(TableInvalid) as refused:
        read_frame(content)
    assert refused.value.faults[0].line == line


def test_every_row_at_fault_among_the_people_is_named() -> None:
    content = (
        b"email,force,rank\n"
        b"a@example.org,North,Constable\n"
        b"A@example.org,North,Constable\n"
        b"not an address,North,Constable\n"
        b"b@example.org,East,Constable\n"
        b"known@example.org,North,Constable\n"
    )
    with pytest.raises(TableInvalid) as refused:
        read_people(content, strata_of(read_frame(FRAME)), known=["known@example.org"])
    assert [fault.line for fault in refused.value.faults] == [3, 4, 5, 6]


def test_a_frame_without_roles_takes_people_of_any_role() -> None:
    (one,) = read_people(
        b"email,force,rank,role\na@example.org,North,Constable,Analyst\n", strata_of(read_frame(FRAME))
    )
    assert one.role == "Analyst"


COUNTS = st.dictionaries(
    st.tuples(st.sampled_from(["A", "B", "C", "D"]), st.sampled_from(["one", "two"])),
    st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: (max(pair), min(pair))),
    min_size=1,
)


def shown(counts: dict[tuple[str, str], tuple[int, int]]) -> Response:
    return response_of(
        StratumCount(force=force, rank=rank, invited=invited, answered=answered)
        for (force, rank), (invited, answered) in counts.items()
    )


@settings(max_examples=60)
@given(COUNTS)
def test_no_count_under_ten_is_shown_and_none_follows_from_a_total(
    counts: dict[tuple[str, str], tuple[int, int]],
) -> None:
    response = shown(counts)
    total = sum(answered for _invited, answered in counts.values())
    for lines in (response.by_force, response.by_rank):
        hidden = [line for line in lines if line.answered is None]
        assert all(line.answered is None or line.answered >= LEAST_SHOWN for line in lines)
        assert all(line.answered != line.invited for line in lines)
        if response.answered is not None and hidden and len(hidden) < len(lines):
            assert len(hidden) >= 2
            assert total - sum(line.answered or 0 for line in lines) >= LEAST_SHOWN


def test_one_more_answer_mostly_shows_nothing() -> None:
    assert shown({("A", "one"): (50, 21)}) == shown({("A", "one"): (50, 22)})
