"""When an organisation was last written to about changes that it owes a receipt for: one mail a day, however many."""

from django.db import models

from causeway.hub.base.walls.declarations import Root
from causeway.hub.base.walls.models import IdentifiedModel


class ChangesTold(IdentifiedModel):
    """One organisation's."""

    wall = Root(owner="organisation_id", append_only=True, may_update=("at",))

    organisation_id = models.UUIDField(unique=True)
    at = models.DateTimeField()
