"""What came of a referral."""

from django.db import models

from causeway.hub.base.walls.declarations import Part
from causeway.hub.base.walls.models import IdentifiedModel


class OutcomeRecord(IdentifiedModel):
    """All that the force recorded: `document` is a `vocabulary.outcomes.Outcome`. The newest counts. The sender does
    not see it.
    """

    wall = Part(of="dossier_id", append_only=True)

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    dossier_id = models.UUIDField(db_index=True)
    organisation_id = models.UUIDField()
    member_id = models.UUIDField(null=True)
    status = models.CharField(max_length=24)
    share_from = models.DateField(null=True)
    document = models.JSONField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "recorded_at"])]


class Feedback(IdentifiedModel):
    """What of an outcome the sender may know, made once the force's date for it has come."""

    wall = Part(of="referral_id", append_only=True)

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    sender_id = models.UUIDField()
    outcome_id = models.UUIDField(unique=True)
    entry_id = models.UUIDField(unique=True)
    is_useful = models.BooleanField(null=True)
    document = models.JSONField()
    given_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sender_id", "given_at"])]
