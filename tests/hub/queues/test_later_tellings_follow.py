"""Where a person sends the first telling of an event on, the later ones go with it or stand by themselves."""

from uuid import UUID

import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.road.queues.commands.propose_hand_over import propose_hand_over
from causeway.hub.road.queues.queries.endings import ended_at
from causeway.hub.road.referrals.addition import Addition
from causeway.hub.road.referrals.commands.supplement_referral import NewSupplement, supplement_referral
from causeway.hub.road.routes.commands.change_route import change_route
from causeway.hub.road.routes.commands.hand_over import acknowledge_hand_over, withdraw_hand_over
from causeway.hub.road.routes.commands.outside import take_back_outside
from causeway.hub.road.routes.models import OutsideHandOver
from causeway.hub.road.routes.queries.decisions import standing_route
from causeway.vocabulary.organisations import Category, Role
from hub.desk_at_work import ESSEX, KENT, DeskAtWork, about
from hub.queues.test_central_desks import abroad, line, registered, sees


@pytest.fixture
def analyst(road: DeskAtWork) -> Actor:
    """Somebody of the desk."""
    return road.world.member(road.world.desk, Role.ANALYST)


def _told(road: DeskAtWork, *forces: str | None) -> list[UUID]:
    """The same event told so many times; each names where a child lives, or nothing."""
    numbers = []
    for force in forces:
        numbers.append(road.send(about("lantern", force=force, sender_reference="HC-1")))
        road.work()
    return numbers


def _is_open_line(road: DeskAtWork, referral_id: UUID, organisation: Organisation | None = None) -> bool:
    found = line(road, referral_id, organisation)
    return found.is_line and found.closed_at is None


def _receiver(road: DeskAtWork, referral_id: UUID) -> UUID | None:
    with acting_as(road.desk):
        route = standing_route(referral_id)
    assert route is not None
    return route.receiver_id


def test_those_that_waited_with_the_first_go_where_a_person_sends_it(road: DeskAtWork, analyst: Actor) -> None:
    first, later, last = _told(road, None, None, None)
    assert not line(road, later).is_line
    change_route(analyst, first, road.kent.id, "The school is there.")
    road.work()
    assert [_receiver(road, one) for one in (first, later, last)] == [road.kent.id] * 3
    with acting_as(road.desk):
        route = standing_route(later)
    assert route is not None
    assert route.member_id is None
    assert route.why == "The same event was told before and was sent to this force."
    assert sees(road, road.kent, later)
    assert line(road, later, road.kent).duplicate_of_id == first


def test_one_that_cannot_go_along_stands_at_the_desk_and_says_so(road: DeskAtWork, analyst: Actor) -> None:
    body_id, (first, later) = registered(road), _told(road, None, None)
    change_route(analyst, first, body_id, "The platform named the town.")
    road.work()
    alone = line(road, later)
    assert (alone.is_line, alone.needs_route, alone.duplicate_of_id) == (True, True, first)
    with acting_as(road.desk):
        route = standing_route(later)
    assert route is not None
    assert "The first telling of this event went on, and this one cannot go with it by itself." in route.why


def test_those_at_a_force_go_on_with_the_first_but_what_names_that_force_stays_as_its_own_line(
    road: DeskAtWork,
) -> None:
    road.world.agree(road.kent, road.essex, Category.REFERRAL)
    kent, essex = (road.world.member(force, Role.DUTY_OFFICER) for force in (road.kent, road.essex))
    first, silent, named = _told(road, KENT, None, KENT)
    assert [_receiver(road, one) for one in (silent, named)] == [road.kent.id] * 2
    assert not line(road, named, road.kent).is_line
    propose_hand_over(kent, first, road.essex.id, "The child lives there now.")
    road.work()
    acknowledge_hand_over(essex, first)
    road.work()
    assert [_receiver(road, one) for one in (silent, named)] == [road.essex.id, road.kent.id]
    assert line(road, silent, road.kent).closed_at is not None
    stays = line(road, named, road.kent)
    assert (stays.is_line, stays.closed_at) == (True, None)


def test_those_at_a_force_come_back_to_the_desk_with_the_first(road: DeskAtWork, analyst: Actor) -> None:
    first, silent = _told(road, KENT, None)
    propose_hand_over(
        road.world.member(road.kent, Role.DUTY_OFFICER), first, road.world.desk.id, "We do not know whose it is."
    )
    road.work()
    acknowledge_hand_over(analyst, first)
    road.work()
    assert _receiver(road, silent) is None
    assert (line(road, silent).is_line, line(road, silent, road.kent).closed_at is None) == (False, False)
    change_route(analyst, first, road.essex.id, "The school is there.")
    road.work()
    assert _receiver(road, silent) == road.essex.id


