"""Which force, and why. Every decision is kept; the newest counts, and a person's is never overruled by the program."""

from django.db import models

from causeway.hub.base.walls.declarations import Part
from causeway.hub.base.walls.models import IdentifiedModel


class RouteDecision(IdentifiedModel):
    """One decision. `candidates` are `vocabulary.findings.Route` documents, best first; no `receiver_id` means that a
    person must decide. `reason` is a person's, or the program's in English; then `phrases` holds what it was made of.
    """

    wall = Part(of="dossier_id", append_only=True)

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    dossier_id = models.UUIDField(db_index=True)
    organisation_id = models.UUIDField()
    member_id = models.UUIDField(null=True)
    country = models.CharField(max_length=2, blank=True)
    force_code = models.CharField(max_length=32, blank=True)
    receiver_id = models.UUIDField(null=True)
    candidates = models.JSONField(default=list)
    reason = models.TextField(max_length=2_000)
    phrases = models.JSONField(default=list)
    decided_at = models.DateTimeField()
