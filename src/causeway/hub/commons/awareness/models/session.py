"""What was held where, and what changed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.walls.declarations import Between
from causeway.hub.base.walls.models import IdentifiedModel


class AwarenessSession(IdentifiedModel):
    """An hour with pupils, parents or staff. Only numbers of people, never who.

    `school_id` is the organisation where it is held, when that has joined; it reads the session and says what
    changed. `asked` of those present answered, before and after, whether they know whom to tell; `came_forward` asked
    for help afterwards.
    """

    wall = Between(columns=("organisation_id", "school_id"))

    organisation_id = models.UUIDField()
    school_id = models.UUIDField(null=True)
    place = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    audience = models.CharField(max_length=20)
    age_from = models.PositiveSmallIntegerField(null=True)
    age_to = models.PositiveSmallIntegerField(null=True)
    language = models.CharField(max_length=5)
    held_on = models.DateField()
    state = models.CharField(max_length=20)
    reason = models.CharField(max_length=500, blank=True)
    material_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    attended = models.PositiveIntegerField(null=True)
    asked = models.PositiveIntegerField(null=True)
    knew_before = models.PositiveIntegerField(null=True)
    knew_after = models.PositiveIntegerField(null=True)
    came_forward = models.PositiveIntegerField(null=True)
    note = models.TextField(max_length=3_000, blank=True)
    changed = models.TextField(max_length=3_000, blank=True)
    changed_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "held_on"]), models.Index(fields=["school_id", "held_on"])]
