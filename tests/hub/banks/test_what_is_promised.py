"""Nothing is taken of a signal that nobody holds to: purposes of a digest, and categories that no scheme has."""

from dataclasses import replace

import pytest
from django.urls import reverse

from causeway.hub.base.acting.errors import Invalid
from causeway.hub.knowledge.banks.commands.add_signals import NewSignal, add_signals
from causeway.hub.knowledge.banks.commands.curate import move_signal, regrade_signal
from causeway.hub.knowledge.banks.commands.keep_bank import found_bank
from causeway.interchange.hashlists import CategoryScheme
from causeway.vocabulary.organisations import Purpose
from causeway.vocabulary.signals import SignalKind
from hub.banks.sharing import SHA256, SharedBank, shared_bank
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of

ONE = NewSignal(kind=SignalKind.SHA256, value=SHA256)


@pytest.fixture
def shared(world: SmallWorld) -> SharedBank:
    return shared_bank(world)


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (replace(ONE, purposes=(Purpose.INVESTIGATE,)), "signals[0].purposes"),
        (replace(ONE, basis="Section 1 of an invented act"), "signals[0].basis"),
    ],
)
def test_a_digest_takes_neither_purpose_nor_basis(shared: SharedBank, new: NewSignal, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        add_signals(shared.curator, shared.bank_id, [new])
    assert refused.value.field == field


def test_a_category_is_one_of_the_banks_scheme_where_that_lists_its_own(shared: SharedBank) -> None:
    uk, us = (found_bank(shared.curator, name=each, scheme=CategoryScheme(each)) for each in ("uk", "us"))
    with pytest.raises(Invalid) as refused:
        add_signals(shared.curator, uk, [replace(ONE, category="1")])
    assert refused.value.field == "signals[0].category"
    assert "A, B, C" in str(refused.value)
    (added,) = add_signals(shared.curator, uk, [replace(ONE, category="A")])
    for act in (
        lambda: regrade_signal(shared.curator, added.id, "1", "Looked again"),
        lambda: move_signal(shared.curator, added.id, us, "A", "Looked again"),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert refused.value.field == "category"
    regrade_signal(shared.curator, added.id, "B", "Looked again")
    move_signal(shared.curator, added.id, us, "1", "Looked again")


def test_the_forms_offer_the_categories_of_the_scheme_and_any_word_without_one(shared: SharedBank) -> None:
    member = client_of(shared.curator)
    uk = found_bank(shared.curator, name="uk", scheme=CategoryScheme.UK)
    (added,) = add_signals(shared.curator, uk, [replace(ONE, category="A")])
    for address in (reverse("banks:add", args=[uk]), reverse("banks:regrade", args=[added.id])):
        assert '<option value="B"' in member.get(address).content.decode()
    assert 'type="text" name="category"' in member.get(reverse("banks:add", args=[shared.bank_id])).content.decode()
    answer = member.post(reverse("banks:regrade", args=[added.id]), {"category": "C", "reason": "Looked again"})
    assert answer.status_code == 302
    assert shared.signal(added.id).category == "C"
