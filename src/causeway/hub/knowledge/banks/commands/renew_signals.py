"""Renewing accounts, URLs and keywords before they end: whoever added them has looked at them again, and says why."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS, given_reason
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.knowledge.banks.changing import locked_bank, log_changes, sharers_of
from causeway.hub.knowledge.banks.commands.add_signals import LONGEST_LIFE, agreement_to_pass
from causeway.hub.knowledge.banks.doubting import named_among
from causeway.hub.knowledge.banks.ending import MOST_AT_ONCE, ending_signals
from causeway.hub.knowledge.banks.models import Bank, ChangeKind, Signal
from causeway.hub.knowledge.banks.queries.bank_view import bank_row
from causeway.hub.knowledge.banks.reporting import IN_USE
from causeway.vocabulary.organisations import Purpose
from causeway.vocabulary.signals import ABOUT_PEOPLE, SignalKind


@command(Permission.SEND_SIGNALS)
def renew_signals(actor: Actor, bank_id: UUID, signal_ids: Collection[UUID], reason: str) -> int:
    """Let signals that the actor's organisation added hold for another 90 days, all of them or on a refusal none, and
    give how many. The feed tells of it.

    Raises:
        NotFound: the actor's organisation shares no such bank.
        NotAgreed: no agreement in force lets them pass to the curator for all their purposes.
        Conflict: one is no longer in use, is no account, URL or keyword, or is another's.
        Invalid: none, too many, no reason; or one names a child by now.
    """
    now, missing = timezone.now(), _("Say why, in no more than 500 characters.")
    reason = given_reason(reason, most=SHORT_REASON_CHARACTERS, missing=missing)
    if not 0 < len(set(signal_ids)) <= MOST_AT_ONCE:
        raise Invalid(_("Choose between 1 and %(most)s signals.") % {"most": MOST_AT_ONCE}, field="signals")
    own = _renewable(actor, bank_id, now).filter(id__in=signal_ids)
    _refuse_children(bank_row(bank_id), own)
    bank = locked_bank(bank_id)
    rows = list(own)
    if len(rows) != len(set(signal_ids)):
        raise Conflict(_("Some of these are no longer in use, or are not yours to renew."), field="signals")
    agreement_to_pass(actor, bank_row(bank_id), {Purpose(each) for row in rows for each in row.purposes})
    Signal.objects.filter(id__in=[row.id for row in rows]).update(expires_at=now + LONGEST_LIFE, told_of_end_at=None)
    log_changes(bank, ChangeKind.RENEWED, [row.id for row in rows], now=now, reason=reason)
    sharers = sharers_of(bank)
    told = {"renewed": len(rows)}
    enter(Act.SIGNALS_RENEWED, subjects=[bank.id], audience=sharers, details=told, details_audience=sharers)
    return len(rows)


def _renewable(actor: Actor, bank_id: UUID, now: datetime) -> QuerySet[Signal]:
    kinds = [kind.value for kind in ABOUT_PEOPLE]
    found = Signal.objects.filter(bank_id=bank_id, organisation_id=actor.organisation_id, kind__in=kinds)
    return found.filter(state__in=IN_USE, expires_at__gt=now)


def _refuse_children(bank: Bank, rows: QuerySet[Signal]) -> None:
    """What may name a child is out of use, once the curator's program has come to it; until then it is refused here."""
    values = {(SignalKind(kind), value) for kind, value in rows.values_list("kind", "value")}
    named = named_among(bank, values)
    if named.own:
        raise Invalid(_("A referral names one of these as a child’s. Withdraw it."), field="signals")
    if named.doubtful:
        raise Conflict(_("Some of these are no longer in use, or are not yours to renew."), field="signals")


def signals_to_tell_of(actor: Actor, now: datetime) -> QuerySet[Signal]:
    """What `tell_of_ends` has to see to."""
    return ending_signals(actor.organisation_id, now).filter(told_of_end_at=None)


@command(Permission.KEEP_BANKS)
@in_own_language
def tell_of_ends(actor: Actor, now: datetime) -> int:
    """Tell the organisation, by one mail a bank, which of its signals come to their end within a fortnight."""
    untold = signals_to_tell_of(actor, now)
    counts = dict(untold.order_by().values_list("bank_id").annotate(Count("id")))
    names = dict(Bank.objects.filter(id__in=counts).values_list("id", "name"))
    own = actor.organisation_id
    for bank_id, name in names.items():
        untold.filter(bank_id=bank_id).order_by().update(told_of_end_at=now)
        subject = _("Signals of yours in the bank “%(bank)s” end soon") % {"bank": name}
        text = ngettext(
            "%(count)d account, address or keyword ends within 14 days. Look at it again, and renew it or let it end.",
            "%(count)d accounts, addresses or keywords end within 14 days. Look at them again, and renew them or let "
            "them end.",
            counts[bank_id],
        ) % {"count": counts[bank_id]}
        owe_mail(
            own, mailboxes_of({own})[own], subject, f"{text}\n\n{settings.BASE_URL}/banks/{bank_id}/renew/\n", bank_id
        )
    return len(names)
