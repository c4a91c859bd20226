"""Two policies on what came of referrals: which puts first what mattered, and nothing said of a few."""

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from causeway.triage import Judged
from causeway.triage.comparing import LEAST_GROUP
from causeway.triage.few import sayable
from causeway.triage.outcome_comparing import compare_outcomes
from causeway.triage.outcome_moves import STEPS, Came
from causeway.vocabulary.findings import BAND_ORDER, Band, Priority

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def _priority(band: Band) -> Priority:
    return Priority(score=1.0, band=band, is_imminent=False, reasons=(), policy_version="1")


def _judged(place: int, old: Band, new: Band, gain: int | None, **more: str) -> Judged:
    return Judged(
        referral_id=f"{place:04}",
        sender=more.pop("sender", "A"),
        received_at=NOW - timedelta(days=200, minutes=-place),
        old=_priority(old),
        new=_priority(new),
        gain=gain,
        **more,
    )


def _past(new: Callable[[bool], Band]) -> list[Judged]:
    """Four hundred, one in twenty confirmed and put at the top by the old policy; `new` says where the new one puts the
    confirmed and the others.
    """
    draw = random.Random(3)
    past = []
    for place in range(400):
        is_confirmed = place % 20 == 0
        old = Band.VERY_HIGH if is_confirmed else draw.choice([Band.MEDIUM, Band.LOW])
        past.append(_judged(place, old, new(is_confirmed), 3 if is_confirmed else 0))
    return past


def test_a_policy_that_buries_what_was_confirmed_lowers_recall_and_says_by_how_much() -> None:
    past = _past(lambda is_confirmed: Band.LOW if is_confirmed else Band.MEDIUM)
    found = compare_outcomes(past, now=NOW, draws=200)
    assert found.recall_first is not None
    assert found.ndcg is not None
    assert (found.recall_first.old.value, found.recall_first.new.value) == (1.0, 0.0)
    assert found.recall_first.difference.high < 0
    assert found.ndcg.difference.high < 0
    assert found.lowers_recall is True
    (child,) = [row for row in found.moved if row.came is Came.CHILD]
    assert (child.referrals, child.risen, child.fallen, child.kept) == (20, 0, 20, 0)


def test_a_policy_that_changes_nothing_measures_alike_in_every_sample() -> None:
    past = [replace(one, new=one.old) for one in _past(lambda _: Band.LOW)]
    found = compare_outcomes(past, now=NOW, draws=50)
    assert found.recall_first is not None
    difference = found.recall_first.difference
    assert (difference.value, difference.low, difference.high) == (0.0, 0.0, 0.0)
    assert found.lowers_recall is False


def test_what_is_not_known_is_neither_nothing_nor_measured_and_is_told_by_age() -> None:
    known = [_judged(place, Band.HIGH, Band.HIGH, 3) for place in range(20)]
    young = [
        replace(_judged(place, Band.LOW, Band.HIGH, None), received_at=NOW - timedelta(days=3))
        for place in range(100, 130)
    ]
    found = compare_outcomes([*known, *young], now=NOW, draws=20)
    assert (found.known, found.unknown) == (20, 30)
    assert sum(row.referrals or 0 for row in found.moved) == 50
    assert found.recall_first is not None
    assert found.recall_first.old.referrals == 20
    assert [(one.age, one.referrals, one.known) for one in found.by_age] == [
        ("under 30 days", 30, 0),
        ("90 to 364 days", 20, 20),
    ]
    counted = {row.came: row.referrals for row in found.moved}
    assert (counted[Came.NOTHING], counted[Came.UNKNOWN]) == (0, 30)


def test_with_few_confirmed_nothing_is_said_and_no_gate_closes() -> None:
    past = [_judged(place, Band.HIGH, Band.LOW, 3 if place < 9 else 0) for place in range(60)]
    found = compare_outcomes(past, now=NOW, draws=20)
    assert found.recall_first is None
    assert found.lowers_recall is None
    (child,) = [row for row in found.moved if row.came is Came.CHILD]
    assert (child.referrals, child.fallen) == (None, None)


