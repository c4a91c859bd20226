"""What members say of signals. A vote is seen only by those who have cast their own, and by whoever added the signal,
who casts none: PostgreSQL itself holds that.

A policy cannot query its own table, so that somebody has voted stands in a table of its own, without the verdict.
"""

from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from causeway.hub.base.walls.declarations import Root, Written
from causeway.hub.base.walls.identity import current_identity
from causeway.hub.base.walls.models import IdentifiedModel
from causeway.hub.knowledge.banks.models.bank_walls import OWN, SEES_BANK, sees_bank, sees_bank_or_own
from causeway.hub.knowledge.banks.models.signal import Signal
from causeway.hub.knowledge.banks.standing import Verdict

_CURRENT_MEMBER = "(select nullif(current_setting('causeway.member', true), '')::uuid)"
_HAS_VOTED = (
    "EXISTS (SELECT 1 FROM banks_ballot b"  # noqa: S608 - our own names
    f" WHERE b.signal_id = {{table}}.signal_id AND b.member_id = {_CURRENT_MEMBER})"
)
_HAS_ADDED = (
    "EXISTS (SELECT 1 FROM banks_signal s"  # noqa: S608 - our own names
    f" WHERE s.id = {{table}}.signal_id AND s.member_id = {_CURRENT_MEMBER})"
)


class Ballot(IdentifiedModel):
    """That a member has voted on a signal, and not how."""

    wall = Root(owner="organisation_id", append_only=True)

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="ballots")
    organisation_id = models.UUIDField()
    member_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["signal", "member_id"], name="one_ballot_a_member")]


def _voted(organisation: UUID) -> Q:
    identity = current_identity()
    member_id = identity.member_id if identity else None
    if member_id is None:
        return Q(pk__in=[])
    own = Ballot.objects.filter(signal_id=OuterRef("signal_id"), member_id=member_id)
    return sees_bank(organisation) & (Q(Exists(own)) | Q(signal__member_id=member_id))


class Vote(IdentifiedModel):
    """A member's vote; whoever changes their mind casts another, and the latest counts."""

    wall = Written(
        of_member=True,
        read=f"{SEES_BANK} AND ({_HAS_VOTED} OR {_HAS_ADDED})",
        insert=f"{OWN} AND {{table}}.member_id = {_CURRENT_MEMBER} AND {SEES_BANK}",
        filters=_voted,
        append_only=True,
    )

    bank_id = models.UUIDField()
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="votes")
    organisation_id = models.UUIDField()
    member_id = models.UUIDField()
    verdict = models.CharField(max_length=10, choices=[(verdict.value, verdict.value) for verdict in Verdict])
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["signal", "at"])]


class Opinion(IdentifiedModel):
    """What became of a match at an organisation: right, wrong, or seen again. `reference` is its own; under one it says
    one thing, and without one whoever acts, member or credential, says one thing of a signal. What it has taken back
    stays to be read and counts no more; it can take back what it said of a bank that it shares no longer.
    """

    wall = Written(
        read=f"{SEES_BANK} OR {OWN}",
        insert=f"{OWN} AND {SEES_BANK}",
        change=OWN,
        filters=sees_bank_or_own,
        append_only=True,
        may_update=("taken_back_at",),
        set_once=("taken_back_at",),
    )

    bank_id = models.UUIDField()
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="opinions")
    organisation_id = models.UUIDField()
    by_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=12)
    reference = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["signal", "organisation_id", "kind", "reference"],
                condition=~Q(reference=""),
                name="one_opinion_a_reference",
            ),
            models.UniqueConstraint(
                fields=["signal", "by_id"], condition=Q(reference=""), name="one_opinion_without_a_reference"
            ),
        ]
        indexes = [
            models.Index(fields=["signal", "kind"]),
            models.Index(
                fields=["organisation_id", "reference"], condition=~Q(reference=""), name="opinions_by_reference"
            ),
        ]
