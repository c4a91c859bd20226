"""Two policies compared: what is counted, what falls, who stands first, and no small group alone."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from causeway.triage import Judged, compare_policies
from causeway.triage.comparing import LEAST_GROUP, joined_small
from causeway.vocabulary.findings import BAND_ORDER, Band, Priority, Reason

START = datetime(2026, 10, 1, tzinfo=UTC)


def priority(band: Band, *, is_imminent: bool = False, **points: float) -> Priority:
    alarms = (Reason(code="imminent.planned", text="A plan", contribution=0.0),) if is_imminent else ()
    reasons = tuple(Reason(code=f"now.{name}", text=name, contribution=value) for name, value in points.items())
    return Priority(
        score=sum(points.values()),
        band=band,
        is_imminent=is_imminent,
        reasons=alarms + reasons,
        policy_version="1",
    )


bands = st.sampled_from(BAND_ORDER)
judgements = st.lists(st.tuples(bands, bands, st.sampled_from("ABCD"), st.sampled_from(["en", "nl", ""])), max_size=80)


@given(judgements)
def test_every_referral_is_counted_once_in_each_table(drawn: list[tuple[Band, Band, str, str]]) -> None:
    past = [
        Judged(
            referral_id=f"{place:03}",
            sender=sender,
            received_at=START + timedelta(hours=place),
            old=priority(old),
            new=priority(new),
            language=language,
        )
        for place, (old, new, sender, language) in enumerate(drawn)
    ]
    found = compare_policies(past, old_version="1", new_version="2")
    falls = {one.referral_id for one in past if BAND_ORDER.index(one.new.band) > BAND_ORDER.index(one.old.band)}
    assert {one.referral_id for one in found.falls} == falls
    assert found.changed == len(falls) + found.risen
    for table in (found.by_sender_size, found.by_language, found.by_country):
        assert sum(row.referrals for row in table) == len(past)
        assert [sum(row.new[place] for row in table) for place in range(len(BAND_ORDER))] == [
            sum(one.new.band is band for one in past) for band in BAND_ORDER
        ]
    first = sorted(past, key=lambda one: (BAND_ORDER.index(one.old.band), one.received_at))[: found.first_size]
    after = sorted(past, key=lambda one: (BAND_ORDER.index(one.new.band), one.received_at))[: found.first_size]
    assert set(found.left) == {one.referral_id for one in first} - {one.referral_id for one in after}
    assert len(found.left) == len(found.entered)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=2), st.integers(1, 40), max_size=8))
def test_no_group_under_ten_stands_alone_or_can_be_worked_out(counts: dict[str, int]) -> None:
    shown = joined_small(counts)
    sizes: Counter[str] = Counter()
    for name, count in counts.items():
        sizes[shown[name]] += count
    assert set(shown) == set(counts)
    if sum(counts.values()) >= LEAST_GROUP:
        assert all(size >= LEAST_GROUP for size in sizes.values())
    else:
        assert len(sizes) <= 1


def test_what_alerts_nobody_any_more_has_fallen_and_says_so() -> None:
    one = Judged(
        referral_id="r",
        sender="A",
        received_at=START,
        old=priority(Band.VERY_HIGH, is_imminent=True, planned=45.0, links=5.0),
        new=priority(Band.VERY_HIGH, planned=95.0, links=2.0),
    )
    (fall,) = compare_policies([one], old_version="1", new_version="2").falls
    assert [(each.code, each.old, each.new) for each in fall.reasons] == [
        ("now.links", 5.0, 2.0),
        ("imminent.planned", 0.0, 0.0),
        ("now.planned", 45.0, 95.0),
    ]
