"""A preservation has a clock of its own: it warns in time, climbs before its end, and is extended in one step."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.clocks.commands.choose import NewClock, choose_clock
from causeway.hub.base.clocks.keeping import ClockFact, ClockKind
from causeway.hub.base.clocks.listing import Stands
from causeway.hub.base.clocks.queries.rules import clock_of
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.advancing import advance
from causeway.hub.base.ledger.following import followers
from causeway.hub.base.ledger.sequencing import sequence
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.models import Account, Organisation
from causeway.hub.road.data_requests.commands.answer_data_request import NewAnswer, answer_data_request
from causeway.hub.road.data_requests.commands.extend_preservation import (
    NewExtension,
    extend_preservation,
    release_preservation,
)
from causeway.hub.road.data_requests.commands.make_data_request import NewDataRequest, make_data_request
from causeway.hub.road.data_requests.models import DataRequest, PreservationExtension
from causeway.hub.road.data_requests.preserving import last_end, usual_end
from causeway.hub.road.data_requests.queries.preserved import preserved
from causeway.hub.road.data_requests.queries.requests import request_made, requests_received
from causeway.hub.road.data_requests.standing import state_name
from causeway.hub.road.data_requests.words import AnswerKind, RequestKind, RequestState
from causeway.hub.road.queues.working.rounds import tell_of_clocks
from causeway.timing import Duty, Term, Unit
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from hub.told_referrals import Road

_NEW = NewExtension(legal_basis="Act of 2016, section 4")


def _ask(road: Road, *, by: Actor | None = None, **changes: object) -> UUID:
    new = NewDataRequest(
        kind=RequestKind.PRESERVE,
        service_id=road.service.id,
        identifiers=("Harbourline: id u-4711",),
        legal_basis="Act of 2016, section 4",
        contact="online@example.org",
    )
    return make_data_request(by or road.investigator(), road.referral(), replace(new, **changes))  # type: ignore[arg-type]


def _held(road: Road) -> UUID:
    """Asked, and preserved as the service says."""
    request_id = _ask(road)
    responder = road.world.member(road.service, Role.SERVICE_RESPONDER)
    answer_data_request(responder, request_id, NewAnswer(kind=AnswerKind.PRESERVED))
    return request_id


def _clock(road: Road, request_id: UUID) -> ClockFact:
    with acting_as(road.investigator()):
        clock = clock_of(request_id, ClockKind.PRESERVATION)
    assert clock is not None
    return clock


def _mails(road: Road, request_id: UUID, now: datetime) -> list[tuple[str, str]]:
    """Whom the force's clocks tell at this moment, and in which words."""
    program = road.world.program(road.force)
    with acting_as(program):
        before = set(Notice.objects.values_list("id", flat=True))
    tell_of_clocks(program, now)
    with acting_as(program):
        rows = Notice.objects.exclude(id__in=before).filter(about_id=request_id)
        return sorted((row.to, row.subject) for row in rows)


def _follow(road: Road) -> None:
    with acting_as(road.world.program(road.world.desk)):
        sequence(timezone.now())
    for organisation in (road.service, road.force):
        for follower in followers():
            if "data_requests" in follower.name:
                advance(road.world.program(organisation), follower, acting_as)


def test_a_deadline_of_a_request_is_told_with_its_reference_and_where_it_is(road: Road) -> None:
    request_id = _ask(road)
    program = road.world.program(road.force)
    with acting_as(program):
        clock = clock_of(request_id, ClockKind.DATA_REQUEST)
        assert clock is not None
        reference = DataRequest.objects.get(id=request_id).reference
    late = clock.escalates_at + timedelta(minutes=1)
    assert {subject for _, subject in _mails(road, request_id, late)} == {f"A deadline has passed: {reference}"}
    with acting_as(program):
        bodies = Notice.objects.filter(subject__contains=reference).values_list("body", flat=True)
        assert all(f"/data-requests/{request_id}/" in body["text"] for body in bodies)


