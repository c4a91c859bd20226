"""Completeness by sender over time: counted by hand, and silent where there are too few."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.triage.completeness_trend import ToldReferral, completeness_by_sender

START = datetime(2026, 9, 10, tzinfo=UTC)


def told(number: int, *, port: bool, days: float | None = None, nowhere: bool | None = None) -> ToldReferral:
    return ToldReferral(
        sender="Harbourline",
        received_at=START + timedelta(days=number),
        score=80 if port else 40,
        missing=frozenset() if port else frozenset({"upload_ip"}),
        days_to_route=days,
        led_nowhere=nowhere,
    )


def test_a_gap_says_how_often_and_what_it_went_with() -> None:
    whole = [told(number, port=True, days=1, nowhere=number < 2) for number in range(10)]
    lacking = [told(number, port=False, days=4, nowhere=number < 7) for number in range(10)]
    (sender,) = completeness_by_sender([*whole, *lacking])
    (gap,) = sender.gaps
    assert (sender.referrals, sender.score) == (20, 60)
    assert (gap.code, gap.referrals, gap.share) == ("upload_ip", 10, 0.5)
    assert gap.days_more == 3
    assert gap.nowhere_more == pytest.approx(0.5)


def test_of_a_sender_who_told_more_than_was_drawn_both_numbers_are_kept() -> None:
    drawn = [told(number, port=True) for number in range(10)]
    (sender,) = completeness_by_sender(drawn, {"Harbourline": 5_000})
    assert (sender.referrals, sender.told, sender.told_in_all) == (10, 5_000, 5_000)


def test_what_is_not_known_yet_is_left_out_and_too_few_are_not_compared() -> None:
    whole = [told(number, port=True, days=1) for number in range(10)]
    lacking = [told(number, port=False, days=4 if number < 9 else None) for number in range(10)]
    ((gap,),) = (sender.gaps for sender in completeness_by_sender([*whole, *lacking]))
    assert (gap.days_more, gap.nowhere_more) == (None, None)


referrals = st.builds(
    ToldReferral,
    sender=st.sampled_from(["A", "B", "C"]),
    received_at=st.integers(0, 120).map(lambda days: START + timedelta(days=days)),
    score=st.floats(0, 100),
    missing=st.sets(st.sampled_from(["upload_ip", "ages", "file"])).map(frozenset),
)


@given(st.lists(referrals, max_size=80))
def test_no_figure_rests_on_fewer_than_ten_and_none_is_counted_twice(all_told: list[ToldReferral]) -> None:
    for sender in completeness_by_sender(all_told):
        own = [one for one in all_told if one.sender == sender.sender]
        assert sender.referrals == len(own) >= 10
        for month in sender.months:
            assert month.referrals == sum(f"{one.received_at:%Y-%m}" == month.month for one in own) >= 10
        for gap in sender.gaps:
            assert gap.referrals == sum(gap.code in one.missing for one in own) >= 10
