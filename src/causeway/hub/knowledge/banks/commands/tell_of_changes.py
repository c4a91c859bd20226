"""Telling an organisation, by one mail a day at most, of the changes that it owes a receipt for, until it has given it.

What is new and what waits from before stand in the same mail, bank by bank. Whoever reads the feed, takes webhooks or
looks at a page has it at once; the mail is for people, and a thousand changes an hour must not be a thousand mails.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.keeping import ClockKind, clocks_of, start_clock
from causeway.hub.base.clocks.terms import terms_for
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.base.organisations.queries.on_duty import addresses_of
from causeway.hub.knowledge.banks.models import Bank, ChangesTold, Receipt
from causeway.timing import Duty
from causeway.vocabulary.organisations import Role

EVERY = timedelta(days=1)
_MOST_NAMED = 20
"""So many banks stand in a mail by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owed:
    """What is owed for one bank: `new` of the changes were never told of."""

    bank_id: UUID
    name: str
    count: int
    new: int
    since: datetime


def changes_to_tell_of(actor: Actor, now: datetime) -> QuerySet[Receipt]:
    """What `tell_of_changes` has to see to; nothing within a day of the last mail. Of a bank that is no longer shared,
    nothing can be told.
    """
    own = Receipt.objects.filter(organisation_id=actor.organisation_id, acknowledged_at=None)
    lately = ChangesTold.objects.filter(at__gt=now - EVERY).values("organisation_id")
    return own.filter(bank_id__in=Bank.objects.values("id")).exclude(organisation_id__in=lately)


@command(Permission.KEEP_BANKS)
@in_own_language
def tell_of_changes(actor: Actor, now: datetime) -> int:
    """Owe the mail, start the clock of each bank, and give of how many banks it tells. Once a clock has run out,
    supervisors get it too.
    """
    last, _is_new = ChangesTold.objects.get_or_create(
        organisation_id=actor.organisation_id, defaults={"at": now - EVERY}
    )
    ChangesTold.objects.select_for_update().get(id=last.id)
    waiting = changes_to_tell_of(actor, now)
    owed = _owed(waiting)
    if not owed:  # another worker has told of them, or they were acknowledged
        return 0
    waiting.filter(told_at=None).update(told_at=now)
    ChangesTold.objects.filter(id=last.id).update(at=now)
    for each in owed:
        terms = terms_for(actor, Duty.SIGNAL_CHANGES, at=each.since)
        # What was withdrawn may block somebody at a receiver until it is undone there.
        start_clock(each.bank_id, ClockKind.SIGNAL_CHANGES, terms, started_at=each.since)
    _mail(actor, owed, is_late=_is_late([each.bank_id for each in owed], now))
    return len(owed)


def _owed(waiting: QuerySet[Receipt]) -> list[_Owed]:
    counted = (
        waiting.order_by()
        .values("bank_id")
        .annotate(count=Count("id"), new=Count("id", filter=Q(told_at=None)), since=Min("owed_since"))
    )
    names = dict(Bank.objects.filter(id__in=waiting.values("bank_id")).values_list("id", "name"))
    found = [_Owed(name=names[row["bank_id"]], **row) for row in counted]
    return sorted(found, key=lambda each: (each.since, each.bank_id))


def _is_late(bank_ids: Sequence[UUID], now: datetime) -> bool:
    found = [clock for clocks in clocks_of(bank_ids).values() for clock in clocks]
    return any(clock.kind is ClockKind.SIGNAL_CHANGES and clock.is_late(now) for clock in found if not clock.stopped_at)


def _mail(actor: Actor, owed: Sequence[_Owed], *, is_late: bool) -> None:
    if is_late:
        subject = _("Late: acknowledge changes of signals")
    elif any(each.new for each in owed):
        subject = _("Signals changed in banks that you share")
    else:
        subject = _("Reminder: acknowledge changes of signals")
    text = _(
        "Signals were withdrawn, suspended, disputed, moved or given another category. Undo in your own systems what "
        "rested on them, and acknowledge. Until then all who share a bank see that you owe it, and you are reminded "
        "once a day."
    )
    lines = [_line(actor, each) for each in owed[:_MOST_NAMED]]
    body = "\n".join([text, "", *lines, "", f"{settings.BASE_URL}/banks/?whose=owed", ""])
    own = actor.organisation_id
    also = addresses_of([Role.SUPERVISOR]) if is_late else []
    for address in dict.fromkeys([mailboxes_of({own})[own], *also]):
        owe_mail(own, address, subject, body)


def _line(actor: Actor, each: _Owed) -> str:
    day = date_format(each.since.astimezone(ZoneInfo(actor.zone)), "DATE_FORMAT")
    return ngettext(
        "%(bank)s: %(count)d change, since %(day)s", "%(bank)s: %(count)d changes, since %(day)s", each.count
    ) % {"bank": each.name, "count": each.count, "day": day}
