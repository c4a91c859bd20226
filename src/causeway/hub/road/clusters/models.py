"""Which referrals hang together. Links are the desk's; a force learns of another force's referral by a notice that
says nothing of it.
"""

from django.db import models

from causeway.hub.base.walls.declarations import Between, Part, Root, Written, audience_filter
from causeway.hub.base.walls.models import IdentifiedModel


class ReferralSelector(IdentifiedModel):
    """A normalised selector of a cleared referral (`vocabulary.selectors.Selector`), by which neighbours are found.

    A file stands here too, of kind `media` and by its SHA-256, and a mark (`causeway.linking.marks`), of kind `mark`.
    `key` is a digest of kind and value: an address can be longer than an index takes. `is_followed`: it leads to this
    referral; of an event told again and again only the first tellings are looked at.
    """

    wall = Part(of="dossier_id", append_only=True, deleted_by_last=True)

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    dossier_id = models.UUIDField()
    desk_id = models.UUIDField()
    sender_id = models.UUIDField()
    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=2083)
    key = models.CharField(max_length=32)
    added_at = models.DateTimeField()
    is_followed = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "key"], name="one_selector_a_referral")]
        indexes = [
            models.Index(fields=["desk_id", "key", "-added_at"]),
            models.Index(fields=["desk_id", "key", "sender_id", "is_followed", "-added_at"], name="holders_by_sender"),
            models.Index(fields=["dossier_id"]),
        ]


class Link(IdentifiedModel):
    """Two referrals share something: `document` is a `vocabulary.findings.Link`. `left_id` is the one that came
    later. Since `worn_at` it weighs nothing: too many share the thing.
    """

    wall = Root(owner="desk_id", append_only=True, may_delete=True, may_update=("worn_at",), set_once=("worn_at",))

    desk_id = models.UUIDField()
    left_id = models.UUIDField()
    right_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20)
    weight = models.FloatField()
    reason = models.CharField(max_length=500)
    document = models.JSONField()
    found_at = models.DateTimeField()
    worn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left_id", "right_id", "kind", "reason"], name="one_link_a_reason")
        ]


class WornSelector(IdentifiedModel):
    """A selector that so many referrals of a desk share that it links nothing any more, by the key of its
    `ReferralSelector`. Until `settled_at` the links that it made before still count.
    """

    wall = Root(
        owner="desk_id", append_only=True, may_delete=True, may_update=("settled_at",), set_once=("settled_at",)
    )

    desk_id = models.UUIDField()
    key = models.CharField(max_length=32)
    noted_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk_id", "key"], name="worn_out_once")]
        indexes = [
            models.Index(
                fields=["desk_id", "noted_at"], condition=models.Q(settled_at=None), name="worn_and_not_settled"
            )
        ]


class Verdict(IdentifiedModel):
    """A person's word on two referrals, which stands above every link: they belong together, or they do not.

    `left_id` is the smaller of the two. Rows of one `decision_id` were said at once: one referral was judged beside
    several. What is taken back is kept, and counts no more. `is_event`: they tell of one event, and `moved` lists who
    came into the other's bundle by that, the first telling of their own ahead. `was_head_id` is the first telling from
    whose bundle somebody had taken that one out before, `brought_news` whether it said something new there.
    """

    wall = Root(
        owner="desk_id",
        append_only=True,
        may_delete=True,
        may_update=("taken_back_at", "taken_back_by_id", "taken_back_reason"),
        set_once=("taken_back_at", "taken_back_by_id"),
    )

    desk_id = models.UUIDField()
    decision_id = models.UUIDField(db_index=True)
    left_id = models.UUIDField()
    right_id = models.UUIDField(db_index=True)
    is_same = models.BooleanField()
    is_event = models.BooleanField(default=False)
    moved = models.JSONField(default=list)
    was_head_id = models.UUIDField(null=True)
    brought_news = models.BooleanField(default=False)
    reason = models.CharField(max_length=2000)
    member_id = models.UUIDField()
    decided_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by_id = models.UUIDField(null=True)
    taken_back_reason = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["left_id", "right_id", "is_event"],
                condition=models.Q(taken_back_at=None),
                name="one_verdict_a_pair",
            )
        ]


