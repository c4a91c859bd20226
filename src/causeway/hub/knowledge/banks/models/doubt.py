"""Doubts: that a signal, or what somebody wanted to list, may name a child. The curator of the bank decides."""

from uuid import UUID

from django.db import models
from django.db.models import Q

from causeway.hub.base.walls.declarations import Written, audience_filter
from causeway.hub.base.walls.models import IdentifiedModel
from causeway.hub.knowledge.banks.models.bank import Bank
from causeway.hub.knowledge.banks.models.bank_walls import OWN, SEES_BANK
from causeway.hub.knowledge.banks.models.signal import Signal


def _seen(organisation: UUID) -> Q:
    own = Q(organisation_id=organisation) | Q(asked_by_id=organisation)
    return own | (Q(is_let_in=True) & audience_filter("bank_id", organisation))


class Doubt(IdentifiedModel):
    """One value of a bank that `organisation_id` curates. `asked_by_id` wanted to list it, and `member_id` of theirs;
    without, a referral named what was listed as `signal`. Nothing says which referral, or who has it. What is let in is
    shown to all who share the bank; of what is not, `value` keeps only its SHA-256 (`reporting.value_digest`).
    """

    wall = Written(
        read=f"{OWN} OR {{table}}.asked_by_id = {{organisation}} OR ({{table}}.is_let_in AND {SEES_BANK})",
        insert=f"{SEES_BANK} AND ({{table}}.asked_by_id IS NULL OR {{table}}.asked_by_id = {{organisation}})"  # noqa: S608
        " AND EXISTS (SELECT 1 FROM banks_bank b"
        " WHERE b.id = {table}.bank_id AND b.organisation_id = {table}.organisation_id)",
        change=OWN,
        filters=_seen,
        append_only=True,
        may_update=("value", "taken_at", "decided_at", "decided_by_id", "is_let_in", "reasons"),
        set_once=("taken_at", "decided_at"),
    )

    organisation_id = models.UUIDField()
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="doubts", db_index=False)
    signal = models.ForeignKey(Signal, null=True, on_delete=models.PROTECT, related_name="doubts")
    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=500)
    asked_by_id = models.UUIDField(null=True)
    member_id = models.UUIDField(null=True)
    found_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    is_let_in = models.BooleanField(null=True)
    reasons = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "kind", "value"], condition=Q(decided_at=None), name="one_open_doubt_a_value"
            )
        ]
        indexes = [
            models.Index(fields=["bank", "value"], name="doubts_by_value"),
            models.Index(fields=["organisation_id"], condition=Q(taken_at=None), name="doubts_to_take_up"),
        ]
