"""What is shown never tells of fewer than ten, and an attacker with linear programming finds nothing out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.estimation import (
    Coded,
    CountTable,
    DisclosurePolicy,
    EstimationError,
    Frame,
    Sample,
    estimate_categories,
    publish,
    rounded,
    suppress,
)
from engines.estimation.attacking import attack

COUNTS = st.sampled_from([0, 1, 4, 9, 10, 12, 25, 60])


def table(counts: list[list[int]], row: str = "force", column: str = "answer") -> CountTable:
    array = np.array(counts, dtype=np.float64)
    return CountTable(
        row_variable=row,
        column_variable=column,
        rows=tuple(f"{row} {i}" for i in range(array.shape[0])),
        columns=tuple(f"{column} {j}" for j in range(array.shape[1])),
        counts=array,
    )


def assert_safe(tables: list[CountTable]) -> None:
    """Nothing under ten is shown, and no hidden count under ten is known to within ten."""
    shown = suppress(tables)
    for given_table, safe in zip(tables, shown, strict=True):
        for i, row in enumerate(safe.cells):
            for j, value in enumerate(row):
                assert value is None or given_table.counts[i, j] >= 10
    for cell, found in attack(tables, shown).items():
        assert found.width >= 10, cell


def test_a_lone_small_count_takes_others_with_it_in_its_row_and_column() -> None:
    shown = suppress([table([[3, 40, 50], [60, 70, 80], [90, 30, 20]])])[0]
    hidden = {(i, j) for i, row in enumerate(shown.cells) for j, value in enumerate(row) if value is None}
    assert (0, 0) in hidden
    assert len({i for i, _ in hidden}) >= 2
    assert len({j for _, j in hidden}) >= 2
    assert len(hidden) == 4


def test_a_table_without_small_counts_is_shown_whole_and_rounded() -> None:
    shown = suppress([table([[12, 40], [61, 73]])])[0]
    assert shown.cells == ((10, 40), (60, 75))
    assert shown.total == 185


@settings(max_examples=25)
@given(
    st.lists(st.lists(st.sampled_from([0, 1, 4, 9, 10, 12, 25, 60]), min_size=3, max_size=3), min_size=2, max_size=5)
)
def test_no_table_can_be_calculated_back(counts: list[list[int]]) -> None:
    assert_safe([table(counts)])


@settings(max_examples=10)
@given(st.lists(st.integers(0, 2), min_size=40, max_size=120), st.integers(0, 10_000))
def test_linked_tables_of_one_wave_cannot_be_played_off_against_each_other(answers: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    answer = np.array(answers)
    linked = []
    for name, size in (("force", 4), ("rank", 3)):
        codes = rng.integers(0, size, len(answer))
        counts = np.bincount(codes * 3 + answer, minlength=size * 3).reshape(size, 3)
        linked.append(table(counts.tolist(), row=name))
    assert_safe(linked)


def test_tables_of_different_people_are_refused() -> None:
    with pytest.raises(EstimationError, match="disagree"):
        suppress([table([[20, 30], [40, 50]]), table([[20, 30], [40, 51]], row="rank")])


@pytest.mark.parametrize(("count", "shown"), [(10, 10), (12, 10), (13, 15), (17, 15), (18, 20)])
def test_counts_are_rounded_to_five(count: int, shown: int) -> None:
    assert rounded(count) == shown


def published(sizes: dict[str, int], policy: DisclosurePolicy | None = None) -> set[str]:
    """The groups that are hidden whole."""
    frame = Frame.of([(("Ash", "constable"), 5000)])
    groups = [name for name, size in sizes.items() for _ in range(size)]
    sample = Sample.of(frame, [("Ash", "constable")] * len(groups))
    answers = Coded.of([("yes", "no", "no")[place % 3] for place in range(len(groups))])
    done = estimate_categories(sample, answers, Coded.of(groups, labels=tuple(sizes)))
    shown = publish(done.estimates, policy or DisclosurePolicy())
    assert all((one.value is None) == (one.n is None) == (one.low is None) == one.suppressed for one in shown)
    return {one.group or "" for one in shown if all(o.suppressed for o in shown if o.group == one.group)}


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    assert published({"a": 4, "b": 40, "c": 30}) == {"a", "c"}


def test_two_small_groups_that_hold_ten_together_protect_each_other() -> None:
    assert published({"a": 4, "b": 40, "c": 8}) == {"a", "c"}


def test_small_groups_that_hold_fewer_than_ten_together_take_another() -> None:
    assert published({"a": 4, "b": 40, "c": 3, "d": 50, "e": 0}) == {"a", "c", "e", "b"}


def test_a_group_of_ten_is_shown() -> None:
    assert published({"a": 10, "b": 40}) == set()


def test_a_small_group_of_many_people_is_hidden_with_groups_of_many() -> None:
    sizes = {"Ash": (9, 30_000), "Birch": (12, 500), "Cedar": (20, 9_000), "Elm": (40, 8_000), "Fir": (60, 7_000)}
    frame = Frame.of([((name, "constable"), people) for name, (_, people) in sizes.items()])
    sample = Sample.of(frame, [(name, "constable") for name, (count, _) in sizes.items() for _ in range(count)])
    answers = Coded.of([("yes", "no")[place % 2] for place in range(len(sample))])
    done = estimate_categories(sample, answers, sample.dimension("force"))
    people = {one.group: one.people for one in done.estimates}
    away = {one.group for one in publish(done.estimates) if one.suppressed}
    assert away == {"Ash", "Birch", "Cedar"}
    assert sum(people[group] for group in away) - 30_000 >= 7_500


def test_fewer_than_ten_answers_in_all_show_nothing() -> None:
    frame = Frame.of([(("Ash", "constable"), 5000)])
    sample = Sample.of(frame, [("Ash", "constable")] * 9)
    done = estimate_categories(sample, Coded.of(["yes", "no", "no"] * 3))
    assert all(one.suppressed for one in publish(done.estimates))


def test_rare_answers_are_hidden_where_the_policy_says_so() -> None:
    assert published({"a": 18, "b": 300}) == set()
    assert published({"a": 18, "b": 300}, DisclosurePolicy(hides_answers=True)) == {"a", "b"}


def test_a_wanted_answer_is_the_last_to_be_hidden_for_others() -> None:
    frame = Frame.of([(("Ash", "constable"), 5000)])
    sample = Sample.of(frame, [("Ash", "constable")] * 100)
    answers = Coded.of(["yes"] * 40 + ["no"] * 56 + ["unsure"] * 4, labels=("yes", "no", "unsure"))
    done = estimate_categories(sample, answers)
    policy = DisclosurePolicy(hides_answers=True)
    assert {one.category for one in publish(done.estimates, policy) if one.suppressed} == {"yes", "unsure"}
    spared = publish(done.estimates, policy, wanted=["yes"])
    assert {one.category for one in spared if one.suppressed} == {"no", "unsure"}
