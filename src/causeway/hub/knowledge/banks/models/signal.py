"""Signals, the numbered log of what changed, and who has yet to say that a change reached their own systems."""

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.walls.declarations import Part, Written
from causeway.hub.base.walls.models import IdentifiedModel
from causeway.hub.knowledge.banks.models.bank import Bank
from causeway.hub.knowledge.banks.models.bank_walls import OWN, SEES_BANK, sees_bank, sees_bank_or_own
from causeway.hub.knowledge.banks.standing import OpenAppeal, Tally
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.signals import SignalKind, SignalState

STAYS = (Handling.AMBER.value, Handling.AMBER_STRICT.value)
"""Marks of the Traffic Light Protocol with which a signal stays with the organisation that got it."""


class Signal(IdentifiedModel):
    """A digest (lower-case hex), account, URL or keyword in a bank. It says that something was listed, and proves
    nothing of a person.

    `tally` is what all votes come to, kept because only those who have voted see votes; `state` is projected by
    `standing.state_of`. `organisation_id` is the contributor's. While a signal `holds_value`, nobody adds its
    value anew: once it expired, was moved, or was withdrawn by whoever added it, somebody may. `handling` is the mark
    with which it came, a `vocabulary.handling.Handling`, or empty. `doubted_at` is set while its curator has to decide
    whether it names a child.
    """

    wall = Written(
        read=SEES_BANK,
        insert=f"{OWN} AND {SEES_BANK}",
        change=SEES_BANK,
        filters=sees_bank,
        append_only=True,
        may_update=(
            "category",
            "tally",
            "appeal",
            "state",
            "withdrawn_at",
            "moved_to_id",
            "expires_at",
            "holds_value",
            "handling",
            "came_by",
            "told_of_end_at",
            "doubted_at",
        ),
        set_once=("moved_to_id",),
    )

    organisation_id = models.UUIDField()
    member_id = models.UUIDField(null=True)
    # The indexes below begin with the bank; one of its own would be written with every row and read by nothing.
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="signals", db_index=False)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in SignalKind])
    value = models.CharField(max_length=500)
    category = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=200, blank=True, db_default="")
    came_by = models.CharField(max_length=10, db_default="list")
    confidence = models.PositiveSmallIntegerField(null=True)
    handling = models.CharField(max_length=12, blank=True, db_default="")
    purposes = ArrayField(models.CharField(max_length=40), default=list, db_default=[])
    basis = models.CharField(max_length=500, blank=True, db_default="")
    agreement_id = models.UUIDField(null=True)
    added_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    tally = models.CharField(max_length=12, db_default=Tally.UNCONFIRMED.value)
    appeal = models.CharField(max_length=10, blank=True, db_default=OpenAppeal.NONE.value)
    withdrawn_at = models.DateTimeField(null=True)
    moved_to_id = models.UUIDField(null=True)
    state = models.CharField(max_length=12, db_default=SignalState.UNCONFIRMED.value)
    holds_value = models.BooleanField(default=True, db_default=True)
    told_of_end_at = models.DateTimeField(null=True)
    doubted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "kind", "value"], condition=models.Q(holds_value=True), name="once_in_a_bank"
            )
        ]
        indexes = [
            models.Index(
                fields=["bank", "kind", "value"], condition=models.Q(holds_value=False), name="signals_that_let_go"
            ),
            # By kind and state, which `Bank.counts` names: a page is put together of the newest of each. Rising, though
            # read from its end: an index is filled well only where it is written last.
            models.Index(fields=["bank", "kind", "state", "added_at", "id"], name="signals_in_their_states"),
            # By who added them: nobody passes by millions of their own to what waits for their vote.
            models.Index(
                fields=["bank", "member_id", "added_at", "id"],
                condition=models.Q(state=SignalState.UNCONFIRMED.value),
                name="signals_that_wait",
            ),
            models.Index(fields=["bank"], condition=models.Q(handling__in=STAYS), name="signals_that_stay"),
            models.Index(
                fields=["bank", "expires_at"], condition=models.Q(expires_at__isnull=False), name="signals_that_expire"
            ),
            models.Index(
                fields=["moved_to_id"], condition=models.Q(moved_to_id__isnull=False), name="signals_that_moved"
            ),
        ]


class ChangeKind(StrEnum):
    """What a row of the change log says."""

    ADDED = "added"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    REGRADED = "regraded"
    MOVED = "moved"
    APPEALED = "appealed"
    SUSPENDED = "suspended"
    RESTORED = "restored"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    RENEWED = "renewed"


OWED_A_RECEIPT = (
    ChangeKind.DISPUTED,
    ChangeKind.REGRADED,
    ChangeKind.MOVED,
    ChangeKind.SUSPENDED,
    ChangeKind.WITHDRAWN,
)
"""What receivers must undo or do otherwise; the rest they read in the feed."""
BY_VOTES = "Votes decided."
"""The reason in the change log of what votes brought about. Pages say it in the reader's language."""


class Change(IdentifiedModel):
    """One row of a bank's change log. Numbers have no gap and follow the order of commits: whoever has read up to a
    number has missed nothing.
    """

    wall = Part(of="bank_id", writers=("organisation_id",), append_only=True)

    # That the bank is there is what the signal's own key to it says; millions of lines need not be checked again.
    bank = models.ForeignKey(
        Bank, on_delete=models.PROTECT, related_name="changes", db_index=False, db_constraint=False
    )
    number = models.PositiveBigIntegerField()
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="changes", db_index=False)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in ChangeKind])
    organisation_id = models.UUIDField()
    category_before = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=12)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bank", "number"], name="one_change_of_a_number")]
        indexes = [
            models.Index(fields=["signal", "number"]),
            models.Index(fields=["bank", "number"], condition=models.Q(reason=BY_VOTES), name="changes_by_votes"),
        ]


class Receipt(IdentifiedModel):
    """What a subscriber owes for a change: that it knows, and what it undid. Open until it acknowledges."""

    wall = Written(
        read=f"{SEES_BANK} OR {OWN}",
        insert=SEES_BANK,
        change=OWN,
        filters=sees_bank_or_own,
        append_only=True,
        may_update=("told_at", "acknowledged_at", "acknowledged_by", "undid"),
        set_once=("told_at", "acknowledged_at"),
    )

    bank_id = models.UUIDField()
    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="receipts")
    organisation_id = models.UUIDField()
    owed_since = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=200, blank=True)
    undid = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "organisation_id"], name="one_receipt_a_change")]
        indexes = [
            models.Index(
                fields=["organisation_id", "bank_id"],
                condition=models.Q(acknowledged_at=None),
                name="open_receipts",
            ),
            models.Index(fields=["bank_id"], condition=models.Q(acknowledged_at=None), name="open_receipts_of_a_bank"),
            models.Index(
                fields=["bank_id", "acknowledged_at", "organisation_id"],
                condition=models.Q(acknowledged_at__isnull=False),
                name="acknowledged_receipts",
            ),
        ]
