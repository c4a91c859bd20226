"""The demonstration's shared bank has signals in the states that a reader may meet."""

from uuid import UUID

import pytest

from causeway.demo.shared_bank import share_a_bank
from causeway.hub.base.acting.actors import Actor
from causeway.hub.knowledge.banks.queries.appeals import appeals
from causeway.hub.knowledge.banks.queries.bank_view import BankView, bank_view
from causeway.hub.knowledge.banks.queries.banks import banks_of
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.signals import SignalState
from demo.small_cast import small_cast
from hub.conftest import SmallWorld, world_with_a_desk


@pytest.fixture
def world(db: None) -> SmallWorld:
    return world_with_a_desk()


def the_bank(actor: Actor) -> BankView:
    (bank,) = banks_of(actor)
    return bank_view(actor, bank.id)


def test_each_state_is_there_and_one_receiver_owes_an_answer(world: SmallWorld) -> None:
    cast = small_cast(world)
    held = share_a_bank(cast, world.desk)
    view = the_bank(cast.person_of(world.desk, Role.ANALYST).actor)
    states = {state: count for state, count in view.counts.items() if count}
    assert states == {
        SignalState.CONFIRMED: 4,
        SignalState.UNCONFIRMED: 4,
        SignalState.DISPUTED: 1,
        SignalState.SUSPENDED: 1,
        SignalState.WITHDRAWN: 1,
    }
    assert held == sum(states.values())
    assert {each.name: each.owed for each in view.subscribers} == {
        world.desk.name: 0,
        "Harbourline": 0,
        "Moatwalk Quest": 1,
        "Kent Police": 0,
    }


def test_one_appeal_waits_for_the_desk_which_may_decide_it(world: SmallWorld) -> None:
    cast = small_cast(world)
    share_a_bank(cast, world.desk)
    (appeal,) = appeals(cast.person_of(world.desk, Role.ANALYST).actor)
    assert isinstance(appeal.signal_id, UUID)
    assert appeal.may_decide
