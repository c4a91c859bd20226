"""Interests, the tokens by which they meet, and what two organisations then learn of one another.

An interest says for its owner what it is about; its token, which the desk compares, says so to nobody. An overlap has a
row for each side that was told, and names the other organisation alone.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from causeway.hub.base.walls.declarations import Between, Listed, Root, Written
from causeway.hub.base.walls.models import IdentifiedModel
from causeway.hub.road.deconfliction.words import Way

_OWN_OVERLAP = (
    "EXISTS (SELECT 1 FROM deconfliction_overlap o WHERE o.pair_id = {table}.pair_id"
    " AND o.organisation_id = {organisation} AND o.other_id = {table}.other_id)"
)
_OWN_CONSENT = (
    "EXISTS (SELECT 1 FROM deconfliction_overlapconsent c WHERE c.pair_id = {table}.pair_id"
    " AND c.organisation_id = {organisation})"
)


class Asking(IdentifiedModel):
    """One act of registering: who had how many selectors blinded, and when. It is kept whatever came of it, for it is
    what limits and oversight count. `readers` are its own organisation and the oversight bodies; nothing of a case or a
    selector stands here. `pattern` is what was unusual about it.
    """

    wall = Listed(column="readers", writer="organisation_id", append_only=True)

    organisation_id = models.UUIDField()
    member_id = models.UUIDField(null=True)
    credential_id = models.UUIDField(null=True)
    readers = ArrayField(models.UUIDField())
    way = models.CharField(max_length=10, choices=[(way.value, way.value) for way in Way])
    selectors = models.PositiveIntegerField()
    is_refused = models.BooleanField(default=False)
    pattern = models.CharField(max_length=20, blank=True)
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "asked_at"])]


class Interest(IdentifiedModel):
    """ "We work on this selector", for its owner: for which case, under what label, until when. The selector itself is
    not here.

    `tells_months`: for how long after its end others are still told that somebody worked on it until then. `ended_at`:
    when its end was seen to.
    """

    wall = Root(
        owner="organisation_id",
        append_only=True,
        may_update=("is_silent", "until", "ended_at", "withdrawn_at", "warned_at"),
        may_delete=True,
        set_once=("withdrawn_at",),
    )

    organisation_id = models.UUIDField()
    asking = models.ForeignKey(Asking, on_delete=models.PROTECT, related_name="+")
    member_id = models.UUIDField(null=True)
    case_id = models.UUIDField(null=True, db_index=True)
    case_reference = models.CharField(max_length=60)
    label = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    is_silent = models.BooleanField(default=False)
    tells_months = models.PositiveSmallIntegerField(default=0)
    registered_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "-registered_at"])]


class InterestToken(IdentifiedModel):
    """What the desk compares: the oblivious token of one epoch, under a key of the hub's own, and whom it may be told
    to. `abroad` names organisations of other countries with which an agreement is in force, each with its end or null.
    """

    wall = Between(
        columns=("organisation_id", "desk_id"),
        writers=("organisation_id",),
        append_only=True,
        may_update=("asking_id", "is_silent", "until", "tells_until", "abroad"),
        may_delete=True,
    )

    interest_id = models.UUIDField()
    organisation_id = models.UUIDField()
    desk_id = models.UUIDField()
    asking_id = models.UUIDField(db_index=True)
    epoch = models.PositiveIntegerField()
    kept = models.CharField(max_length=64)
    is_silent = models.BooleanField()
    country = models.CharField(max_length=2)
    abroad = models.JSONField(default=dict)
    until = models.DateTimeField()
    tells_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "epoch", "kept"], name="one_interest_a_token"),
            models.UniqueConstraint(fields=["interest_id", "epoch"], name="one_token_an_epoch"),
        ]
        indexes = [models.Index(fields=["desk_id", "kept"])]


class Overlap(IdentifiedModel):
    """For one side: its interest meets one of the other organisation. `other_until` is set where the other's has ended.
    `is_mutual` where the other side was told as well. Both sides know the pair by `pair_id`, and neither the other's
    interest.
    """

    wall = Written(
        read="{organisation} IN ({table}.organisation_id, {table}.desk_id)",
        insert="{table}.desk_id = {organisation}",
        change="{table}.desk_id = {organisation}",
        delete="{table}.organisation_id = {organisation}",
        filters=lambda organisation: Q(organisation_id=organisation) | Q(desk_id=organisation),
        append_only=True,
        may_update=("is_mutual", "other_until"),
        may_delete=True,
    )

    organisation_id = models.UUIDField()
    desk_id = models.UUIDField()
    interest_id = models.UUIDField(db_index=True)
    other_id = models.UUIDField()
    pair_id = models.UUIDField()
    other_until = models.DateTimeField(null=True)
    is_mutual = models.BooleanField(default=False)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pair_id", "organisation_id"], name="one_overlap_a_side")]


class SilentMeeting(IdentifiedModel):
    """For one side: its silent interest meets a silent one of somebody. Whose it is stands nowhere here: both are named
    to each other once both have agreed to it, and then in an overlap.
    """

    wall = Written(
        read="{organisation} IN ({table}.organisation_id, {table}.desk_id)",
        insert="{table}.desk_id = {organisation} AND {table}.agreed_at IS NULL",
        change="{table}.organisation_id = {organisation}",
        delete="{organisation} IN ({table}.organisation_id, {table}.desk_id)",
        filters=lambda organisation: Q(organisation_id=organisation) | Q(desk_id=organisation),
        append_only=True,
        may_update=("agreed_at",),
        may_delete=True,
        set_once=("agreed_at",),
    )

    organisation_id = models.UUIDField()
    desk_id = models.UUIDField()
    interest_id = models.UUIDField(db_index=True)
    pair_id = models.UUIDField()
    found_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pair_id", "organisation_id"], name="one_silent_meeting_a_side")]


class OverlapConsent(IdentifiedModel):
    """One side agrees to share more. The other sees that it does, and not yet what."""

    wall = Written(
        read="{organisation} IN ({table}.organisation_id, {table}.other_id)",
        # Only who has an overlap can agree in it: a made-up consent would open what the other side wrote.
        insert="{table}.organisation_id = {organisation} AND " + _OWN_OVERLAP,
        delete="{table}.organisation_id = {organisation}",
        filters=lambda organisation: Q(organisation_id=organisation) | Q(other_id=organisation),
        append_only=True,
        may_delete=True,
    )

    pair_id = models.UUIDField()
    organisation_id = models.UUIDField()
    other_id = models.UUIDField()
    agreed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pair_id", "organisation_id"], name="one_consent_a_side")]


class OverlapShare(IdentifiedModel):
    """What one side shares: a case's reference and a named officer. The other reads it once it has agreed itself."""

    wall = Written(
        read="{table}.organisation_id = {organisation} OR ({table}.other_id = {organisation} AND " + _OWN_CONSENT + ")",
        insert="{table}.organisation_id = {organisation} AND " + _OWN_OVERLAP,
        filters=lambda organisation: (
            Q(organisation_id=organisation)
            | Q(
                other_id=organisation,
                pair_id__in=OverlapConsent._base_manager.filter(organisation_id=organisation).values("pair_id"),
            )
        ),
        delete="{table}.organisation_id = {organisation}",
        append_only=True,
        may_delete=True,
    )

    pair_id = models.UUIDField()
    organisation_id = models.UUIDField()
    other_id = models.UUIDField()
    member_id = models.UUIDField()
    case_reference = models.CharField(max_length=60)
    officer = models.CharField(max_length=200)
    contact = models.EmailField()
    shared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pair_id", "organisation_id"], name="one_share_a_side")]
