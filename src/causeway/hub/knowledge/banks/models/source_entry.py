"""Under what name a source lists a signal that came in its file: so that what it takes back later is found."""

from django.db import models

from causeway.hub.base.walls.declarations import Root
from causeway.hub.base.walls.models import IdentifiedModel
from causeway.hub.knowledge.banks.models.signal import Signal


class SourceEntry(IdentifiedModel):
    """One entry of a source that lists a signal; several may list the same. `entry` is the format, a digest of
    the source's name and the source's own reference. It is the importing organisation's alone.
    `bank_id` is the bank that takes the source's files; a signal that was moved is in another.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    bank_id = models.UUIDField()
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="entries")
    entry = models.CharField(max_length=320)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bank_id", "entry", "signal"], name="one_signal_an_entry")]
