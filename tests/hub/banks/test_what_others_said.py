"""What receivers undid and said of matches is read by all who share a bank, and votes by whoever added the signal."""

from importlib import import_module

import pytest
from django.db import connection
from django.urls import reverse

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Invalid, NotFound
from causeway.hub.knowledge.banks.commands.acknowledge import acknowledge_changes
from causeway.hub.knowledge.banks.commands.curate import withdraw_signal
from causeway.hub.knowledge.banks.commands.give_opinion import give_opinion, take_opinions_back
from causeway.hub.knowledge.banks.commands.vote import vote
from causeway.hub.knowledge.banks.models import Receipt, UndidBefore, Vote
from causeway.hub.knowledge.banks.queries import receipts
from causeway.hub.knowledge.banks.queries.receipts import acknowledgements
from causeway.hub.knowledge.banks.standing import Verdict
from causeway.vocabulary.organisations import OrganisationKind, Role
from causeway.vocabulary.signals import OpinionKind
from hub.banks.sharing import SharedBank, shared_bank
from hub.banks.test_shared_pages import page
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of


@pytest.fixture
def shared(world: SmallWorld) -> SharedBank:
    return shared_bank(world)


def test_all_who_share_a_bank_read_what_receivers_undid_and_who_still_owes_it(shared: SharedBank) -> None:
    signal_id = shared.add()
    withdraw_signal(shared.curator, signal_id, "A door knob")
    reader = client_of(shared.curator)
    assert page(reader, "signal", signal_id).count("Owed since") == 2
    acknowledge_changes(shared.officer, shared.bank_id, 2, "Two accounts opened again")
    shown = page(reader, "signal", signal_id)
    assert shown.count("Owed since") == 1
    assert "Two accounts opened again" in shown
    listed = page(client_of(shared.sharer), "acknowledged", shared.bank_id)
    assert "Two accounts opened again" in listed
    assert "Kent Police" in listed


def test_what_was_acknowledged_is_read_page_by_page_many_changes_at_once(
    shared: SharedBank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "PAGE_SIZE", 2)
    for number in range(3):
        withdraw_signal(shared.curator, shared.add(f"{number + 1:064x}"), "A door knob")
    acknowledge_changes(shared.officer, shared.bank_id, 4, "Nothing to undo")
    acknowledge_changes(shared.sharer, shared.bank_id, 6, "Three opened again")
    acknowledge_changes(shared.officer, shared.bank_id, 6, "One more")
    first, cursor = acknowledgements(shared.curator, shared.bank_id)
    rest, end = acknowledgements(shared.curator, shared.bank_id, cursor=cursor)
    said = [(line.organisation, line.changes, line.undid) for line in (*first, *rest)]
    assert said == [
        ("Kent Police", 1, "One more"),
        ("Bridge Photos", 3, "Three opened again"),
        ("Kent Police", 2, "Nothing to undo"),
    ]
    assert (len(first), bool(cursor), end) == (2, True, "")
    with pytest.raises(Invalid):
        acknowledgements(shared.curator, shared.bank_id, cursor="yesterday")
    address = reverse("banks:acknowledged", args=[shared.bank_id])
    assert client_of(shared.curator).get(address, {"cursor": "yesterday"}).status_code == 302


def test_a_stranger_reads_nothing_of_what_was_acknowledged(shared: SharedBank) -> None:
    stranger = shared.world.member(shared.world.organisation(OrganisationKind.SERVICE), Role.REVIEWER)
    with pytest.raises(NotFound):
        acknowledgements(stranger, shared.bank_id)


def test_what_was_undone_before_sharers_were_said_to_read_it_is_for_its_writer_and_the_curator(
    shared: SharedBank,
) -> None:
    signal_id = shared.add()
    withdraw_signal(shared.curator, signal_id, "A door knob")
    acknowledge_changes(shared.officer, shared.bank_id, 2, "Two accounts opened again")
    upgrade = import_module("causeway.hub.knowledge.banks.migrations.0017_undid_before_sharers_read_it")
    with acting_as(shared.officer), connection.cursor() as cursor:
        cursor.execute(upgrade.KEEP)
        cursor.execute(upgrade.CLEAR)
    acknowledge_changes(shared.sharer, shared.bank_id, 2, "Nothing to undo")
    for reader, is_told in ((shared.officer, True), (shared.curator, True), (shared.sharer, False)):
        for shown in (
            page(client_of(reader), "signal", signal_id),
            page(client_of(reader), "acknowledged", shared.bank_id),
        ):
            assert ("Two accounts opened again" in shown) is is_told
            assert ("Said to the curator alone" in shown) is not is_told
            assert "Nothing to undo" in shown
    with acting_as(shared.sharer):
        assert not UndidBefore._base_manager.exists()
        assert not Receipt._base_manager.filter(undid__contains="opened again").exists()


def test_what_is_said_of_a_match_in_words_is_read_until_it_is_taken_back(shared: SharedBank) -> None:
    signal_id = shared.add()
    give_opinion(shared.sharer, signal_id, OpinionKind.WRONG, reference="m-1", note="It shows a bridge.")
    reader = client_of(shared.officer)
    shown = page(reader, "signal", signal_id)
    assert "Bridge Photos: " in shown
    assert "It shows a bridge." in shown
    take_opinions_back(shared.sharer, "m-1")
    assert "It shows a bridge." not in page(reader, "signal", signal_id)


def test_whoever_added_a_signal_reads_why_it_is_disputed_and_nobody_else_before_voting(shared: SharedBank) -> None:
    signal_id = shared.add()
    first, second, _third = shared.others()
    vote(second, signal_id, Verdict.DISPUTE, "It shows a bridge.")
    with acting_as(shared.curator):
        assert Vote.objects.count() == Vote._base_manager.count() == 1
    with acting_as(first):
        assert Vote.objects.count() == Vote._base_manager.count() == 0
    shown = page(client_of(shared.curator), "signal", signal_id)
    assert "It shows a bridge." in shown
    assert "You added this signal, so others judge it." in shown
    assert "It shows a bridge." not in page(client_of(first), "signal", signal_id)
