"""What a message sets going at the other end: that organisation's own clock, and a mail that says only that something
waits; and at its author's, the end of the clock once all have answered.
"""

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.clocks.keeping import ClockKind, start_clock, stop_clock
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.base.organisations.queries.on_duty import addresses_of
from causeway.hub.base.organisations.sharing import agreement_with
from causeway.hub.commons.correspondence.commands.attach_to_agreement import let_documents_pass
from causeway.hub.commons.correspondence.models import GroupAction, GroupMember, Message, Participant, Receipt
from causeway.hub.commons.correspondence.words import ReceiptKind
from causeway.vocabulary.organisations import Category, Role


@follows(Act.MESSAGE_SENT)
@in_own_language
def tell_of_a_message(actor: Actor, entry: EntryFact) -> None:
    """Whoever gets a message is told, and the clock runs there too; at its author's, what it answers may be met."""
    message = Message.objects.filter(id=entry.subjects[0]).first()
    if message is None:
        return
    if message.organisation_id == actor.organisation_id:
        return
    if message.due_at and message.due_at > message.written_at:
        allowance = message.due_at - message.written_at
        start_clock(message.id, ClockKind.CORRESPONDENCE, allowance, started_at=message.written_at)
    _mail(actor, message, _("A message waits for you"), _("Sign in to read it."))
    _stop_what_is_met(actor, message.thread_id, entry)


@follows(Act.MESSAGE_ACKNOWLEDGED)
def stop_the_authors_clock(actor: Actor, entry: EntryFact) -> None:
    """Whoever asked need not wait any longer, once all have acknowledged."""
    message = Message.objects.filter(id=entry.subjects[0], organisation_id=actor.organisation_id).first()
    if message is not None:
        _stop_what_is_met(actor, message.thread_id, entry)


@follows(Act.MESSAGE_WITHDRAWN)
@in_own_language
def tell_of_a_withdrawal(actor: Actor, entry: EntryFact) -> None:
    """Whoever got a message hears that it was taken back, and nobody waits for them any more."""
    message = Message.objects.filter(id=entry.subjects[0]).exclude(organisation_id=actor.organisation_id).first()
    if message is None:
        return
    stop_clock(message.id, ClockKind.CORRESPONDENCE, at=entry.at)
    _mail(actor, message, _("A message was withdrawn"), _("Its author took it back. Sign in to see why."))


@follows(Act.AGREEMENT_ACCEPTED)
def let_its_documents_pass(actor: Actor, entry: EntryFact) -> None:
    """What the giving side attached can be opened by the other from now on."""
    agreement_id, giver_id, receiver_id = entry.subjects[:3]
    if giver_id == actor.organisation_id and entry.details.get("categories"):
        category = Category(entry.details["categories"][0])
        if agreement_with(receiver_id, category):
            let_documents_pass(agreement_id, receiver_id, category)


@follows(Act.MEETING_CALLED)
@in_own_language
def tell_of_a_meeting(actor: Actor, entry: EntryFact) -> None:
    """The other members hear of a meeting."""
    if entry.organisation_id != actor.organisation_id:
        _mail_group(actor, entry.subjects[1], _("A meeting of a working group was called"))


@follows(Act.MINUTES_WRITTEN)
@in_own_language
def start_the_clocks_of_actions(actor: Actor, entry: EntryFact) -> None:
    """What the organisation took on at a meeting has a clock of its own, to the end of its day there."""
    if entry.organisation_id != actor.organisation_id:
        _mail_group(actor, entry.subjects[2], _("Minutes of a working group were written"))
    for action in GroupAction.objects.filter(minutes_id=entry.subjects[0], owner_id=actor.organisation_id):
        due_at = datetime.combine(action.due_on + timedelta(days=1), time(), ZoneInfo(actor.zone))
        if due_at > entry.at and action.done_at is None:
            start_clock(action.id, ClockKind.CORRESPONDENCE, due_at - entry.at, started_at=entry.at)


def _mail_group(actor: Actor, group_id: UUID, subject: str) -> None:
    own = actor.organisation_id
    member = GroupMember.objects.filter(group_id=group_id, organisation_id=own, left_at=None).first()
    if member is None:
        return
    invitation = _("Sign in to read it.")
    body = f"{invitation}\n\n{settings.BASE_URL}/messages/groups/{group_id}/\n"
    for address in _own_people(member) or [mailboxes_of({own})[own]]:
        owe_mail(own, address, subject, body, about_id=group_id)


def _stop_what_is_met(actor: Actor, thread_id: UUID, entry: EntryFact) -> None:
    """Stop the clocks of the actor's own messages that everybody has answered or acknowledged."""
    own = Message.objects.filter(thread_id=thread_id, organisation_id=actor.organisation_id, due_at__isnull=False)
    for message in own:
        done = Receipt.objects.filter(message=message).exclude(kind=ReceiptKind.OPENED.value)
        if set(message.to_ids) <= set(done.values_list("organisation_id", flat=True)):
            stop_clock(message.id, ClockKind.CORRESPONDENCE, at=entry.at)


def _mail(actor: Actor, message: Message, subject: str, text: str) -> None:
    """To those whom the thread names there: roles by the addresses of who holds them, and people; the role mailbox
    where it names nobody.
    """
    own = actor.organisation_id
    meant = Participant.objects.filter(thread_id=message.thread_id, organisation_id=own).order_by("-added_at").first()
    addresses = [*addresses_of([Role(role) for role in meant.roles]), *_own_people(meant)] if meant else []
    if not addresses:
        addresses = [mailboxes_of({own})[own]]
    for address in dict.fromkeys(addresses):
        body = f"{text}\n\n{settings.BASE_URL}/messages/{message.thread_id}/\n"
        owe_mail(own, address, subject, body, about_id=message.id)


def _own_people(meant: Participant | GroupMember) -> list[str]:
    """Those of the named addresses that belong to members: nobody else is written to."""
    members = {address.lower(): address for address in addresses_of(list(Role))}
    return [members[address] for address in meant.addresses if address in members]
