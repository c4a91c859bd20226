"""Letters about completeness: what a desk could write to each sender, and what was released.

Of outcomes a letter holds only what the sender was told: whether a referral was called useful. What a force keeps to
itself does not go into its figures.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.rows.documents import from_document
from causeway.hub.road.outcomes.models import CompletenessLetter, Feedback
from causeway.hub.road.outcomes.queries.completeness import told_to_desk
from causeway.triage.completeness_trend import SenderCompleteness, ToldReferral, completeness_by_sender

PERIOD = timedelta(days=91)
"""A quarter: long enough for ten referrals of most senders, short enough to act on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter to one sender, or what it would say today (`id` None). `before` is the one that it follows."""

    id: UUID | None
    desk: str
    sender: str
    starts_on: date
    ends_on: date
    found: SenderCompleteness
    before: SenderCompleteness | None
    released_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDue:
    """A sender to whom the desk could write, and when it last did."""

    sender_id: UUID
    name: str
    referrals: int
    score: float
    last_at: datetime | None


@query(Permission.RELEASE_LETTER)
def letters_due(actor: Actor) -> tuple[LetterDue, ...]:
    """The senders of ten referrals or more in the last quarter, the one with most first."""
    found = completeness_by_sender(_told(actor))
    names = names_of({UUID(one.sender) for one in found})
    last = dict(
        CompletenessLetter.objects.filter(desk_id=actor.organisation_id)
        .order_by("released_at")
        .values_list("sender_id", "released_at")
    )
    return tuple(
        LetterDue(
            sender_id=UUID(one.sender),
            name=names.get(UUID(one.sender), ""),
            referrals=one.referrals,
            score=one.score,
            last_at=last.get(UUID(one.sender)),
        )
        for one in found
        if UUID(one.sender) != actor.organisation_id
    )


@query(Permission.RELEASE_LETTER)
def draft_letter(actor: Actor, sender_id: UUID) -> Letter:
    """What a letter to this sender would say today.

    Raises:
        NotFound: it told fewer than ten referrals in the last quarter.
    """
    found = completeness_by_sender(one for one in _told(actor) if one.sender == str(sender_id))
    if not found:
        raise NotFound(_("This sender told too few referrals for a letter."))
    starts_on, ends_on = period(actor)
    rows = CompletenessLetter.objects.filter(desk_id=actor.organisation_id, sender_id=sender_id)
    return Letter(
        id=None,
        desk=actor.organisation_name,
        sender=names_of({sender_id}).get(sender_id, ""),
        starts_on=starts_on,
        ends_on=ends_on,
        found=found[0],
        before=_before(rows.order_by("-released_at").first()),
        released_at=None,
    )


@query(Permission.READ_FEEDBACK)
def letters_received(actor: Actor) -> tuple[Letter, ...]:
    """The letters to the actor's organisation, newest first."""
    rows = list(CompletenessLetter.objects.filter(sender_id=actor.organisation_id).order_by("-released_at", "-id"))
    return tuple(_letter(row) for row in rows)


@query(Permission.READ_FEEDBACK)
def open_letter(actor: Actor, letter_id: UUID) -> Letter:
    """A letter to the actor's organisation, or by it.

    Raises:
        NotFound: there is no such letter.
    """
    del actor
    row = CompletenessLetter.objects.filter(id=letter_id).first()
    if row is None:
        raise NotFound(_("There is no such letter."))
    return _letter(row)


def period(actor: Actor) -> tuple[date, date]:
    """The first day of the last quarter, and today, on the actor's calendar."""
    today = timezone.now().astimezone(ZoneInfo(actor.zone)).date()
    return today - PERIOD, today


def _told(actor: Actor) -> Iterator[ToldReferral]:
    starts_on, ends_on = period(actor)
    first, end = (datetime.combine(day, time(), ZoneInfo(actor.zone)) for day in (starts_on, ends_on))
    return told_to_desk(first, end, nowhere=_called_of_no_use)


def _called_of_no_use(referral_ids: Collection[UUID]) -> dict[UUID, bool]:
    """Whether each of these was called of no use, as far as its sender was told."""
    rows = Feedback.objects.filter(referral_id__in=list(referral_ids)).order_by("referral_id", "-given_at", "-id")
    newest = rows.distinct("referral_id").values_list("referral_id", "is_useful")
    return {referral_id: not is_useful for referral_id, is_useful in newest if is_useful is not None}


def _letter(row: CompletenessLetter) -> Letter:
    names = names_of({row.desk_id, row.sender_id})
    earlier = CompletenessLetter.objects.filter(
        desk_id=row.desk_id, sender_id=row.sender_id, released_at__lt=row.released_at
    )
    return Letter(
        id=row.id,
        desk=names.get(row.desk_id, ""),
        sender=names.get(row.sender_id, ""),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        found=from_document(SenderCompleteness, row.document),
        before=_before(earlier.order_by("-released_at").first()),
        released_at=row.released_at,
    )


def _before(row: CompletenessLetter | None) -> SenderCompleteness | None:
    return from_document(SenderCompleteness, row.document) if row else None
