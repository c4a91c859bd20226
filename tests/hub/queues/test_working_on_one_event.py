"""Whoever opens one telling of an event learns that a colleague works on another."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.models import Account
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.cases.queries.working import others_at_work
from causeway.hub.road.queues.commands.take_item import take_item
from causeway.hub.road.queues.queries.holding import held_by_others
from causeway.vocabulary.organisations import Role
from hub.desk_at_work import DeskAtWork, about


@pytest.fixture
def lead(road: DeskAtWork) -> Actor:
    """Who works on it first."""
    return road.world.member(road.kent, Role.INVESTIGATOR, name="Ines Ferry")


@pytest.fixture
def second(road: DeskAtWork) -> Actor:
    """Who comes later."""
    return road.world.member(road.kent, Role.INVESTIGATOR, name="Otto Quay")


@pytest.fixture
def told(road: DeskAtWork) -> tuple[UUID, ...]:
    """One event told three times, and another."""
    numbers = [road.send(about(one, sender_reference=one)) for one in ("lantern", "lantern", "lantern", "plover")]
    road.work()
    return tuple(numbers)


def _named(actor: Actor, referral_id: UUID) -> list[tuple[str, bool]]:
    return [(holder.name, holder.is_of_its_event) for holder in held_by_others(actor, [referral_id])]


def _signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(member_id=str(actor.member_id)))
    return client


@pytest.mark.parametrize("taken", [0, 1])
def test_who_has_taken_one_telling_is_named_beside_every_other(
    lead: Actor, second: Actor, told: tuple[UUID, ...], taken: int
) -> None:
    take_item(lead, told[taken])
    named = [_named(second, one) for one in told]
    assert named == [[("Ines Ferry", place != taken)] for place in range(3)] + [[]]
    assert _named(lead, told[2]) == []


def test_who_leads_a_case_on_one_telling_is_named_before_a_second_is_opened(
    road: DeskAtWork, lead: Actor, second: Actor, told: tuple[UUID, ...]
) -> None:
    case_id = open_case(lead, told[1])
    assert [holder.name for one in told for holder in others_at_work(second, one)] == ["Ines Ferry"] * 3
    client = _signed_in(second)
    address = reverse("cases:take", args=[told[2]])
    refused = client.post(address, {"case": "new", "title": "", "playbook_code": "", "holders": ""})
    assert "Somebody works on it already: Ines Ferry" in refused.content.decode()
    assert "(on the same event)" in client.get(address).content.decode()
    road.work()
    page = client.get(f"/referrals/{told[2]}/").content.decode()
    assert f'href="/cases/{case_id}/"' in page


def test_whoever_takes_on_a_telling_all_the_same_is_told(lead: Actor, second: Actor, told: tuple[UUID, ...]) -> None:
    take_item(lead, told[0])
    client = _signed_in(second)
    for referral_id, is_told in ((told[1], True), (told[3], False)):
        page = client.post(reverse("queues:take", args=[referral_id]), follow=True).content.decode()
        assert "You took it on." in page
        assert ("Somebody works on it too: Ines Ferry" in page) is is_told