_bands = st.sampled_from(BAND_ORDER)


@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(
            _bands, _bands, st.sampled_from([None, 0, 1, 2, 3]), st.sampled_from("ABC"), st.sampled_from(["en", ""])
        ),
        max_size=90,
    )
)
def test_no_number_under_ten_is_told_nor_can_be_worked_out(
    drawn: list[tuple[Band, Band, int | None, str, str]],
) -> None:
    past = [
        _judged(place, old, new, gain, sender=sender, language=language)
        for place, (old, new, gain, sender, language) in enumerate(drawn)
    ]
    found = compare_outcomes(past, now=NOW, draws=3)
    rows = [row.referrals for row in found.moved]
    assert (rows[-1] is None) == (found.unknown is None)
    hidden = rows.count(None)
    assert hidden != 1
    if found.known is not None and rows[-1] is not None:
        assert rows[:-1].count(None) != 1, "else it were the rest of what is known"
    for row in found.moved:
        parts = [row.risen, row.fallen, row.kept]
        assert all(part is None or part == 0 or part >= LEAST_GROUP for part in (*parts, row.referrals))
        assert parts.count(None) != 1
        assert row.referrals is not None or parts == [None] * 3
    for age in found.by_age:
        assert (
            age.known is None
            or age.known in (0, age.referrals)
            or (age.known >= LEAST_GROUP and age.referrals - age.known >= LEAST_GROUP)
        )
    for table in (found.by_sender_size, found.by_language, found.by_country):
        assert all(group.referrals >= LEAST_GROUP for group in table)


_rows = st.lists(st.tuples(*[st.integers(0, 40) | st.integers(0, 3)] * len(STEPS)), min_size=5, max_size=5)


@settings(max_examples=20)
@given(_rows, st.booleans())
def test_no_hidden_number_can_be_worked_out_of_rows_columns_and_totals(
    drawn: list[tuple[int, ...]], is_older: bool
) -> None:
    steps = [(Band.LOW, Band.HIGH), (Band.HIGH, Band.LOW), (Band.LOW, Band.LOW)]
    table = [
        _judged(1_000 * row + 100 * column + place, *steps[column], BY_GAIN_TOLD[row])
        for row, counts in enumerate(drawn)
        for column, count in enumerate(counts)
        for place in range(count)
    ]
    past = [one for one in table if not is_older or one.gain is None]
    older = [one for one in table if is_older and one.gain is not None]
    found = compare_outcomes(past, now=NOW, older=older, draws=1)
    of_past = [drawn[-1]] if is_older else drawn
    sums = None if is_older else [sum(column) for column in zip(*drawn, strict=True)]
    shown = [[getattr(row, step) for step in STEPS] for row in found.moved]
    rows = [row.referrals for row in found.moved]
    if is_older:
        # All of `past` are unknown: how many of them move which way is told anyway.
        shown[-1], rows[-1] = list(of_past[0]), sum(of_past[0])
    told = _ranges(shown, rows, found.measured, sums)
    unsaid: list[int | None] = [None] * 4
    nothing = _ranges([unsaid[:3]] * 5, [*unsaid, rows[-1]], found.measured, sums)
    for (row, column), (low, high) in told.items():
        least, most = nothing[row, column]
        needed = min(LEAST_GROUP if drawn[row][column] < LEAST_GROUP else 1, most - least)
        assert high - low >= needed - 0.01, (STEPS[column], row, drawn, shown, rows)


BY_GAIN_TOLD = (3, 2, 1, 0, None)


