"""Referrals as they were told. None of these rows changes afterwards; where a referral stands is derived elsewhere."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from causeway.hub.base.walls.declarations import Part, Root
from causeway.hub.base.walls.models import IdentifiedModel


class Referral(IdentifiedModel):
    """What was told. `document` is a `vocabulary.referral.Referral`; the other columns are projected from it to be
    queried.

    Its audience is the sender, the desk, and the forces to which it went. What the receivers found is part of another
    root, the dossier, that the sender does not see; `dossier_id` names it.
    """

    wall = Root(append_only=True, deleted_by_last=True)

    dossier_id = models.UUIDField(unique=True)
    reference = models.CharField(max_length=20, unique=True)
    sender_id = models.UUIDField()
    desk_id = models.UUIDField()
    sender_kind = models.CharField(max_length=20)
    sender_reference = models.CharField(max_length=255, blank=True)
    external_reference = models.CharField(max_length=255, blank=True)
    door = models.CharField(max_length=20)
    concern = models.CharField(max_length=40)
    platform = models.CharField(max_length=256, blank=True)
    occurred_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    do_not_alert_until = models.DateField(null=True)
    document = models.JSONField()
    original_id = models.UUIDField(null=True)
    credential_id = models.UUIDField(null=True)
    member_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["sender_id", "received_at"]), models.Index(fields=["desk_id", "received_at"])]


class Attachment(IdentifiedModel):
    """A file as it came, or a URL without one. `ordinal` is its place in the document's attachments; `sealed_id` its
    sealed bytes.
    """

    wall = Part(of="referral_id", append_only=True, deleted_by_last=True)

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="attachments")
    ordinal = models.PositiveIntegerField()
    sealed_id = models.UUIDField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    md5 = models.CharField(max_length=32, blank=True)
    sha1 = models.CharField(max_length=40, blank=True)
    size_bytes = models.BigIntegerField(null=True)
    name = models.CharField(max_length=2056, blank=True)
    viewed_by_sender = models.BooleanField(null=True)
    supplement_id = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "ordinal"], name="one_attachment_a_place")]


class Question(IdentifiedModel):
    """A question to the sender about a referral; its answer is a supplement. `days_off` are the holidays that its
    deadline leaves out, `paused_at` since when its clock stands.
    """

    wall = Part(
        of="referral_id",
        append_only=True,
        may_update=("answered_at", "due_at", "days_off", "paused_at"),
        deleted_by_last=True,
    )

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="questions")
    asked_by_id = models.UUIDField()
    member_id = models.UUIDField(null=True)
    text = models.TextField(max_length=3_000)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    days_off = ArrayField(models.DateField(), default=list)
    paused_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)


class Supplement(IdentifiedModel):
    """What is added to a referral later. `document` holds what of the referral's own shape is new, if anything."""

    wall = Part(of="referral_id", append_only=True, deleted_by_last=True)

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="supplements")
    question = models.ForeignKey(Question, null=True, on_delete=models.PROTECT, related_name="answers")
    added_by_id = models.UUIDField()
    member_id = models.UUIDField(null=True)
    text = models.TextField(max_length=10_000, blank=True)
    document = models.JSONField(null=True)
    added_at = models.DateTimeField()


class SearchTerm(IdentifiedModel):
    """By which a referral is found, by equality: its references and normalised selectors. `kind` is `reference` or a
    selector's kind.
    """

    wall = Part(of="referral_id", append_only=True, deleted_by_last=True)

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="terms")
    kind = models.CharField(max_length=20)
    term = models.CharField(max_length=2083)

    class Meta:
        indexes = [models.Index(fields=["kind", "term"])]
        constraints = [models.UniqueConstraint(fields=["referral", "kind", "term"], name="one_term_a_referral")]


class ChildMark(IdentifiedModel):
    """An account, page or word that names a child whom a referral tells of (`children`), in the spelling of a signal;
    `at` is when it was marked.
    """

    wall = Part(of="referral_id", append_only=True, deleted_by_last=True, is_asked=True)

    # The constraint's index begins with the referral.
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="child_marks", db_index=False)
    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "value"], name="children_by_value")]
        constraints = [models.UniqueConstraint(fields=["referral", "kind", "value"], name="one_mark_a_referral")]
