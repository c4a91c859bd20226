"""What demand counts of each referral, for each organisation its own; and what a desk publishes of the forces together,
with nothing of one of them.
"""

from django.db import models

from causeway.hub.base.walls.declarations import Reference, Root
from causeway.hub.base.walls.models import IdentifiedModel


class CountedSubject(IdentifiedModel):
    """When the steps of demand first happened to one thing (a referral, a case, a question), and how often each act
    that costs time did, as one organisation may know it. All of it can be made anew from the ledger.

    Where a referral stands, its band, its line and its case are the queue's to say, and are not kept here again.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    subject_id = models.UUIDField()
    last_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    case_at = models.DateTimeField(null=True)
    sent_on_at = models.DateTimeField(null=True)
    with_desk_at = models.DateTimeField(null=True)
    with_force_at = models.DateTimeField(null=True)
    times_read = models.PositiveIntegerField(default=0)
    times_taken = models.PositiveIntegerField(default=0)
    times_asked = models.PositiveIntegerField(default=0)
    times_opened = models.PositiveIntegerField(default=0)
    times_joined = models.PositiveIntegerField(default=0)
    times_noted = models.PositiveIntegerField(default=0)
    times_worked_on = models.PositiveIntegerField(default=0)
    times_answered = models.PositiveIntegerField(default=0)
    times_ranked = models.PositiveIntegerField(default=0)
    times_sent_elsewhere = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "subject_id"], name="counted_once")]
        indexes = [models.Index(fields=["organisation_id", "last_at"], name="counted_lately")]


class CountedOutcome(IdentifiedModel):
    """The newest word on one referral by one organisation, and when there was a first, as the organisation of the row
    may know it. With `is_told`, it is what the desk told the sender, to whom the row belongs. `missing` are codes with
    a space between.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    referral_id = models.UUIDField()
    by_id = models.UUIDField()
    is_told = models.BooleanField(default=False)
    first_at = models.DateTimeField()
    status = models.CharField(max_length=24, blank=True)
    closure_reason = models.CharField(max_length=24, blank=True)
    is_useful = models.BooleanField(null=True)
    children = models.PositiveIntegerField(default=0)
    missing = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "referral_id", "by_id", "is_told"], name="outcome_counted_once"
            )
        ]
        indexes = [models.Index(fields=["organisation_id", "first_at"], name="outcomes_counted_lately")]


class PublishedDistribution(IdentifiedModel):
    """Between which shares the middle half of a desk's forces lies in one quarter of a year, by one measure.

    Everybody may read it: it is made of at least ten forces of at least ten referrals each, and rounded. Once a quarter
    and never again, so that nobody can subtract one from another.
    """

    wall = Reference(writers=("desk_id",), append_only=True)

    desk_id = models.UUIDField()
    measure = models.CharField(max_length=20, choices=[("returned", "returned"), ("useful", "useful")])
    first = models.DateField()
    last = models.DateField()
    forces = models.PositiveSmallIntegerField()
    lower = models.FloatField()
    middle = models.FloatField()
    upper = models.FloatField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk_id", "measure", "first"], name="published_once_a_quarter")]
