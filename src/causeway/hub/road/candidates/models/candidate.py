"""Candidates and their files. Only the service that put them there sees any of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from causeway.hub.base.walls.declarations import Root
from causeway.hub.base.walls.models import IdentifiedModel
from causeway.hub.road.candidates.settling import Stage
from causeway.vocabulary.candidates import CandidateSource, Decision


class Candidate(IdentifiedModel):
    """One thing to look at: `document` is a `vocabulary.candidates.Candidate`, the columns are projected from it and
    from what was decided.

    Its id is founded as a root and becomes the referral's, so that what was sealed for it stays its part. `subject_key`
    is equal for candidates of one account, and the candidate's own id where no account is known. `due_at` orders the
    desk (see `ordering`). `turn` counts how often it was opened again, `reopened_at` is when it last was, and then
    the time in which to look at it begins anew. `holder_id` is whoever works on it, until `held_until`; `judged_by`
    are those who have given their decision in this turn, and not what it was. `handed_on_by` would rather not look at
    it; no page says who. `sent_at` is when its referral was sent, `told_at` when somebody was last told by mail that
    it waits, `asked_at` when one more person was last asked for because nobody at the desk may decide it.
    `dealt_with_under_id` is the candidate of its account whose decision and referral hold for this one too (see
    `dealing`).
    """

    wall = Root(owner="organisation_id")

    organisation_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    source = models.CharField(max_length=16, choices=[(one.value, one.value) for one in CandidateSource])
    rule = models.CharField(max_length=24)
    subject_key = models.CharField(max_length=64)
    document = models.JSONField()
    score = models.FloatField(null=True)
    received_at = models.DateTimeField()
    reopened_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    stage = models.CharField(
        max_length=12, choices=[(one.value, one.value) for one in Stage], default=Stage.FIRST.value
    )
    turn = models.PositiveSmallIntegerField(default=1)
    holder_id = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)
    judged_by = ArrayField(models.UUIDField(), default=list)
    handed_on_by = ArrayField(models.UUIDField(), default=list)
    decision = models.CharField(max_length=16, blank=True, choices=[(one.value, one.value) for one in Decision])
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    sent_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    dealt_with_under_id = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "reference"], name="one_candidate_of_a_name")]
        indexes = [
            models.Index(
                fields=["organisation_id", "due_at", "id"],
                condition=~Q(stage=Stage.ENDED.value),
                name="waiting_candidates",
            ),
            models.Index(fields=["organisation_id", "subject_key"], name="candidates_of_an_account"),
            models.Index(
                fields=["organisation_id", "decided_at"],
                condition=Q(stage=Stage.ENDED.value),
                name="decided_candidates",
            ),
            models.Index(
                fields=["dealt_with_under_id"],
                condition=Q(dealt_with_under_id__isnull=False),
                name="dealt_with_under",
            ),
        ]


class CandidateFile(IdentifiedModel):
    """A file of a candidate, or only its digests where the service kept the file (then `sealed_id` is None).

    `seen_clear_at` is when somebody here first saw it clear: then a person viewed this very file. `compared` is what
    the worker found of a sealed file at `compared_at` (`comparing.Compared`), None until it has.
    """

    wall = Root(owner="organisation_id")

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="files")
    organisation_id = models.UUIDField()
    ordinal = models.PositiveIntegerField()
    name = models.CharField(max_length=2056, blank=True)
    sealed_id = models.UUIDField(null=True)
    sha256 = models.CharField(max_length=64)
    md5 = models.CharField(max_length=32, blank=True)
    sha1 = models.CharField(max_length=40, blank=True)
    size_bytes = models.BigIntegerField(null=True)
    media_type = models.CharField(max_length=100, blank=True)
    seen_clear_at = models.DateTimeField(null=True)
    compared_at = models.DateTimeField(null=True)
    compared = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "ordinal"], name="one_file_at_a_place")]
        indexes = [models.Index(fields=["organisation_id", "sha256"], name="candidates_of_a_file")]
