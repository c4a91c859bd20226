"""Documents of agreements: the text that was signed, sealed."""

from django.db import models
from django.db.models import Q

from causeway.hub.base.walls.declarations import Written
from causeway.hub.base.walls.models import IdentifiedModel


class AgreementDocument(IdentifiedModel):
    """A document that the giving side attached to an agreement. Both sides see that it is there, and its digest; the
    receiving side opens it once the agreement holds.
    """

    wall = Written(
        read="{organisation} IN ({table}.giver_id, {table}.receiver_id)",
        insert=(
            "{table}.giver_id = {organisation} AND EXISTS (SELECT 1 FROM organisations_agreement g"
            " WHERE g.id = {table}.agreement_id AND g.giver_id = {table}.giver_id"
            " AND g.receiver_id = {table}.receiver_id)"
        ),
        filters=lambda organisation: Q(giver_id=organisation) | Q(receiver_id=organisation),
        append_only=True,
    )

    agreement = models.ForeignKey("organisations.Agreement", on_delete=models.PROTECT, related_name="+")
    giver_id = models.UUIDField()
    receiver_id = models.UUIDField()
    sealed_id = models.UUIDField()
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    attached_by = models.CharField(max_length=200)
    attached_at = models.DateTimeField()
