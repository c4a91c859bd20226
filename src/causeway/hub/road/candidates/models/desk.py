"""How a service has set up its desk, and what remains of candidates once they are erased: counts without a name."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.walls.declarations import Root
from causeway.hub.base.walls.models import IdentifiedModel
from causeway.vocabulary.candidates import CandidateSource, Decision


class DeskSettings(IdentifiedModel):
    """What a service chose; without a row the defaults of `settings.Settings` hold."""

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField(unique=True)
    second_opinion_for = ArrayField(
        models.CharField(max_length=16, choices=[(one.value, one.value) for one in Decision]), default=list
    )
    lock_minutes = models.PositiveSmallIntegerField()
    days_undecided = models.PositiveSmallIntegerField()
    days_dismissed = models.PositiveSmallIntegerField()
    days_appealable = models.PositiveSmallIntegerField(default=190, db_default=190)
    shorter_because = models.CharField(max_length=500, blank=True, db_default="")
    checks_percent = models.PositiveSmallIntegerField(default=2)
    break_after_looks = models.PositiveSmallIntegerField(default=20)
    break_after_minutes = models.PositiveSmallIntegerField(default=45)
    clear_looks_a_day = models.PositiveSmallIntegerField(default=0)
    may_wait_hours = models.JSONField(default=dict)
    floor_asks_first = models.BooleanField(default=False)
    floor_grey = models.BooleanField(default=False)
    floor_small = models.BooleanField(default=False)
    text_basis = models.CharField(max_length=500, blank=True)
    appeal_days = models.PositiveSmallIntegerField(default=14)
    changed_at = models.DateTimeField()


class Ending(IdentifiedModel):
    """That a candidate came to its end, for figures: no account, no file, no member, no way back to the candidate.

    `decision` is empty where nobody decided before it was erased. `waited_seconds` runs from its receipt to the
    decision. `opinion` is empty without a second one, else whether the two agreed.
    """

    wall = Root(owner="organisation_id", append_only=True)

    organisation_id = models.UUIDField()
    source = models.CharField(max_length=16, choices=[(one.value, one.value) for one in CandidateSource])
    rule = models.CharField(max_length=24)
    decision = models.CharField(max_length=16, blank=True, choices=[(one.value, one.value) for one in Decision])
    opinion = models.CharField(max_length=8, blank=True)
    received_on = models.DateField()
    ended_on = models.DateField()
    waited_seconds = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "ended_on"], name="endings_by_day")]
