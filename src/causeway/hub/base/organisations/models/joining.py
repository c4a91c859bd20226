"""Asking to join, and being invited."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.walls.declarations import Root, Written
from causeway.hub.base.walls.models import WalledModel
from causeway.vocabulary.organisations import OrganisationKind, PartnerKind, Role


class JoinRequest(WalledModel):
    """An organisation asks to join; the desk that it names vets it. Anyone may ask, only the desk may read.
    `organisation_id` is what came of it.
    """

    wall = Written(
        read="{table}.desk_id = {organisation}",
        insert="{table}.decided_at IS NULL",
        change="{table}.desk_id = {organisation}",
        filters=lambda organisation: models.Q(desk_id=organisation),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    desk = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in OrganisationKind])
    partner_kind = models.CharField(
        max_length=20, blank=True, choices=[(kind.value, kind.value) for kind in PartnerKind]
    )
    country = models.CharField(max_length=2)
    website = models.URLField(blank=True)
    contact_name = models.CharField(max_length=200)
    contact_email = models.EmailField()
    why = models.TextField(max_length=2_000)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    is_accepted = models.BooleanField(null=True)
    decision_reason = models.TextField(blank=True, max_length=2_000)
    organisation_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["desk", "asked_at"])]


class Invitation(WalledModel):
    """A person is invited to become a member. The link's token is made when the mail is sent, and kept only as a
    digest.
    """

    wall = Root(owner="organisation_id")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    name = models.CharField(max_length=200)
    roles = ArrayField(models.CharField(max_length=32, choices=[(role.value, role.value) for role in Role]))
    token_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