def test_it_warns_whoever_asked_and_climbs_before_the_end_never_after(road: Road) -> None:
    investigator = road.investigator()
    request_id = _ask(road, by=investigator)
    clock, asker = _clock(road, request_id), road.world.email_of(investigator)
    assert (clock.due_at - clock.started_at).days in (365, 366)
    assert clock.escalates_at == clock.due_at - timedelta(days=7)
    answer_data_request(
        road.world.member(road.service, Role.SERVICE_RESPONDER), request_id, NewAnswer(kind=AnswerKind.PRESERVED)
    )
    _follow(road)
    assert _mails(road, request_id, clock.warn_at - timedelta(minutes=1)) == []
    told = _mails(road, request_id, clock.warn_at + timedelta(minutes=1))
    assert asker in [address for address, _ in told]
    assert {subject for _, subject in told} == {"A preservation ends"}
    supervisor = road.world.member(road.force, Role.SUPERVISOR)
    climbed = _mails(road, request_id, clock.escalates_at + timedelta(minutes=1))
    assert road.world.email_of(supervisor) in [address for address, _ in climbed]
    assert clock.escalates_at < clock.due_at
    assert _mails(road, request_id, clock.due_at + timedelta(minutes=1)) == []


def _asked_of_one_in(road: Road, country: str) -> Organisation:
    """A service there that the force may ask."""
    other = road.world.organisation(OrganisationKind.SERVICE, "Stowaway Drive", country=country)
    road.world.agree(road.force, other, Category.DATA_REQUEST)
    return other


@pytest.mark.parametrize(("country", "days"), [("US", 90), ("NL", 90), ("IT", 90), ("BR", 365)])
def test_the_law_of_the_services_country_says_how_long(road: Road, country: str, days: int) -> None:
    clock = _clock(road, _ask(road, service_id=_asked_of_one_in(road, country).id))
    assert abs((clock.due_at - clock.started_at) - timedelta(days=days)) <= timedelta(days=1)


def test_a_service_that_reported_keeps_for_a_year_from_its_report(road: Road) -> None:
    other, investigator, now = _asked_of_one_in(road, "US"), road.investigator(), timezone.now()
    with acting_as(investigator):
        kept = usual_end(investigator, other.id, now, reported_at=now - timedelta(days=10))
        long_ago = usual_end(investigator, other.id, now, reported_at=now - timedelta(days=360))
    assert 353 <= (kept - now).days <= 356
    assert 89 <= (long_ago - now).days <= 90


def test_a_version_chosen_later_leaves_a_running_clock_alone(road: Road) -> None:
    first = _ask(road)
    before, administrator = _clock(road, first), road.world.administrator(road.force)
    two = NewClock(term=Term(count=2, unit=Unit.YEARS), warn_hours=24 * 60, escalate_hours=24 * 3, reason="Policy 7.")
    choose_clock(administrator, Duty.PRESERVATION, two, now=timezone.now())
    wrong = replace(two, warn_hours=24 * 5, escalate_hours=24 * 6)
    with pytest.raises(Invalid) as caught:
        choose_clock(administrator, Duty.PRESERVATION, wrong, now=timezone.now())
    assert caught.value.field == "escalate_hours"
    assert _clock(road, first) == before
    later = _clock(road, _ask(road))
    assert (later.version, later.escalates_at) == (1, later.due_at - timedelta(days=3))
    assert (later.due_at - later.started_at).days > 700


def _client(road: Road, member: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(email=road.world.email_of(member)))
    return client


