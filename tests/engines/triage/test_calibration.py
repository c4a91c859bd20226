"""Priority measured on outcomes: against arithmetic by hand, and silent where there are too few."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from math import log, log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.triage.calibration import Followed, calibrate, gain_of, stability_index
from causeway.triage.ranking import ndcg
from causeway.vocabulary.findings import BAND_ORDER, Band
from causeway.vocabulary.outcomes import Outcome, OutcomeStatus

START = datetime(2026, 9, 1, tzinfo=UTC)


def followed(number: int, band: Band, gain: int | None, *, days: float = 0, **changes: object) -> Followed:
    return Followed(
        referral_id=f"{number:04}",
        sender="A",
        received_at=START + timedelta(days=days, minutes=number),
        band=band,
        gain=gain,
        **changes,  # type: ignore[arg-type]
    )


@given(st.lists(st.integers(0, 3), min_size=1, max_size=6))
def test_ndcg_is_the_gain_of_this_order_over_that_of_the_best(gains: list[int]) -> None:
    def gained(order: tuple[int, ...]) -> float:
        return sum((float(2**gain) - 1) / log2(place + 2) for place, gain in enumerate(order))

    best = max(map(gained, permutations(gains)))
    assert ndcg(gains) == pytest.approx(gained(tuple(gains)) / best if best else 1.0)


@given(st.lists(st.integers(0, 500), min_size=4, max_size=4), st.lists(st.integers(0, 500), min_size=4, max_size=4))
def test_the_stability_index_is_the_symmetric_divergence_and_0_for_the_same(old: list[int], new: list[int]) -> None:
    p, q = ([(count + 0.5) / (sum(counts) + 2) for count in counts] for counts in (old, new))
    byhand = sum((right - left) * log(right / left) for left, right in zip(p, q, strict=True))
    assert stability_index(old, new) == pytest.approx(byhand)
    assert stability_index(old, old) == pytest.approx(0)


def test_what_came_of_each_band_is_a_share_with_wilsons_interval() -> None:
    past = [followed(number, Band.HIGH, 3 if number < 8 else 0) for number in range(20)]
    past += [followed(100 + number, Band.LOW, 3) for number in range(9)]
    past += [followed(200 + number, Band.HIGH, None) for number in range(50)]
    found = calibrate(past)
    assert set(found.reliability) == {Band.HIGH}
    high = found.reliability[Band.HIGH]
    assert (high.value, high.referrals) == (0.4, 20)
    assert 0.2 < high.low < 0.4 < high.high < 0.63
    assert (found.referrals, found.followed) == (79, 29)


def test_a_queue_that_puts_first_what_mattered_scores_more_than_arrival_does() -> None:
    past = [followed(number, Band.LOW, 0) for number in range(190)]
    past += [followed(200 + number, Band.VERY_HIGH, 3) for number in range(10)]
    past += [followed(300 + number, Band.HIGH, 2) for number in range(10)]
    found = calibrate(past, draws=200)
    assert found.ndcg is not None
    assert found.ndcg_by_arrival is not None
    assert found.recall_first is not None
    assert found.ndcg.value == pytest.approx(1)
    assert found.ndcg_by_arrival.value < 0.6
    assert found.recall_first.value == pytest.approx(11 / 20)
    assert found.recall_first.low < 11 / 20 < found.recall_first.high


def test_drift_is_told_by_month_against_all_months_before() -> None:
    past = [followed(number, BAND_ORDER[number % 4], None, days=month * 30) for month in (0, 1) for number in range(40)]
    past += [followed(number, Band.VERY_HIGH, None, days=62) for number in range(40)]
    past += [followed(number, Band.LOW, None, days=95) for number in range(9)]
    drift = calibrate(past).drift
    assert [(one.month, one.referrals, one.verdict) for one in drift] == [
        ("2026-10", 40, "stable"),
        ("2026-11", 40, "shifted"),
    ]


def test_people_who_grade_anew_are_compared_with_the_program_and_with_each_other() -> None:
    same = [
        followed(number, BAND_ORDER[number % 4], None, grades=(BAND_ORDER[number % 4],) * 2) for number in range(12)
    ]
    opposite = [
        followed(number, BAND_ORDER[number % 4], None, grades=(Band.HIGH, BAND_ORDER[3 - number % 4]))
        for number in range(12)
    ]
    agreed, crossed, few = (calibrate(past, draws=200) for past in (same, opposite, same[:9]))
    assert [one.value for one in (agreed.person_and_program, agreed.person_and_person) if one] == [1, 1]
    assert [one.value for one in (crossed.person_and_program,) if one] == [pytest.approx(-1)]
    assert few.person_and_program is None


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.sampled_from(BAND_ORDER), st.none() | st.integers(0, 3), st.sampled_from("AB")), max_size=25)
)
def test_nothing_is_said_of_fewer_than_ten(drawn: list[tuple[Band, int | None, str]]) -> None:
    past = [followed(place, band, gain, language=name) for place, (band, gain, name) in enumerate(drawn)]
    found = calibrate(past, draws=20)
    figures = [*found.reliability.values(), found.ndcg, found.ndcg_by_arrival, found.recall_first]
    assert all(figure.referrals >= 10 for figure in figures if figure)
    assert all(row.referrals >= 10 for row in (*found.by_language, *found.by_country, *found.by_sender_size))


@pytest.mark.parametrize(
    ("outcome", "gain"),
    [
        (Outcome(status=OutcomeStatus.ONGOING), None),
        (Outcome(status=OutcomeStatus.ONGOING, is_useful=True), None),
        (Outcome(status=OutcomeStatus.ONGOING, arrests=1), 2),
        (Outcome(status=OutcomeStatus.CLOSED), 0),
        (Outcome(status=OutcomeStatus.CLOSED, is_useful=True), 1),
        (Outcome(status=OutcomeStatus.REFERRED_ON), 1),
        (Outcome(status=OutcomeStatus.CONVICTION), 2),
        (Outcome(status=OutcomeStatus.CLOSED, children_safeguarded=1), 3),
        (Outcome(status=OutcomeStatus.CHILD_SAFEGUARDED), 3),
    ],
)
def test_what_came_of_a_referral_is_graded(outcome: Outcome, gain: int | None) -> None:
    assert gain_of(outcome) == gain
