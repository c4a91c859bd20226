"""What is owed leaves at least once: signed, tried again after failures, given up after days, and shown."""

import smtplib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from pytest_django import Settings

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import NotPermitted
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.backoff import PAUSES
from causeway.hub.base.notices.commands.manage_webhooks import add_webhook, retry_delivery, switch_webhook
from causeway.hub.base.notices.commands.owe import owe_mail, owe_webhook, tell_webhooks
from causeway.hub.base.notices.commands.send_due import claim_due, send_due
from causeway.hub.base.notices.models import Notice, Webhook
from causeway.hub.base.notices.queries.webhooks import DeliveryRow, webhook
from causeway.hub.base.organisations.models import Organisation
from causeway.vocabulary.organisations import OrganisationKind
from hub.conftest import SmallWorld
from hub.notices.receiver import Receiver, receiving


@pytest.fixture
def service(world: SmallWorld) -> Organisation:
    """A service."""
    return world.organisation(OrganisationKind.SERVICE)


def hooked(world: SmallWorld, service: Organisation, receiver: Receiver) -> tuple[UUID, str]:
    """A webhook to the receiver: its identifier and secret."""
    added = add_webhook(world.administrator(service), url=receiver.url, acts=[Act.FEEDBACK_GIVEN])
    return added.id, added.secret


def tell(program: Actor, subject: UUID | None = None) -> int:
    """Tell the organisation's webhooks of feedback."""
    with acting_as(program):
        return tell_webhooks(program, Act.FEEDBACK_GIVEN, [subject or uuid4()], {"reference": "CW-1"})


def deliveries(world: SmallWorld, service: Organisation, webhook_id: UUID) -> list[DeliveryRow]:
    """The webhook's deliveries."""
    return webhook(world.administrator(service), webhook_id)[1]


def later(**length: float) -> datetime:
    """A moment after now."""
    return timezone.now() + timedelta(seconds=1) + timedelta(**length)


def test_a_delivery_is_signed_and_tells_identifiers_only(world: SmallWorld, service: Organisation) -> None:
    program, subject = world.program(service), uuid4()
    with receiving() as receiver:
        webhook_id, secret = hooked(world, service, receiver)
        assert tell(program, subject) == 1
        assert send_due(program, later()) == 1
        assert receiver.verified(secret) == [True]
        assert receiver.verified("whsec_" + "A" * 44) == [False]
        (body,) = receiver.bodies()
        assert send_due(program, later()) == 0
    assert body["type"] == "outcome.feedback_given"
    assert body["data"] == {"subjects": [str(subject)], "reference": "CW-1"}
    (row,) = deliveries(world, service, webhook_id)
    assert row.state == "arrived"
    assert receiver.received[0][0]["webhook-id"] == str(row.id)
    with acting_as(program):
        assert [fact.act for fact in timeline_of(row.id)] == [Act.NOTICE_SENT]


def test_a_server_that_fails_twice_is_told_at_the_third_attempt_under_the_same_identifier(
    world: SmallWorld, service: Organisation
) -> None:
    program, now = world.program(service), later()
    with receiving(500, 503) as receiver:
        webhook_id, secret = hooked(world, service, receiver)
        tell(program)
        assert send_due(program, now, jitter=lambda: 0.0) == 0
        assert deliveries(world, service, webhook_id)[0].fault == "status_500"
        assert send_due(program, now + PAUSES[0] - timedelta(seconds=1), jitter=lambda: 0.0) == 0
        assert len(receiver.received) == 1
        now += PAUSES[0]
        assert send_due(program, now, jitter=lambda: 0.0) == 0
        now += PAUSES[1]
        assert send_due(program, now, jitter=lambda: 0.0) == 1
        assert len({headers["webhook-id"] for headers, _ in receiver.received}) == 1
        assert receiver.verified(secret) == [True, True, True]
    assert deliveries(world, service, webhook_id)[0].attempts == 3


def test_a_redirect_is_not_followed(world: SmallWorld, service: Organisation) -> None:
    with receiving(302) as receiver:
        webhook_id, _ = hooked(world, service, receiver)
        tell(world.program(service))
        assert send_due(world.program(service), later()) == 0
        assert len(receiver.received) == 1
    assert deliveries(world, service, webhook_id)[0].fault == "redirected"