def test_an_extension_begins_the_clock_anew_and_the_service_answers_anew(road: Road) -> None:
    request_id, investigator = _ask(road), road.investigator()
    responder = road.world.member(road.service, Role.SERVICE_RESPONDER)
    answer_data_request(responder, request_id, NewAnswer(kind=AnswerKind.PRESERVED))
    first = _clock(road, request_id)
    until = extend_preservation(investigator, request_id, _NEW)
    _follow(road)
    assert (until - first.due_at).days in (365, 366)
    assert _clock(road, request_id) == first, "the old end is what is sure"
    (view,) = requests_received(responder, is_over=False)
    assert (view.state, view.preserve_until, view.sure_until) == (RequestState.WAITING, until, first.due_at)
    assert str(state_name(view, timezone.now())) == "Preserved; asked for longer"
    page = _client(road, investigator).get(f"/data-requests/{request_id}/").content.decode()
    assert page.index("Preserved until") < page.index("Asked to preserve until, not confirmed")
    with acting_as(road.world.program(road.service)):
        assert [entry.details for entry in timeline_of(request_id) if entry.act is Act.PRESERVATION_EXTENDED] == [{}]
        clock = clock_of(request_id, ClockKind.DATA_REQUEST)
        assert clock is not None
        assert clock.stopped_at is None
        assert Notice.objects.filter(subject__startswith="Preserve for longer").count() == 1
    answer_data_request(responder, request_id, NewAnswer(kind=AnswerKind.PRESERVED, asked_at=view.asked_at))
    assert requests_received(responder, is_over=False) == []
    _follow(road)
    assert (_clock(road, request_id).due_at, _clock(road, request_id).warned_at) == (until, None)
    assert request_made(investigator, request_id).sure_until == until


def test_what_the_service_cannot_extend_is_held_until_the_old_end(road: Road) -> None:
    request_id, investigator = _ask(road), road.investigator()
    responder = road.world.member(road.service, Role.SERVICE_RESPONDER)
    answer_data_request(responder, request_id, NewAnswer(kind=AnswerKind.PRESERVED))
    first = _clock(road, request_id)
    extend_preservation(investigator, request_id, _NEW)
    asked_at = request_made(investigator, request_id).asked_at
    no = NewAnswer(kind=AnswerKind.CANNOT, text="Our law gives no more.", asked_at=asked_at)
    answer_data_request(responder, request_id, no)
    _follow(road)
    made = request_made(investigator, request_id)
    assert (made.preserve_until, made.sure_until) == (first.due_at, first.due_at)
    assert str(state_name(made, timezone.now())) == "Preserved, but not for longer"
    assert str(state_name(made, first.due_at)) == "Cannot be done", "nothing is sure any more"
    assert _clock(road, request_id).due_at == first.due_at


def test_what_is_not_held_yet_cannot_be_extended(road: Road) -> None:
    request_id, investigator = _ask(road), road.investigator()
    responder = road.world.member(road.service, Role.SERVICE_RESPONDER)
    for answer in (None, AnswerKind.RECEIVED):
        if answer:
            answer_data_request(responder, request_id, NewAnswer(kind=answer))
        with pytest.raises(Conflict, match="has not said yet"):
            extend_preservation(investigator, request_id, _NEW)


def test_an_answer_counts_for_what_was_read_and_for_nothing_asked_since(road: Road) -> None:
    request_id, investigator = _ask(road), road.investigator()
    responder, client = road.world.member(road.service, Role.SERVICE_RESPONDER), Client()
    client.force_login(Account.objects.get(email=road.world.email_of(responder)))
    address = f"/data-requests/{request_id}/"

    def post() -> tuple[int, str]:
        answer = client.post(address, {"kind": "preserved", "asked_at": read})
        return answer.status_code, answer.content.decode()

    read = client.get(address).context["view"].asked_at.isoformat()
    assert post()[0] == 302
    first = _clock(road, request_id)
    extend_preservation(investigator, request_id, _NEW)
    status, page = post()
    assert (status, "The force has asked for longer since" in page) == (422, True)
    with pytest.raises(Conflict, match="asked for longer since"):
        answer_data_request(responder, request_id, NewAnswer(kind=AnswerKind.PRESERVED))
    _follow(road)
    assert _clock(road, request_id) == first
    # What is on its way while the force asks counts for what was asked before, although it comes later.
    view = request_made(investigator, request_id)
    late = replace(view.answers[-1], answered_at=view.asked_at + timedelta(seconds=1))
    assert replace(view, answers=(late,)).state is RequestState.WAITING
    read = view.asked_at.isoformat()
    assert f'name="asked_at" value="{read}"' in page
    assert post()[0] == 302
    assert request_made(investigator, request_id).state is RequestState.PRESERVED


