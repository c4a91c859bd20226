"""Clocks: a deadline for one organisation about one thing; and what organisations chose for theirs."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.acting.reasons import REASON_CHARACTERS
from causeway.hub.base.walls.declarations import Reference, Root
from causeway.hub.base.walls.models import IdentifiedModel


class Clock(IdentifiedModel):
    """A running deadline. A stopped clock warns nobody, nor does one that is paused.

    `allowance` is how long it may take and `pauses` the times in which it stood, as documents; `due_at` and `warn_at`
    follow from them. `duty`, `version` and the rest of the terms are those with which it began, and stay: `region` and
    `days_off` are the calendar of whoever must act, `warn_before` is the last quarter where nothing is chosen.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    subject_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    zone = models.CharField(max_length=64, default="UTC")
    allowance = models.JSONField()
    duty = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=0)
    region = models.CharField(max_length=8, blank=True)
    days_off = ArrayField(models.DateField(), default=list)
    warn_before = models.DurationField(null=True)
    escalate_after = models.DurationField(default=timedelta)
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
            ),
            models.Index(
                fields=["organisation_id", "kind", "warned_at"],
                condition=models.Q(warned_at__isnull=False),
                name="clocks_that_warned",
            ),
            models.Index(
                fields=["organisation_id", "kind", "escalated_at"],
                condition=models.Q(escalated_at__isnull=False),
                name="clocks_that_climbed",
            ),
        ]


class ClockChoice(IdentifiedModel):
    """How long a clock gives at one organisation, where that is not the rule's own term: one version of it. It holds
    for clocks that start at `starts_at` or later, until a newer version does. `warn_hours` before its end it warns (the
    last quarter where nothing stands here), `escalate_hours` after it climbs, or before it where the rule says so.
    """

    wall = Root(owner="organisation_id", append_only=True)

    organisation_id = models.UUIDField()
    duty = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    unit = models.CharField(max_length=16)
    warn_hours = models.PositiveIntegerField(null=True)
    escalate_hours = models.PositiveIntegerField(default=0)
    reason = models.TextField(max_length=REASON_CHARACTERS)
    set_by_id = models.UUIDField()
    set_at = models.DateTimeField()
    starts_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "duty", "version"], name="one_version_of_a_clock")
        ]


class CalendarChoice(IdentifiedModel):
    """Which days an organisation does not work: the holidays of its region, and days of its own. The newest counts.
    Everybody may read it, for a deadline runs by the calendar of whoever must act.
    """

    wall = Reference(writers=("organisation_id",), append_only=True)

    organisation_id = models.UUIDField()
    region = models.CharField(max_length=8)
    days_off = ArrayField(models.DateField(), default=list)
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "-set_at"], name="newest_calendar")]
