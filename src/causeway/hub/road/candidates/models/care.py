"""How much one person looks at, and how they want to be spared: theirs alone, and of the last day only."""

from uuid import UUID

from django.db import models
from django.db.models import Q

from causeway.hub.base.walls.declarations import Written
from causeway.hub.base.walls.identity import current_identity
from causeway.hub.base.walls.models import IdentifiedModel

_OWN = (
    "{table}.organisation_id = {organisation}"
    " AND {table}.member_id = (select nullif(current_setting('causeway.member', true), '')::uuid)"
)


def _own(organisation: UUID) -> Q:
    identity = current_identity()
    return Q(organisation_id=organisation, member_id=identity.member_id if identity else None)


class LookingNow(IdentifiedModel):
    """One row a person (see `sparing.Looking`): no history is kept. PostgreSQL itself keeps it from everybody else, the
    program included. `lifted_for` is the candidate for which the person lifted the day's limit.
    """

    wall = Written(of_member=True, read=_OWN, insert=_OWN, change=_OWN, delete=_OWN, filters=_own)

    organisation_id = models.UUIDField()
    member_id = models.UUIDField()
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()
    looks = models.PositiveIntegerField()
    day = models.DateField()
    clear = models.PositiveIntegerField()
    lifted_for = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "member_id"], name="one_looking_a_member")]


class OwnCare(IdentifiedModel):
    """How one person wants to be spared beyond what their organisation asks for; 0 for no more than that. PostgreSQL
    itself keeps it from everybody else, the program included.
    """

    wall = Written(of_member=True, read=_OWN, insert=_OWN, change=_OWN, delete=_OWN, filters=_own)

    organisation_id = models.UUIDField()
    member_id = models.UUIDField()
    is_small = models.BooleanField(default=False)
    break_after_looks = models.PositiveSmallIntegerField(default=0)
    break_after_minutes = models.PositiveSmallIntegerField(default=0)
    clear_looks_a_day = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "member_id"], name="one_care_a_member")]
