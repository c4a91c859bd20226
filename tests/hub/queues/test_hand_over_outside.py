"""A force that knows that a referral belongs outside this hub hands it to its desk, which sends it there."""

from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.organisations.models import Account
from causeway.hub.road.queues.commands.propose_hand_over import propose_hand_over
from causeway.hub.road.queues.queries.route_choices import route_choices
from causeway.hub.road.routes.commands.central_desks import close_central_desk
from causeway.hub.road.routes.commands.change_route import change_route
from causeway.hub.road.routes.commands.hand_over import acknowledge_hand_over, decline_hand_over
from causeway.hub.road.routes.models import HandOver, OutsideHandOver, RouteCorrection
from causeway.hub.road.routes.queries.hand_over_choices import hand_over_choices
from causeway.hub.road.routes.queries.hand_overs import responsible_for
from causeway.vocabulary.organisations import Role
from hub.desk_at_work import DeskAtWork, about
from hub.queues.test_central_desks import line, registered


@pytest.fixture
def officer(road: DeskAtWork) -> Actor:
    """Somebody of the force that holds it."""
    return road.world.member(road.kent, Role.DUTY_OFFICER)


@pytest.fixture
def analyst(road: DeskAtWork) -> Actor:
    """Somebody of its desk."""
    return road.world.member(road.world.desk, Role.ANALYST)


def _page(road: DeskAtWork, actor: Actor, name: str, referral_id: UUID) -> str:
    client = Client()
    client.force_login(Account.objects.get(email=road.world.email_of(actor)))
    return client.get(reverse(f"referrals:{name}", args=[referral_id])).content.decode()


def _held(road: DeskAtWork, *handles: str) -> list[UUID]:
    numbers = [road.send(about(handle)) for handle in handles]
    road.work()
    return numbers


def test_the_desk_takes_it_over_and_owes_it_to_the_body_that_was_named(
    road: DeskAtWork, officer: Actor, analyst: Actor
) -> None:
    body_id, (number,) = registered(road), _held(road, "tidepool")
    assert "Lantern Desk FR (France), outside this hub: the desk sends it" in _page(road, officer, "hand_over", number)
    propose_hand_over(officer, number, body_id, "The family moved to France.")
    road.work()
    with acting_as(road.desk):
        assert responsible_for(number, road.world.desk.id) == road.kent.id
        assert not OutsideHandOver.objects.exists(), "nothing is owed before the desk has said that it sends it"
    assert "It is for Lantern Desk FR, outside this hub" in _page(road, officer, "referral", number)
    offered = _page(road, analyst, "referral", number)
    assert "Handed to you by Kent Police, to be sent to Lantern Desk FR" in offered
    assert "The family moved to France." in offered
    assert "Take it over, to send it to Lantern Desk FR" in offered
    acknowledge_hand_over(analyst, number)
    road.work()
    with acting_as(road.desk):
        assert responsible_for(number, road.world.desk.id) == road.world.desk.id
        owed = OutsideHandOver.objects.get()
        kept = RouteCorrection.objects.get()
    assert (owed.central_desk_id, owed.country, owed.due_at is not None) == (body_id, "FR", True)
    assert (kept.right_country, kept.right) == ("FR", "")
    assert not line(road, number).needs_route
    assert line(road, number, road.kent).closed_at is not None
    assert "For Lantern Desk FR, outside this hub: send it by hand" in _page(road, analyst, "referral", number)


def test_a_body_that_was_closed_meanwhile_leaves_the_desk_to_decide_anew(
    road: DeskAtWork, officer: Actor, analyst: Actor
) -> None:
    body_id, (number, other) = registered(road), _held(road, "tidepool", "lantern")
    propose_hand_over(officer, number, body_id, "The family moved to France.")
    close_central_desk(analyst, body_id, "It has a new name.")
    with pytest.raises(NotFound):
        propose_hand_over(officer, other, body_id, "This one too.")
    road.work()
    assert "Lantern Desk FR was closed in the register" in _page(road, analyst, "referral", number)
    acknowledge_hand_over(analyst, number)
    road.work()
    assert line(road, number).needs_route
    with acting_as(road.desk):
        assert not OutsideHandOver.objects.exists()


def test_the_desk_may_decline_it_or_send_it_elsewhere(road: DeskAtWork, officer: Actor, analyst: Actor) -> None:
    body_id, (declined, sent_on) = registered(road), _held(road, "tidepool", "lantern")
    for number in (declined, sent_on):
        propose_hand_over(officer, number, body_id, "The family moved to France.")
    road.work()
    decline_hand_over(analyst, declined, "They came back.")
    change_route(analyst, sent_on, road.essex.id, "They moved to Essex.")
    road.work()
    with acting_as(road.desk):
        assert responsible_for(declined, road.world.desk.id) == road.kent.id
        assert responsible_for(sent_on, road.world.desk.id) == road.essex.id
        assert not OutsideHandOver.objects.exists()


def test_a_force_at_home_that_has_not_joined_is_reached_the_same_way(
    road: DeskAtWork, officer: Actor, analyst: Actor
) -> None:
    body_id, (number,) = registered(road, countries=("GB",)), _held(road, "tidepool")
    (choice,) = [each for each in route_choices(analyst, number) if each.id == body_id]
    assert (choice.group, choice.label) == (
        "Forces: United Kingdom",
        "Lantern Desk GB (United Kingdom), outside this hub",
    )
    assert [each.is_outside for each in hand_over_choices(officer, number) if each.id == body_id] == [True]
    propose_hand_over(officer, number, body_id, "It is the railway police’s.")
    road.work()
    acknowledge_hand_over(analyst, number)
    road.work()
    with acting_as(road.desk):
        assert OutsideHandOver.objects.get().central_desk_id == body_id
        assert not RouteCorrection.objects.exists(), (
            "the router names no force of this kind, and was right of the country"
        )


def test_no_force_can_be_asked_to_send_outside(road: DeskAtWork, officer: Actor) -> None:
    body_id, (number,) = registered(road), _held(road, "tidepool")
    propose_hand_over(officer, number, road.world.desk.id, "We do not know whose it is.")
    with acting_as(officer):
        row = HandOver.objects.get()
        row.pk, row.answer, row.receiver_id, row.for_central_desk_id = None, "withdrawn", road.essex.id, body_id
        with pytest.raises(IntegrityError, match="only_a_desk_sends_outside"), transaction.atomic():
            row.save(force_insert=True)
