"""Scored judgements with their reasons. None is ever changed: a person's stands beside the program's, and the newest
person's counts.
"""

from django.db import models

from causeway.hub.base.walls.declarations import Part, Written
from causeway.hub.base.walls.models import IdentifiedModel


class CompletenessAssessment(IdentifiedModel):
    """Can this be acted on? The sender sees it too: `document` is a `vocabulary.findings.Completeness`."""

    wall = Part(of="referral_id", append_only=True, deleted_by_last=True)

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    score = models.FloatField()
    policy_version = models.CharField(max_length=40)
    document = models.JSONField()
    assessed_at = models.DateTimeField()


class PriorityAssessment(IdentifiedModel):
    """How soon may a child be harmed? `document` is a `vocabulary.findings.Priority`, made for one reader.

    Its points count other referrals, so each organisation that holds the referral has one of its own, from what it
    holds itself (`audience_id`); the desk makes them all.
    """

    wall = Written(
        read="{organisation} IN ({table}.audience_id, {table}.organisation_id)",
        insert="{table}.organisation_id = {organisation} AND causeway_sees({table}.dossier_id)",
        filters=lambda organisation: models.Q(audience_id=organisation) | models.Q(organisation_id=organisation),
        delete="{table}.audience_id = {organisation}",
        append_only=True,
        may_delete=True,
    )

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    dossier_id = models.UUIDField(db_index=True)
    organisation_id = models.UUIDField()
    audience_id = models.UUIDField()
    band = models.CharField(max_length=12)
    score = models.FloatField()
    is_imminent = models.BooleanField(default=False)
    policy_version = models.CharField(max_length=40)
    document = models.JSONField()
    assessed_at = models.DateTimeField()


class PriorityChange(IdentifiedModel):
    """A person's own band and reason, for all who hold the referral. It says nothing of what the program counted."""

    wall = Part(of="dossier_id", append_only=True, deleted_by_last=True)

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    dossier_id = models.UUIDField(db_index=True)
    organisation_id = models.UUIDField()
    member_id = models.UUIDField()
    band = models.CharField(max_length=12)
    reason = models.TextField(max_length=2_000)
    changed_at = models.DateTimeField()
