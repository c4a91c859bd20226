"""What receivers undid, as they wrote it before they were told that all who share the bank read that."""

from django.db import models

from causeway.hub.base.walls.declarations import Between
from causeway.hub.base.walls.models import IdentifiedModel
from causeway.hub.knowledge.banks.models.signal import Receipt


class UndidBefore(IdentifiedModel):
    """What stood in a receipt's `undid`, for whoever wrote it and for the bank's curator. Nothing is added after the
    upgrade that brought this table.
    """

    wall = Between(columns=("curator_id", "organisation_id"), append_only=True)

    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="+")
    curator_id = models.UUIDField()
    organisation_id = models.UUIDField()
    undid = models.CharField(max_length=500)
