"""The generator keeps its promises: the same seed, the counts, and a truth that agrees with what the referrals say."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from causeway.vocabulary.referral import Concern, Door, PartyRole, SenderKind
from causeway.worlds import ForceEntry, World, WorldError, generate

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LAY = {SenderKind.SCHOOL, SenderKind.PUBLIC, SenderKind.CHILD}


def test_the_same_seed_gives_the_same_world_to_the_byte(world: World, force_list: tuple[ForceEntry, ...]) -> None:
    assert generate(world.seed, forces=force_list, now=world.now) == world


def test_another_seed_gives_other_referrals_people_and_pictures(worlds: tuple[World, ...]) -> None:
    one, other = worlds[:2]

    assert not {entry.sha256 for entry in one.bank} & {entry.sha256 for entry in other.bank}
    assert [item.referral for item in one.referrals] != [item.referral for item in other.referrals]
    assert [body.members for body in one.organisations] != [body.members for body in other.organisations]


def test_it_makes_exactly_as_many_referrals_as_asked(force_list: tuple[ForceEntry, ...]) -> None:
    assert [len(generate(3, referrals=count, forces=force_list, now=NOW).referrals) for count in (60, 130)] == [60, 130]


def test_the_promised_counts_hold_on_every_seed(worlds: tuple[World, ...]) -> None:
    for world in worlds:
        told = world.referrals
        assert len(told) == 200
        assert sum(item.referral.concern is Concern.GROOMING and not item.referral.has_file for item in told) >= 60
        assert sum(item.referral.sender_kind in LAY for item in told) >= 20
        assert sum(item.truth.child_subject for item in told) >= 10
        assert sum(item.truth.is_urgent for item in told) >= 8
        assert sum(any(item.truth.listed_media) for item in told) >= 15
        assert len(world.duplicate_pairs()) >= 40
        assert len(world.linked_pairs()) >= 80


def test_every_door_is_used(worlds: tuple[World, ...]) -> None:
    for world in worlds:
        assert {item.door for item in world.referrals} == set(Door)


def test_referrals_come_in_order_within_four_weeks_and_tell_of_the_past(worlds: tuple[World, ...]) -> None:
    for world in worlds:
        arrivals = [item.arrives_at for item in world.referrals]
        assert arrivals == sorted(arrivals)
        assert world.now - timedelta(days=29) < arrivals[0]
        assert arrivals[-1] < world.now
        for item in world.referrals:
            assert item.referral.occurred_at is None or item.referral.occurred_at < item.arrives_at


def test_over_half_a_year_referrals_come_in_every_month_and_the_last_hours_have_urgent_ones(
    force_list: tuple[ForceEntry, ...],
) -> None:
    weeks = 26
    world = generate(7, forces=force_list, now=NOW, weeks=weeks)
    ages = [world.now - item.arrives_at for item in world.referrals]
    assert timedelta(weeks=weeks - 2) < max(ages) < timedelta(weeks=weeks, days=1)
    months = [age // timedelta(weeks=4) for age in ages]
    assert all(months.count(month) >= 10 for month in range(weeks // 4))
    assert max(map([age // timedelta(weeks=1) for age in ages].count, range(weeks))) <= 20
    fresh = [item for item, age in zip(world.referrals, ages, strict=True) if age < timedelta(hours=11)]
    assert any(item.truth.is_urgent for item in fresh)
    assert len(fresh) < len(world.referrals) // 10


def test_each_id_and_each_sender_is_known(worlds: tuple[World, ...]) -> None:
    for world in worlds:
        assert len({item.id for item in world.referrals}) == len(world.referrals)
        known = {body.key for body in world.organisations} | {"public"}
        assert {item.sender for item in world.referrals} <= known


def test_files_stand_in_the_order_of_the_attachments_with_their_true_digest(worlds: tuple[World, ...]) -> None:
    for item in (item for world in worlds for item in world.referrals):
        with_bytes = [attachment for attachment in item.referral.attachments if attachment.sha256]
        assert [attachment.sha256 for attachment in with_bytes] == [
            hashlib.sha256(content).hexdigest() for _, content in item.files
        ]
        assert [attachment.name for attachment in with_bytes] == [name for name, _ in item.files]
        assert len(item.truth.picture_ids) == len(item.truth.listed_media) == len(item.files)


def test_a_listed_picture_comes_both_exact_and_edited(worlds: tuple[World, ...]) -> None:
    for world in worlds:
        exact = {entry.sha256 for entry in world.bank}
        came = [
            hashlib.sha256(item.files[place][1]).hexdigest() in exact
            for item in world.referrals
            for place, listed in enumerate(item.truth.listed_media)
            if listed
        ]
        assert any(came)
        assert not all(came)


def test_a_child_subject_says_an_age_below_eighteen(worlds: tuple[World, ...]) -> None:
    for item in (item for world in worlds for item in world.referrals):
        subjects = item.referral.parties_as(PartyRole.SUBJECT)
        said = any(party.child(item.arrives_at.date()) for party in subjects)
        assert said == item.truth.child_subject


def test_duplicates_tell_of_one_subject_and_one_concern(worlds: tuple[World, ...]) -> None:
    for world in worlds:
        truths = {item.id: item for item in world.referrals}
        for left, right in (sorted(pair) for pair in world.duplicate_pairs()):
            assert truths[left].truth.subject_id == truths[right].truth.subject_id
            assert truths[left].referral.concern is truths[right].referral.concern


def test_every_two_tellings_of_one_event_share_a_stated_identifier(worlds: tuple[World, ...]) -> None:
    for world in worlds:
        assert world.duplicate_pairs() <= world.linked_pairs()


def test_people_are_also_met_across_services(worlds: tuple[World, ...]) -> None:
    for world in worlds:
        by_id = {item.id: item for item in world.referrals}
        platforms = [{by_id[one].referral.platform for one in pair} for pair in world.linked_pairs()]
        assert sum(len(pair) == 2 for pair in platforms) >= 8


def test_wrong_answers_are_invited_in_several_ways(worlds: tuple[World, ...]) -> None:
    for world in worlds:
        lures = {lure for item in world.referrals for lure in item.truth.lures}
        assert {"handle_reused", "home_shared", "same_day", "typing_error", "name_shared"} <= lures


def test_what_the_truth_calls_unknown_is_stated_nowhere(worlds: tuple[World, ...]) -> None:
    for item in (item for world in worlds for item in world.referrals if item.truth.country is None):
        for party in item.referral.parties:
            assert not party.addresses
            assert party.location is None
            assert not party.phones
            assert all(event.possible_proxy for event in party.ip_events)


def test_a_true_force_rests_on_a_stated_town_or_postcode(worlds: tuple[World, ...]) -> None:
    for item in (item for world in worlds for item in world.referrals if item.truth.force is not None):
        parties = item.referral.parties
        assert any(party.addresses or (party.location and party.location.city) for party in parties)


def test_too_few_referrals_and_a_naive_time_are_refused(force_list: tuple[ForceEntry, ...]) -> None:
    with pytest.raises(WorldError, match="at least") as few:
        generate(1, referrals=10, forces=force_list, now=NOW)
    with pytest.raises(WorldError, match="time zone") as naive:
        generate(1, forces=force_list, now=NOW.replace(tzinfo=None))

    assert (few.value.code, naive.value.code) == ("too_few", "naive_time")


def test_forces_that_do_not_cover_the_places_are_refused() -> None:
    with pytest.raises(WorldError) as refused:
        generate(1, forces=[("X", "Nowhere Police", "GB", "Europe/London")], now=NOW)

    assert refused.value.code == "force_unknown"
