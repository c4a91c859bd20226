"""A force offers a referral to another and stays responsible until the other has acknowledged; it is never nobody's."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, HubError, Invalid, NotAgreed, NotFound
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.models import Account, Organisation
from causeway.hub.road.queues.commands.propose_hand_over import answer_due, propose_hand_over
from causeway.hub.road.queues.queries.alerts import open_alerts
from causeway.hub.road.queues.queries.page import QueueFilters, QueueLine, queue_page
from causeway.hub.road.routes.commands.change_route import change_route
from causeway.hub.road.routes.commands.hand_over import acknowledge_hand_over, decline_hand_over, withdraw_hand_over
from causeway.hub.road.routes.queries.hand_over_choices import hand_over_choices
from causeway.hub.road.routes.queries.hand_overs import hand_overs_of, responsible_for, waiting_hand_over
from causeway.vocabulary.findings import BAND_DAYS, Band
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from hub.conftest import SmallWorld
from hub.desk_at_work import DeskAtWork, about, desk_at_work


@pytest.fixture
def both(road: DeskAtWork) -> DeskAtWork:
    """The same road, on which the two forces may send one another referrals."""
    road.world.agree(road.kent, road.essex, Category.REFERRAL)
    road.world.agree(road.essex, road.kent, Category.REFERRAL)
    return road


def _officer(road: DeskAtWork, force: Organisation) -> Actor:
    return road.world.member(force, Role.DUTY_OFFICER)


def _line(actor: Actor, referral_id: UUID) -> QueueLine | None:
    lines = queue_page(actor, QueueFilters()).lines
    return next((line for line in lines if line.referral_id == referral_id), None)


def _responsible(road: DeskAtWork, referral_id: UUID) -> UUID:
    with acting_as(road.desk):
        return responsible_for(referral_id, road.world.desk.id)


def test_both_queues_show_the_offer_and_acknowledging_moves_the_referral(both: DeskAtWork) -> None:
    kent, essex = _officer(both, both.kent), _officer(both, both.essex)
    referral_id = both.send(about("tidepool"))
    both.work()
    propose_hand_over(kent, referral_id, both.essex.id, "The child lives there now.")
    both.work()
    ours, theirs = _line(kent, referral_id), _line(essex, referral_id)
    assert ours is not None
    assert ours.waiting_for == "Essex Police"
    assert theirs is not None
    assert theirs.handed_by == "Kent Police"
    assert _responsible(both, referral_id) == both.kent.id, "an offer changes nothing"
    acknowledge_hand_over(essex, referral_id)
    both.work()
    assert _responsible(both, referral_id) == both.essex.id
    taken = _line(essex, referral_id)
    assert taken is not None
    assert not taken.handed_by
    assert _line(kent, referral_id) is None, "it waits at the force that gave it no more"
    with acting_as(both.desk):
        acts = {entry.act for entry in timeline_of(referral_id)}
    assert {Act.HAND_OVER_PROPOSED, Act.HAND_OVER_ACKNOWLEDGED, Act.ROUTE_CHANGED} <= acts
    with acting_as(both.sender):
        seen = {entry.act for entry in timeline_of(referral_id)}
    assert not seen & {Act.HAND_OVER_PROPOSED, Act.HAND_OVER_ACKNOWLEDGED}, "the sender does not learn which force"


def test_a_declined_one_stays_and_says_why(both: DeskAtWork) -> None:
    kent, essex = _officer(both, both.kent), _officer(both, both.essex)
    referral_id = both.send(about("tidepool"))
    both.work()
    propose_hand_over(kent, referral_id, both.essex.id, "Theirs.")
    both.work()
    with pytest.raises(Invalid):
        decline_hand_over(essex, referral_id, "  ")
    decline_hand_over(essex, referral_id, "The address is an old one.")
    both.work()
    assert _responsible(both, referral_id) == both.kent.id
    assert (_line(essex, referral_id), _line(kent, referral_id) is not None) == (None, True)
    with acting_as(kent):
        assert hand_overs_of(referral_id)[0].answer_reason == "The address is an old one."
        told = Notice.objects.filter(about_id=referral_id, subject__contains="was answered")
        assert set(told.values_list("to", flat=True)) == {both.world.email_of(kent)}


def test_the_desk_takes_back_what_nobody_can_place_and_sends_it_on(both: DeskAtWork) -> None:
    kent, analyst = _officer(both, both.kent), both.world.member(both.world.desk, Role.ANALYST)
    referral_id = both.send(about("tidepool"))
    both.work()
    propose_hand_over(kent, referral_id, both.world.desk.id, "We do not know whose it is.")
    both.work()
    acknowledge_hand_over(analyst, referral_id)
    both.work()
    assert _responsible(both, referral_id) == both.world.desk.id
    line = _line(analyst, referral_id)
    assert line is not None
    assert line.needs_route
    assert _line(kent, referral_id) is None
    change_route(analyst, referral_id, both.essex.id, "The school is there.")
    both.work()
    assert _line(_officer(both, both.essex), referral_id) is not None


def test_a_danger_alerts_the_receiver_at_once_and_a_late_answer_climbs_in_all_three(both: DeskAtWork) -> None:
    kent, essex = _officer(both, both.kent), _officer(both, both.essex)
    supervisors = {
        force.id: both.world.member(force, Role.SUPERVISOR) for force in (both.kent, both.essex, both.world.desk)
    }
    referral_id = both.send(about("tidepool", emergency="A meeting is planned."))
    both.work()
    hand_over_id = propose_hand_over(kent, referral_id, both.essex.id, "Theirs.")
    both.work()
    assert [alert.referral_id for alert in open_alerts(essex).alerts] == [referral_id]
    with acting_as(essex):
        waiting = waiting_hand_over(referral_id)
    assert waiting is not None
    assert waiting.due_at - waiting.proposed_at == timedelta(hours=1)
    both.work(timezone.now() + timedelta(hours=2))
    for supervisor in supervisors.values():
        with acting_as(supervisor):
            late = Notice.objects.filter(about_id=hand_over_id, subject="A deadline has passed")
            assert both.world.email_of(supervisor) in set(late.values_list("to", flat=True))


def test_only_the_responsible_force_offers_once_to_one_that_may_have_it(both: DeskAtWork) -> None:
    kent, essex = _officer(both, both.kent), _officer(both, both.essex)
    other = both.world.organisation(OrganisationKind.POLICE_FORCE, "Northern Ireland", force_code="GB-NIR")
    referral_id = both.send(about("tidepool"))
    both.work()
    with pytest.raises(NotFound):
        propose_hand_over(essex, referral_id, both.kent.id, "We do not even see it.")
    with pytest.raises(NotAgreed):
        propose_hand_over(kent, referral_id, other.id, "Theirs.")
    with pytest.raises(NotFound):
        propose_hand_over(kent, referral_id, both.service.id, "Theirs.")
    names = [(choice.name, bool(choice.reason)) for choice in hand_over_choices(kent, referral_id)]
    assert names == [("Essex Police", False), ("Causeway Desk", False)], "only forces with an agreement, then the desk"
    propose_hand_over(kent, referral_id, both.essex.id, "Theirs.")
    with pytest.raises(Conflict):
        propose_hand_over(kent, referral_id, both.world.desk.id, "Twice.")
    with pytest.raises(Conflict):
        acknowledge_hand_over(kent, referral_id)


def test_whoever_answers_a_moment_too_late_reads_what_became_of_it(both: DeskAtWork) -> None:
    kent, essex = _officer(both, both.kent), _officer(both, both.essex)
    referral_id = both.send(about("tidepool"))
    both.work()
    with pytest.raises(NotFound):
        withdraw_hand_over(kent, referral_id)
    propose_hand_over(kent, referral_id, both.essex.id, "Theirs.")
    withdraw_hand_over(kent, referral_id)
    with pytest.raises(Conflict, match="Kent Police has withdrawn"):
        acknowledge_hand_over(essex, referral_id)
    propose_hand_over(kent, referral_id, both.essex.id, "Theirs after all.")
    acknowledge_hand_over(essex, referral_id)
    for answer in (withdraw_hand_over, acknowledge_hand_over):
        with pytest.raises(Conflict, match="Essex Police has acknowledged this hand-over already"):
            answer(kent, referral_id)


def test_the_clock_on_an_answer_follows_the_band_and_is_never_longer_than_a_week(both: DeskAtWork) -> None:
    kent, now = _officer(both, both.kent), datetime(2026, 3, 2, 9, tzinfo=UTC)
    with acting_as(kent):
        given = [answer_due(kent, both.essex.id, band, is_imminent=False, now=now) - now for band in Band]
        at_once = answer_due(kent, both.essex.id, Band.LOW, is_imminent=True, now=now) - now
    assert given == [timedelta(days=min(BAND_DAYS[band], 7)) for band in Band]
    assert at_once == timedelta(hours=1)


@dataclass
class _Model:
    """What should be true, said again without the tables."""

    desk: UUID
    responsible: UUID
    offer: tuple[UUID, UUID] | None = None

    def act(self, name: str, by: UUID, to: UUID) -> bool:
        match name:
            case "propose":
                return self.propose(by, to)
            case "withdraw":
                return self.withdraw(by)
            case "send":
                return self.send(to)
            case _:
                return self.answer(by, takes=name == "acknowledge")

    def propose(self, by: UUID, to: UUID) -> bool:
        fits = by == self.responsible and by != self.desk and to != by and self.offer is None
        if fits:
            self.offer = (by, to)
        return fits

    def answer(self, by: UUID, *, takes: bool) -> bool:
        if self.offer is None or self.offer[1] != by:
            return False
        self.responsible = by if takes else self.responsible
        self.offer = None
        return True

    def withdraw(self, by: UUID) -> bool:
        fits = self.offer is not None and self.offer[0] == by
        self.offer = None if fits else self.offer
        return fits

    def send(self, to: UUID) -> bool:
        fits = to != self.responsible
        if fits:
            self.responsible, self.offer = to, None
        return fits


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_a_referral_is_always_with_exactly_one(world: SmallWorld, seed: int) -> None:
    road = desk_at_work(world)
    for giver, receiver in ((road.kent, road.essex), (road.essex, road.kent)):
        world.agree(giver, receiver, Category.REFERRAL)
    random, desk = Random(seed), world.desk
    people = {force.id: world.member(force, Role.DUTY_OFFICER) for force in (road.kent, road.essex, desk)}
    referral_id = road.send(about("tidepool"))
    road.work()
    model = _Model(desk=desk.id, responsible=road.kent.id)
    for _ in range(40):
        by, to = random.choice(list(people)), random.choice(list(people))
        forces = [number for number in people if number != desk.id]
        act = random.choice(["propose", "acknowledge", "decline", "withdraw", "send"])
        try:
            match act:
                case "propose":
                    propose_hand_over(people[by], referral_id, to, "A reason.")
                case "acknowledge":
                    acknowledge_hand_over(people[by], referral_id)
                case "decline":
                    decline_hand_over(people[by], referral_id, "A reason.")
                case "withdraw":
                    withdraw_hand_over(people[by], referral_id)
                case _:
                    to = random.choice(forces)
                    change_route(people[desk.id], referral_id, to, "A reason.")
            done = True
        except HubError:
            done = False
        expected = model.act(act, by, to)
        assert (act, done) == (act, expected)
        with acting_as(people[desk.id]):
            waiting = waiting_hand_over(referral_id)
            assert responsible_for(referral_id, desk.id) == model.responsible
        assert (waiting and (waiting.giver_id, waiting.receiver_id)) == model.offer
    road.work()
    holding = [number for number, person in people.items() if _line_is_open(person, referral_id, model)]
    assert model.responsible in holding, "it waits in the queue of whoever is responsible"


def _line_is_open(person: Actor, referral_id: UUID, model: _Model) -> bool:
    line = _line(person, referral_id)
    return line is not None and (person.organisation_id == model.responsible or bool(line.handed_by))


def test_the_pages_offer_and_take_a_referral(both: DeskAtWork) -> None:
    kent, essex = _officer(both, both.kent), _officer(both, both.essex)
    referral_id = both.send(about("tidepool"))
    both.work()
    page = reverse("referrals:referral", args=[referral_id])
    giver, receiver = Client(), Client()
    for client, actor in ((giver, kent), (receiver, essex)):
        client.force_login(Account.objects.get(email=both.world.email_of(actor)))
    form = reverse("referrals:hand_over", args=[referral_id])
    assert form in giver.get(page).content.decode()
    assert giver.post(form, {"receiver": str(both.essex.id), "reason": ""}).status_code == 200, "a reason is asked for"
    answer = giver.post(form, {"receiver": str(both.essex.id), "reason": "They moved."}, follow=True).content.decode()
    assert "Waiting for Essex Police’s answer" in answer
    assert "Your force is still responsible." in answer
    both.work()
    assert "Handed to you by Kent Police" in receiver.get(reverse("queues:queue")).content.decode()
    assert "Acknowledge: we take it over" in receiver.get(page).content.decode()
    taken = receiver.post(reverse("referrals:acknowledge_hand_over", args=[referral_id]), follow=True)
    assert "Your organisation is responsible for this referral from now on." in taken.content.decode()
    assert "Acknowledge: we take it over" not in taken.content.decode()
