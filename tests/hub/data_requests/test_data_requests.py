"""A force asks a service to preserve, or one question; the service answers on a clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from causeway.hub.base.acting.actors import Scope
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotAgreed, NotFound, NotPermitted
from causeway.hub.base.clocks.commands.choose import NewClock, choose_calendar, choose_clock
from causeway.hub.base.clocks.keeping import clocks_of
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.advancing import advance
from causeway.hub.base.ledger.following import followers
from causeway.hub.base.ledger.sequencing import sequence
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.organisations.models import Account
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.cases.queries.case_view import open_to_read
from causeway.hub.road.data_requests.commands.answer_data_request import (
    NewAnswer,
    answer_data_request,
    open_data_request,
)
from causeway.hub.road.data_requests.commands.make_data_request import NewDataRequest, make_data_request
from causeway.hub.road.data_requests.commands.pause_request import pause_data_request, resume_data_request
from causeway.hub.road.data_requests.models import DataRequest
from causeway.hub.road.data_requests.queries.requests import request_made, request_proposal, requests_received
from causeway.hub.road.data_requests.words import AnswerKind, RequestKind, RequestState
from causeway.hub.road.referrals.queries.facts import supplements_of
from causeway.timing import Duty, Term, Unit
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.told_referrals import TOLD, Road


def _new(road: Road, **changes: object) -> NewDataRequest:
    new = NewDataRequest(
        kind=RequestKind.PRESERVE,
        service_id=road.service.id,
        identifiers=("Harbourline: id u-4711, tidepool",),
        legal_basis="Act of 2016, section 4",
        contact="online@example.org",
    )
    return replace(new, **changes)  # type: ignore[arg-type]


def _question(road: Road, referral_id: UUID, **changes: object) -> UUID:
    new = _new(road, kind=RequestKind.QUESTION, text="When was the account last used?", **changes)
    return make_data_request(road.investigator(), referral_id, new)


def test_the_form_begins_with_the_sender_and_its_accounts(road: Road) -> None:
    told = replace(TOLD, do_not_alert_until=date(2030, 1, 1))
    proposal = request_proposal(road.investigator(), road.referral(told))
    assert [name for _, name in proposal.services] == ["Harbourline"]
    assert proposal.identifiers == ("Harbourline: id u-4711, tidepool",)
    assert proposal.do_not_alert_until == date(2030, 1, 1)


def test_to_preserve_runs_a_day_and_lasts_a_year_and_a_question_runs_seven_days(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    preserve = request_made(investigator, make_data_request(investigator, referral_id, _new(road)))
    assert preserve.due_at - preserve.made_at == timedelta(hours=24)
    assert preserve.preserve_until is not None
    assert preserve.preserve_until.year == preserve.made_at.year + 1
    question = request_made(investigator, _question(road, referral_id))
    assert (question.due_at - question.made_at).days in (6, 7)
    assert question.preserve_until is None


def test_a_question_pauses_at_both_ends_and_to_preserve_never(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    request_id, preserve_id = _question(road, referral_id), make_data_request(investigator, referral_id, _new(road))
    _follow(road)
    before = request_made(investigator, request_id)
    with pytest.raises(Conflict, match="never pauses"):
        pause_data_request(investigator, preserve_id, "Waiting for a warrant.")
    with pytest.raises(NotPermitted):
        pause_data_request(road.world.member(road.service, Role.SERVICE_RESPONDER), request_id, "We are away.")
    pause_data_request(investigator, request_id, "Waiting for a warrant.")
    _follow(road)
    with acting_as(road.world.program(road.service)):
        assert [clock.is_paused for clock in clocks_of([request_id])[request_id]] == [True]
        assert "warrant" not in str([entry.details for entry in timeline_of(request_id)])
    browser = Client()
    browser.force_login(Account.objects.get(email=road.world.email_of(investigator)))
    page = f"/data-requests/{request_id}/pause/"
    assert browser.get(page).status_code == 302, "no form is offered whose reason would not be taken"
    resume_data_request(investigator, request_id)
    assert browser.get(page).status_code == 200
    _follow(road)
    after = request_made(investigator, request_id)
    assert after.due_at > before.due_at
    with acting_as(road.world.program(road.service)):
        assert [clock.due_at for clock in clocks_of([request_id])[request_id]] == [after.due_at]
        assert DataRequest.objects.filter(id=request_id).update(due_at=before.due_at) == 0, "not its to change"


def test_a_deadline_says_which_holidays_it_leaves_out(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    administrator, now = road.world.administrator(road.force), timezone.now()
    five = NewClock(term=Term(count=5, unit=Unit.WORKING_DAYS), reason="Policy 12.")
    choose_clock(administrator, Duty.DATA_QUESTION, five, now=now)
    soon = next(day for day in (now.date() + timedelta(days=more) for more in range(1, 5)) if day.weekday() < 5)
    service = road.world.administrator(road.service)
    choose_calendar(service, "GB-ENG", [soon], "Our desk moves house.", now=now)
    request_id = _question(road, referral_id)
    assert soon in request_made(investigator, request_id).days_off
    client = Client()
    client.force_login(Account.objects.get(email=road.world.email_of(investigator)))
    page = client.get(f"/data-requests/{request_id}/").content.decode()
    assert "a holiday" in page or "are holidays" in page


def test_the_service_sees_the_request_and_nothing_of_the_case(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    case_id = open_case(investigator, referral_id)
    request_id = make_data_request(investigator, referral_id, _new(road))
    with acting_as(road.world.program(road.service)):
        (entry,) = [entry for entry in timeline_of(request_id) if entry.act is Act.DATA_REQUESTED]
        assert entry.subjects == (request_id,)
        assert entry.details == {}
        assert timeline_of(case_id) == []


def test_opening_and_answering_are_seen_by_the_force_in_its_case(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    case_id = open_case(investigator, referral_id)
    request_id = make_data_request(investigator, referral_id, _new(road))
    responder = road.world.member(road.service, Role.SERVICE_RESPONDER)
    open_data_request(responder, request_id)
    answer_data_request(responder, request_id, NewAnswer(kind=AnswerKind.PRESERVED))
    acts = {line.entry.act for line in open_to_read(investigator, case_id).timeline}
    assert {Act.DATA_REQUESTED, Act.DATA_REQUEST_READ, Act.DATA_REQUEST_ANSWERED} <= acts
    (panel,) = [item for item in open_to_read(investigator, case_id).panels if item.panel.code == "requests"]
    assert (panel.content.count, panel.content.needs_attention) == (1, 0)


def test_an_answer_to_a_question_is_a_supplement_of_the_referral(road: Road) -> None:
    referral_id = road.referral()
    request_id = _question(road, referral_id)
    responder = road.world.member(road.service, Role.SERVICE_RESPONDER)
    answer_data_request(responder, request_id, NewAnswer(kind=AnswerKind.ANSWERED, text="Last on 3 March."))
    with acting_as(road.investigator()):
        (supplement,) = supplements_of(referral_id)
    assert "Last on 3 March." in supplement.text


def test_a_service_that_did_not_send_the_referral_answers_without_adding_to_it(road: Road) -> None:
    from causeway.vocabulary.organisations import Category

    other = road.world.organisation(OrganisationKind.SERVICE, "Stowaway Drive")
    road.world.agree(road.force, other, Category.DATA_REQUEST)
    referral_id = road.referral()
    request_id = _question(road, referral_id, service_id=other.id)
    responder = road.world.member(other, Role.SERVICE_RESPONDER)
    answer_data_request(responder, request_id, NewAnswer(kind=AnswerKind.ANSWERED, text="We have no such account."))
    with acting_as(road.investigator()):
        assert supplements_of(referral_id) == ()


def test_silence_towards_the_subject_must_be_confirmed_once(road: Road) -> None:
    investigator, until = road.investigator(), timezone.now().date() + timedelta(days=30)
    request_id = make_data_request(investigator, road.referral(), _new(road, do_not_alert_until=until))
    responder = road.world.member(road.service, Role.SERVICE_RESPONDER)
    with pytest.raises(Invalid) as caught:
        answer_data_request(responder, request_id, NewAnswer(kind=AnswerKind.RECEIVED))
    assert caught.value.field == "acknowledges_do_not_alert"
    received = NewAnswer(kind=AnswerKind.RECEIVED, acknowledges_do_not_alert=True)
    answer_data_request(responder, request_id, received)
    answer_data_request(responder, request_id, NewAnswer(kind=AnswerKind.PRESERVED))
    view = request_made(investigator, request_id)
    assert view.do_not_alert_acknowledged
    with acting_as(investigator):
        acts = [entry.act for entry in timeline_of(request_id)]
    assert acts.count(Act.DO_NOT_ALERT_ACKNOWLEDGED) == 1


def test_an_answer_for_good_ends_it_and_nothing_is_said_twice(road: Road) -> None:
    request_id = make_data_request(road.investigator(), road.referral(), _new(road))
    responder = road.world.member(road.service, Role.SERVICE_RESPONDER)
    answer_data_request(responder, request_id, NewAnswer(kind=AnswerKind.RECEIVED))
    with pytest.raises(Conflict):
        answer_data_request(responder, request_id, NewAnswer(kind=AnswerKind.RECEIVED))
    answer_data_request(responder, request_id, NewAnswer(kind=AnswerKind.CANNOT, text="The account is gone."))
    with pytest.raises(Conflict):
        answer_data_request(responder, request_id, NewAnswer(kind=AnswerKind.PRESERVED))
    assert requests_received(responder, is_over=False) == []
    assert requests_received(responder, is_over=True)[0].state is RequestState.CANNOT


@pytest.mark.parametrize(
    ("kind", "answer", "text", "field"),
    [
        (RequestKind.PRESERVE, AnswerKind.ANSWERED, "x", "kind"),
        (RequestKind.QUESTION, AnswerKind.PRESERVED, "x", "kind"),
        (RequestKind.QUESTION, AnswerKind.ANSWERED, " ", "text"),
        (RequestKind.PRESERVE, AnswerKind.CANNOT, "", "text"),
        (RequestKind.QUESTION, AnswerKind.ANSWERED, "x" * 10_001, "text"),
    ],
)
def test_an_answer_that_does_not_fit_names_its_field(
    road: Road, kind: RequestKind, answer: AnswerKind, text: str, field: str
) -> None:
    request_id = make_data_request(road.investigator(), road.referral(), _new(road, kind=kind, text="What?"))
    responder = road.world.member(road.service, Role.SERVICE_RESPONDER)
    with pytest.raises(Invalid) as caught:
        answer_data_request(responder, request_id, NewAnswer(kind=answer, text=text))
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"identifiers": ()}, "identifiers"),
        ({"identifiers": (" ",)}, "identifiers"),
        ({"identifiers": ("x",) * 51}, "identifiers"),
        ({"identifiers": ("x" * 501,)}, "identifiers"),
        ({"kind": RequestKind.QUESTION}, "text"),
        ({"text": "x" * 3001}, "text"),
        ({"legal_basis": ""}, "legal_basis"),
        ({"legal_basis": "x" * 501}, "legal_basis"),
        ({"contact": "nobody"}, "contact"),
        ({"do_not_alert_until": date(2020, 1, 1)}, "do_not_alert_until"),
        ({"preserve_until": date(2020, 1, 1)}, "preserve_until"),
        ({"preserve_until": date(2099, 1, 1)}, "preserve_until"),
        ({"service_id": uuid4()}, "service_id"),
    ],
)
def test_a_request_that_is_not_whole_names_its_field(road: Road, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        make_data_request(road.investigator(), road.referral(), _new(road, **changes))
    assert caught.value.field == field


def test_who_may_not_ask_and_who_may_not_be_asked(road: Road) -> None:
    referral_id = road.referral()
    for actor in (road.world.member(road.force, Role.DUTY_OFFICER), road.world.member(road.world.desk, *Role)):
        with pytest.raises(NotPermitted):
            make_data_request(actor, referral_id, _new(road))
    with pytest.raises(NotFound):
        make_data_request(road.world.member(road.other_force, Role.INVESTIGATOR), referral_id, _new(road))
    stranger = road.world.organisation(OrganisationKind.SERVICE, "Without agreement")
    with pytest.raises(NotAgreed):
        make_data_request(road.investigator(), referral_id, _new(road, service_id=stranger.id))


def test_another_service_neither_opens_nor_answers(road: Road) -> None:
    request_id = make_data_request(road.investigator(), road.referral(), _new(road))
    other = road.world.organisation(OrganisationKind.SERVICE, "Another service")
    stranger = road.world.member(other, Role.SERVICE_RESPONDER)
    with pytest.raises(NotFound):
        open_data_request(stranger, request_id)
    with pytest.raises(NotFound):
        answer_data_request(stranger, request_id, NewAnswer(kind=AnswerKind.RECEIVED))
    assert requests_received(stranger) == []
    with pytest.raises(NotPermitted):
        open_data_request(road.world.member(road.service, Role.SENDER), request_id)
    with pytest.raises(NotFound):
        request_made(road.world.member(road.other_force, Role.INVESTIGATOR), request_id)


def test_both_sides_have_a_clock_and_received_does_not_answer_a_question(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    _, program = road.world.credential(road.service, Scope.ANSWER_REQUESTS)
    preserve, question = make_data_request(investigator, referral_id, _new(road)), _question(road, referral_id)
    _follow(road)
    for request_id in (preserve, question):
        answer_data_request(program, request_id, NewAnswer(kind=AnswerKind.RECEIVED))
    _follow(road)
    for actor in (investigator, program):
        with acting_as(actor):
            clocks = clocks_of([preserve, question])
        assert clocks[preserve][0].stopped_at is not None
        assert clocks[question][0].stopped_at is None
    answer_data_request(program, question, NewAnswer(kind=AnswerKind.ANSWERED, text="On 3 March."))
    _follow(road)
    with acting_as(investigator):
        assert clocks_of([question])[question][0].stopped_at is not None


def test_a_late_request_shows_as_late_until_it_is_met(road: Road) -> None:
    investigator = road.investigator()
    view = request_made(investigator, make_data_request(investigator, road.referral(), _new(road)))
    assert view.is_late(view.due_at + timedelta(minutes=1))
    assert not view.is_late(view.due_at - timedelta(minutes=1))


def _follow(road: Road) -> None:
    with acting_as(road.world.program(road.world.desk)):
        sequence(datetime.now(UTC))
    for organisation in (road.service, road.force):
        for follower in followers():
            if "data_requests" in follower.name:
                advance(road.world.program(organisation), follower, acting_as)
