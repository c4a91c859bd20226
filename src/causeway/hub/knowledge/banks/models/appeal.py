"""Appeals: a person's challenge to a signal. They are their curator's alone; whoever appeals has no account.

One is received the same way whatever it names, and sorted afterwards: how long the answer takes says nothing.
"""

from django.db import models

from causeway.hub.base.walls.declarations import Root
from causeway.hub.base.walls.models import IdentifiedModel
from causeway.hub.knowledge.banks.models.signal import Signal


class Appeal(IdentifiedModel):
    """What somebody said against a signal, and the decision. Without a signal, nothing was found under what they named.

    `reference` and `secret_hash` open it for whoever made it; of several banks each curator has a row of its own under
    the same two. `named` is erased with the decision, once nobody needs it. One that repeats what is open already
    `joins` that, and is decided with it. Two times say when managers and oversight bodies heard that nobody may decide
    it.
    """

    wall = Root(
        owner="organisation_id",
        append_only=True,
        may_update=(
            "named",
            "decided_at",
            "decided_by_id",
            "is_upheld",
            "reasons",
            "managers_told_at",
            "oversight_told_at",
        ),
        set_once=("decided_at", "managers_told_at", "oversight_told_at"),
    )

    organisation_id = models.UUIDField()
    signal = models.ForeignKey(Signal, null=True, on_delete=models.PROTECT, related_name="appeals")
    reference = models.CharField(max_length=20)
    secret_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, blank=True)
    named = models.CharField(max_length=500, blank=True)
    text = models.CharField(max_length=5_000)
    joins = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="joined")
    effect = models.CharField(max_length=10, blank=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    is_upheld = models.BooleanField(null=True)
    reasons = models.CharField(max_length=5_000, blank=True)
    managers_told_at = models.DateTimeField(null=True)
    oversight_told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "reference", "signal"], name="one_appeal_a_signal")
        ]
        indexes = [models.Index(fields=["organisation_id", "reference"])]


class ReceivedAppeal(IdentifiedModel):
    """An appeal as it came in, at the first public door, until it is sorted."""

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    secret_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, blank=True)
    value = models.CharField(max_length=500, blank=True)
    signal_id = models.UUIDField(null=True)
    text = models.CharField(max_length=5_000)
    received_at = models.DateTimeField(db_index=True)
