"""Banks and the signals in them."""

from django.db import models

from causeway.hub.base.walls.declarations import Root
from causeway.hub.base.walls.models import IdentifiedModel
from causeway.vocabulary.findings import DigestKind


class Bank(IdentifiedModel):
    """A curated list of an organisation. A list carries one category scheme; schemes are never mixed.

    `version` rises with every change to its signals, so that a copy in memory knows when it is out of date.
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    name = models.CharField(max_length=200)
    scheme = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=200, blank=True)
    version = models.PositiveBigIntegerField(default=0)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "name"], name="one_bank_of_a_name")]


class Signal(IdentifiedModel):
    """A digest in a bank, lower-case hex. It says that a file was listed, and proves nothing of a person."""

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="signals")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in DigestKind])
    value = models.CharField(max_length=64)
    category = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=500, blank=True)
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bank", "kind", "value"], name="once_in_a_bank")]
        indexes = [models.Index(fields=["organisation_id", "kind", "value"])]
