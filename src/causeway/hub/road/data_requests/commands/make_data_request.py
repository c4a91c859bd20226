"""Asking a service to preserve what accounts hold, or one question. The service sees this and nothing of the case."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.keeping import ClockKind, start_clock
from causeway.hub.base.clocks.terms import terms_for
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.base.organisations.sharing import found, widen
from causeway.hub.base.theme.numbers import grouped
from causeway.hub.knowledge.training.held_acts import HeldAct
from causeway.hub.knowledge.training.queries.held_acts import refuse_unless_certified
from causeway.hub.road.cases.queries.finding import case_of
from causeway.hub.road.data_requests.models import DataRequest, DataRequestOrigin
from causeway.hub.road.data_requests.preserving import LONGEST_PRESERVATION, end_of, terms_until, usual_end
from causeway.hub.road.data_requests.words import RequestKind
from causeway.hub.road.referrals.queries.told import told
from causeway.timing import Duty
from causeway.vocabulary.organisations import Category, OrganisationKind

DUTIES: dict[RequestKind, Duty] = {
    # What is asked to be preserved may be deleted within days.
    RequestKind.PRESERVE: Duty.PRESERVE_ACKNOWLEDGEMENT,
    RequestKind.QUESTION: Duty.DATA_QUESTION,
}
MOST_IDENTIFIERS = 50
IDENTIFIER_CHARACTERS = 500
TEXT_CHARACTERS = 3_000
BASIS_CHARACTERS = 500
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDataRequest:
    """What is asked. `identifiers` name accounts, a line each; `preserve_until` is as long as `preserving` has it."""

    kind: RequestKind
    service_id: UUID
    identifiers: tuple[str, ...]
    text: str = ""
    legal_basis: str
    contact: str
    do_not_alert_until: date | None = None
    preserve_until: date | None = None


@command(Permission.MAKE_DATA_REQUEST)
def make_data_request(actor: Actor, referral_id: UUID, new: NewDataRequest) -> UUID:
    """Ask, and start the clock: a day for a service to say that it preserves, seven days for a question.

    Raises:
        NotFound: the actor's organisation sees no such referral.
        Invalid: what is asked is not whole; `field` says where.
        NotAgreed: no agreement lets requests pass to that service.
        Conflict: asking for data needs a certificate that the actor does not hold. Asking to preserve never does.
    """
    referral = told(referral_id)
    now, case = timezone.now(), case_of(referral_id)
    _check(new, now)
    if new.kind is not RequestKind.PRESERVE:
        # What is not preserved today may be gone tomorrow, so that never waits.
        refuse_unless_certified(actor, HeldAct.ASK_SERVICE, referral_id)
    sent_it = referral.sender_id == new.service_id
    request = DataRequest(
        reference="DR-" + "".join(secrets.choice(_ALPHABET) for _ in range(10)),
        force_id=actor.organisation_id,
        service_id=new.service_id,
        sent_referral_id=referral_id if sent_it else None,
        kind=new.kind.value,
        identifiers=[line.strip() for line in new.identifiers],
        text=new.text.strip(),
        legal_basis=new.legal_basis.strip(),
        contact=new.contact.strip(),
        do_not_alert_until=new.do_not_alert_until,
        made_at=now,
        due_at=now,
        preserve_until=_preserve_until(actor, new, referral.received_at if sent_it else None, now),
    )
    origin = DataRequestOrigin(
        request=request,
        force_id=actor.organisation_id,
        referral_id=referral_id,
        case_id=case.id if case else None,
        made_by_id=_member(actor),
    )
    found(request.id, Category.DATA_REQUEST)
    widen(request.id, new.service_id, Category.DATA_REQUEST)
    terms = terms_for(actor, DUTIES[new.kind], at=now, by=new.service_id)
    clock = start_clock(request.id, ClockKind.DATA_REQUEST, terms, started_at=now)
    request.due_at, request.days_off = clock.due_at, list(clock.days_off)
    if request.preserve_until is not None:
        start_clock(request.id, ClockKind.PRESERVATION, terms_until(actor, request.preserve_until, now), started_at=now)
    request.save(force_insert=True)
    origin.save(force_insert=True)
    # The service's entry names the request alone: the case is none of its business.
    enter(Act.DATA_REQUESTED, subjects=[request.id], audience=[new.service_id], details={"kind": new.kind.value})
    return request.id


def _check(new: NewDataRequest, now: datetime) -> None:
    service = listing_by_id(new.service_id)
    if service is None or service.kind is not OrganisationKind.SERVICE:
        raise Invalid(_("Choose the service to ask."), field="service_id")
    if not new.identifiers or not all(line.strip() for line in new.identifiers):
        raise Invalid(_("Name at least one account, so that the service knows what is meant."), field="identifiers")
    if len(new.identifiers) > MOST_IDENTIFIERS:
        raise Invalid(
            _("Name no more than %(most)s accounts in one request.") % {"most": MOST_IDENTIFIERS}, field="identifiers"
        )
    if any(len(line) > IDENTIFIER_CHARACTERS for line in new.identifiers):
        raise Invalid(
            _("A line has more than %(most)s characters.") % {"most": IDENTIFIER_CHARACTERS}, field="identifiers"
        )
    if new.kind is RequestKind.QUESTION and not new.text.strip():
        raise Invalid(_("Write the question."), field="text")
    if len(new.text) > TEXT_CHARACTERS:
        raise Invalid(_("Write no more than %(most)s characters.") % {"most": grouped(TEXT_CHARACTERS)}, field="text")
    if not new.legal_basis.strip():
        raise Invalid(_("Name the power under which you ask."), field="legal_basis")
    if len(new.legal_basis) > BASIS_CHARACTERS:
        raise Invalid(_("Write no more than %(most)s characters.") % {"most": BASIS_CHARACTERS}, field="legal_basis")
    try:
        validate_email(new.contact.strip())
    except ValidationError as fault:
        raise Invalid(_("Enter an e-mail address that somebody reads."), field="contact") from fault
    if new.do_not_alert_until is not None and new.do_not_alert_until < now.date():
        raise Invalid(_("This day has passed. Choose a later one or leave it empty."), field="do_not_alert_until")
    if new.preserve_until is not None and not now.date() < new.preserve_until <= (now + LONGEST_PRESERVATION).date():
        raise Invalid(_("Choose a day after today, within five years."), field="preserve_until")


def _preserve_until(actor: Actor, new: NewDataRequest, reported_at: datetime | None, now: datetime) -> datetime | None:
    if new.kind is not RequestKind.PRESERVE:
        return None
    if new.preserve_until is None:
        return usual_end(actor, new.service_id, now, reported_at=reported_at)
    return end_of(new.preserve_until, now)


def _member(actor: Actor) -> UUID:
    if actor.member_id is None:
        raise NotPermitted(_("A person asks, and can be asked back."))
    return actor.member_id
