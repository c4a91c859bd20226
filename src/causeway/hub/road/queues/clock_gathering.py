"""Deadlines of lines that are near or have passed, told so that a flood of one sender's lines hides no other deadline.

Up to a handful of lines of one sender are told one by one, each with its reference and where to open it. Of more, one
mail tells how many there are, and at most one in a quarter of an hour; what comes meanwhile waits for the next, and
stands in the queue all the time. Meanwhile its lines are not even read, so those of other senders are told beside it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.keeping import ClockFact, ClockKind, as_fact
from causeway.hub.base.clocks.marking import clocks_that_climb, clocks_that_warn, mark_together, told_since
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.base.organisations.queries.on_duty import addresses_of
from causeway.hub.base.theme.components import moment_in_words
from causeway.hub.road.queues.clock_telling import usual_words
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.referrals.queries.told import references_of
from causeway.vocabulary.organisations import Role

SINGLY = 5
"""So many lines of one sender are told one by one in a quarter of an hour."""
GATHERED_EVERY = timedelta(minutes=15)
_MOST_AT_ONCE = 10_000
"""Looked at in one round, of those that are near and of those that climb; those with the least time left."""


@command(Permission.KEEP_CLOCKS)
def tell_of_lines(actor: Actor, now: datetime) -> int:
    """Tell of the lines of the actor's organisation whose deadlines are near, and of those that have passed; gives of
    how many. One that passed before anybody was told of it climbs at once.
    """
    return _tell(actor, now, is_climbing=False) + _tell(actor, now, is_climbing=True)


def _tell(actor: Actor, now: datetime, *, is_climbing: bool) -> int:
    lately = _told_lately(now, is_climbing=is_climbing)
    clocks = _clocks(now, lately, is_climbing=is_climbing)
    if not clocks:
        return 0
    singly, together = _parted(clocks, lately)
    told = mark_together([clock.id for clock in (*singly, *together)], now, is_climbing=is_climbing)
    addresses = _addresses(actor, is_climbing=is_climbing)
    _tell_singly(actor, [clock for clock in singly if clock.id in told], addresses, is_climbing=is_climbing)
    _tell_together(actor, [clock for clock in together if clock.id in told], addresses, is_climbing=is_climbing)
    return len(told)


def _clocks(now: datetime, lately: Mapping[UUID, int], *, is_climbing: bool) -> list[ClockFact]:
    """Those with the least time left, but for lines of senders of which a mail told together within the last quarter of
    an hour: these wait, and fill nobody else's place.
    """
    rows = (clocks_that_climb if is_climbing else clocks_that_warn)(now, ClockKind.QUEUE)
    loud = [sender_id for sender_id, count in lately.items() if count > SINGLY]
    if loud:
        rows = rows.exclude(Exists(QueueItem.objects.filter(referral_id=OuterRef("subject_id"), sender_id__in=loud)))
    return [as_fact(clock) for clock in rows[:_MOST_AT_ONCE]]


def _parted(clocks: list[ClockFact], lately: Mapping[UUID, int]) -> tuple[list[ClockFact], list[ClockFact]]:
    """Those that are told one by one, and those that are told together."""
    by_sender: dict[UUID | None, list[ClockFact]] = defaultdict(list)
    senders = _senders_of(clock.subject_id for clock in clocks)
    for clock in clocks:
        by_sender[senders.get(clock.subject_id)].append(clock)
    singly, together = [], []
    for sender_id, own in by_sender.items():
        before = lately.get(sender_id, 0) if sender_id else 0
        if before + len(own) <= SINGLY:
            singly += own
        else:
            together += own
    return singly, together


def _senders_of(referral_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    rows = QueueItem.objects.filter(referral_id__in=list(referral_ids))
    return dict(rows.values_list("referral_id", "sender_id"))


def _told_lately(now: datetime, *, is_climbing: bool) -> dict[UUID, int]:
    """Of how many lines of each sender was told within the last quarter of an hour."""
    subjects = told_since(ClockKind.QUEUE, now - GATHERED_EVERY, is_climbing=is_climbing)
    rows = QueueItem.objects.filter(referral_id__in=subjects).order_by().values_list("sender_id")
    return dict(rows.annotate(Count("id")))


def _addresses(actor: Actor, *, is_climbing: bool) -> list[str]:
    """Duty officers, or the mailbox where there are none, and supervisors of what has passed."""
    first = addresses_of([Role.DUTY_OFFICER]) or [mailboxes_of({actor.organisation_id})[actor.organisation_id]]
    return list(dict.fromkeys([*first, *(addresses_of([Role.SUPERVISOR]) if is_climbing else ())]))


def _tell_singly(actor: Actor, clocks: list[ClockFact], addresses: list[str], *, is_climbing: bool) -> None:
    references = references_of([clock.subject_id for clock in clocks])
    for clock in clocks:
        told = usual_words(
            clock,
            is_climbing,
            reference=references.get(clock.subject_id, ""),
            path=reverse("referrals:referral", args=[clock.subject_id]),
        )
        for address in addresses:
            owe_mail(actor.organisation_id, address, told.subject, told.body, clock.subject_id)


def _tell_together(actor: Actor, clocks: list[ClockFact], addresses: list[str], *, is_climbing: bool) -> None:
    if not clocks:
        return
    count, first = len(clocks), min(clocks, key=lambda clock: clock.due_at)
    more = {
        "count": count,
        "due": moment_in_words(first.due_at, actor.zone),
        "address": settings.BASE_URL + reverse("queues:queue") + "?sort=due",
    }
    if is_climbing:
        subject = ngettext("%(count)d deadline has passed", "%(count)d deadlines have passed", count) % more
    else:
        subject = ngettext("%(count)d deadline is near", "%(count)d deadlines are near", count) % more
    body = (
        _(
            "Many lines of the same sender wait in your queue. They are told together, so that they hide no others. "
            "The first deadline: %(due)s. Open the queue, the soonest deadline first:\n\n%(address)s\n"
        )
        % more
    )
    for address in addresses:
        owe_mail(actor.organisation_id, address, subject, body, first.subject_id)
