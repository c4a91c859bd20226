"""Scored judgements with their reasons. None is ever changed: a person's stands beside the program's, and the newest
person's counts.
"""

from django.db import models

from causeway.hub.base.walls.declarations import Part, Root, Written
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


class ProposedPolicy(IdentifiedModel):
    """A policy of priority that somebody at a desk proposed. `text` is its TOML. What it would do is found by the
    program: `compared` of `to_compare` past referrals are judged, then `comparison` is made, against version `against`.
    """

    wall = Root(
        owner="organisation_id",
        append_only=True,
        may_update=("against", "to_compare", "compared", "comparison", "compared_at"),
    )

    organisation_id = models.UUIDField()
    version = models.CharField(max_length=40)
    text = models.TextField()
    note = models.TextField(max_length=2_000)
    proposed_by_id = models.UUIDField()
    proposed_at = models.DateTimeField()
    against = models.CharField(max_length=40, blank=True)
    to_compare = models.PositiveIntegerField(default=0)
    compared = models.PositiveIntegerField(default=0)
    comparison = models.JSONField(null=True)
    compared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "version"], name="one_policy_a_version")]


class PolicyTerm(IdentifiedModel):
    """From when on a desk judges by a policy; without one, by the policy that ships. The newest that has begun and was
    not called off counts. `judged_anew_at`: when what waits was owed its judgement by it. `recall_reason`: why it was
    put live although fewer of what was confirmed would stand first by it.
    """

    wall = Root(owner="organisation_id", append_only=True, may_update=("called_off_at", "judged_anew_at"))

    organisation_id = models.UUIDField()
    policy = models.ForeignKey(ProposedPolicy, null=True, on_delete=models.PROTECT, related_name="terms")
    live_from = models.DateTimeField()
    reason = models.TextField(max_length=2_000)
    recall_reason = models.TextField(max_length=2_000, blank=True)
    decided_by_id = models.UUIDField()
    decided_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True)
    judged_anew_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "live_from"], name="policy_terms")]
