"""Which referrals hang together. Links are the desk's; a force learns of another force's referral by a notice that
says nothing of it.
"""

from django.db import models

from causeway.hub.base.walls.declarations import Between, Part, Root
from causeway.hub.base.walls.models import IdentifiedModel


class ReferralSelector(IdentifiedModel):
    """A normalised selector of a referral (`vocabulary.selectors.Selector`), by which neighbours are found."""

    wall = Part(of="dossier_id", append_only=True)

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    dossier_id = models.UUIDField()
    desk_id = models.UUIDField()
    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=2083)
    port = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(null=True)
    role = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["desk_id", "kind", "value"]), models.Index(fields=["dossier_id"])]


class Link(IdentifiedModel):
    """Two referrals share something: `document` is a `vocabulary.findings.Link`. `left_id` is the one that came
    later.
    """

    wall = Root(owner="desk_id", append_only=True)

    desk_id = models.UUIDField()
    left_id = models.UUIDField(db_index=True)
    right_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20)
    weight = models.FloatField()
    document = models.JSONField()
    found_at = models.DateTimeField()


class Membership(IdentifiedModel):
    """A referral's cluster, and the bundle it belongs to: the first telling of the same event."""

    wall = Root(owner="desk_id")

    desk_id = models.UUIDField()
    referral_id = models.UUIDField(unique=True)
    cluster_id = models.UUIDField(db_index=True)
    duplicate_of_id = models.UUIDField(null=True, db_index=True)
    since = models.DateTimeField()


class LinkNotice(IdentifiedModel):
    """A force's referral is linked to one that another organisation holds: that it exists, since when, and whom to
    ask. Nothing else.
    """

    wall = Between(columns=("organisation_id", "desk_id"), writers=("desk_id",))

    organisation_id = models.UUIDField()
    desk_id = models.UUIDField()
    referral_id = models.UUIDField()
    other_since = models.DateTimeField()
    contact = models.CharField(max_length=254)
    noticed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "referral_id"])]
