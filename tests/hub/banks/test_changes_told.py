"""Whoever owes a receipt is told by one mail a day, again and again, until it has given it."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.clocks.keeping import ClockKind, clocks_of
from causeway.hub.base.notices.models import Notice
from causeway.hub.knowledge.banks.commands.acknowledge import acknowledge_changes
from causeway.hub.knowledge.banks.commands.add_signals import NewSignal, add_signals
from causeway.hub.knowledge.banks.commands.curate import move_signal, regrade_signal, withdraw_signal
from causeway.hub.knowledge.banks.commands.keep_bank import found_bank, share_bank
from causeway.hub.knowledge.banks.commands.tell_of_changes import tell_of_changes
from causeway.hub.knowledge.banks.commands.vote import vote
from causeway.hub.knowledge.banks.models import Receipt
from causeway.hub.knowledge.banks.standing import Verdict
from causeway.hub.road.queues.working.rounds import tell_of_clocks
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.signals import SignalKind
from hub.banks.sharing import SharedBank, shared_bank
from hub.conftest import SmallWorld

DAY = timedelta(days=1)


@pytest.fixture
def shared(world: SmallWorld) -> SharedBank:
    return shared_bank(world)


def withdraw(shared: SharedBank, *numbers: int) -> None:
    for number in numbers:
        withdraw_signal(shared.curator, shared.add(f"{number:064x}"), "A door knob")


def told(shared: SharedBank, now: datetime) -> int:
    return tell_of_changes(shared.world.program(shared.service), now)


def mails(shared: SharedBank) -> list[tuple[str, str]]:
    with acting_as(shared.world.program(shared.service)):
        rows = Notice.objects.filter(subject__icontains="signals").order_by("created_at", "id")
        return [(row.subject, row.to) for row in rows]


def owed(shared: SharedBank) -> list[tuple[str, int]]:
    with acting_as(shared.curator):
        rows = Receipt.objects.filter(acknowledged_at=None).values_list("change__kind", "change__number")
        return sorted(rows)


def test_many_changes_are_one_mail_a_day_until_they_are_acknowledged(shared: SharedBank) -> None:
    now = timezone.now()
    for hour in range(20):
        withdraw(shared, 1 + hour)
        told(shared, now + timedelta(hours=hour))
    assert [subject for subject, _to in mails(shared)] == ["Signals changed in banks that you share"]
    assert told(shared, now + DAY) == 1, "the others are new"
    for hours in (25, 47):
        assert told(shared, now + timedelta(hours=hours)) == 0
    assert told(shared, now + 2 * DAY) == 1, "nothing is new, and it is reminded"
    acknowledge_changes(shared.sharer, shared.bank_id, 1_000, "Unblocked")
    assert told(shared, now + 3 * DAY) == 0
    withdraw(shared, 99)
    for day in (4, 5, 6):
        assert told(shared, now + day * DAY) == 1
        assert told(shared, now + day * DAY) == 0
    assert len(mails(shared)) == 6


def test_one_mail_names_every_bank_and_nothing_of_a_signal(shared: SharedBank) -> None:
    other = found_bank(shared.curator, name="Door knobs")
    share_bank(shared.curator, other, shared.service.id)
    (added,) = add_signals(shared.curator, other, [NewSignal(kind=SignalKind.SHA256, value="ef" * 32)])
    withdraw_signal(shared.curator, added.id, "It is none")
    withdraw(shared, 1, 2)
    assert told(shared, timezone.now()) == 2
    with acting_as(shared.sharer):
        (mail,) = Notice.objects.filter(subject__icontains="signals")
    text = mail.body["text"]
    assert "Door knobs: 1 change, since" in text
    assert "Bridges: 2 changes, since" in text
    assert "ef" * 32 not in text


def test_once_late_supervisors_are_told_and_no_clock_writes_besides(shared: SharedBank) -> None:
    supervisor = shared.world.member(shared.service, Role.SUPERVISOR)
    withdraw(shared, 1)
    now, program = timezone.now(), shared.world.program(shared.service)
    told(shared, now)
    before = len(mails(shared))
    tell_of_clocks(program, now + 3 * DAY)
    with acting_as(program):
        assert not Notice.objects.filter(subject__contains="deadline").exists()
    told(shared, now + 3 * DAY)
    late = mails(shared)[before:]
    assert {subject for subject, _to in late} == {"Late: acknowledge changes of signals"}
    assert shared.world.email_of(supervisor) in {to for _subject, to in late}


def test_the_clock_begins_anew_with_what_is_still_owed(shared: SharedBank) -> None:
    withdraw(shared, 1)
    told(shared, timezone.now())
    withdraw(shared, 2)
    program = shared.world.program(shared.service)
    with acting_as(program):
        newest = Receipt.objects.order_by("-owed_since").first()
        assert newest
        (before,) = clocks_of([shared.bank_id])[shared.bank_id]
    acknowledge_changes(shared.sharer, shared.bank_id, 2, "Unblocked")
    with acting_as(program):
        (clock,) = clocks_of([shared.bank_id])[shared.bank_id]
    assert (clock.kind, clock.stopped_at) == (ClockKind.SIGNAL_CHANGES, None)
    assert before.started_at < clock.started_at == newest.owed_since
    acknowledge_changes(shared.sharer, shared.bank_id, 4, "Unblocked")
    with acting_as(program):
        assert clocks_of([shared.bank_id])[shared.bank_id][0].stopped_at is not None


def test_a_dispute_a_regrade_and_a_move_owe_receipts(shared: SharedBank) -> None:
    disputed, graded, moved = (shared.add(f"{number:064x}") for number in (1, 2, 3))
    vote(shared.officer, disputed, Verdict.DISPUTE, "A door knob")
    regrade_signal(shared.curator, graded, "B", "Looked again")
    move_signal(shared.curator, moved, found_bank(shared.curator, name="Knobs"), "", "A knob")
    assert owed(shared) == [
        *[("disputed", 4)] * 3,  # the voter's organisation too: else whoever owes none has voted
        *[("moved", 6)] * 2,
        *[("regraded", 5)] * 2,
    ]