class Membership(IdentifiedModel):
    """A cleared referral: its cluster, the bundle it belongs to, and the compact facts by which later ones are
    compared with it.

    `number` counts clearings at the desk, without a gap and in the order of their commits, so that a copy in memory
    can be brought up to date. `facts` is a `causeway.linking.LinkInput`; `looks` holds PDQ and quality of each
    picture. `bundle`, of a first telling that others followed, is a `causeway.linking.Bundle`: what they say together.
    """

    wall = Root(owner="desk_id")

    desk_id = models.UUIDField()
    referral_id = models.UUIDField(unique=True)
    dossier_id = models.UUIDField()
    sender_id = models.UUIDField()
    sender_reference = models.CharField(max_length=255, blank=True)
    received_at = models.DateTimeField()
    cluster_id = models.UUIDField(db_index=True)
    duplicate_of_id = models.UUIDField(null=True)
    number = models.BigIntegerField()
    facts = models.JSONField()
    looks = models.JSONField(default=list)
    bundle = models.JSONField(null=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk_id", "number"], name="one_clearing_a_number")]
        # Of an event told very often the tellings are read as they were cleared, and no further than is asked.
        # Of every row: a kept plan, which does not see the value that it is run with, uses no index of some.
        indexes = [
            models.Index(fields=["duplicate_of_id", "number"], name="tellings_in_order"),
            models.Index(fields=["desk_id", "sender_id", "sender_reference"], name="senders_references"),
        ]


_MOVES = ("head_id", "brings_news", "bundled_at", "parted_at", "joined_at")
"""What changes of a telling that comes under another first one, or leaves it."""


class Bundling(IdentifiedModel):
    """The same event was told before: `head_id` is its first telling. Part of the dossier, so that a force can bundle
    its own queue. Since `parted_at` it counts no more: a person of the desk said that the two do not belong together,
    or took back that they tell of one event, or the first telling was erased and this one leads the others; then it
    names itself. `joined_at` is when a person's word put it under
    this first telling, with its own bundle or as the first of it: then it equals `bundled_at`.
    """

    wall = Part(of="dossier_id", append_only=True, deleted_by_last=True, may_update=_MOVES)

    referral_id = models.UUIDField(unique=True)
    dossier_id = models.UUIDField()
    head_id = models.UUIDField(db_index=True)
    brings_news = models.BooleanField()
    bundled_at = models.DateTimeField()
    parted_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(null=True)


class LinkNotice(IdentifiedModel):
    """A force's referral is linked to one that another organisation holds: that it exists, since when, and whom to
    ask. Nothing else.

    One notice for each contact, however many referrals that organisation holds: their number is its own.
    """

    wall = Between(columns=("organisation_id", "desk_id"), writers=("desk_id",), append_only=True)

    organisation_id = models.UUIDField()
    desk_id = models.UUIDField()
    referral_id = models.UUIDField()
    other_since = models.DateTimeField()
    contact = models.CharField(max_length=254)
    noticed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "referral_id", "contact"], name="one_notice_a_contact")
        ]


class SharedWidely(IdentifiedModel):
    """What of a referral was shared so widely, when it was last cleared, that it links little or nothing: for one
    reader, counted among what that reader holds (`audience_id`). The desk makes them all.

    `things` lists the key of a `ReferralSelector`, a `vocabulary.findings.Worn` and a count of referrals: no value.
    """

    wall = Written(
        read="({organisation} = {table}.audience_id"
        " OR ({organisation} = {table}.organisation_id AND causeway_sees({table}.dossier_id)))",
        insert="{table}.organisation_id = {organisation} AND causeway_sees({table}.dossier_id)",
        change="{table}.organisation_id = {organisation} AND causeway_sees({table}.dossier_id)",
        delete="{table}.audience_id = {organisation}",
        filters=lambda organisation: (
            models.Q(audience_id=organisation)
            | (models.Q(organisation_id=organisation) & audience_filter("dossier_id", organisation))
        ),
    )

    referral_id = models.UUIDField()
    dossier_id = models.UUIDField()
    organisation_id = models.UUIDField()
    audience_id = models.UUIDField()
    things = models.JSONField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral_id", "audience_id"], name="widely_shared_once_a_reader")
        ]
