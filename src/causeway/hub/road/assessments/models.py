"""Scored judgements with their reasons. None is ever changed: a person's stands beside the program's, and the newest
person's counts.
"""

from django.db import models

from causeway.hub.base.walls.declarations import Part
from causeway.hub.base.walls.models import IdentifiedModel


class CompletenessAssessment(IdentifiedModel):
    """Can this be acted on? The sender sees it too: `document` is a `vocabulary.findings.Completeness`."""

    wall = Part(of="referral_id", append_only=True)

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    score = models.FloatField()
    policy_version = models.CharField(max_length=40)
    document = models.JSONField()
    assessed_at = models.DateTimeField()


class PriorityAssessment(IdentifiedModel):
    """How soon may a child be harmed? `document` is a `vocabulary.findings.Priority`; with `member_id`, a person's
    own band and reason.
    """

    wall = Part(of="dossier_id", append_only=True)

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    dossier_id = models.UUIDField(db_index=True)
    organisation_id = models.UUIDField()
    member_id = models.UUIDField(null=True)
    band = models.CharField(max_length=12)
    score = models.FloatField()
    is_imminent = models.BooleanField(default=False)
    reason = models.TextField(blank=True, max_length=2_000)
    policy_version = models.CharField(max_length=40)
    document = models.JSONField()
    assessed_at = models.DateTimeField()
