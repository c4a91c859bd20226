"""Appeals of account holders against decisions, and what is counted of them once they are erased.

Whoever appeals has no account here: their service tells what they say, and tells them the answer.
"""

from django.db import models

from causeway.hub.base.walls.declarations import Root
from causeway.hub.base.walls.models import IdentifiedModel
from causeway.hub.road.candidates.models.candidate import Candidate
from causeway.vocabulary.candidates import AppealOutcome, CandidateSource, Decision, Measure

_MEASURES = [(one.value, one.value) for one in Measure]


class AccountAppeal(IdentifiedModel):
    """What an account's holder says against the decision of one `turn` of a candidate, and the answer. It goes with the
    candidate.

    `holder_id` is whoever works on it, until `held_until`. `corrected_to` is empty where the decision stands, or the
    candidate was opened again. `reasons` are for the account's holder, `statement` for those who have the referral.
    """

    wall = Root(
        owner="organisation_id",
        append_only=True,
        may_update=(
            "holder_id",
            "held_until",
            "answered_at",
            "answered_by_id",
            "outcome",
            "corrected_to",
            "reasons",
            "statement",
        ),
        may_delete=True,
        set_once=("answered_at",),
    )

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="appeals")
    organisation_id = models.UUIDField()
    turn = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=20)
    service_reference = models.CharField(max_length=255, blank=True)
    measure = models.CharField(max_length=20, choices=_MEASURES)
    text = models.CharField(max_length=5_000)
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    holder_id = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=8, blank=True, choices=[(one.value, one.value) for one in AppealOutcome])
    corrected_to = models.CharField(max_length=16, blank=True, choices=[(one.value, one.value) for one in Decision])
    reasons = models.CharField(max_length=2_000, blank=True)
    statement = models.CharField(max_length=2_000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "turn"], name="one_appeal_a_decision")]
        indexes = [
            models.Index(
                fields=["organisation_id", "due_at"], condition=models.Q(answered_at=None), name="open_account_appeals"
            )
        ]


class AppealCount(IdentifiedModel):
    """That an appeal was made, or answered, for a service's transparency report: no account, no member, no way back.
    `outcome` is empty where it was made; `took_seconds` runs from its receipt to the answer. Days are UTC.
    """

    wall = Root(owner="organisation_id", append_only=True)

    organisation_id = models.UUIDField()
    source = models.CharField(max_length=16, choices=[(one.value, one.value) for one in CandidateSource])
    measure = models.CharField(max_length=20, choices=_MEASURES)
    outcome = models.CharField(max_length=8, blank=True, choices=[(one.value, one.value) for one in AppealOutcome])
    counted_on = models.DateField()
    took_seconds = models.PositiveIntegerField(null=True)
    was_late = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "counted_on"], name="appeals_by_day")]
