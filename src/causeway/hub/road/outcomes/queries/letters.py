"""Letters about completeness: what a desk could write to each sender, and what was released.

Of outcomes a letter holds only what the sender was told: whether a referral was called useful. What a force keeps to
itself does not go into its figures.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from statistics import fmean
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
from causeway.hub.road.assessments.queries.judgements import scores_first_found
from causeway.hub.road.outcomes.models import CompletenessLetter, Feedback
from causeway.hub.road.outcomes.queries.completeness import AT_ONCE, MOST_OF_EACH, completeness_of
from causeway.hub.road.queues.queries.arrivals_drawn import arrivals_of_each, told_by_sender
from causeway.triage.completeness_trend import SenderCompleteness, are_enough

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


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePage:
    """One page of the senders to whom the desk could write, out of `total`."""

    items: tuple[LetterDue, ...]
    total: int


@query(Permission.RELEASE_LETTER)
def letters_due(actor: Actor, page: int = 1) -> DuePage:
    """The senders of ten referrals or more in the last quarter, the one with most first."""
    first, end = _span(actor)
    told = {
        sender: count
        for sender, count in told_by_sender(first, end).items()
        if are_enough(count) and sender != actor.organisation_id
    }
    start = (max(page, 1) - 1) * AT_ONCE
    shown = list(islice(told, start, start + AT_ONCE))
    names, scores = names_of(set(shown)), _scores({sender: told[sender] for sender in shown}, first, end)
    last = dict(
        CompletenessLetter.objects.filter(desk_id=actor.organisation_id, sender_id__in=shown)
        .order_by("released_at")
        .values_list("sender_id", "released_at")
    )
    return DuePage(
        items=tuple(
            LetterDue(
                sender_id=sender,
                name=names.get(sender, ""),
                referrals=told[sender],
                score=scores[sender],
                last_at=last.get(sender),
            )
            for sender in shown
            if sender in scores
        ),
        total=len(told),
    )


@query(Permission.RELEASE_LETTER)
def draft_letter(actor: Actor, sender_id: UUID) -> Letter:
    """What a letter to this sender would say today.

    Raises:
        NotFound: it told fewer than ten referrals in the last quarter.
    """
    first, end = _span(actor)
    told = told_by_sender(first, end, senders={sender_id})
    found = completeness_of(told, first, end, nowhere=_called_of_no_use, most=MOST_OF_EACH)
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


def _span(actor: Actor) -> tuple[datetime, datetime]:
    starts_on, ends_on = (datetime.combine(day, time(), ZoneInfo(actor.zone)) for day in period(actor))
    return starts_on, ends_on


def _scores(told: Mapping[UUID, int], since: datetime, until: datetime) -> dict[UUID, float]:
    """How complete the referrals of each of these senders were on average, those that a letter looks at."""
    arrivals = arrivals_of_each(since, until, told, most=MOST_OF_EACH)
    found = scores_first_found([one.referral_id for one in arrivals])
    scores: dict[UUID, list[float]] = {}
    for one in arrivals:
        if one.referral_id in found:
            scores.setdefault(one.sender_id, []).append(found[one.referral_id])
    return {sender: fmean(some) for sender, some in scores.items()}


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
