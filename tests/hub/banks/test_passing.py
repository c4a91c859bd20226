"""The value of what leads to people passes only under an agreement for one of its purposes; else its digest is told."""

import json
from importlib import import_module
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import NotPermitted
from causeway.hub.base.organisations.commands.agree import accept_agreement, end_agreement, propose_agreement
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.knowledge.banks.commands.add_signals import add_signals
from causeway.hub.knowledge.banks.commands.curate import withdraw_signal
from causeway.hub.knowledge.banks.commands.follow_agreements import follow_agreements
from causeway.hub.knowledge.banks.commands.keep_bank import end_sharing, share_bank
from causeway.hub.knowledge.banks.commands.vote import vote
from causeway.hub.knowledge.banks.models import Receipt
from causeway.hub.knowledge.banks.queries.exchanged import exchanged_signals
from causeway.hub.knowledge.banks.queries.feed import changes_after
from causeway.hub.knowledge.banks.queries.signal_list import SignalFilters, signals_page
from causeway.hub.knowledge.banks.queries.voting import waiting_for_vote
from causeway.hub.knowledge.banks.reporting import value_digest
from causeway.hub.knowledge.banks.standing import Verdict
from causeway.interchange.signal_feed import read_bank_page
from causeway.transparency import VerifierKey
from causeway.vocabulary.organisations import Category, Purpose
from hub.banks.sharing import SHA256, SharedBank, shared_bank
from hub.banks.test_sharing import about_a_person
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of

VALUE = "bridgephotos@door.knob"
DIGEST = value_digest("account", VALUE)


@pytest.fixture
def shared(world: SmallWorld) -> SharedBank:
    return shared_bank(world)


def to_investigate(shared: SharedBank, by: Actor | None = None) -> UUID:
    """An account that is listed for a purpose which the receivers' agreements do not name."""
    (added,) = add_signals(
        by or shared.curator, shared.bank_id, [about_a_person(purposes=(Purpose.INVESTIGATE,))], came_by="api"
    )
    return added.id


def agree_to_investigate(shared: SharedBank, receiver: Organisation) -> UUID:
    giver = shared.world.administrator(shared.world.desk)
    agreement_id = propose_agreement(giver, receiver.id, categories=[Category.SIGNAL], purpose=Purpose.INVESTIGATE)
    accept_agreement(shared.world.administrator(receiver), agreement_id)
    return agreement_id


def told(actor: Actor, shared: SharedBank, after: int = 0) -> list[tuple[str, str]]:
    """What the feed says of each change: its kind, and the value or its digest."""
    changes = changes_after(actor, shared.bank_id, after=after).page["changes"]
    return [(each["change"], each["value"] or each["value_sha256"]) for each in changes]


def test_a_receiver_whose_agreement_names_no_purpose_of_it_is_told_the_digest(shared: SharedBank) -> None:
    signal_id = to_investigate(shared)
    assert told(shared.curator, shared) == [("added", VALUE)]
    for reader in (shared.sharer, shared.officer):
        assert told(reader, shared) == [("added", DIGEST)]
        assert list(exchanged_signals(reader, shared.bank_id, SignalFilters())) == []
        member = client_of(reader)
        for address in (
            reverse("banks:bank", args=[shared.bank_id]),
            reverse("banks:signal", args=[signal_id]),
            reverse("banks:export", args=[shared.bank_id]),
        ):
            answer = member.get(address)
            shown = (b"".join(answer) if answer.streaming else answer.content).decode()
            assert VALUE not in shown, address
            assert DIGEST[:20] in shown, address
    assert VALUE in client_of(shared.curator).get(reverse("banks:signal", args=[signal_id])).content.decode()


def test_whoever_may_not_read_a_value_does_not_judge_it(shared: SharedBank) -> None:
    signal_id = to_investigate(shared)
    assert waiting_for_vote(shared.officer) == ([], "")
    with pytest.raises(NotPermitted):
        vote(shared.officer, signal_id, Verdict.CONFIRM)
    agree_to_investigate(shared, shared.force)
    assert [line.value for line, _bank in waiting_for_vote(shared.officer)[0]] == [VALUE]
    vote(shared.officer, signal_id, Verdict.CONFIRM)


def found(actor: Actor, shared: SharedBank, text: str = VALUE) -> list[UUID]:
    """What a search for a value finds."""
    return [line.id for line in signals_page(actor, shared.bank_id, SignalFilters(text=text))[0]]


def test_a_search_answers_for_a_value_that_is_not_told_as_for_one_that_nobody_lists(shared: SharedBank) -> None:
    untold = to_investigate(shared)
    (listed,) = add_signals(shared.curator, shared.bank_id, [about_a_person(value="told")])
    assert [found(each, shared) for each in (shared.curator, shared.officer)] == [[untold], []]
    assert found(shared.officer, shared, "bridgephotos@told") == [listed.id]
    digest = shared.add()
    for signal_id in (listed.id, digest):
        withdraw_signal(shared.curator, signal_id, "It names nobody.")
    assert [found(each, shared, "bridgephotos@told") for each in (shared.curator, shared.officer)] == [[listed.id], []]
    assert found(shared.officer, shared, SHA256) == [digest]  # of a file, which names nobody


