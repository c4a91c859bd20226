"""Agreements: who shares what with whom, for which purpose, until when."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from causeway.hub.base.walls.declarations import Written
from causeway.hub.base.walls.models import WalledModel
from causeway.vocabulary.organisations import Category, Purpose


class Agreement(WalledModel):
    """One side lets things pass to the other. It holds from its acceptance until `until` or `ended_at`."""

    wall = Written(
        read="{organisation} IN ({table}.giver_id, {table}.receiver_id)",
        # Only the giving side can propose: a forged agreement would otherwise draw things out of another organisation.
        insert="{table}.giver_id = {organisation} AND {table}.accepted_at IS NULL",
        change="{organisation} IN ({table}.giver_id, {table}.receiver_id)",
        filters=lambda organisation: Q(giver=organisation) | Q(receiver=organisation),
        append_only=True,
        may_update=("accepted_at", "ended_at"),
        set_once=("accepted_at:receiver_id", "ended_at"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    giver = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    categories = ArrayField(
        models.CharField(max_length=20, choices=[(category.value, category.value) for category in Category])
    )
    purpose = models.CharField(max_length=40, choices=[(purpose.value, purpose.value) for purpose in Purpose])
    basis = models.CharField(max_length=500, blank=True)
    proposed_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["giver", "receiver"])]
        constraints = [models.CheckConstraint(condition=~Q(giver=F("receiver")), name="agreement_between_two")]
