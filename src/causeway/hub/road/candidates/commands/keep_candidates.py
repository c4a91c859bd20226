"""Erasing candidates when their time is over: with their files, judgements and all; the counts remain."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.forgetting import forget_clocks
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.candidates.appealing import open_appeals
from causeway.hub.road.candidates.checks import end_checks_of
from causeway.hub.road.candidates.ending import note_ending
from causeway.hub.road.candidates.erasing import erase_candidate
from causeway.hub.road.candidates.models import AccountAppeal, Candidate, CheckAnswer, PlacedCheck
from causeway.hub.road.candidates.queries.came_of import has_referral
from causeway.hub.road.candidates.settings import settings_of_desk
from causeway.hub.road.candidates.settling import Opinion, Stage
from causeway.vocabulary.candidates import Decision

_NOTHING_DONE = ("", Decision.NOT_HARMFUL.value)
"""Decisions for which nothing is done to an account; a check with a known answer ends without one."""
_BATCH = 200
"""Candidates looked at in one transaction."""


def candidates_past_their_time(actor: Actor, now: datetime) -> QuerySet[Candidate]:
    """What nobody decided on in time, and what was decided, kept long enough and not sent on; but for what is appealed
    against, and for answers that the service's program may not have fetched yet. Runs inside the caller's transaction.
    """
    chosen = settings_of_desk()
    waiting_since = now - timedelta(days=chosen.days_undecided)
    undecided = ~Q(stage=Stage.ENDED.value) & Q(received_at__lt=waiting_since) & ~Q(reopened_at__gte=waiting_since)
    decided = Q(stage=Stage.ENDED.value, sent_at=None)
    dismissed_before = now - timedelta(days=chosen.days_dismissed)
    dismissed = decided & Q(decision__in=_NOTHING_DONE, decided_at__lt=dismissed_before)
    appealable = decided & Q(decided_at__lt=now - timedelta(days=chosen.days_appealable))
    over = Candidate.objects.filter(undecided | dismissed | (appealable & ~Q(decision__in=_NOTHING_DONE)))
    answered_since = now - timedelta(days=chosen.days_answered)
    lately = AccountAppeal.objects.filter(answered_at__gte=answered_since).values("candidate_id")
    return over.exclude(open_appeals()).exclude(id__in=lately)


@command(Permission.KEEP_CANDIDATES)
def erase_old_candidates(actor: Actor, now: datetime) -> int:
    """Erase those of the actor's organisation, and give how many. What a referral was made of stays with it, sent or
    still being written. What people answered to checks goes as soon as a dismissed candidate does.
    """
    CheckAnswer.objects.filter(at__lt=now - timedelta(days=settings_of_desk().days_dismissed)).delete()
    _erase_old_appeals(now)
    old = candidates_past_their_time(actor, now).select_for_update(skip_locked=True).order_by("received_at")
    return sum(_erase(row, now) for row in old[:_BATCH])


def _erase_old_appeals(now: datetime) -> None:
    """What account holders wrote of candidates that were sent on, and the answers: these candidates live with their
    referral, and appeals no longer than any answer.
    """
    over = AccountAppeal.objects.filter(
        candidate__sent_at__isnull=False, answered_at__lt=now - timedelta(days=settings_of_desk().days_answered)
    )
    forget_clocks(list(over.values_list("id", flat=True)))
    over.delete()


def _erase(row: Candidate, now: datetime) -> bool:
    if row.decision == Decision.REFER.value and has_referral(row.id):
        return False
    if not Candidate.objects.filter(id=row.id).exists():  # a check, which has just gone with its original
        return False
    end_checks_of(row.id)
    if row.stage != Stage.ENDED.value:
        if not PlacedCheck.objects.filter(candidate=row).exists():
            note_ending(row, None, Opinion.NONE, now)
        # What was judged while a second opinion was owed is hidden from the program too, until the candidate has ended.
        row.stage = Stage.ENDED.value
        row.save(update_fields=["stage"])
    enter(Act.CANDIDATE_ERASED, subjects=[row.id])
    erase_candidate(row)
    return True
