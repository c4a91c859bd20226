"""Contact points: how an organisation is reached for one purpose."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.walls.declarations import Reference
from causeway.hub.base.walls.models import IdentifiedModel
from causeway.vocabulary.contacts import ContactPurpose


class ContactPoint(IdentifiedModel):
    """A role mailbox and telephone of an organisation, with the hours in which somebody answers. Every organisation
    may read it; its own alone writes it.

    `hours` follow OpenStreetMap's opening_hours format; empty says that nobody told. Without `countries` it serves the
    organisation's own. `reminded_at` is when the organisation was last asked to confirm it.
    """

    wall = Reference(
        writers=("organisation_id",),
        append_only=True,
        may_update=(
            "purpose", "label", "mailbox", "phone", "hours", "zone", "languages", "countries", "note", "valid_until",
            "confirmed_at", "confirmed_by_id", "reminded_at", "removed_at",
        ),
        set_once=("removed_at",),
    )  # fmt: skip

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=[(purpose.value, purpose.value) for purpose in ContactPurpose])
    label = models.CharField(max_length=120)
    mailbox = models.EmailField(blank=True)
    phone = models.CharField(max_length=24, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    zone = models.CharField(max_length=64)
    languages = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    note = models.CharField(max_length=500, blank=True)
    valid_until = models.DateField(null=True)
    confirmed_at = models.DateTimeField()
    confirmed_by_id = models.UUIDField(null=True)
    reminded_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "purpose"], condition=models.Q(removed_at=None), name="kept_contact_points"
            )
        ]
