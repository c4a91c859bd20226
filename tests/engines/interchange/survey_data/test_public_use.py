"""No cell of force by rank in a public-use file is small, whatever the answers, and no weight tells a force."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.interchange.survey_data import SMALLEST_CELL, TooFewAnswers, full_release, public_use
from causeway.interchange.survey_data.banding import bands_by_people
from causeway.vocabulary.waves import OpenedWave
from small_survey import wave

_CELLS = st.dictionaries(
    st.tuples(st.sampled_from(["Avon", "Brede", "Cray", "Dove"]), st.sampled_from(["Constable", "Sergeant"])),
    st.integers(min_value=1, max_value=30),
    min_size=1,
)


@settings(max_examples=60, deadline=None)
@given(_CELLS)
def test_every_cell_holds_ten_or_more(cells: dict[tuple[str, str], int]) -> None:
    made = wave(cells)
    if len(made.answers) < SMALLEST_CELL:
        with pytest.raises(TooFewAnswers):
            public_use(made, [1.0] * len(made.answers))
        return
    release = public_use(made, [1.0] * len(made.answers))
    counts = Counter(record.cells[:2] for record in release.records)
    assert min(counts.values()) >= SMALLEST_CELL
    assert len(release.records) == len(made.answers)


def test_a_large_force_keeps_its_name_and_small_ones_stand_together() -> None:
    cells = {("Avon", "Constable"): 20, ("Brede", "Constable"): 6, ("Cray", "Constable"): 7}
    release = public_use(wave(cells), [1.0] * 33)
    assert Counter(record.cells[0] for record in release.records) == {"Avon": 20, "Other forces": 13}
    assert "2 of 3 forces" in release.measures[0]


def test_one_small_force_takes_the_smallest_large_one_with_it() -> None:
    cells = {("Avon", "Constable"): 20, ("Brede", "Constable"): 12, ("Cray", "Constable"): 7}
    release = public_use(wave(cells), [1.0] * 39)
    assert Counter(record.cells[0] for record in release.records) == {"Avon": 20, "Other forces": 19}


def _sized(answers: dict[str, int], people: dict[str, int]) -> OpenedWave:
    """A wave of one rank with so many answers of each force, and so many people in it."""
    made = wave({(force, "Constable"): count for force, count in answers.items()})
    return replace(made, frame=tuple(replace(row, population=people[row.force]) for row in made.frame))


def test_forces_too_small_to_stand_alone_are_grouped_by_how_many_people_they_have() -> None:
    answers = {"Ash": 6, "Birch": 7, "Cedar": 8, "Elm": 9, "Fir": 8, "Gorse": 7}
    people = {"Ash": 600, "Birch": 700, "Cedar": 800, "Elm": 2000, "Fir": 3000, "Gorse": 4000}
    release = public_use(_sized(answers, people), [1.0] * 45)
    found = Counter(record.cells[0] for record in release.records)
    assert found == {"Forces of 600 to 800 people": 21, "Forces of 2,000 to 4,000 people": 24}
    assert "6 of 6 forces stand in 2 groups" in release.measures[0]


def test_a_group_never_holds_one_hidden_force_alone() -> None:
    # Of the three smallest, two have their figures in the report: the third would be what is left.
    answers = {"Ash": 10, "Birch": 12, "Cedar": 4, "Elm": 9, "Fir": 8, "Gorse": 7}
    cells = {(force, "Constable"): count for force, count in answers.items()}
    people = {force: size for size, force in enumerate(answers, start=1)}
    assert bands_by_people(cells, set(answers), people, 10) == [("Ash", "Birch", "Cedar", "Elm", "Fir", "Gorse")]


@given(_CELLS, st.permutations(["Avon", "Brede", "Cray", "Dove"]))
def test_groups_hold_every_force_once(cells: dict[tuple[str, str], int], by_size: list[str]) -> None:
    forces = {force for force, _rank in cells}
    bands = bands_by_people(cells, forces, {force: size for size, force in enumerate(by_size)}, SMALLEST_CELL)
    assert sorted(force for band in bands for force in band) == sorted(forces)


def test_ranks_go_where_folding_forces_does_not_do() -> None:
    cells = {("Avon", "Constable"): 20, ("Avon", "Sergeant"): 3}
    release = public_use(wave(cells), [1.0] * 23)
    assert {record.cells[:2] for record in release.records} == {("All forces", "All ranks")}


def test_people_in_one_cell_have_one_weight_and_the_sum_stays() -> None:
    cells = {("Avon", "Constable"): 6, ("Brede", "Constable"): 8}
    weights = [30.0] * 6 + [2.0] * 8
    release = public_use(wave(cells), weights)
    found = [record.cells[2] for record in release.records]
    assert len(set(found)) == 1
    assert sum(cell for cell in found if isinstance(cell, float)) == pytest.approx(sum(weights), abs=1e-4)


def test_words_are_left_out_of_the_public_file_alone() -> None:
    made = wave({("Avon", "Constable"): 12})
    assert "wish" not in {variable.name for variable in public_use(made, [1.0] * 12).variables}
    assert "wish" in {variable.name for variable in full_release(made, [1.0] * 12).variables}


def test_the_largest_numbers_are_set_back() -> None:
    made = wave({("Avon", "Constable"): 300})
    column = [variable.name for variable in public_use(made, [1.0] * 300).variables].index("doors")
    full_column = column
    public = [record.cells[column] for record in public_use(made, [1.0] * 300).records]
    full = [record.cells[full_column] for record in full_release(made, [1.0] * 300).records]
    assert max(cell for cell in public if isinstance(cell, float)) <= max(c for c in full if isinstance(c, float))


def test_records_do_not_stand_in_the_order_in_which_they_came() -> None:
    made = wave({("Brede", "Constable"): 12, ("Avon", "Constable"): 12})
    release = public_use(made, [1.0] * 24)
    again = public_use(wave({("Avon", "Constable"): 12, ("Brede", "Constable"): 12}), [1.0] * 24)
    assert release.records == again.records