def test_a_server_that_wants_no_more_is_given_up_at_once(world: SmallWorld, service: Organisation) -> None:
    with receiving(410) as receiver:
        webhook_id, _ = hooked(world, service, receiver)
        tell(world.program(service))
        send_due(world.program(service), later())
    (row,) = deliveries(world, service, webhook_id)
    assert (row.state, row.fault) == ("given_up", "status_410")


def test_after_days_it_is_given_up_and_can_be_tried_again_by_hand(world: SmallWorld, service: Organisation) -> None:
    program, now = world.program(service), later()
    with receiving(*[500] * (len(PAUSES) + 1)) as receiver:
        webhook_id, _ = hooked(world, service, receiver)
        tell(program)
        for pause in (*PAUSES, timedelta()):
            assert send_due(program, now, jitter=lambda: 0.0) == 0
            now += pause
        (row,) = deliveries(world, service, webhook_id)
        assert (row.state, row.attempts) == ("given_up", len(PAUSES) + 1)
        assert send_due(program, now + timedelta(days=30)) == 0
        retry_delivery(world.administrator(service), row.id)
        assert send_due(program, now) == 1
    assert deliveries(world, service, webhook_id)[0].state == "arrived"


def test_one_dead_address_does_not_hold_up_the_others(world: SmallWorld, service: Organisation) -> None:
    program, now = world.program(service), later()
    with receiving(500) as dead, receiving() as alive:
        dead_id, _ = hooked(world, service, dead)
        hooked(world, service, alive)
        for _ in range(3):
            tell(program)
        assert send_due(program, now) == 3
        assert (len(dead.received), len(alive.received)) == (1, 3)
    rows = deliveries(world, service, dead_id)
    assert sorted(row.attempts for row in rows) == [0, 0, 1]


def test_a_paused_webhook_waits_and_is_not_told_what_happens_meanwhile(
    world: SmallWorld, service: Organisation
) -> None:
    program, administrator = world.program(service), world.administrator(service)
    with receiving() as receiver:
        webhook_id, _ = hooked(world, service, receiver)
        tell(program)
        switch_webhook(administrator, webhook_id, is_active=False)
        assert tell(program) == 0
        assert send_due(program, later()) == 0
        switch_webhook(administrator, webhook_id, is_active=True)
        assert send_due(program, later()) == 1


def test_only_webhooks_that_ask_for_the_act_are_told(world: SmallWorld, service: Organisation) -> None:
    program = world.program(service)
    with receiving() as receiver:
        hooked(world, service, receiver)
        with acting_as(program):
            assert owe_webhook(service.id, Act.QUESTION_ASKED, {}) == []
            assert len(owe_webhook(service.id, Act.FEEDBACK_GIVEN, {"reference": "CW-1"})) == 1


def test_an_address_that_has_become_private_is_not_called(world: SmallWorld, service: Organisation) -> None:
    program = world.program(service)
    with receiving() as receiver:
        webhook_id, _ = hooked(world, service, receiver)
        tell(program)
        with acting_as(program):
            Webhook.objects.update(url="https://10.0.0.1/")
            Notice.objects.update(to="https://10.0.0.1/")
        assert send_due(program, later()) == 0
        assert receiver.received == []
    (row,) = deliveries(world, service, webhook_id)
    assert (row.state, row.fault) == ("given_up", "address_not_allowed")


def test_in_production_this_machine_is_not_called(world: SmallWorld, service: Organisation, settings: Settings) -> None:
    with receiving() as receiver:
        hooked(world, service, receiver)
        tell(world.program(service))
        settings.PRODUCTION = True
        assert send_due(world.program(service), later()) == 0
        assert receiver.received == []


def test_a_worker_that_dies_after_claiming_leaves_the_notice_to_the_next(
    world: SmallWorld, service: Organisation
) -> None:
    program, now = world.program(service), later()
    with receiving() as receiver:
        hooked(world, service, receiver)
        tell(program)
        assert len(claim_due(program, "webhook", now)) == 1
        assert send_due(program, now) == 0
        assert send_due(program, now + timedelta(minutes=6)) == 1
        assert len(receiver.received) == 1


