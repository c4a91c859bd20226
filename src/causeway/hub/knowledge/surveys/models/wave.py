"""Waves, the people who are asked, and the sealed answers.

`Invited` and `SealedAnswer` have nothing in common but the wave: no key, no time, no order, no transaction
(docs/adr/0012). Neither has a column that could tell when somebody answered.
"""

from django.db import models

from causeway.hub.base.walls.declarations import Root
from causeway.hub.base.walls.models import IdentifiedModel


class Wave(IdentifiedModel):
    """One asking of a published instrument.

    `recipient` is the public half of the wave's key; the private half is nowhere on this machine. `frame` and
    `response` are lists of `FrameRow` and `StratumCount`. `opened` is what was opened, under a key of its own that is
    itself sealed to the installation.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField(db_index=True)
    instrument = models.ForeignKey("surveys.PublishedInstrument", on_delete=models.PROTECT, related_name="waves")
    title = models.CharField(max_length=200)
    opens_on = models.DateField()
    closes_on = models.DateField()
    keep_until = models.DateField()
    frame = models.JSONField(default=list)
    recipient = models.CharField(max_length=80, blank=True)
    sheet_bytes = models.PositiveIntegerField()
    is_synthetic = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    response = models.JSONField(default=list)
    opened_at = models.DateTimeField(null=True)
    opened = models.BinaryField(null=True)
    opened_key = models.BinaryField(null=True)


class Invited(IdentifiedModel):
    """Somebody who is asked. The row goes when the wave is closed; until then `is_used` says that the link was used,
    never when.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="invited")
    email = models.EmailField(max_length=254)
    force = models.CharField(max_length=100)
    rank = models.CharField(max_length=100)
    role = models.CharField(max_length=100, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    is_used = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "email"], name="asked_once_in_a_wave")]


class SealedAnswer(IdentifiedModel):
    """One sheet of answers, sealed to the wave's key and padded to the wave's one length."""

    wall = Root(owner="organisation_id", append_only=True, may_delete=True)

    organisation_id = models.UUIDField()
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="sealed")
    sealed = models.BinaryField()
