"""What persons said of how referrals hang together, and which clusters that keeps apart."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.road.clusters.models import Membership, Verdict

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one person said at once: `referral_id` belongs together with the others, or does not; with `is_event`, they
    tell of one event, and `moved` came into the other's bundle; from that of `was_head_id` somebody had taken the first
    of them out before, where it `brought_news` or not.
    """

    id: UUID
    referral_id: UUID
    other_ids: tuple[UUID, ...]
    is_same: bool
    reason: str
    by: str
    decided_at: datetime
    taken_back_at: datetime | None = None
    taken_back_by: str = ""
    taken_back_reason: str = ""
    is_event: bool = False
    moved: tuple[UUID, ...] = ()
    was_head_id: UUID | None = None
    brought_news: bool = False

    @property
    def counts(self) -> bool:
        """Whether nobody took it back."""
        return self.taken_back_at is None


def decisions_at(referral_ids: Collection[UUID]) -> tuple[Decision, ...]:
    """Every decision in which one of these referrals has a part, the newest first, those taken back too. Runs inside
    the desk's transaction.
    """
    ids = list(referral_ids)
    touching = Verdict.objects.filter(Q(left_id__in=ids) | Q(right_id__in=ids)).order_by("-decided_at")
    found = list(dict.fromkeys(touching.values_list("decision_id", flat=True)[: MOST_SHOWN * 10]))[:MOST_SHOWN]
    return _decisions(Verdict.objects.filter(decision_id__in=found))


def decision(decision_id: UUID) -> Decision | None:
    """One of them. Runs inside the desk's transaction."""
    return next(iter(_decisions(Verdict.objects.filter(decision_id=decision_id))), None)


def decisions_between(one_cluster: UUID, other_cluster: UUID) -> tuple[Decision, ...]:
    """What persons said, as far as it counts, that keeps these two clusters apart, the newest first. Runs inside the
    desk's transaction.
    """
    ours, theirs = (
        Membership.objects.filter(cluster_id=each).values("referral_id") for each in (one_cluster, other_cluster)
    )
    across = Q(left_id__in=ours, right_id__in=theirs) | Q(left_id__in=theirs, right_id__in=ours)
    said = Verdict.objects.filter(across, is_same=False, taken_back_at=None).order_by("-decided_at")
    found = set(said.values_list("decision_id", flat=True)[:MOST_SHOWN])
    return _decisions(Verdict.objects.filter(decision_id__in=found)) if found else ()


def pairs_apart(referral_ids: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """What persons keep apart of these referrals and any other. Runs inside the desk's transaction."""
    ids = list(referral_ids)
    said = Verdict.objects.filter(Q(left_id__in=ids) | Q(right_id__in=ids), is_same=False, taken_back_at=None)
    return list(said.values_list("left_id", "right_id"))


def joined_and_apart(referral_id: UUID) -> tuple[set[UUID], set[UUID]]:
    """Those that persons joined with a referral, and those that they keep apart from it. Runs inside the desk's
    transaction.
    """
    said = Verdict.objects.filter(Q(left_id=referral_id) | Q(right_id=referral_id), taken_back_at=None)
    found: dict[bool, set[UUID]] = {True: set(), False: set()}
    for left, right, is_same in said.values_list("left_id", "right_id", "is_same"):
        found[is_same] |= {left, right} - {referral_id}
    return found[True], found[False]


def parted_clusters(cluster_ids: Collection[UUID]) -> set[frozenset[UUID]]:
    """The pairs of these clusters that hold referrals which persons keep apart. Runs inside the desk's transaction."""
    if len(cluster_ids) < 2:
        return set()
    standing = Membership.objects.filter(cluster_id__in=list(cluster_ids)).values("referral_id")
    said = Verdict.objects.filter(is_same=False, taken_back_at=None, left_id__in=standing, right_id__in=standing)
    pairs = list(said.values_list("left_id", "right_id"))
    ends = Membership.objects.filter(referral_id__in={one for pair in pairs for one in pair})
    clusters = dict(ends.values_list("referral_id", "cluster_id"))
    return {frozenset((clusters[left], clusters[right])) for left, right in pairs if clusters[left] != clusters[right]}


def _decisions(rows: "QuerySet[Verdict]") -> tuple[Decision, ...]:
    found: dict[UUID, list[Verdict]] = {}
    for row in rows.order_by("-decided_at", "id"):
        found.setdefault(row.decision_id, []).append(row)
    names = member_names(
        {row.member_id for said in found.values() for row in said}
        | {row.taken_back_by_id for said in found.values() for row in said if row.taken_back_by_id}
    )
    return tuple(_decision(said, names) for said in found.values())


def _decision(said: list[Verdict], names: dict[UUID, str]) -> Decision:
    first = said[0]
    one = next(iter({first.left_id, first.right_id}.intersection(*({row.left_id, row.right_id} for row in said))))
    taken_back_by = names.get(first.taken_back_by_id, "") if first.taken_back_by_id else ""
    return Decision(
        id=first.decision_id,
        referral_id=one,
        other_ids=tuple(row.right_id if row.left_id == one else row.left_id for row in said),
        is_same=first.is_same,
        reason=first.reason,
        by=names.get(first.member_id, ""),
        decided_at=first.decided_at,
        taken_back_at=first.taken_back_at,
        taken_back_by=taken_back_by,
        taken_back_reason=first.taken_back_reason,
        is_event=first.is_event,
        moved=tuple(map(UUID, first.moved)),
        was_head_id=first.was_head_id,
        brought_news=first.brought_news,
    )
