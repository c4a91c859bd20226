"""What came of a referral."""

from django.db import models

from causeway.hub.base.walls.declarations import Between, Part
from causeway.hub.base.walls.models import IdentifiedModel


class OutcomeRecord(IdentifiedModel):
    """All that the force recorded: `document` is a `vocabulary.outcomes.Outcome`. The newest counts. The sender does
    not see it.
    """

    wall = Part(of="dossier_id", append_only=True, deleted_by_last=True)

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    dossier_id = models.UUIDField(db_index=True)
    organisation_id = models.UUIDField()
    member_id = models.UUIDField(null=True)
    status = models.CharField(max_length=24)
    document = models.JSONField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "recorded_at"])]


class FeedbackDue(IdentifiedModel):
    """A day on which the referral's desk tells the sender of an outcome, or more of it. `day` stands on the calendar of
    whoever recorded it, and begins there at `due_at`; at `over_at` it was told, or another outcome took its place.
    """

    wall = Part(of="dossier_id", append_only=True, may_update=("over_at",), deleted_by_last=True)

    outcome = models.ForeignKey(OutcomeRecord, on_delete=models.PROTECT, related_name="days")
    dossier_id = models.UUIDField(db_index=True)
    desk_id = models.UUIDField()
    day = models.DateField()
    due_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["desk_id", "due_at"], condition=models.Q(over_at=None), name="feedback_that_is_due")
        ]


class Feedback(IdentifiedModel):
    """What of an outcome the sender may know, made by the desk once the force's day for it has come. The newest counts;
    it holds all that was told before.
    """

    wall = Part(of="referral_id", append_only=True, deleted_by_last=True)

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    sender_id = models.UUIDField()
    outcome_id = models.UUIDField(db_index=True)
    entry_id = models.UUIDField(unique=True)
    is_useful = models.BooleanField(null=True)
    document = models.JSONField()
    given_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sender_id", "given_at"])]


class CompletenessLetter(IdentifiedModel):
    """What a desk tells one sender of how complete its referrals were, and of no other sender: `document` is a
    `triage.completeness_trend.SenderCompleteness`, over the referrals received from `starts_on` until before `ends_on`.
    """

    wall = Between(columns=("desk_id", "sender_id"), writers=("desk_id",), append_only=True)

    desk_id = models.UUIDField()
    sender_id = models.UUIDField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    document = models.JSONField()
    released_by_id = models.UUIDField()
    released_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sender_id", "released_at"], name="completeness_letters")]
