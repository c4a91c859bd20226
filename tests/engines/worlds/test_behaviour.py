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
