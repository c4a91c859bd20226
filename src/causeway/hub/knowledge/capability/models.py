"""Assessments, their reviews by peers, published versions, and what of them is shared."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.walls.declarations import Between, Listed, Reference, Root
from causeway.hub.base.walls.models import IdentifiedModel


class Assessment(IdentifiedModel):
    """A self-assessment being written. `audience` are the organisation and those whom it has asked to review;
    `document` holds the judgements (`judgements.Judgements`).
    """

    wall = Listed(column="audience", writer="organisation_id")

    organisation_id = models.UUIDField(db_index=True)
    audience = ArrayField(models.UUIDField())
    about = models.CharField(max_length=200)
    as_of = models.DateField()
    document = models.JSONField()
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)


class ReviewInvitation(IdentifiedModel):
    """Another organisation is asked to review an assessment."""

    wall = Between(columns=("organisation_id", "reviewer_id"), writers=("organisation_id",))

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="invitations")
    organisation_id = models.UUIDField()
    reviewer_id = models.UUIDField(db_index=True)
    invited_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "reviewer_id"], name="one_invitation_a_reviewer")]


class PeerReview(IdentifiedModel):
    """What a reviewer says, theirs alone to write: a word on each capability (`judgements.Comments`), and the mark that
    they have reviewed it.
    """

    wall = Between(columns=("organisation_id", "reviewer_id"), writers=("reviewer_id",))

    invitation = models.OneToOneField(ReviewInvitation, on_delete=models.PROTECT, related_name="review")
    organisation_id = models.UUIDField()
    reviewer_id = models.UUIDField()
    document = models.JSONField()
    text = models.TextField(blank=True, max_length=3_000)
    changed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class PublishedAssessment(IdentifiedModel):
    """A version that stands for good (`judgements.Published`), whole, for its organisation."""

    wall = Root(owner="organisation_id", append_only=True)

    organisation_id = models.UUIDField()
    assessment_id = models.UUIDField(unique=True)
    number = models.PositiveIntegerField()
    about = models.CharField(max_length=200)
    as_of = models.DateField()
    document = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "number"], name="numbered_versions")]


class SharedAssessment(IdentifiedModel):
    """What of a published version its organisation shows to the others on this hub (`judgements.Shared`)."""

    wall = Reference(writers=("organisation_id",), append_only=True, may_delete=True)

    organisation_id = models.UUIDField()
    published_id = models.UUIDField(unique=True)
    number = models.PositiveIntegerField()
    about = models.CharField(max_length=200)
    as_of = models.DateField()
    document = models.JSONField()
    shared_at = models.DateTimeField()


class StepReminder(IdentifiedModel):
    """That somebody was reminded of a capability's next step, before its day or after it; once for each."""

    wall = Root(owner="organisation_id", append_only=True)

    organisation_id = models.UUIDField()
    capability = models.CharField(max_length=60)
    step_on = models.DateField()
    is_late = models.BooleanField()
    reminded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "capability", "step_on", "is_late"], name="one_reminder_of_a_step"
            )
        ]
