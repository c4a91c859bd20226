"""The erasure run of one organisation: it tells the owner first, waits, and then erases what is still at its end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.erasing import erase_old_searches
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.base.organisations.queries.on_duty import addresses_of
from causeway.hub.road.cases.commands.forget import forget_case, forget_notice
from causeway.hub.road.clusters.queries.cluster import heads_of
from causeway.hub.road.data_requests.commands.forget import forget_request
from causeway.hub.road.deconfliction.commands.forget import forget_interest
from causeway.hub.road.intake.commands.forget import forget_drafts
from causeway.hub.road.referrals.queries.told import held
from causeway.hub.road.retention.commands.forgetting import Forgotten, forget_referral
from causeway.hub.road.retention.models import Ending, Remnant
from causeway.hub.road.retention.queries.ends import End, ends, is_still_over, searches_over
from causeway.timing import WARN_DAYS, Kept
from causeway.vocabulary.organisations import Role

WARNED_AHEAD = timedelta(days=WARN_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a run would find: what may be erased now, and what its owner has still to be told of, or to wait for."""

    now: tuple[End, ...]
    later: tuple[End, ...]
    searches: int


@command(Permission.RUN_RETENTION)
def plan(actor: Actor, now: datetime) -> Planned:
    """List, and change nothing."""
    ready = _ready(actor, now)
    found = ends(actor, now + WARNED_AHEAD)
    return Planned(
        now=tuple(ready),
        later=tuple(end for end in found if end not in ready),
        searches=searches_over(actor, now)[1],
    )


@command(Permission.RUN_RETENTION)
def warn_of_endings(actor: Actor, now: datetime) -> int:
    """Tell the organisation of what ends within `WARN_DAYS`, once for each thing and again where its end has moved;
    gives how many things it is told of.
    """
    found = ends(actor, now + WARNED_AHEAD)
    if not found:
        return 0
    known = {(row.kept, row.subject_id): row for row in Ending.objects.all()}
    fresh = [end for end in found if not _is_told(known.get(_key(end)), end)]
    for end in fresh:
        Ending.objects.update_or_create(
            organisation_id=actor.organisation_id,
            kept=end.kept.value,
            subject_id=end.subject_id,
            defaults={"ends_at": end.ends_at, "warned_at": now},
        )
    if fresh:
        _tell(actor, len(fresh), now)
    return len(fresh)


def erase_what_ended(actor: Actor, now: datetime) -> list[Forgotten]:
    """Erase everything that is at its end and was told of long enough ago, each in a transaction of its own."""
    return [done for end in _to_erase(actor, now) if (done := erase_one(actor, end, now)) is not None]


@command(Permission.RUN_RETENTION)
def _to_erase(actor: Actor, now: datetime) -> list[End]:
    return _ready(actor, now)


@command(Permission.RUN_RETENTION)
def erase_one(actor: Actor, end: End, now: datetime) -> Forgotten | None:
    """Erase one thing that is at its end; None where it is no longer there, or has been put on hold meanwhile."""
    if not is_still_over(actor, end, now):
        return None
    began_at, reference, concern = end.ends_at, "", ""
    if end.kept is Kept.REFERRAL_CONTENT:
        referral = held(end.subject_id)
        if referral is None:
            return None
        began_at, reference, concern = referral.received_at, referral.reference, referral.concern
        done = forget_referral(referral)
    else:
        done = _FORGET[end.kept](end.subject_id)
    Ending.objects.filter(kept=end.kept.value, subject_id=end.subject_id).delete()
    if end.kept is not Kept.REFERRAL_REFERENCE:
        Remnant(
            organisation_id=actor.organisation_id,
            kept=end.kept.value,
            subject_id=end.subject_id,
            reference=reference,
            concern=concern,
            began_at=began_at,
            erased_at=now,
            was_last=done.was_last,
            counts=done.counts,
        ).save(force_insert=True)
    enter(Act.CONTENT_ERASED, subjects=[end.subject_id], details={"kept": end.kept.value, "counts": done.counts})
    return done


@command(Permission.RUN_RETENTION)
def forget_searches(actor: Actor, now: datetime) -> int:
    """Erase what people searched for longer ago than the rule keeps it."""
    before, count = searches_over(actor, now)
    return erase_old_searches(before) if count else 0


def _forget_reference(remnant_id: UUID) -> Forgotten:
    return Forgotten(was_last=True, counts={"references": Remnant.objects.filter(id=remnant_id).delete()[0]})


_FORGET: dict[Kept, Callable[[UUID], Forgotten]] = {
    Kept.CASE: lambda number: Forgotten(was_last=True, counts=forget_case(number)),
    Kept.SAFEGUARDING_NOTICE: lambda number: _counted("notices", forget_notice(number)),
    Kept.DATA_REQUEST: lambda number: _counted("data_requests", forget_request(number)),
    Kept.DRAFT: lambda number: _counted("drafts", forget_drafts([number])),
    Kept.REFERRAL_REFERENCE: _forget_reference,
    Kept.INTEREST: lambda number: Forgotten(was_last=True, counts=forget_interest(number)),
}


def _counted(name: str, count: int) -> Forgotten:
    return Forgotten(was_last=bool(count), counts={name: count})


def _key(end: End) -> tuple[str, UUID]:
    return end.kept.value, end.subject_id


def _is_told(row: Ending | None, end: End) -> bool:
    return row is not None and row.ends_at == end.ends_at


def _ready(actor: Actor, now: datetime) -> list[End]:
    """What is at its end, and was told of long enough ago; first tellings of events last, so that none of the others
    has to lead in between.
    """
    rows = Ending.objects.filter(warned_at__lte=now - WARNED_AHEAD, ends_at__lte=now)
    told = set(rows.values_list("kept", "subject_id", "ends_at"))
    found = [end for end in ends(actor, now) if (*_key(end), end.ends_at) in told] if told else []
    firsts = heads_of([end.subject_id for end in found if end.kept is Kept.REFERRAL_CONTENT]) if found else set()
    return sorted(found, key=lambda end: end.subject_id in firsts)


@in_own_language
def _tell(actor: Actor, count: int, now: datetime) -> None:
    """Mail whoever keeps the organisation's data; without a number of anything that leads to a case."""
    addresses = addresses_of([Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR]) or [
        mailboxes_of({actor.organisation_id})[actor.organisation_id]
    ]
    subject = _("What you keep comes to its end")
    body = _(
        "%(count)d things that your organisation keeps come to the end of their time, and will be erased no earlier "
        "than %(day)s. Sign in and open Retention to see them. What has to stay needs a hold."
    ) % {"count": count, "day": f"{now + WARNED_AHEAD:%Y-%m-%d}"}
    for address in addresses:
        owe_mail(actor.organisation_id, address, subject, body)
