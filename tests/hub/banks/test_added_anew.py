"""Who may add a value anew: after an end of its own it may come back, after a curator's or an appeal's it may not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from importlib import import_module
from io import BytesIO

import pytest
from django.db import connection
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.knowledge.banks.commands.add_signals import NewSignal, add_signals
from causeway.hub.knowledge.banks.commands.curate import move_signal, withdraw_signal
from causeway.hub.knowledge.banks.commands.decide_appeal import decide_appeal
from causeway.hub.knowledge.banks.commands.import_list import ListFormat, import_list
from causeway.hub.knowledge.banks.commands.keep_bank import found_bank
from causeway.hub.knowledge.banks.models import Appeal, Signal
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.signals import SignalKind
from hub.banks.sharing import SHA256, SharedBank, shared_bank
from hub.banks.test_appeals import appealed
from hub.banks.test_exchanged import entry as entry_of
from hub.banks.test_exchanged import gone, ncmec
from hub.conftest import SmallWorld

ONE = NewSignal(kind=SignalKind.SHA256, value=SHA256)


@pytest.fixture
def shared(world: SmallWorld) -> SharedBank:
    return shared_bank(world)


def is_taken(shared: SharedBank) -> bool:
    return add_signals(shared.officer, shared.bank_id, [ONE])[0].is_new


def past_its_end(shared: SharedBank) -> None:
    (added,) = add_signals(shared.sharer, shared.bank_id, [replace(ONE, expires_at=later())])
    with acting_as(shared.curator):
        Signal.objects.filter(id=added.id).update(expires_at=timezone.now() - timedelta(seconds=1))


def later() -> datetime:
    return timezone.now() + timedelta(days=1)


def moved(shared: SharedBank) -> None:
    move_signal(shared.curator, shared.add(), found_bank(shared.curator, name="Knobs"), "1", "It is a knob")


def withdrawn_by_its_contributor(shared: SharedBank) -> None:
    withdraw_signal(shared.sharer, shared.add(by=shared.sharer), "Ours was wrong")


def withdrawn_by_the_curator(shared: SharedBank) -> None:
    withdraw_signal(shared.curator, shared.add(by=shared.sharer), "A door knob")


def withdrawn_under_appeal(shared: SharedBank) -> None:
    signal_id = shared.add(by=shared.sharer)
    appealed("number", str(signal_id))
    withdraw_signal(shared.sharer, signal_id, "Ours was wrong")


def appeal_upheld(shared: SharedBank) -> None:
    appealed("number", str(shared.add(by=shared.sharer)))
    decide(shared, is_upheld=True)


def decide(shared: SharedBank, *, is_upheld: bool) -> None:
    with acting_as(shared.curator):
        appeal = Appeal.objects.get(decided_at=None)
    decider = shared.world.member(shared.world.desk, Role.SUPERVISOR)
    decide_appeal(decider, appeal.id, is_upheld=is_upheld, reasons="I looked at it.")


@pytest.mark.parametrize("end", [past_its_end, moved, withdrawn_by_its_contributor])
def test_what_came_to_an_end_of_its_own_is_added_anew_once(
    shared: SharedBank, end: Callable[[SharedBank], None]
) -> None:
    end(shared)
    assert is_taken(shared)
    assert not is_taken(shared)


@pytest.mark.parametrize("end", [withdrawn_by_the_curator, withdrawn_under_appeal, appeal_upheld])
def test_what_the_curator_or_an_appeal_took_out_stays_out(
    shared: SharedBank, end: Callable[[SharedBank], None]
) -> None:
    end(shared)
    assert not is_taken(shared)


@pytest.mark.parametrize("is_upheld", [True, False])
def test_what_expired_under_appeal_comes_back_only_once_the_appeal_is_dismissed(
    shared: SharedBank, is_upheld: bool
) -> None:
    (added,) = add_signals(shared.sharer, shared.bank_id, [replace(ONE, expires_at=later())])
    appealed("number", str(added.id))
    with acting_as(shared.curator):
        Signal.objects.filter(id=added.id).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert not is_taken(shared)
    decide(shared, is_upheld=is_upheld)
    assert is_taken(shared) is not is_upheld


def withdrawn_by_its_source(shared: SharedBank) -> None:
    """What the curator's source brought and took back, while an appeal was open."""
    entry, md5 = "bridge-1", "8e" * 16
    _page(shared, entry_of(entry, md5))
    with acting_as(shared.curator):
        signal_id = Signal.objects.get(value=md5).id
    appealed("number", str(signal_id))
    _page(shared, gone(entry))


def _page(shared: SharedBank, entry: str) -> None:
    import_list(
        shared.curator, bank_name="Bridges", stream=BytesIO(ncmec(entry)), list_format=ListFormat.NCMEC, source="List"
    )


def curator_withdrawn_under_appeal(shared: SharedBank) -> None:
    signal_id = shared.add(by=shared.sharer)
    appealed("number", str(signal_id))
    withdraw_signal(shared.curator, signal_id, "A door knob")


@pytest.mark.parametrize(
    ("end", "is_upheld", "is_free"),
    [
        (withdrawn_under_appeal, False, True),
        (withdrawn_under_appeal, True, False),
        (withdrawn_by_its_source, False, True),
        (curator_withdrawn_under_appeal, False, False),
    ],
)
def test_what_was_withdrawn_under_appeal_comes_back_unless_the_curator_or_the_appeal_took_it_out(
    shared: SharedBank, end: Callable[[SharedBank], None], is_upheld: bool, is_free: bool
) -> None:
    end(shared)
    with acting_as(shared.curator):
        (signal,) = Signal.objects.filter(bank_id=shared.bank_id)
    again = [NewSignal(kind=SignalKind(signal.kind), value=signal.value)]
    assert not add_signals(shared.officer, shared.bank_id, again)[0].is_new
    decide(shared, is_upheld=is_upheld)
    assert add_signals(shared.officer, shared.bank_id, again)[0].is_new is is_free


def test_a_list_brings_back_what_expired(shared: SharedBank) -> None:
    past_its_end(shared)
    listed = import_list(
        shared.curator, bank_name="Bridges", stream=BytesIO(f"sha256\n{SHA256}\n".encode()), list_format=ListFormat.CSV
    )
    assert (listed.added, listed.known) == (1, 0)


def test_no_kind_is_taken_past_its_end(shared: SharedBank) -> None:
    with pytest.raises(Invalid) as refused:
        add_signals(shared.sharer, shared.bank_id, [replace(ONE, expires_at=timezone.now())])
    assert refused.value.field == "signals[0].expires_at"


@pytest.mark.parametrize(
    ("end", "is_held"), [(moved, False), (withdrawn_by_its_contributor, False), (withdrawn_by_the_curator, True)]
)
def test_the_migration_frees_the_values_of_old_rows_alike(
    shared: SharedBank, end: Callable[[SharedBank], None], is_held: bool
) -> None:
    end(shared)
    steps = import_module("causeway.hub.knowledge.banks.migrations.0003_values_added_anew").EXISTING
    with acting_as(shared.curator), connection.cursor() as cursor:
        ended = Signal.objects.filter(bank_id=shared.bank_id)
        ended.update(holds_value=True)
        for step in steps:
            cursor.execute(step)
        assert ended.get().holds_value is is_held
