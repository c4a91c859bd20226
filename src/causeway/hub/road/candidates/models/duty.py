"""Who is on duty at the desk, so that they are told of what presses."""

from django.db import models

from causeway.hub.base.walls.declarations import Root
from causeway.hub.base.walls.models import IdentifiedModel


class OnDuty(IdentifiedModel):
    """That a member is on duty, by their own word, and until when."""

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    member_id = models.UUIDField()
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "member_id"], name="one_duty_a_member")]
