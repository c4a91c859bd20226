"""Entering, sequencing and following."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, transaction

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.advancing import advance
from causeway.hub.base.ledger.entering import NobodyActs, enter
from causeway.hub.base.ledger.following import EntryFact, Follower
from causeway.hub.base.ledger.models import Checkpoint, Entry, EntryDetail, FollowerFault, Leaf, Tree
from causeway.hub.base.ledger.parking import PAUSES, FollowerWaits
from causeway.hub.base.ledger.sequencing import sequence
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.organisations.models import Organisation
from causeway.transparency import root_of
from causeway.vocabulary.organisations import OrganisationKind
from hub.conftest import SmallWorld

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def test_nothing_is_entered_when_nobody_acts(world: SmallWorld) -> None:
    with pytest.raises(NobodyActs):
        enter(Act.REFERRAL_READ, subjects=[uuid4()])


def test_positions_have_no_gap_and_the_signed_root_is_that_of_the_leaves(world: SmallWorld) -> None:
    actor = world.program(world.desk)
    for _ in range(5):
        with acting_as(actor):
            enter(Act.REFERRAL_READ, subjects=[uuid4()])
    with acting_as(actor):
        sequence(NOW)
        leaves = list(Leaf.objects.order_by("position"))
        checkpoint = Checkpoint.objects.order_by("-size").first()
    assert [leaf.position for leaf in leaves] == list(range(len(leaves)))
    assert checkpoint is not None
    assert bytes(checkpoint.root) == root_of([bytes(leaf.leaf_hash) for leaf in leaves])


def test_a_second_run_of_the_sequencer_extends_the_same_tree(world: SmallWorld) -> None:
    actor = world.program(world.desk)
    for _ in range(3):
        with acting_as(actor):
            enter(Act.REFERRAL_READ, subjects=[uuid4()])
            sequence(NOW)
    with acting_as(actor):
        leaves = list(Leaf.objects.order_by("position"))
        checkpoint = Checkpoint.objects.order_by("-size").first()
        assert checkpoint is not None
        assert bytes(checkpoint.root) == root_of([bytes(leaf.leaf_hash) for leaf in leaves])
        assert sequence(NOW) == 0


def test_another_organisation_in_the_audience_sees_the_entry_but_not_its_details(world: SmallWorld) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    subject = uuid4()
    with acting_as(world.program(world.desk)):
        enter(Act.REFERRAL_READ, subjects=[subject], audience=[force.id], details={"note": "for the desk"})
    with acting_as(world.program(force)):
        (fact,) = timeline_of(subject)
    assert fact.details == {}
    outsider = world.organisation(OrganisationKind.SERVICE)
    with acting_as(world.program(outsider)):
        assert timeline_of(subject) == []


def test_erasing_details_keeps_the_entry(world: SmallWorld) -> None:
    actor = world.program(world.desk)
    with acting_as(actor):
        entry_id = enter(Act.REFERRAL_READ, subjects=[uuid4()], details={"note": "x"})
    with acting_as(actor):
        EntryDetail.objects.filter(entry_id=entry_id).delete()
        assert Entry.objects.filter(id=entry_id).exists()


def _enter_and_sequence(world: SmallWorld, organisation: Organisation, number: int) -> None:
    for _ in range(number):
        with acting_as(world.program(organisation)):
            enter(Act.REFERRAL_READ, subjects=[uuid4()])
            enter(Act.CASE_READ, subjects=[uuid4()])
    with acting_as(world.program(organisation)):
        sequence(NOW)


def test_a_follower_sees_each_entry_once_and_in_order(world: SmallWorld) -> None:
    seen: list[EntryFact] = []
    follower = Follower("test.follower", frozenset({Act.CASE_READ}), lambda actor, facts: seen.extend(facts))
    actor = world.program(world.desk)
    _enter_and_sequence(world, world.desk, 3)
    assert advance(actor, follower, acting_as) == 3
    assert advance(actor, follower, acting_as) == 0
    _enter_and_sequence(world, world.desk, 2)
    assert advance(actor, follower, acting_as) == 2
    positions = [fact.position or 0 for fact in seen]
    assert positions == sorted(set(positions))
    assert {fact.act for fact in seen} == {Act.CASE_READ}


def test_a_follower_that_fails_stays_where_it_is_and_goes_on_later(world: SmallWorld) -> None:
    handled: dict[UUID, EntryFact] = {}
    tries_left = [1, 2]

    def effect(actor: object, facts: Sequence[EntryFact]) -> None:
        # The second fails with those beside it, and then by itself.
        for fact in facts:
            if len(handled) == 1 and fact.id not in handled and tries_left:
                tries_left.pop()
                raise RuntimeError("not now")
            handled[fact.id] = fact

    follower = Follower("test.fails", frozenset({Act.CASE_READ}), effect)
    actor = world.program(world.desk)
    _enter_and_sequence(world, world.desk, 3)
    with pytest.raises(RuntimeError):
        advance(actor, follower, acting_as, now=NOW)
    assert len(handled) == 1
    with pytest.raises(FollowerWaits):
        advance(actor, follower, acting_as, now=NOW)
    advance(actor, follower, acting_as, now=NOW + PAUSES[0])
    assert len(handled) == 3
    with acting_as(actor):
        assert not FollowerFault.objects.exists()


def test_the_tree_is_changed_by_the_program_and_by_no_member(world: SmallWorld) -> None:
    member = world.administrator(world.desk)
    with acting_as(member):
        enter(Act.REFERRAL_READ, subjects=[uuid4()])
    with acting_as(world.program(world.desk)):
        sequence(NOW)
    with acting_as(member):
        assert Leaf.objects.update(position=None) == 0
        assert Tree.objects.update(state=b"") == 0
        assert Tree.objects.all().delete()[0] == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            Checkpoint(size=10**6, root=b"", note="", signed_at=NOW).save(force_insert=True)
