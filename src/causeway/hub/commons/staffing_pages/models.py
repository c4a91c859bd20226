"""Scenarios that an organisation keeps."""

from django.db import models

from causeway.hub.base.walls.declarations import Root
from causeway.hub.base.walls.models import IdentifiedModel


class StaffingScenario(IdentifiedModel):
    """A desk as figures (`causeway.staffing.document_of`), under a name. It holds nothing of a case."""

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    name = models.CharField(max_length=120)
    document = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "name"], name="one_scenario_of_a_name")]
