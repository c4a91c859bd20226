"""What was found in attachments, and who may look at them."""

from django.db import models

from causeway.hub.base.walls.declarations import Part, Root
from causeway.hub.base.walls.models import IdentifiedModel, WalledModel


class Examination(WalledModel):
    """What the limited worker found in one attachment: `document` is a `vocabulary.findings.MediaDigests`."""

    wall = Part(of="dossier_id", append_only=True, deleted_by_last=True)

    attachment = models.OneToOneField(
        "referrals.Attachment", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    dossier_id = models.UUIDField()
    sha256 = models.CharField(max_length=64, db_index=True)
    pdq = models.CharField(max_length=64, blank=True)
    pdq_quality = models.PositiveSmallIntegerField(null=True)
    fault = models.CharField(max_length=80, blank=True)
    document = models.JSONField()
    examined_at = models.DateTimeField()


class BankMatch(IdentifiedModel):
    """Something of a referral stood in a bank: an attachment, of which `document` is a `vocabulary.findings.Match`, or,
    without a digest, what it names: a `vocabulary.listed.ListedMention`. `standing` is where the signal stands since it
    changed at `standing_at`.
    """

    wall = Part(of="dossier_id", append_only=True, may_update=("standing", "standing_at"), deleted_by_last=True)

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    dossier_id = models.UUIDField(db_index=True)
    sha256 = models.CharField(max_length=64, blank=True)
    signal_id = models.UUIDField(db_index=True)
    document = models.JSONField()
    matched_at = models.DateTimeField()
    standing = models.CharField(max_length=12, blank=True, db_default="")
    standing_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "sha256", "signal_id"], name="one_match_a_signal")]


class Authority(IdentifiedModel):
    """Why this organisation may look at content that nobody at the sender viewed: what kind, which reference, by
    whom, for what.
    """

    wall = Root(owner="organisation_id", append_only=True, may_delete=True)

    organisation_id = models.UUIDField()
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    reference = models.CharField(max_length=200)
    granted_by = models.CharField(max_length=200)
    scope = models.TextField(max_length=2_000)
    recorded_by_id = models.UUIDField()
    recorded_at = models.DateTimeField()
