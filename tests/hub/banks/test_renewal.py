"""Accounts, addresses and keywords end in 90 days: who added them is told before, and renews many by one act."""

import re
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotAgreed
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.commands.agree import end_agreement
from causeway.hub.base.organisations.models import Agreement
from causeway.hub.knowledge.banks import children
from causeway.hub.knowledge.banks.commands.add_signals import NewSignal, add_signals
from causeway.hub.knowledge.banks.commands.curate import move_signal
from causeway.hub.knowledge.banks.commands.keep_bank import end_sharing, found_bank, share_bank
from causeway.hub.knowledge.banks.commands.renew_signals import renew_signals, tell_of_ends
from causeway.hub.knowledge.banks.queries.feed import changes_after
from causeway.vocabulary.organisations import Category, OrganisationKind, Purpose
from causeway.vocabulary.signals import SignalKind
from hub.banks.sharing import SharedBank, shared_bank
from hub.banks.test_sharing import about_a_person
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of

SOON = timedelta(days=7)


@pytest.fixture
def shared(world: SmallWorld) -> SharedBank:
    return shared_bank(world)


def ending(shared: SharedBank, *handles: str) -> list[UUID]:
    new = [about_a_person(value=handle, expires_at=timezone.now() + SOON) for handle in handles]
    return [each.id for each in add_signals(shared.sharer, shared.bank_id, new)]


def test_the_owner_is_told_once_and_renews_many_by_one_click(shared: SharedBank) -> None:
    ids = ending(shared, "one", "two")
    ending_later = add_signals(shared.sharer, shared.bank_id, [about_a_person(value="three")])[0].id
    program, now = shared.world.program(shared.service), timezone.now()
    assert [tell_of_ends(program, now), tell_of_ends(program, now)] == [1, 0]
    assert tell_of_ends(shared.world.program(shared.force), now) == 0
    with acting_as(program):
        (mail,) = Notice.objects.filter(about_id=shared.bank_id, subject__contains="end soon")
    assert "2 accounts" in str(mail.body)
    member, address = client_of(shared.sharer), reverse("banks:renew", args=[shared.bank_id])
    shown = member.get(address).content.decode()
    assert len(re.findall(r'<input[^>]*name="signals"[^>]*checked', shown)) == 2
    answer = member.post(address, {"signals": [str(each) for each in ids], "reason": "Looked at again"})
    assert answer.status_code == 302
    ends = [shared.signal(each).expires_at or now for each in (*ids, ending_later)]
    assert [(end - now).days for end in ends] == [90, 90, 29]
    page = changes_after(shared.officer, shared.bank_id, after=3).page
    assert [(each["change"], each["reason"]) for each in page["changes"]] == [("renewed", "Looked at again")] * 2
    assert tell_of_ends(program, now + timedelta(days=80)) == 1


def test_only_who_added_it_renews_it_while_it_is_in_use_and_no_childs(
    shared: SharedBank, monkeypatch: pytest.MonkeyPatch
) -> None:
    (signal_id,) = ending(shared, "one")
    for signal_ids, reason, refusal in (
        ([signal_id], " ", Invalid),
        ([], "Looked at again", Invalid),
        ([signal_id, shared.add(by=shared.sharer)], "Looked at again", Conflict),
    ):
        with pytest.raises(refusal):
            renew_signals(shared.sharer, shared.bank_id, signal_ids, reason)
    with pytest.raises(Conflict):
        renew_signals(shared.officer, shared.bank_id, [signal_id], "Not ours")

    def own(_bank_id: UUID | None, values: Collection[children.Value]) -> list[children.ChildMark]:
        return [children.ChildMark(value=value, at=timezone.now(), is_own=True) for value in values]

    monkeypatch.setitem(children._checks, "a test", own)
    with pytest.raises(Invalid) as refused:
        renew_signals(shared.sharer, shared.bank_id, [signal_id], "Looked at again")
    assert refused.value.field == "signals"


def test_renewing_many_asks_no_more_than_renewing_one(shared: SharedBank) -> None:
    costs = []
    for handles in (["one"], [f"many{number}" for number in range(20)]):
        ids = ending(shared, *handles)
        with CaptureQueriesContext(connection) as asked:
            assert renew_signals(shared.sharer, shared.bank_id, ids, "Looked at again") == len(ids)
        costs.append(sum("banks_" in each["sql"] for each in asked.captured_queries))
    assert costs[0] == costs[1]


def test_a_purpose_that_the_agreement_does_not_name_is_refused(shared: SharedBank) -> None:
    signal = about_a_person(purposes=(Purpose.PROTECT_A_CHILD, Purpose.INVESTIGATE))
    with pytest.raises(NotAgreed) as refused:
        add_signals(shared.sharer, shared.bank_id, [signal])
    assert refused.value.field == "purposes"
    add_signals(shared.curator, shared.bank_id, [signal])
    other = shared.world.organisation(OrganisationKind.SERVICE)
    shared.world.agree(shared.world.desk, other, Category.SIGNAL)
    with pytest.raises(NotAgreed):
        share_bank(shared.curator, shared.bank_id, other.id)


def test_what_another_added_is_passed_on_only_while_it_lets_that_and_to_nobody_new_by_a_move(
    shared: SharedBank,
) -> None:
    theirs = shared.add(by=shared.sharer)
    other, third = found_bank(shared.curator, name="Knobs"), shared.world.organisation(OrganisationKind.SERVICE)
    shared.world.agree(shared.world.desk, third, Category.SIGNAL)
    share_bank(shared.curator, other, third.id)
    with pytest.raises(NotAgreed):
        move_signal(shared.curator, theirs, other, "1", "It is a knob")
    end_sharing(shared.curator, other, third.id)
    move_signal(shared.curator, theirs, other, "1", "It is a knob")
    again = NewSignal(kind=SignalKind.SHA256, value="cd" * 32)
    add_signals(shared.sharer, shared.bank_id, [again])
    _end_agreement_with_the_service(shared)
    with pytest.raises(NotAgreed):
        share_bank(shared.curator, shared.bank_id, third.id)


def _end_agreement_with_the_service(shared: SharedBank) -> None:
    administrator = shared.world.administrator(shared.service)
    with acting_as(administrator):
        agreement = Agreement.objects.get(giver_id=shared.service.id, receiver_id=shared.world.desk.id)
    end_agreement(administrator, agreement.id)