def test_a_mail_leaves_once_with_an_identifier_of_its_own(
    world: SmallWorld, service: Organisation, mailoutbox: list[EmailMessage]
) -> None:
    program = world.program(service)
    with acting_as(program):
        notice_id = owe_mail(service.id, "trust@example.org", "A question\r\nBcc: other@example.org", "See the link.")
    assert send_due(program, later()) == 1
    assert send_due(program, later(days=9)) == 0
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["trust@example.org"], "A question Bcc: other@example.org")
    assert str(notice_id) in mail.extra_headers["Message-ID"]


class RefusingBackend(BaseEmailBackend):
    """A mail server that is away."""

    def send_messages(self, email_messages: Any) -> int:
        del email_messages
        raise smtplib.SMTPServerDisconnected


def test_a_mail_server_that_is_away_is_tried_again(
    world: SmallWorld, service: Organisation, settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    program, now, working = world.program(service), later(), settings.EMAIL_BACKEND
    with acting_as(program):
        notice_id = owe_mail(service.id, "trust@example.org", "A question", "See the link.")
    settings.EMAIL_BACKEND = "hub.notices.test_send_due.RefusingBackend"
    assert send_due(program, now) == 0
    with acting_as(program):
        assert Notice.objects.get(id=notice_id).fault == "mail_unavailable"
    settings.EMAIL_BACKEND = working
    assert send_due(program, now + timedelta(minutes=1)) == 1
    assert len(mailoutbox) == 1


class OddBackend(BaseEmailBackend):
    """A backend that trips over one address."""

    def send_messages(self, email_messages: Any) -> int:
        for message in email_messages:
            if message.to == ["odd@example.org"]:
                raise UnicodeEncodeError("ascii", "odd", 0, 1, "odd")
            mail.outbox.append(message)
        return len(email_messages)


def test_a_mail_that_the_library_trips_over_holds_up_no_other(
    world: SmallWorld, service: Organisation, settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    program, now = world.program(service), later()
    settings.EMAIL_BACKEND = "hub.notices.test_send_due.OddBackend"
    with acting_as(program):
        odd_id = owe_mail(service.id, "odd@example.org", "A question", "See the link.")
        owe_mail(service.id, "trust@example.org", "A question", "See the link.")
    assert send_due(program, now, jitter=lambda: 0.0) == 1
    assert [mail.to for mail in mailoutbox] == [["trust@example.org"]]
    for pause in PAUSES:
        now += pause
        assert send_due(program, now, jitter=lambda: 0.0) == 0
    with acting_as(program):
        odd = Notice.objects.get(id=odd_id)
    assert (odd.fault, odd.given_up_at) == ("not_sendable", now)


def test_a_mail_server_that_is_away_is_waited_for_once_a_round(
    world: SmallWorld, service: Organisation, settings: Settings
) -> None:
    program = world.program(service)
    settings.EMAIL_BACKEND = "hub.notices.test_send_due.RefusingBackend"
    with acting_as(program):
        for number in range(3):
            owe_mail(service.id, f"trust-{number}@example.org", "A question", "See the link.")
    assert send_due(program, later()) == 0
    with acting_as(program):
        assert sorted(Notice.objects.values_list("attempts", flat=True)) == [0, 0, 1]


def test_what_is_urgent_is_sent_before_everything_that_waits_longer(
    world: SmallWorld, service: Organisation, mailoutbox: list[EmailMessage]
) -> None:
    program = world.program(service)
    with acting_as(program):
        for number in range(25):
            owe_mail(service.id, f"trust-{number}@example.org", "A question", "See the link.")
        owe_mail(service.id, "duty@example.org", "Urgent", "Sign in.", is_urgent=True)
    send_due(program, later())
    assert mailoutbox[0].to == ["duty@example.org"]


def test_only_the_program_sends_and_only_its_own_organisations(
    world: SmallWorld, service: Organisation, mailoutbox: list[EmailMessage]
) -> None:
    with acting_as(world.program(service)):
        owe_mail(service.id, "trust@example.org", "A question", "See the link.")
    with pytest.raises(NotPermitted):
        send_due(world.administrator(service), later())
    assert send_due(world.program(world.desk), later()) == 0
    assert mailoutbox == []
