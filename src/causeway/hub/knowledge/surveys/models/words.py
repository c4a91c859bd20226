"""What people wrote or said, and how it was coded into themes by two who did not see each other's codes.

A passage stands without force, rank or time, in an order drawn by chance. All of it goes with its wave.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.walls.declarations import Root
from causeway.hub.base.walls.models import IdentifiedModel


class Interview(IdentifiedModel):
    """Notes of a talk, kept only while the person agrees. `consent` says in what words they did; a person who takes it
    back leaves no notes behind. `language` is the one of the notes.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField(db_index=True)
    wave = models.ForeignKey("surveys.Wave", on_delete=models.CASCADE, related_name="interviews")
    title = models.CharField(max_length=100)
    held_on = models.DateField()
    language = models.CharField(max_length=2, blank=True, db_default="")
    consent = models.CharField(max_length=500)
    notes = models.TextField()
    withdrawn_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField()


class Coding(IdentifiedModel):
    """One question's answers, or one interview, given to two coders with one code book. `themes` is a list of
    `report.themes.Theme`.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField(db_index=True)
    wave = models.ForeignKey("surveys.Wave", on_delete=models.CASCADE, related_name="codings")
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="codings", null=True)
    question = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=300)
    themes = models.JSONField()
    coders = ArrayField(models.UUIDField(), size=2)
    finished = ArrayField(models.UUIDField(), default=list)
    begun_at = models.DateTimeField()


class Passage(IdentifiedModel):
    """A piece of text. `settled` holds the themes on which the two agreed, by themselves or together; `quote` the
    words that may stand in a report, and `translation` the same in `translated_into`. `language` is empty where nobody
    knows it.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    coding = models.ForeignKey(Coding, on_delete=models.CASCADE, related_name="passages")
    place = models.PositiveIntegerField()
    text = models.TextField()
    language = models.CharField(max_length=2, blank=True, db_default="")
    settled = ArrayField(models.CharField(max_length=40), null=True)
    quote = models.TextField(blank=True)
    translation = models.TextField(blank=True, db_default="")
    translated_into = models.CharField(max_length=2, blank=True, db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coding", "place"], name="one_passage_in_a_place")]


class PassageCodes(IdentifiedModel):
    """The themes that one coder found in a passage; none is an answer too."""

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="codes")
    coder_id = models.UUIDField()
    themes = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["passage", "coder_id"], name="one_coding_of_a_passage_each")]
