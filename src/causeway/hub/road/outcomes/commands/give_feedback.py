"""Telling the sender what it may know, as the days come that the force chose. The desk tells it, in its own name: a
sender does not learn which force it hears from.
"""

from datetime import UTC, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.road.outcomes.models import Feedback, FeedbackDue, OutcomeRecord
from causeway.hub.road.outcomes.rules import shared_part, telling_days
from causeway.hub.road.referrals.queries.told import Told, told
from causeway.vocabulary.outcomes import Outcome

_BATCH = 500
"""Days of outcomes told in one transaction."""


def feedback_due(actor: Actor, now: datetime) -> QuerySet[FeedbackDue]:
    """What the actor's organisation owes to senders as their desk. Runs inside the caller's transaction."""
    return FeedbackDue.objects.filter(desk_id=actor.organisation_id, over_at=None, due_at__lte=now)


@command(Permission.GIVE_FEEDBACK)
def give_due_feedback(actor: Actor, now: datetime) -> int:
    """Tell senders, as their referrals' desk, of every outcome whose day has come; gives how often one was told."""
    due = (
        feedback_due(actor, now)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("outcome")
        .order_by("due_at", "id")[:_BATCH]
    )
    return sum(_tell_sender(day, now) is not None for day in list(due))


def owe_feedback(actor: Actor, record: OutcomeRecord, outcome: Outcome, referral: Told) -> None:
    """Owe the sender its part of an outcome on each day that the actor's organisation chose. What it had recorded
    before is told no more. Runs inside the caller's transaction.
    """
    now, zone = record.recorded_at, ZoneInfo(actor.zone)
    FeedbackDue.objects.filter(
        outcome__referral_id=referral.id, outcome__organisation_id=actor.organisation_id, over_at=None
    ).update(over_at=now)
    today = now.astimezone(zone).date()
    FeedbackDue.objects.bulk_create(
        FeedbackDue(
            outcome=record,
            dossier_id=referral.dossier_id,
            desk_id=referral.desk_id,
            day=day,
            due_at=now if day == today else datetime.combine(day, time(), zone).astimezone(UTC),
        )
        for day in telling_days(outcome, today)
    )


def _tell_sender(due: FeedbackDue, now: datetime) -> UUID | None:
    """Give the sender its part of an outcome, unless it says nothing beyond what was given before."""
    due.over_at = now
    due.save(update_fields=["over_at"])
    record = due.outcome
    referral = told(record.referral_id)
    shared = shared_part(from_document(Outcome, record.document), due.day)
    document = to_document(shared)
    before = Feedback.objects.filter(outcome_id=record.id).order_by("-given_at", "-id").first()
    if before is not None and before.document == document:
        return None
    feedback = Feedback(
        referral_id=record.referral_id,
        sender_id=referral.sender_id,
        outcome_id=record.id,
        is_useful=shared.is_useful,
        document=document,
        given_at=now,
    )
    feedback.entry_id = enter(
        Act.FEEDBACK_GIVEN,
        subjects=[record.referral_id],
        audience=[referral.sender_id],
        details={"feedback": str(feedback.id), "reference": referral.reference, "outcome": document},
        details_audience=[referral.sender_id],
    )
    feedback.save(force_insert=True)
    return feedback.id
