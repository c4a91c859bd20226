"""Agreements: who shares what with whom, for which purpose, until when."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from causeway.hub.base.walls.declarations import Root, Written
from causeway.hub.base.walls.models import WalledModel
from causeway.vocabulary.organisations import Category, Purpose


class Agreement(WalledModel):
    """One side lets things pass to the other. It holds from its acceptance until `until` or `ended_at`, not while it is
    suspended. `renews_id` is the agreement whose next version it is.
    """

    wall = Written(
        read="{organisation} IN ({table}.giver_id, {table}.receiver_id)",
        # Only the giving side can propose: a forged agreement would otherwise draw things out of another organisation.
        insert="{table}.giver_id = {organisation} AND {table}.accepted_at IS NULL",
        change="{organisation} IN ({table}.giver_id, {table}.receiver_id)",
        filters=lambda organisation: Q(giver=organisation) | Q(receiver=organisation),
        append_only=True,
        may_update=("accepted_at", "ended_at", "suspended_at", "suspended_by_id", "suspension_reason"),
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
    suspended_at = models.DateTimeField(null=True)
    suspended_by_id = models.UUIDField(null=True)
    suspension_reason = models.CharField(max_length=500, blank=True, db_default="")
    version = models.PositiveSmallIntegerField(default=1, db_default=1)
    renews_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["giver", "receiver"])]
        constraints = [models.CheckConstraint(condition=~Q(giver=F("receiver")), name="agreement_between_two")]


class ExpiryWarning(WalledModel):
    """That one side was warned, so many days before an agreement runs out."""

    wall = Root(owner="organisation_id", append_only=True)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    organisation_id = models.UUIDField()
    days = models.PositiveSmallIntegerField()
    warned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation_id", "days"], name="warned_once_of_an_end")
        ]
