"""Telling the sender what it may know: at once, or when the force's date has come."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.walls.documents import from_document, to_document
from causeway.hub.road.outcomes.models import Feedback, OutcomeRecord
from causeway.hub.road.outcomes.rules import may_be_told, shared_part
from causeway.hub.road.referrals.queries.told import told
from causeway.vocabulary.outcomes import Outcome

_BATCH = 500
"""Outcomes told in one transaction."""


@command(Permission.GIVE_FEEDBACK)
def give_due_feedback(actor: Actor, now: datetime) -> int:
    """Tell senders every outcome of the actor's organisation whose date has come; gives how many were told.

    An outcome that a newer one has replaced before its date is never told.
    """
    today = now.astimezone(ZoneInfo(actor.zone)).date()
    newer = OutcomeRecord.objects.filter(
        referral_id=OuterRef("referral_id"),
        organisation_id=actor.organisation_id,
        recorded_at__gt=OuterRef("recorded_at"),
    )
    due = (
        OutcomeRecord.objects.filter(
            Q(share_from=None) | Q(share_from__lte=today), organisation_id=actor.organisation_id
        )
        .exclude(Exists(Feedback._base_manager.filter(outcome_id=OuterRef("id"))))
        .exclude(Exists(newer))
        .order_by("recorded_at", "id")[:_BATCH]
    )
    return sum(tell_sender(actor, record, now) is not None for record in list(due))


def tell_sender(actor: Actor, record: OutcomeRecord, now: datetime | None = None) -> UUID | None:
    """Give the sender its part of this outcome, if the date has come. Runs inside the caller's transaction.

    The entry that the sender sees holds the shared part alone.
    """
    now = now or timezone.now()
    outcome = from_document(Outcome, record.document)
    if not may_be_told(outcome, now.astimezone(ZoneInfo(actor.zone)).date()):
        return None
    referral = told(record.referral_id)
    shared = shared_part(outcome)
    document = to_document(shared)
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
