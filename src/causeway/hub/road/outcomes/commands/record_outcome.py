"""Recording what came of a referral. Every record is kept; the newest counts."""

from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.road.outcomes.commands.give_feedback import owe_feedback
from causeway.hub.road.outcomes.models import OutcomeRecord
from causeway.hub.road.outcomes.rules import faults_of
from causeway.hub.road.referrals.queries.told import told
from causeway.vocabulary.outcomes import Outcome


@command(Permission.RECORD_OUTCOME)
def record_outcome(actor: Actor, referral_id: UUID, outcome: Outcome) -> UUID:
    """Record an outcome; the desk tells the sender its part, now or as its days come. The same outcome twice is one.

    Raises:
        NotFound: the actor's organisation sees no such referral.
        Invalid: the outcome is not whole; `field` says where.
    """
    referral = told(referral_id)
    for fault in faults_of(outcome):
        raise Invalid(fault.message, field=fault.field)
    newest = newest_record(actor, referral_id)
    if newest is not None and from_document(Outcome, newest.document) == outcome:
        return newest.id
    record = OutcomeRecord(
        referral_id=referral_id,
        dossier_id=referral.dossier_id,
        organisation_id=actor.organisation_id,
        member_id=actor.member_id,
        status=outcome.status.value,
        document=to_document(outcome),
        recorded_at=timezone.now(),
    )
    record.save(force_insert=True)
    # The sender is not in this entry's audience: it learns from the entry of the feedback, and only what is shared.
    enter(
        Act.OUTCOME_RECORDED,
        subjects=[referral_id],
        audience=[referral.desk_id],
        details={"outcome": str(record.id), "status": outcome.status.value},
    )
    owe_feedback(actor, record, outcome, referral)
    return record.id


def newest_record(actor: Actor, referral_id: UUID) -> OutcomeRecord | None:
    """The actor's organisation's newest record of one referral. Runs inside the caller's transaction."""
    own = OutcomeRecord.objects.filter(referral_id=referral_id, organisation_id=actor.organisation_id)
    return own.order_by("-recorded_at", "-id").first()
