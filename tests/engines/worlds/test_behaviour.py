"""The world of behaviour: the same from one seed, of every kind, and in the form in which a service would tell it."""

import json
from collections import Counter

import pytest

from causeway.warning import EventKind, read_event
from causeway.worlds import WorldError
from causeway.worlds.behaviour import BehaviourWorld, behaviour_world
from causeway.worlds.behaviour_manners import MANNERS, SEEKERS, BehaviourKind


@pytest.fixture(scope="module")
def world() -> BehaviourWorld:
    return behaviour_world(1, accounts=500, weeks=1)


def test_a_seed_gives_one_world(world: BehaviourWorld) -> None:
    assert behaviour_world(1, accounts=500, weeks=1) == world
    assert behaviour_world(2, accounts=500, weeks=1).events != world.events


def test_every_kind_lives_in_it(world: BehaviourWorld) -> None:
    assert set(world.kinds.values()) == set(BehaviourKind)
    assert world.seekers == {name for name, kind in world.kinds.items() if kind in SEEKERS}


def test_shares_are_of_the_whole() -> None:
    assert sum(manner.share for manner in MANNERS.values()) == pytest.approx(1, abs=0.005)


def test_every_event_can_be_read_and_comes_in_the_order_of_its_time(world: BehaviourWorld) -> None:
    events = [read_event(json.loads(json.dumps(document))) for document in world.events]
    times = [event.at for event in events]
    assert times == sorted(times)
    told = {EventKind.TEXT_SCORED, EventKind.REVIEW_CLEARED}
    assert {event.kind for event in events} == set(EventKind) - told


def test_the_risk_begins_with_the_first_event_between_a_seeker_and_a_minor(world: BehaviourWorld) -> None:
    assert world.risk_began.keys() <= world.seekers
    assert len(world.risk_began) > len(world.seekers) / 2
    for name, began in world.risk_began.items():
        minors = (
            event["at"]
            for event in world.events
            if name in (event["actor"], event.get("target"))
            and BehaviourKind.TEENAGER in (world.kinds[event["actor"]], world.kinds.get(event.get("target", "")))
        )
        assert began == min(minors)


def test_several_accounts_of_one_person_have_one_owner(world: BehaviourWorld) -> None:
    many = [name for name, kind in world.kinds.items() if kind is BehaviourKind.MANY_ACCOUNTS]
    assert max(Counter(world.owners[name] for name in many).values()) == 4
    alone = [world.owners[name] for name in world.kinds if name not in many]
    assert len(set(alone)) == len(alone)


def test_a_name_tells_nothing_of_its_kind(world: BehaviourWorld) -> None:
    places = [place for place, kind in enumerate(world.kinds.values()) if kind in SEEKERS]
    assert 0.25 < sum(places) / len(places) / len(world.kinds) < 0.75


def test_too_small_a_world_is_refused() -> None:
    with pytest.raises(WorldError):
        behaviour_world(1, accounts=499)
    with pytest.raises(WorldError):
        behaviour_world(1, weeks=0)


def test_ages_are_wrong_for_innocents_too_and_no_confidence_tells_which() -> None:
    world = behaviour_world(4, accounts=3_000, weeks=1)
    stated = {
        event["actor"]: event["attributes"]
        for event in world.events
        if event["kind"] == "account" and "age" in event["attributes"]
    }
    teenagers = {name: facts for name, facts in stated.items() if world.kinds[name] is BehaviourKind.TEENAGER}
    grown = {name: facts for name, facts in stated.items() if world.kinds[name] is BehaviourKind.ADULT}
    for kind, is_young in ((teenagers, True), (grown, False)):
        sure: dict[bool, list[float]] = {True: [], False: []}
        for facts in kind.values():
            sure[(facts["age"] < 18) is not is_young].append(facts["age_confidence"])
        assert len(sure[True]) > 10
        assert max(sure[True]) > 0.7
        assert sum(each < max(sure[True]) for each in sure[False]) > len(sure[False]) / 2
    seekers = [facts for name, facts in stated.items() if name in world.seekers and facts["age"] < 18]
    assert {facts["age_confidence"] >= 0.5 for facts in seekers} == {True, False}


def test_families_share_devices_and_so_do_accounts_of_one_person() -> None:
    shared: list[set[BehaviourKind]] = []
    for seed in range(6):
        world, on_device = behaviour_world(seed, accounts=500, weeks=1), dict[str, set[str]]()
        for event in world.events:
            if "device" in event.get("attributes", {}):
                on_device.setdefault(event["attributes"]["device"], set()).add(event["actor"])
        shared += [{world.kinds[name] for name in names} for names in on_device.values() if len(names) > 1]
    assert any(BehaviourKind.TEENAGER in kinds and BehaviourKind.ADULT in kinds for kinds in shared)
    assert any(kinds == {BehaviourKind.MANY_ACCOUNTS} for kinds in shared)
