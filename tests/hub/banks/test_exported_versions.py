"""A withdrawal reaches whoever keeps STIX or MISP: a later export says it with a later time, under the same name."""

import json
from io import BytesIO
from typing import Any

import pytest
import stix2
from django.utils import timezone
from pymisp import MISPEvent

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.knowledge.banks.commands.curate import withdraw_signal
from causeway.hub.knowledge.banks.models import Change
from causeway.hub.knowledge.banks.queries.exchanged import exchanged_signals
from causeway.hub.knowledge.banks.queries.feed import changes_after
from causeway.hub.knowledge.banks.queries.signal_list import SignalFilters
from causeway.interchange.misp import write_misp
from causeway.interchange.signal_feed import read_bank_page
from causeway.interchange.stix import write_stix
from causeway.transparency import VerifierKey
from causeway.vocabulary.signals import SignalChange
from hub.banks.sharing import SharedBank, shared_bank
from hub.conftest import SmallWorld


@pytest.fixture
def shared(world: SmallWorld) -> SharedBank:
    return shared_bank(world)


def by_the_page(shared: SharedBank) -> list[SignalChange]:
    """As a file that a member takes away."""
    return list(exchanged_signals(shared.sharer, shared.bank_id, SignalFilters()))


def by_the_feed(shared: SharedBank) -> list[SignalChange]:
    """As a program keeps the hub's answers: what the last change says of each signal."""
    found = changes_after(shared.sharer, shared.bank_id)
    answer = {"page": found.page, "signature": found.signature, "key": found.key}
    changes = read_bank_page(json.dumps(answer).encode(), VerifierKey.parse(found.key)).changes
    return [change for change in changes if change.signals]


def bundle(changes: list[SignalChange]) -> dict[str, Any]:
    stream = BytesIO()
    write_stix(stream, changes, at=timezone.now())
    return {each.id: each for each in stix2.parse(stream.getvalue().decode(), allow_custom=False).objects}


def attribute(changes: list[SignalChange]) -> Any:
    stream = BytesIO()
    write_misp(stream, changes, info="Bridges", at=timezone.now())
    event = MISPEvent()
    event.from_dict(**json.loads(stream.getvalue())["Event"])
    (found,) = [each for some in event.objects for each in some.attributes]
    return found


@pytest.mark.parametrize("taken", [by_the_page, by_the_feed])
def test_a_withdrawal_is_a_later_version_of_the_same_indicator(shared: SharedBank, taken: Any) -> None:
    signal_id = shared.add()
    first = bundle(taken(shared))
    withdraw_signal(shared.curator, signal_id, "A door knob")
    then = bundle(taken(shared))
    assert first.keys() == then.keys()
    assert [first[each].created for each in first] == [then[each].created for each in first]
    (before, after) = [next(one for one in some.values() if one.type == "indicator") for some in (first, then)]
    assert (before.revoked, after.revoked) == (False, True)
    assert after.modified > before.modified
    assert bundle(taken(shared))[after.id].modified == after.modified


@pytest.mark.parametrize("taken", [by_the_page, by_the_feed])
def test_an_attribute_bears_the_time_of_the_last_change(shared: SharedBank, taken: Any) -> None:
    signal_id = shared.add()
    withdraw_signal(shared.curator, signal_id, "A door knob")
    with acting_as(shared.curator):
        last = Change.objects.filter(signal_id=signal_id).latest("number")
    found, (change,) = attribute(taken(shared)), taken(shared)
    assert found.deleted
    assert int(found.timestamp.timestamp()) == int(last.at.timestamp())
    assert change.signals[0].changed_at == last.at