def _ranges(
    shown: list[list[int | None]], rows: list[int | None], measured: int | None, sums: list[int] | None
) -> dict[tuple[int, int], tuple[float, float]]:
    """Between what each hidden number must lie for whoever knows all that is shown."""
    width, size = len(STEPS), len(shown) * len(STEPS)
    equations, values = [], []

    def know(places: Iterable[int], value: int) -> None:
        line = [0.0] * size
        for place in places:
            line[place] = 1.0
        equations.append(line)
        values.append(value)

    for column, value in enumerate(sums or ()):
        know(range(column, size, width), value)
    for row, (parts, whole) in enumerate(zip(shown, rows, strict=True)):
        if whole is not None:
            know(range(row * width, (row + 1) * width), whole)
        for column, part in enumerate(parts):
            if part is not None:
                know([row * width + column], part)
    if measured is not None:
        know(range(size - width), measured)
    hidden = [(row, column) for row, parts in enumerate(shown) for column, part in enumerate(parts) if part is None]
    found = {}
    for row, column in hidden:
        aim = [0.0] * size
        aim[row * width + column] = 1.0
        ends = [
            linprog([sign * each for each in aim], A_eq=equations, b_eq=values, bounds=(0, 10_000)) for sign in (1, -1)
        ]
        found[row, column] = (ends[0].fun, -ends[1].fun)
    return found


def test_what_is_left_of_a_whole_tells_no_small_number() -> None:
    steps = [(Band.LOW, Band.HIGH), (Band.HIGH, Band.LOW), *[(Band.LOW, Band.LOW)] * 20]
    found = compare_outcomes([_judged(place, *step, None) for place, step in enumerate(steps)], now=NOW)
    unknown = found.moved[-1]
    assert (unknown.referrals, unknown.risen, unknown.fallen, unknown.kept) == (22, None, None, None)


@settings(max_examples=30)
@given(st.integers(LEAST_GROUP, 32))
def test_no_part_can_be_worked_out_even_by_whoever_knows_the_rule(whole: int) -> None:
    ways: dict[tuple[int | None, ...], list[tuple[int, ...]]] = {}
    for first in range(whole + 1):
        for second in range(whole - first + 1):
            parts = (first, second, whole - first - second)
            ways.setdefault(tuple(sayable(parts)), []).append(parts)
    for told, possible in ways.items():
        for place, part in enumerate(told):
            assert part is not None or len({parts[place] for parts in possible}) > 1, possible


def test_how_many_are_known_of_an_age_is_not_the_rest_of_what_is_unknown() -> None:
    ages = [(3, 99, 1), (40, 19, 1), (100, 30, 30)]
    past = [
        replace(
            _judged(len(str(place)) * 1000 + place, Band.LOW, Band.LOW, 0 if place < known else None),
            received_at=NOW - timedelta(days=days),
        )
        for days, known, unknown in ages
        for place in range(known + unknown)
    ]
    found = compare_outcomes(past, now=NOW, draws=3)
    assert (found.known, found.unknown) == (148, 32)
    assert [age.known for age in found.by_age] == [None, None, None]


def test_a_figure_does_not_say_on_how_many_it_rests_where_that_may_not_be_said() -> None:
    past = [_judged(place, Band.LOW, Band.LOW, 0 if place < 57 else None) for place in range(60)]
    told = compare_outcomes(past, now=NOW, draws=3).document()
    assert (told["known"], told["moved"][-1]["referrals"]) == (None, None)
    assert told["ndcg"]["old"].keys() == {"value", "low", "high"}
    (group,) = told["by_language"]
    assert group["ndcg"]["difference"].keys() == {"value", "low", "high"}


def test_older_referrals_of_known_outcome_are_measured_and_leave_the_shares_alone() -> None:
    older = _past(lambda is_confirmed: Band.LOW if is_confirmed else Band.MEDIUM)
    newest = [_judged(place, Band.LOW, Band.LOW, 0 if place < 505 else None) for place in range(500, 530)]
    found = compare_outcomes(newest, now=NOW, older=older, draws=20)
    assert (found.known, found.unknown, found.measured, found.lowers_recall) == (None, None, 405, True)
    assert [age.known for age in found.by_age] == [None]
    assert [row.referrals for row in found.moved] == [20, 0, 0, 385, None]
    (group,) = found.by_country
    assert (group.referrals, group.known, group.measured) == (30, None, 405)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_gives_the_same_interval(seed: int) -> None:
    past = _past(lambda is_confirmed: Band.HIGH if is_confirmed else Band.LOW)
    assert compare_outcomes(past, now=NOW, seed=seed, draws=30) == compare_outcomes(past, now=NOW, seed=seed, draws=30)
