"""No signal names a child whom a referral told of as a victim."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from causeway.hub.base.acting.actors import Scope
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.knowledge.banks.commands.add_signals import NewSignal, add_signals
from causeway.hub.knowledge.banks.commands.keep_bank import found_bank
from causeway.hub.road.referrals.terms import add_terms
from causeway.hub.road.referrals.victims import values_of_victims
from causeway.selectors import selectors_of
from causeway.vocabulary.organisations import Purpose, Role
from causeway.vocabulary.referral import Account
from causeway.vocabulary.signals import SignalKind
from hub.conftest import SmallWorld
from hub.told_referrals import TOLD, build_road

VICTIM, SUBJECT = TOLD.parties
TOLD_OF_BOTH = replace(
    TOLD, parties=(replace(VICTIM, accounts=(Account(service="Harbourline", handle="wren.m"),)), SUBJECT)
)


def account(handle: str) -> NewSignal:
    return NewSignal(
        kind=SignalKind.ACCOUNT,
        value=handle,
        service="Harbourline",
        purposes=(Purpose.PROTECT_A_CHILD,),
        basis="Section 1 of an invented act",
        expires_at=timezone.now() + timedelta(days=30),
        is_no_child=True,
    )


def test_a_childs_account_or_name_is_refused_and_the_subjects_is_taken(world: SmallWorld) -> None:
    road = build_road(world)
    referral_id = road.referral(TOLD_OF_BOTH)
    analyst = world.member(world.desk, Role.ANALYST)
    with acting_as(world.program(world.desk)):
        add_terms({referral_id: [(each.kind.value, each.value) for each in selectors_of(TOLD_OF_BOTH)]})
    bank_id = found_bank(analyst, name="Accounts")
    name = replace(account("Marlow Wren"), kind=SignalKind.KEYWORD, service="")
    for new in (account("@Wren.M"), name):
        with pytest.raises(Invalid) as refused:
            add_signals(analyst, bank_id, [new])
        assert refused.value.field == "signals[0].value"
        assert "must not be listed" in refused.value.message
    _key, program = world.credential(world.desk, Scope.SEND_SIGNALS)
    with pytest.raises(Invalid) as refused:
        add_signals(program, bank_id, [account("tidepool"), account("wren.m")])
    assert (refused.value.field, refused.value.message) == ("signals[1].value", "This cannot be listed.")
    (added,) = add_signals(analyst, bank_id, [account("tidepool")])
    assert added.is_new


def test_a_batch_is_checked_in_one_query_and_among_any_number_of_referrals(world: SmallWorld) -> None:
    road = build_road(world)
    told_of_the_subject, told_of_the_victim = road.referral(TOLD), road.referral(TOLD_OF_BOTH)
    with acting_as(world.program(world.desk)):
        for referral_id in (told_of_the_subject, told_of_the_victim):
            add_terms({referral_id: [(each.kind.value, each.value) for each in selectors_of(TOLD_OF_BOTH)]})
        unknown = {(SignalKind.ACCOUNT, f"harbourline@knob{number}") for number in range(100)}
        with CaptureQueriesContext(connection) as asked:
            assert values_of_victims(unknown) == set()
        assert len(asked) == 1
        victims = {(SignalKind.ACCOUNT, "harbourline@wren.m")}
        assert values_of_victims(unknown | victims) == victims
