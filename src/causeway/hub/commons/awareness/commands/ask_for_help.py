"""A partner asks for help, both sides write, and the partner says whether it helped."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.days import today_of
from causeway.hub.base.acting.doors import check, command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.terms import terms_for
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_language_of
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.commons.awareness.commands.checking import check_day, check_text
from causeway.hub.commons.awareness.models import HelpMessage, HelpRequest
from causeway.hub.commons.awareness.queries.helping import helpers
from causeway.hub.commons.awareness.words import HelpKind
from causeway.timing import Duty

TITLE_CHARACTERS = 200
TEXT_CHARACTERS = 3_000
_WISHED_AHEAD = timedelta(days=730)
_ASKED = (gettext_lazy("A request for help"), gettext_lazy("A request for help waits for you. Sign in to read it."))
_WRITTEN = (
    gettext_lazy("A message about a request for help"),
    gettext_lazy("A message about a request for help waits for you. Sign in to read it."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHelpRequest:
    """What is asked, of whom, and who asks."""

    helper: UUID
    kind: HelpKind
    title: str
    text: str
    contact: str
    contact_email: str
    wished_on: date | None = None


@command(Permission.ASK_FOR_HELP)
def ask_for_help(actor: Actor, new: NewHelpRequest) -> UUID:
    """Ask; gives the request's identifier.

    Raises:
        Invalid: `field` says what is missing or wrong.
    """
    if new.helper not in {helper.id for helper in helpers(actor)}:
        raise Invalid(_("Choose whom you ask."), field="helper")
    today = today_of(actor, timezone.now())
    check_day(new.wished_on, "wished_on", earliest=today, latest=today + _WISHED_AHEAD)
    try:
        validate_email(new.contact_email)
    except ValidationError as fault:
        raise Invalid(_("Enter an e-mail address, such as name@example.org."), field="contact_email") from fault
    text = check_text(new.text, "text", most=TEXT_CHARACTERS, missing=_("Say what you need."))
    now = timezone.now()
    row = HelpRequest(
        asker_id=actor.organisation_id,
        helper_id=new.helper,
        kind=new.kind.value,
        title=check_text(new.title, "title", most=TITLE_CHARACTERS, missing=_("Say in a few words what it is about.")),
        contact=check_text(new.contact, "contact", most=TITLE_CHARACTERS, missing=_("Say whom they can ask.")),
        contact_email=new.contact_email,
        wished_on=new.wished_on,
        asked_at=now,
        # Nothing here may be urgent, for worry about a child is a referral.
        due_at=terms_for(actor, Duty.HELP_REQUEST, at=now, by=new.helper).due_at(now),
    )
    row.save(force_insert=True)
    _write(actor, row, text)
    enter(Act.HELP_ASKED, subjects=[row.id], audience=[row.helper_id])
    _tell(actor, row, _ASKED)
    return row.id


@command(Permission.READ_AWARENESS)
def write_about_help(actor: Actor, request_id: UUID, text: str) -> None:
    """Write a message. The helper's first one is the answer that the clock waits for.

    Raises:
        NotPermitted: the actor may neither ask nor help.
        NotFound: neither side of such a request is the actor's organisation.
        Invalid: the message is empty or too long.
        Conflict: the request is closed.
    """
    row = _open(request_id)
    is_helper = row.helper_id == actor.organisation_id
    check(actor, Permission.GIVE_HELP if is_helper else Permission.ASK_FOR_HELP)
    _write(actor, row, check_text(text, "text", most=TEXT_CHARACTERS, missing=_("Write your message.")))
    if is_helper and row.answered_at is None:
        row.answered_at = timezone.now()
        row.save(update_fields=["answered_at"])
    enter(Act.HELP_ANSWERED, subjects=[row.id], audience=[row.asker_id, row.helper_id])
    _tell(actor, row, _WRITTEN)


@command(Permission.ASK_FOR_HELP)
def close_help(actor: Actor, request_id: UUID, *, helped: bool) -> None:
    """Say that it is over, and whether it helped.

    Raises:
        NotFound: the actor's organisation did not ask this.
        Conflict: it is closed already.
    """
    row = _open(request_id)
    if row.asker_id != actor.organisation_id:
        raise NotFound(_("There is no such request of yours."))
    row.closed_at, row.helped = timezone.now(), helped
    row.save(update_fields=["closed_at", "helped"])
    enter(Act.HELP_CLOSED, subjects=[row.id], audience=[row.helper_id])


def _open(request_id: UUID) -> HelpRequest:
    row = HelpRequest.objects.select_for_update().filter(id=request_id).first()
    if row is None:
        raise NotFound(_("There is no such request."))
    if row.closed_at is not None:
        raise Conflict(_("This request is closed."))
    return row


def _write(actor: Actor, row: HelpRequest, text: str) -> None:
    if actor.member_id is None:
        raise NotPermitted(_("A person writes, and can be asked."))
    HelpMessage(
        request=row,
        asker_id=row.asker_id,
        helper_id=row.helper_id,
        organisation_id=actor.organisation_id,
        member_id=actor.member_id,
        text=text,
        sent_at=timezone.now(),
    ).save(force_insert=True)


def _tell(actor: Actor, row: HelpRequest, words: tuple[Promise, Promise]) -> None:
    """A mail to the other side that says only that something is there."""
    other = row.asker_id if actor.organisation_id == row.helper_id else row.helper_id
    if listing := listing_by_id(other):
        to = row.contact_email if other == row.asker_id else listing.mailbox
        with in_language_of(other):
            subject, text = map(str, words)
        owe_mail(actor.organisation_id, to, subject, text, row.id)
