"""Checks with known answers: what may be shown again, what lies on the desk as a check, and how it was answered.

How one person answered is that person's own to read: PostgreSQL itself holds that. What the desk counts has no name.
"""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from causeway.hub.base.walls.declarations import Root, Written
from causeway.hub.base.walls.identity import current_identity
from causeway.hub.base.walls.models import IdentifiedModel
from causeway.hub.road.candidates.models.candidate import Candidate
from causeway.vocabulary.candidates import CandidateSource, Decision

_DECISIONS = [(one.value, one.value) for one in Decision]
_SOURCES = [(one.value, one.value) for one in CandidateSource]
_MEMBER = "(select nullif(current_setting('causeway.member', true), '')::uuid)"
_OWN = "{table}.organisation_id = {organisation}"


class KnownAnswer(IdentifiedModel):
    """A decided candidate that may come to others as a check, and what was agreed on it. It goes with the candidate.

    `known_to` are those who know the answer: who judged it, who kept it, who has answered it as a check.
    """

    wall = Root(owner="organisation_id")

    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="known_answer")
    organisation_id = models.UUIDField()
    agreed = models.CharField(max_length=16, choices=_DECISIONS)
    why = models.CharField(max_length=2_000)
    known_to = ArrayField(models.UUIDField(), default=list)
    placed_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField()


class PlacedCheck(IdentifiedModel):
    """That a candidate on the desk is a check made from another. No reviewer's page says so before it is answered."""

    wall = Root(owner="organisation_id")

    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="placed_check")
    organisation_id = models.UUIDField()
    original_id = models.UUIDField()
    agreed = models.CharField(max_length=16, choices=_DECISIONS)
    why = models.CharField(max_length=2_000)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "original_id"], name="checks_of_a_candidate")]


def _own_or_of_the_program(organisation: UUID) -> Q:
    identity = current_identity()
    own = Q(organisation_id=organisation)
    return own if identity is None or identity.member_id is None else own & Q(member_id=identity.member_id)


class CheckAnswer(IdentifiedModel):
    """How one person answered a check, for that person to learn from. Its id was the check's. The program reads it too,
    for it erases what is old.
    """

    wall = Written(
        of_member=True,
        read=f"{_OWN} AND ({_MEMBER} IS NULL OR {{table}}.member_id = {_MEMBER})",
        insert=f"{_OWN} AND {{table}}.member_id = {_MEMBER}",
        delete=_OWN,
        filters=_own_or_of_the_program,
        append_only=True,
        may_delete=True,
    )

    organisation_id = models.UUIDField()
    member_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    source = models.CharField(max_length=16, choices=_SOURCES)
    answered = models.CharField(max_length=16, choices=_DECISIONS)
    reason = models.CharField(max_length=2_000)
    agreed = models.CharField(max_length=16, choices=_DECISIONS)
    why = models.CharField(max_length=2_000)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "member_id", "at"], name="check_answers_of_a_member")]


class CheckCount(IdentifiedModel):
    """That a check was answered, for figures: no member, no account, no way back to either. Days are UTC."""

    wall = Root(owner="organisation_id", append_only=True)

    organisation_id = models.UUIDField()
    source = models.CharField(max_length=16, choices=_SOURCES)
    agreed = models.CharField(max_length=16, choices=_DECISIONS)
    answered = models.CharField(max_length=16, choices=_DECISIONS)
    answered_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "answered_on"], name="checks_by_day")]
