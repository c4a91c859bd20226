"""Clocks: a deadline for one organisation about one thing."""

from django.db import models

from causeway.hub.base.walls.declarations import Root
from causeway.hub.base.walls.models import IdentifiedModel


class Clock(IdentifiedModel):
    """A running deadline. `pauses` are documents of `causeway.timing.Pause`; a stopped clock warns nobody."""

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    subject_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    pauses = models.JSONField(default=list)
    warned_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "subject_id", "kind"], name="one_clock_of_a_kind")
        ]
        indexes = [
            models.Index(fields=["organisation_id", "due_at"], condition=models.Q(stopped_at=None), name="running")
        ]
