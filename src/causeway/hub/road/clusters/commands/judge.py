"""A person's word on how referrals hang together: it is remembered, stands above every link, and can be taken back."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import REASON_CHARACTERS, given_reason
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.clusters.commands.bundles import would_leave
from causeway.hub.road.clusters.commands.moving import move_members
from causeway.hub.road.clusters.models import Membership, Verdict
from causeway.hub.road.clusters.queries.verdicts import decision
from causeway.hub.road.clusters.settling import Pair, Settling, settle
from causeway.hub.road.referrals.locking import lock_desk
from causeway.hub.road.referrals.queries.existence import require_visible

MOST_JUDGED = 200
"""Beside so many others one referral is judged at once: more is no judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One referral and those beside which a person put it. `moved`: the two tell of one event, and these come into the
    other's bundle; `was_head_id` and `brought_news` as `clusters.models.Verdict`.
    """

    referral_id: UUID
    other_ids: tuple[UUID, ...]
    is_same: bool
    moved: tuple[UUID, ...] = ()
    was_head_id: UUID | None = None
    brought_news: bool = False

    @property
    def is_event(self) -> bool:
        """Whether the two are said to tell of one event."""
        return bool(self.moved)

    def pairs(self) -> list[Pair]:
        """Each pair, the smaller first."""
        return [tuple(sorted((self.referral_id, other))) for other in self.other_ids]  # type: ignore[misc]


def would_settle(judged: Judged) -> Settling:
    """What would come apart or together. Runs inside the desk's transaction.

    Raises:
        NotFound: a referral is not visible.
        Invalid: a referral is put beside itself, beside nothing, or beside too many.
        Conflict: one is not cleared yet, somebody said the same or the opposite of a pair before, or the clusters are
            too large.
    """
    if not judged.other_ids or judged.referral_id in judged.other_ids:
        raise Invalid(_("Choose another referral to put this one beside."), field="others")
    if len(judged.other_ids) > MOST_JUDGED:
        fault = _("A referral can be judged beside %(most)d others at once. Choose them one by one.")
        raise Invalid(fault % {"most": MOST_JUDGED}, field="others")
    everyone = (judged.referral_id, *judged.other_ids)
    for referral_id in everyone:
        require_visible(referral_id)
    _require_unsaid(judged)
    pairs = judged.pairs()
    if judged.is_same:
        return settle(_clusters_of(everyone), together=pairs, leaving=())
    return settle(_clusters_of(everyone), apart=pairs, leaving=would_leave(judged.referral_id, judged.other_ids))


@command(Permission.MERGE_CLUSTERS)
def judge(actor: Actor, judged: Judged, reason: str, *, expected: str | None = None) -> Settling:
    """Say that a referral belongs together with others, or does not. `expected` is the mark of what the person was
    shown (see `mark_of`).

    Raises:
        NotPermitted: no person acts.
        NotFound, Invalid, Conflict: as `would_settle`; no reason is given; it would no longer come out as shown.
    """
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can say how referrals hang together."))
    reason = given_reason(reason, most=REASON_CHARACTERS)
    lock_desk(actor.organisation_id)
    settling = would_settle(judged)
    _require_as_shown(settling, expected)
    decision_id, now = uuid4(), timezone.now()
    Verdict._base_manager.bulk_create(
        Verdict(
            desk_id=actor.organisation_id,
            decision_id=decision_id,
            left_id=left,
            right_id=right,
            is_same=judged.is_same,
            is_event=judged.is_event,
            moved=[str(one) for one in judged.moved],
            was_head_id=judged.was_head_id,
            brought_news=judged.brought_news,
            reason=reason,
            member_id=actor.member_id,
            decided_at=now,
        )
        for left, right in judged.pairs()
    )
    move_members(settling)
    act = Act.REFERRALS_JOINED if judged.is_same else Act.REFERRALS_PARTED
    if judged.is_event:
        act = Act.BUNDLES_JOINED
    enter(act, subjects=[judged.referral_id, *judged.other_ids], details={"reason": reason})
    return settling


def would_settle_without(decision_id: UUID) -> Settling:
    """What would come apart or together if this decision were taken back. Runs inside the desk's transaction.

    Raises:
        NotFound: there is no such decision.
        Conflict: it was taken back already, or the clusters are too large.
    """
    said = decision(decision_id)
    if said is None:
        raise NotFound(_("There is no such decision."))
    if not said.counts:
        raise Conflict(_("This was taken back already."))
    judged = Judged(referral_id=said.referral_id, other_ids=said.other_ids, is_same=said.is_same)
    others = Verdict.objects.filter(_of_pairs(judged), taken_back_at=None).exclude(decision_id=decision_id)
    still_said = set(others.values_list("left_id", "right_id"))
    without = [pair for pair in judged.pairs() if pair not in still_said]
    return settle(_clusters_of((said.referral_id, *said.other_ids)), without=without, leaving=said.moved)


@command(Permission.MERGE_CLUSTERS)
def take_back(actor: Actor, decision_id: UUID, reason: str, *, expected: str | None = None) -> Settling:
    """Take back what a person said: the links alone decide again, and whatever else persons said.

    Raises:
        NotPermitted: no person acts.
        NotFound, Conflict: as `would_settle_without`; it would no longer come out as shown.
        Invalid: no reason is given, or it is too long.
    """
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can say how referrals hang together."))
    reason = given_reason(reason, most=REASON_CHARACTERS)
    lock_desk(actor.organisation_id)
    settling = would_settle_without(decision_id)
    _require_as_shown(settling, expected)
    rows = Verdict.objects.filter(decision_id=decision_id)
    subjects = dict.fromkeys(one for pair in rows.values_list("left_id", "right_id") for one in pair)
    _take_back_rows(actor.member_id, decision_id, reason, timezone.now())
    move_members(settling)
    enter(Act.VERDICT_TAKEN_BACK, subjects=list(subjects), details={"reason": reason})
    return settling


def mark_of(settling: Settling) -> str:
    """A mark by which one outcome is told from another, for a form to bring back."""
    told = sorted((str(one), str(cluster)) for one, cluster in settling.after.items())
    told += sorted((str(one), str(cluster)) for one, cluster in settling.renamed.items())
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def _require_as_shown(settling: Settling, expected: str | None) -> None:
    if expected is not None and expected != mark_of(settling):
        raise Conflict(_("The cluster changed since you looked. Read again what would happen."))


def _take_back_rows(member_id: UUID, decision_id: UUID, reason: str, now: datetime) -> None:
    Verdict.objects.filter(decision_id=decision_id).update(
        taken_back_at=now, taken_back_by_id=member_id, taken_back_reason=reason
    )


def _clusters_of(referral_ids: Collection[UUID]) -> set[UUID]:
    found = dict(Membership.objects.filter(referral_id__in=list(referral_ids)).values_list("referral_id", "cluster_id"))
    if len(found) < len(set(referral_ids)):
        raise Conflict(_("A referral has not been cleared yet; try again in a moment."))
    return set(found.values())


def _require_unsaid(judged: Judged) -> None:
    said = set(Verdict.objects.filter(_of_pairs(judged), taken_back_at=None).values_list("is_same", "is_event"))
    if any(is_same is not judged.is_same for is_same, _is_event in said):
        raise Conflict(_("Somebody said the opposite of these before. Take that back first."))
    if (judged.is_same, judged.is_event) in said:
        raise Conflict(_("Somebody said this already."))


def _of_pairs(judged: Judged) -> Q:
    asked = Q()
    for left, right in judged.pairs():
        asked |= Q(left_id=left, right_id=right)
    return asked