def test_what_the_sender_adds_to_the_first_takes_the_later_ones_along(road: DeskAtWork) -> None:
    first, later = _told(road, None, None)
    supplement_referral(
        road.sender, first, NewSupplement(addition=Addition(parties=about("lantern", force=ESSEX).parties))
    )
    road.work()
    assert [_receiver(road, one) for one in (first, later)] == [road.essex.id] * 2


def test_what_a_person_decided_on_a_later_one_stands(road: DeskAtWork, analyst: Actor) -> None:
    first, later = _told(road, None, None)
    change_route(analyst, later, road.essex.id, "This one names the school.")
    change_route(analyst, first, road.kent.id, "The address is there.")
    road.work()
    assert [_receiver(road, one) for one in (first, later)] == [road.kent.id, road.essex.id]


def test_one_that_waits_for_an_answer_is_not_moved_away_from_under_it(road: DeskAtWork, analyst: Actor) -> None:
    road.world.agree(road.kent, road.essex, Category.REFERRAL)
    kent, essex = (road.world.member(force, Role.DUTY_OFFICER) for force in (road.kent, road.essex))
    first, offered, withdrawn = _told(road, KENT, None, None)
    for one in (offered, withdrawn):
        propose_hand_over(kent, one, road.essex.id, "The harbour is theirs.")
    change_route(analyst, first, road.essex.id, "The child lives there now.")
    road.work()
    for one in (offered, withdrawn):
        assert _receiver(road, one) == road.kent.id
        assert _is_open_line(road, one, road.kent)
        assert _is_open_line(road, one, road.essex), "it waits for their answer"
    acknowledge_hand_over(essex, offered)
    withdraw_hand_over(kent, withdrawn)
    road.work()
    assert [_receiver(road, one) for one in (offered, withdrawn)] == [road.essex.id, road.kent.id]
    assert _is_open_line(road, withdrawn, road.kent)
    assert not line(road, offered, road.essex).is_line


def test_what_stays_at_a_force_has_a_line_there_while_the_first_is_at_the_desk(
    road: DeskAtWork, analyst: Actor
) -> None:
    first, named = _told(road, KENT, KENT)
    kent = road.world.member(road.kent, Role.DUTY_OFFICER)
    propose_hand_over(kent, first, road.world.desk.id, "We do not know whose it is.")
    road.work()
    acknowledge_hand_over(analyst, first)
    road.work()
    assert _receiver(road, named) == road.kent.id
    assert _is_open_line(road, named, road.kent)
    assert not line(road, named).is_line
    with acting_as(kent):
        assert ended_at([named]) == {named: None}
    change_route(analyst, first, road.kent.id, "It is theirs after all.")
    road.work()
    assert _is_open_line(road, first, road.kent)
    assert not line(road, named, road.kent).is_line


def test_what_is_certainly_of_another_country_does_not_go_along(road: DeskAtWork, analyst: Actor) -> None:
    first, later, silent = _told(road, None, None, None)
    french = NewSupplement(addition=Addition(parties=abroad().parties))
    supplement_referral(road.sender, later, french)
    road.work()
    assert not line(road, later).is_line
    change_route(analyst, first, road.kent.id, "The school is there.")
    road.work()
    assert [_receiver(road, one) for one in (first, later, silent)] == [road.kent.id, None, road.kent.id]
    assert _is_open_line(road, later)
    assert line(road, later).needs_route
    body_id = registered(road)
    supplement_referral(road.sender, silent, french)
    change_route(analyst, first, road.essex.id, "The child lives there.")
    road.work()
    with acting_as(road.desk):
        assert OutsideHandOver.objects.get(referral_id=silent).central_desk_id == body_id


def test_what_is_for_a_central_desk_outside_has_a_line_although_the_first_waits(road: DeskAtWork) -> None:
    registered(road)
    first, later = _told(road, None, None)
    supplement_referral(road.sender, later, NewSupplement(addition=Addition(parties=abroad().parties)))
    road.work()
    with acting_as(road.desk):
        assert OutsideHandOver.objects.filter(referral_id=later, answer=None).exists()
    assert [_is_open_line(road, one) for one in (first, later)] == [True, True]


def test_those_that_stood_alone_come_under_the_first_again_once_it_is_back(road: DeskAtWork, analyst: Actor) -> None:
    body_id, (first, later) = registered(road), _told(road, None, None)
    change_route(analyst, first, body_id, "The platform named the town.")
    road.work()
    assert _is_open_line(road, later)
    take_back_outside(analyst, first, "The town is not theirs.")
    road.work()
    assert not line(road, later).is_line
    assert line(road, first).bundle_size == 2