def test_the_value_of_what_is_out_of_use_is_read_by_its_curator_alone(shared: SharedBank) -> None:
    (listed,) = add_signals(shared.curator, shared.bank_id, [about_a_person()])
    pages = (reverse("banks:bank", args=[shared.bank_id]), reverse("banks:signal", args=[listed.id]))
    assert all(VALUE in client_of(shared.officer).get(each).content.decode() for each in pages)
    withdraw_signal(shared.curator, listed.id, "It names nobody.")
    for each in pages:
        shown = client_of(shared.officer).get(each).content.decode()
        assert VALUE not in shown
        assert DIGEST[:20] in shown
        assert VALUE in client_of(shared.curator).get(each).content.decode()
    assert "It is out of use." in client_of(shared.officer).get(pages[1]).content.decode()


def test_whoever_added_it_is_told_its_value(shared: SharedBank) -> None:
    giver = shared.world.administrator(shared.force)
    agreement_id = propose_agreement(
        giver, shared.world.desk.id, categories=[Category.SIGNAL], purpose=Purpose.INVESTIGATE
    )
    accept_agreement(shared.world.administrator(shared.world.desk), agreement_id)
    to_investigate(shared, by=shared.officer)
    assert [told(each, shared)[0][1] for each in (shared.officer, shared.sharer)] == [VALUE, DIGEST]


def test_a_later_agreement_is_told_of_by_the_feed_and_so_is_its_end(shared: SharedBank) -> None:
    program = shared.world.program(shared.world.desk)
    to_investigate(shared)
    shared.add()
    assert follow_agreements(program, timezone.now()) == 0
    agreement_id = agree_to_investigate(shared, shared.force)
    assert [follow_agreements(program, timezone.now()) for _ in range(2)] == [1, 0]
    assert told(shared.officer, shared, after=2) == [("added", VALUE)]
    assert told(shared.sharer, shared, after=2) == [("added", DIGEST)]
    end_agreement(shared.world.administrator(shared.force), agreement_id)
    assert [follow_agreements(program, timezone.now()) for _ in range(2)] == [1, 0]
    assert told(shared.officer, shared, after=3) == [("added", DIGEST)]
    with acting_as(shared.curator):
        assert not Receipt.objects.exists()


def test_whoever_shares_a_bank_again_is_told_what_was_untold_before(shared: SharedBank) -> None:
    """They go on in the feed where they were."""
    program = shared.world.program(shared.world.desk)
    to_investigate(shared)
    end_sharing(shared.curator, shared.bank_id, shared.force.id)
    agree_to_investigate(shared, shared.force)
    share_bank(shared.curator, shared.bank_id, shared.force.id)
    assert [follow_agreements(program, timezone.now()) for _ in range(2)] == [1, 0]
    assert told(shared.officer, shared, after=1) == [("added", VALUE)]


def test_after_an_upgrade_what_no_agreement_covers_is_logged_anew(shared: SharedBank) -> None:
    """Until then everybody who shares a bank was told every value."""
    to_investigate(shared)
    add_signals(shared.curator, shared.bank_id, [about_a_person(value="covered")])
    step = import_module("causeway.hub.knowledge.banks.migrations.0014_purposes_told").EXISTING
    with acting_as(shared.curator), connection.cursor() as cursor:
        cursor.execute(step)
    program = shared.world.program(shared.world.desk)
    assert [follow_agreements(program, timezone.now()) for _ in range(2)] == [1, 0]
    assert told(shared.officer, shared, after=2) == [("added", DIGEST)]


def test_a_mirror_keeps_nothing_of_what_it_is_not_told(shared: SharedBank) -> None:
    to_investigate(shared)
    found = changes_after(shared.sharer, shared.bank_id)
    answer = {"page": found.page, "signature": found.signature, "key": found.key}
    (change,) = read_bank_page(json.dumps(answer).encode(), VerifierKey.parse(found.key)).changes
    assert (change.what.value, change.signals) == ("added", ())
    assert [each["state"] for each in found.page["changes"]] == ["suspended"], "what older mirrors hold nothing under"


def test_agreements_are_looked_up_once_a_page(shared: SharedBank) -> None:
    costs = []
    for handle in ("one", "two", "three"):
        add_signals(shared.curator, shared.bank_id, [about_a_person(value=handle)])
        with CaptureQueriesContext(connection) as asked:
            changes_after(shared.officer, shared.bank_id)
        costs.append(sum("organisations_agreement" in each["sql"] for each in asked.captured_queries))
    assert costs == [1, 1, 1]
