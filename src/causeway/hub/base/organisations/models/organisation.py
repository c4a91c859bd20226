"""The directory of organisations; everybody may read it, for a referral has to be able to name where it goes."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.walls.declarations import Reference
from causeway.hub.base.walls.models import WalledModel
from causeway.vocabulary.organisations import OrganisationKind, PartnerKind


class Organisation(WalledModel):
    """A service, clearing-house, hotline, police force, partner or oversight body. `places` are the codes of the
    areas it serves.
    """

    # What kind of organisation it is, and who vouched for it, cannot be changed afterwards.
    wall = Reference(
        writers=("id", "vouched_by_id"), append_only=True, may_update=("name", "zone", "mailbox", "is_active")
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in OrganisationKind])
    partner_kind = models.CharField(
        max_length=20, blank=True, choices=[(kind.value, kind.value) for kind in PartnerKind]
    )
    country = models.CharField(max_length=2)
    zone = models.CharField(max_length=64, default="UTC")
    mailbox = models.EmailField()
    force_code = models.CharField(max_length=32, unique=True, null=True, blank=True)
    places = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    is_demonstration = models.BooleanField(default=False)
    vouched_by_id = models.UUIDField(null=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "country"])]

    def __str__(self) -> str:
        return self.name
