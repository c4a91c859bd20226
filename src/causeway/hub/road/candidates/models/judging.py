"""What reviewers decide. While a second opinion is owed, nobody but its writer reads the first: PostgreSQL itself holds
that, so that the second person decides by themselves.
"""

from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from causeway.hub.base.walls.declarations import Written
from causeway.hub.base.walls.identity import current_identity
from causeway.hub.base.walls.models import IdentifiedModel
from causeway.hub.road.candidates.models.candidate import Candidate
from causeway.hub.road.candidates.settling import Stage
from causeway.vocabulary.candidates import Decision
from causeway.vocabulary.referral import Concern

_OWN = "{table}.organisation_id = {organisation}"
_MEMBER = "(select nullif(current_setting('causeway.member', true), '')::uuid)"
_IS_OPEN = (
    "EXISTS (SELECT 1 FROM candidates_candidate c"  # noqa: S608 - our own names
    f" WHERE c.id = {{table}}.candidate_id AND c.stage <> '{Stage.SECOND.value}')"
)


def _readable(organisation: UUID) -> Q:
    identity = current_identity()
    open_to_all = Candidate._base_manager.filter(id=OuterRef("candidate_id")).exclude(stage=Stage.SECOND.value)
    readable = Q(Exists(open_to_all))
    if identity is not None and identity.member_id is not None:
        readable |= Q(member_id=identity.member_id)
    return Q(organisation_id=organisation) & readable


class Judgement(IdentifiedModel):
    """One person's decision on a candidate, and why; in one `turn` there is one of each stage. `is_urgent`: a child may
    be in danger now, so no second opinion is waited for.
    """

    wall = Written(
        of_member=True,
        read=f"{_OWN} AND ({{table}}.member_id = {_MEMBER} OR {_IS_OPEN})",
        insert=f"{_OWN} AND {{table}}.member_id = {_MEMBER}",
        delete=_OWN,
        filters=_readable,
        append_only=True,
        may_delete=True,
    )

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="judgements")
    organisation_id = models.UUIDField()
    member_id = models.UUIDField()
    turn = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Stage])
    decision = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Decision])
    concern = models.CharField(max_length=40, blank=True, choices=[(one.value, one.value) for one in Concern])
    reason = models.CharField(max_length=2_000)
    is_urgent = models.BooleanField(default=False)
    asks_second = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "turn", "stage"], name="one_judgement_a_stage")]
