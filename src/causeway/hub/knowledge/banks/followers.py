"""What happens at a receiver when a bank is shared with it, or no longer, and when a curator answers."""

from django.conf import settings
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.clocks.keeping import ClockKind, stop_clock
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.directory import mailboxes_of


@follows(Act.BANK_SHARED, Act.BANK_LEFT)
@in_own_language
def tell_of_a_share(actor: Actor, entry: EntryFact) -> None:
    """The receiver hears that it shares a bank, or that it must take out what it got."""
    bank_id, receiver_id = entry.subjects[:2]
    own = actor.organisation_id
    if receiver_id != own:
        return
    if entry.act is Act.BANK_SHARED:
        subject, text = _("A bank is shared with you"), _("Sign in to see what is in it, and to vote.")
    else:
        # Nobody waits for acknowledgements of a bank that can no longer be read.
        stop_clock(bank_id, ClockKind.SIGNAL_CHANGES, at=entry.at)
        subject = _("The bank “%(bank)s” is no longer shared with you") % {"bank": entry.details.get("name", "")}
        text = _("Take out of your own systems what you got from it: you will not hear what is withdrawn there.")
    owe_mail(own, mailboxes_of({own})[own], subject, f"{text}\n\n{settings.BASE_URL}/banks/\n", bank_id)


@follows(Act.DOUBT_DECIDED)
@in_own_language
def tell_of_an_answer(actor: Actor, entry: EntryFact) -> None:
    """Whoever wanted to list something hears whether it may, and not what or why: the bank's page says the rest."""
    own, bank_id = actor.organisation_id, entry.subjects[1]
    if entry.organisation_id == own:
        return
    subject = _("A bank’s curator has answered you")
    if entry.details.get("is_let_in"):
        text = _("What you wanted to list may be listed: add it again.")
    else:
        text = _("What you wanted to list is not listed. Take it out of your own systems, and ask the curator.")
    owe_mail(own, mailboxes_of({own})[own], subject, f"{text}\n\n{settings.BASE_URL}/banks/{bank_id}/\n", bank_id)
