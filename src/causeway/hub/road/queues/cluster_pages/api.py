"""How referrals hang together, for a page or a program of a signed-in member of the desk: what is said is a person's
word, so no API credential may say it.

The API root adds this router under `/clusters` and signs the caller in.
"""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from causeway.hub.base.acting.calling import actor_of
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.road.clusters.commands.judge import Judged
from causeway.hub.road.clusters.settling import Settling
from causeway.hub.road.queues.cluster_pages.judge_referrals import judge_referrals, merge_bundles, take_back_judgement
from causeway.hub.road.queues.cluster_pages.page import cluster_page
from causeway.hub.road.queues.cluster_pages.told import told_cluster

router = Router(tags=["clusters"])


class MemberOut(Schema):
    """A referral of the cluster; `taken_by` of your own organisation."""

    referral_id: UUID
    reference: str
    received_at: datetime
    duplicate_of: UUID | None
    taken_by: str | None


class ReasonOut(Schema):
    """One thing that two share; `weight` from 0 to 1 says how telling it is alone."""

    text: str
    weight: float


class TieOut(Schema):
    """Two referrals and what they share; `weight` is what all of it comes to, `holds` whether that holds them
    together.
    """

    left: UUID
    right: UUID
    weight: float
    holds: bool
    by_person: bool
    reasons: list[ReasonOut]


class DecisionOut(Schema):
    """What a person said of one referral and others."""

    id: UUID
    referral_id: UUID
    other_ids: list[UUID]
    is_same: bool
    is_one_event: bool
    reason: str
    by: str
    decided_at: datetime
    taken_back_at: datetime | None


class CommonOut(Schema):
    """An identifier or file of the referral that very many hold. `effect`: `nothing` (it links nothing), `not_alone`
    (it only adds to what else two share), `weakly` (it does not hold two together). A force's counts are of what it
    holds.
    """

    kind: str
    value: str
    effect: str
    shared_by_at_least: int
    counted_at: datetime


class ClusterOut(Schema):
    """A cluster around one referral: `size` counts all of it, `members` are the nearest, `ties` those among the first
    forty. `way` leads to the referral that `to` names; where none does, `way_parted_by` is what persons said that keeps
    the two clusters apart. `kept_apart` is what those share that persons parted.
    """

    size: int
    members: list[MemberOut]
    ties: list[TieOut]
    way: list[TieOut]
    way_parted_by: list[DecisionOut]
    kept_apart: list[TieOut]
    decisions: list[DecisionOut]
    widely_shared: list[CommonOut]


class JudgeIn(Schema):
    """One referral, those beside which it is put, and whether they belong together. `is_one_event`: it and one other
    tell of one event, so that their bundles become one.
    """

    referral_id: UUID
    other_ids: list[UUID]
    is_same: bool
    reason: str
    is_one_event: bool = False


class TakeBackIn(Schema):
    """Why it is taken back."""

    reason: str


class SettledOut(Schema):
    """Who stands together now: the groups of the clusters that were touched."""

    groups: list[list[UUID]]


@router.get("/{uuid:referral_id}", response=ClusterOut, summary="The cluster of a referral, and why it hangs together")
def get_cluster(request: HttpRequest, referral_id: UUID, to: UUID | None = None) -> dict[str, object]:
    """The look stands in the ledger. A force sees its own referrals that name the same thing, and no weights."""
    return told_cluster(cluster_page(actor_of(request), referral_id, to=to))


@router.post("/decisions", response={201: SettledOut}, summary="Say that referrals belong together, or do not")
def post_decision(request: HttpRequest, body: JudgeIn) -> Status[dict[str, object]]:
    """It stands above every link, and later referrals keep to it. What contradicts an earlier word gets 409."""
    actor = actor_of(request)
    if body.is_one_event:
        other_id = _one_other(body)
        return Status(201, _settled(merge_bundles(actor, body.referral_id, other_id, body.reason)))
    judged = Judged(referral_id=body.referral_id, other_ids=tuple(dict.fromkeys(body.other_ids)), is_same=body.is_same)
    return Status(201, _settled(judge_referrals(actor, judged, body.reason)))


@router.post("/decisions/{uuid:decision_id}/taken-back", response=SettledOut, summary="Take back what a person said")
def post_taken_back(request: HttpRequest, decision_id: UUID, body: TakeBackIn) -> dict[str, object]:
    """The links alone decide again."""
    return _settled(take_back_judgement(actor_of(request), decision_id, body.reason))


def _one_other(body: JudgeIn) -> UUID:
    if not body.is_same:
        raise Invalid(_("Two that tell of one event belong together."), field="is_same")
    others = set(body.other_ids) - {body.referral_id}
    if len(others) != 1:
        raise Invalid(_("Name one other referral that tells of the same event."), field="other_ids")
    return others.pop()


def _settled(settling: Settling) -> dict[str, object]:
    return {"groups": settling.groups()}