def test_what_a_service_cannot_preserve_has_no_clock_and_is_not_extended(road: Road) -> None:
    request_id = _ask(road)
    responder = road.world.member(road.service, Role.SERVICE_RESPONDER)
    answer_data_request(responder, request_id, NewAnswer(kind=AnswerKind.CANNOT, text="The account is gone."))
    _follow(road)
    assert _clock(road, request_id).stopped_at is not None
    with pytest.raises(Conflict):
        extend_preservation(road.investigator(), request_id, _NEW)


def test_letting_go_stops_every_clock_and_tells_the_service(road: Road) -> None:
    request_id, investigator = _ask(road), road.investigator()
    release_preservation(investigator, request_id, "The case is closed.")
    _follow(road)
    assert _clock(road, request_id).stopped_at is not None
    responder = road.world.member(road.service, Role.SERVICE_RESPONDER)
    assert requests_received(responder, is_over=False) == []
    with acting_as(road.world.program(road.service)):
        assert "closed" not in str([entry.details for entry in timeline_of(request_id)])
    with pytest.raises(Conflict):
        extend_preservation(investigator, request_id, _NEW)
    with pytest.raises(Conflict):
        answer_data_request(responder, request_id, NewAnswer(kind=AnswerKind.PRESERVED))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"legal_basis": " "}, "legal_basis"),
        ({"until": lambda now: now}, "until"),
        ({"until": lambda now: now + timedelta(days=3000)}, "until"),
    ],
)
def test_an_extension_that_is_not_whole_names_its_field(
    road: Road, changes: dict[str, str | Callable[[datetime], datetime]], field: str
) -> None:
    given = {name: value(timezone.now()).date() if callable(value) else value for name, value in changes.items()}
    request_id = _held(road)
    with pytest.raises(Invalid) as caught:
        extend_preservation(road.investigator(), request_id, replace(_NEW, **given))  # type: ignore[arg-type]
    assert caught.value.field == field


def test_who_may_not_extend_or_let_go(road: Road) -> None:
    request_id = _ask(road)
    responder = road.world.member(road.service, Role.SERVICE_RESPONDER)
    for call in (
        lambda actor: extend_preservation(actor, request_id, _NEW),
        lambda actor: release_preservation(actor, request_id, "Why not."),
    ):
        with pytest.raises(NotPermitted):
            call(responder)
        with pytest.raises(NotFound):
            call(road.world.member(road.other_force, Role.INVESTIGATOR))
    with acting_as(road.investigator()):
        assert PreservationExtension.objects.count() == 0


def test_the_pages_list_extend_and_let_go(road: Road) -> None:
    request_id, investigator = _held(road), road.investigator()
    now, client = timezone.now(), _client(road, investigator)
    assert preserved(investigator, Stands.RUNNING, now=now, page=1).counts[Stands.RUNNING] == 1
    reference = request_made(investigator, request_id).reference
    assert reference in client.get("/data-requests/preserved/").content.decode()
    assert reference not in client.get("/data-requests/preserved/?stands=ended").content.decode()
    address = f"/data-requests/{request_id}/extend/"
    form = client.get(address).context["form"]
    assert client.post(address, form.initial | {"legal_basis": ""}).status_code == 422
    assert client.post(address, form.initial).status_code == 302
    assert len(request_made(investigator, request_id).extensions) == 1
    assert client.post(f"/data-requests/{request_id}/release/", {"reason": "Closed."}).status_code == 302
    assert reference in client.get("/data-requests/preserved/?stands=stopped").content.decode()
    assert client.get(address).status_code == 404


def test_the_last_end_that_was_not_refused_counts() -> None:
    now = timezone.now()
    days = [now + timedelta(days=each) for each in range(10)]
    asked = [(days[0], days[5]), (days[2], days[9])]
    assert last_end(asked, []) == days[9]
    assert last_end(asked, [days[2]]) == days[5]
    assert last_end(asked, [days[0]]) == days[9]
    assert last_end(asked, [days[0], days[2]]) is None
