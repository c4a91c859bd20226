"""Clocks: a deadline for one organisation about one thing."""

from django.db import models

from causeway.hub.base.walls.declarations import Root
from causeway.hub.base.walls.models import IdentifiedModel


class Clock(IdentifiedModel):
    """A running deadline. A stopped clock warns nobody, nor does one that is paused.

    `allowance` is how long it may take and `pauses` the times in which it stood, as documents; `due_at` and `warn_at`
    follow from them.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    subject_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    zone = models.CharField(max_length=64, default="UTC")
    allowance = models.JSONField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    pauses = models.JSONField(default=list)
    is_paused = models.BooleanField(default=False)
    warned_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "subject_id", "kind"], name="one_clock_of_a_kind")
        ]
        indexes = [
            models.Index(
                fields=["organisation_id", "warn_at"],
                condition=models.Q(stopped_at=None, is_paused=False),
                name="running_clocks",
            )
        ]
