"""The order of the list follows the signals behind it and what the service chose; what presses is told by mail."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.queries.on_duty import addresses_of
from causeway.hub.knowledge.banks.commands.curate import withdraw_signal
from causeway.hub.road.candidates.commands.keep_duty import DUTY_LASTS
from causeway.hub.road.candidates.commands.set_up_desk import set_up_desk
from causeway.hub.road.candidates.commands.take_candidate import release_candidate, take_candidate
from causeway.hub.road.candidates.commands.tell_of_pressing import TELL_AGAIN_AFTER, tell_of_pressing
from causeway.hub.road.candidates.ordering import Rule
from causeway.hub.road.candidates.settings import USUAL_HOURS, Settings
from causeway.hub.road.queues.working.labour import Hands
from causeway.hub.road.queues.working.worker import Worker, run_until_idle
from causeway.vocabulary.candidates import AccountWarning, Decision, WarningReason
from causeway.vocabulary.organisations import Role
from hub.candidates.desk_world import Desk, reported, screened, warned
from hub.desk_at_work import tools_at_work
from hub.organisations.signing_in import client_of

DANGER = AccountWarning(
    trigger="threshold", score=1.0, reasons=(WarningReason(id="prior", amount=1.0),), stages=("isolation",)
)


def test_a_candidate_moves_when_the_signal_behind_it_changes_and_what_is_decided_stays(desk: Desk) -> None:
    waiting, decided = desk.receive(screened(desk.known)).id, desk.receive(screened(desk.known, handle="b")).id
    elsewhere = desk.receive(reported()).id
    desk.judge(desk.first, decided, Decision.OTHER_BREACH)
    before = {one: (desk.row(one).rule, desk.row(one).due_at) for one in (waiting, decided, elsewhere)}
    assert before[waiting][0] == Rule.UNCONFIRMED_MATCH
    withdraw_signal(desk.bank.curator, desk.known, "It shows a bridge.")
    run_until_idle(timezone.now(), worker=Worker(Hands(tools_at_work())))
    row = desk.row(waiting)
    assert (row.rule, row.due_at - row.received_at) == (Rule.ENDED_MATCH, timedelta(hours=72))
    for one in (decided, elsewhere):
        assert (desk.row(one).rule, desk.row(one).due_at) == before[one]
    with acting_as(desk.first):
        (entry,) = timeline_of(waiting, acts=[Act.CANDIDATE_MOVED])
    assert entry.details == {"from": "unconfirmed_match", "to": "ended_match"}


def test_a_service_chooses_how_long_each_kind_waits_and_nothing_comes_before_what_is_imminent(desk: Desk) -> None:
    address, client = reverse("candidates:order"), client_of(desk.supervisor)
    hours = {rule.value: str(number) for rule, number in USUAL_HOURS.items()}
    assert client.post(address, {**hours, "user_report": "1"}).status_code == 422
    assert client.post(address, {**hours, "danger": "9"}).status_code == 422
    assert client.post(address, {**hours, "user_report": "3"}).status_code == 302
    row = desk.row(desk.receive(reported()).id)
    assert row.due_at - row.received_at == timedelta(hours=3)
    with pytest.raises(Invalid) as refused:
        set_up_desk(desk.supervisor, Settings(may_wait_hours={**USUAL_HOURS, Rule.KNOWN_MATCH: 1}))
    assert refused.value.field == Rule.KNOWN_MATCH.value
    assert client_of(desk.first).get(address).status_code == 403


def test_the_list_is_narrowed_to_one_kind_which_can_be_taken_away_again(desk: Desk) -> None:
    seen, known = desk.receive(reported()), desk.receive(screened(desk.known))
    page = client_of(desk.first).get(reverse("candidates:desk") + "?rule=user_report&source=user_report")
    text = page.content.decode()
    assert seen.reference in text
    assert known.reference not in text
    assert [href for _label, _name, href in page.context["chosen"]] == ["?rule=user_report", "?source=user_report"]


def test_what_is_imminent_is_told_to_reviewers_again_and_again_until_somebody_takes_it(desk: Desk) -> None:
    program, now = desk.world.program(desk.service), timezone.now()
    desk.receive(warned())
    assert tell_of_pressing(program, now) == 0
    pressing = desk.receive(warned(handle="knob.seller", warning=DANGER))
    with acting_as(program):
        told = set(addresses_of([Role.REVIEWER, Role.SUPERVISOR]))
    assert {desk.world.email_of(one) for one in (desk.first, desk.second, desk.supervisor)} <= told
    assert tell_of_pressing(program, now) == len(told)
    desk.receive(warned(handle="other.seller", warning=DANGER))
    assert tell_of_pressing(program, now + TELL_AGAIN_AFTER / 2) == 0
    with acting_as(program):
        mails = list(Notice.objects.filter(channel="mail"))
    assert {mail.to for mail in mails} == told
    assert all("1 candidate waits" in mail.body["text"] for mail in mails)
    assert not any(word in str(mail.body) + mail.subject for mail in mails for word in ("knob", pressing.reference))
    later = now + 2 * TELL_AGAIN_AFTER
    take_candidate(desk.first, pressing.id)
    assert tell_of_pressing(program, now + TELL_AGAIN_AFTER + timedelta(minutes=1)) == len(told)
    release_candidate(desk.first, pressing.id)
    assert tell_of_pressing(program, later + timedelta(minutes=2)) == len(told)
    with acting_as(program):
        newest = Notice.objects.filter(channel="mail").order_by("-created_at")[0]
    assert "2 candidates wait" in newest.body["text"]


def test_while_somebody_is_on_duty_they_alone_are_told(desk: Desk) -> None:
    program, now, client = desk.world.program(desk.service), timezone.now(), client_of(desk.second)
    desk.receive(warned(warning=DANGER))
    assert "You are on duty until" in client.post(reverse("candidates:on_duty"), follow=True).content.decode()
    assert tell_of_pressing(program, now) == 1
    with acting_as(program):
        assert Notice.objects.get(channel="mail").to == desk.world.email_of(desk.second)
    over = timezone.now() + DUTY_LASTS + timedelta(minutes=1)
    assert tell_of_pressing(program, over) > 1
    page = client.post(reverse("candidates:off_duty"), follow=True).content.decode()
    assert "You are on duty until" not in page


def test_what_was_drawn_by_chance_is_told_from_other_warnings_only_once_it_is_decided(desk: Desk) -> None:
    drawn = AccountWarning(
        trigger="random_audit", score=-4.0, reasons=(WarningReason(id="prior", amount=-4.0),), stages=()
    )
    other = AccountWarning(trigger="own", score=1.0, reasons=(WarningReason(id="prior", amount=1.0),), stages=())
    audit, plain = desk.receive(warned(warning=drawn)), desk.receive(warned(handle="other", warning=other))
    client, told = client_of(desk.first), "Drawn by chance"
    lists = client.get(reverse("candidates:desk") + "?rule=other_warning").content.decode()
    assert (audit.reference in lists, plain.reference in lists, told in lists) == (True, True, False)
    page = reverse("candidates:candidate", args=[audit.id])
    assert told not in client.get(page).content.decode()
    desk.judge(desk.first, audit.id, Decision.NOT_HARMFUL)
    assert told in client.get(page).content.decode()
