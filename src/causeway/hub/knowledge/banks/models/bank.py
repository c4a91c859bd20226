"""Banks, and which organisations share one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.walls.declarations import Written, audience_filter
from causeway.hub.base.walls.models import IdentifiedModel
from causeway.hub.knowledge.banks.models.bank_walls import OWN, SEES_BANK, sees_bank_or_own

_SEES = SEES_BANK.replace("{table}.bank_id", "{table}.id")


class Bank(IdentifiedModel):
    """A curated list. It carries one category scheme; schemes are never mixed. `organisation_id` is its curator's.

    `version` rises with every change to its signals; it, `last_change`, the number of the newest row in its change log,
    by which a copy in memory knows what it lacks, and `counts` follow the acts of all who share it. `counts` says how
    many signals it holds, by kind and state, `contributor_ids` which other organisations have added any, and
    `told_votes_up_to` up to which number the ledger has what votes brought about.
    """

    wall = Written(
        read=_SEES,
        insert=OWN,
        change=_SEES,
        filters=lambda organisation: audience_filter("pk", organisation),
        append_only=True,
        may_update=("scheme", "is_shared", "version", "last_change", "counts", "contributor_ids", "told_votes_up_to"),
    )

    organisation_id = models.UUIDField()
    name = models.CharField(max_length=200)
    description = models.CharField(max_length=500, blank=True, db_default="")
    scheme = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=200, blank=True)
    is_shared = models.BooleanField(default=False, db_default=False)
    version = models.PositiveBigIntegerField(default=0)
    last_change = models.PositiveBigIntegerField(default=0, db_default=0)
    counts = models.JSONField(default=dict, db_default={})
    contributor_ids = ArrayField(models.UUIDField(), default=list, db_default=[])
    told_votes_up_to = models.PositiveBigIntegerField(default=0, db_default=0)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "name"], name="one_bank_of_a_name")]


class Subscription(IdentifiedModel):
    """An organisation that shares a bank, its curator among them. It ends with the agreement that let it in.
    `told_purposes` are those for which the feed last told it the values of accounts, URLs and keywords.
    """

    wall = Written(
        read=f"{SEES_BANK} OR {OWN}",
        insert="{table}.curator_id = {organisation}",
        change="{table}.curator_id = {organisation}",
        filters=sees_bank_or_own,
        append_only=True,
        may_update=("ended_at", "told_purposes"),
        set_once=("ended_at",),
    )

    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="subscriptions")
    curator_id = models.UUIDField()
    organisation_id = models.UUIDField()
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    told_purposes = ArrayField(models.CharField(max_length=40), default=list, db_default=[])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "organisation_id"], condition=models.Q(ended_at=None), name="once_in_a_bank_at_a_time"
            )
        ]
