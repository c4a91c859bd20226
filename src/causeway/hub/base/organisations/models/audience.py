"""The audience of every shared thing: which organisations see it, who let them, and under which agreement.

PostgreSQL itself refuses a widening without an agreement in force: see the wall below. A thing is founded only while
nobody is in its audience, so nobody can grant themselves a thing that exists. Anybody may leave.
"""

import uuid

from django.db import models

from causeway.hub.base.walls.declarations import Written
from causeway.hub.base.walls.models import WalledModel
from causeway.vocabulary.organisations import PURPOSES_OF

_SERVES_ITS_PURPOSE = " OR ".join(
    f"{{table}}.category = '{category.value}' AND g.purpose IN ("
    + ", ".join(f"'{purpose.value}'" for purpose in sorted(purposes))
    + ")"
    for category, purposes in PURPOSES_OF.items()
)
_FOUNDS = (
    "{table}.is_founding AND {table}.organisation_id = {organisation} AND {table}.granted_by_id = {organisation}"
    " AND NOT causeway_is_held({table}.root_id)"
)
_WIDENS = (
    "NOT {table}.is_founding AND {table}.granted_by_id = {organisation} AND causeway_sees({table}.root_id)"  # noqa: S608
    " AND EXISTS (SELECT 1 FROM organisations_agreement g WHERE g.id = {table}.agreement_id"
    " AND g.giver_id = {organisation} AND g.receiver_id = {table}.organisation_id"
    " AND {table}.category = ANY (g.categories) AND g.accepted_at IS NOT NULL AND g.ended_at IS NULL"
    f" AND g.suspended_at IS NULL AND (g.until IS NULL OR g.until > now()) AND ({_SERVES_ITS_PURPOSE}))"
)


class Audience(WalledModel):
    """One organisation in the audience of one root. Each sees its own rows only: not who else is in it."""

    wall = Written(
        read="{table}.organisation_id = {organisation} OR {table}.granted_by_id = {organisation}",
        insert=f"({_FOUNDS}) OR ({_WIDENS})",
        delete="{table}.organisation_id = {organisation}"
        " OR ({table}.granted_by_id = {organisation} AND NOT {table}.is_founding)",
        filters=lambda organisation: models.Q(organisation_id=organisation) | models.Q(granted_by_id=organisation),
        append_only=True,
        may_delete=True,
        is_asked=True,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    root_id = models.UUIDField()
    organisation_id = models.UUIDField()
    granted_by_id = models.UUIDField()
    agreement_id = models.UUIDField(null=True)
    category = models.CharField(max_length=20)
    is_founding = models.BooleanField(default=False)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "root_id"], name="once_in_an_audience"),
            models.UniqueConstraint(
                fields=["root_id"], condition=models.Q(is_founding=True), name="one_founder_a_root"
            ),
        ]
        indexes = [models.Index(fields=["root_id"])]
