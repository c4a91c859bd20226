"""Instruments: one that is being written, and the versions of it that were published."""

from django.db import models

from causeway.hub.base.walls.declarations import Root
from causeway.hub.base.walls.models import IdentifiedModel


class DraftInstrument(IdentifiedModel):
    """An instrument as it is being written. `document` is the vocabulary's `Instrument`, finished or not."""

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField(db_index=True)
    code = models.CharField(max_length=40)
    document = models.JSONField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "code"], name="one_instrument_of_a_code")]


class PublishedInstrument(IdentifiedModel):
    """A published version, which never changes: the program's role has no right to update it."""

    wall = Root(owner="organisation_id", append_only=True)

    organisation_id = models.UUIDField(db_index=True)
    draft = models.ForeignKey(DraftInstrument, on_delete=models.PROTECT, related_name="published")
    version = models.CharField(max_length=40)
    document = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "version"], name="one_publication_of_a_version")]
