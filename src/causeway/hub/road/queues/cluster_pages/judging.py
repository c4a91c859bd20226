"""What a person is shown before they say how referrals hang together: who would stand with whom."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.clusters.commands.bundles import would_leave
from causeway.hub.road.clusters.commands.judge import MOST_JUDGED, Judged, mark_of, would_settle, would_settle_without
from causeway.hub.road.clusters.commands.merging import require_latest, would_merge
from causeway.hub.road.clusters.queries.cluster import duplicates_of, others_of_cluster
from causeway.hub.road.clusters.queries.verdicts import Decision, decision
from causeway.hub.road.clusters.settling import Settling
from causeway.hub.road.queues.left_behind import require_none_left
from causeway.hub.road.queues.queries.holding import Holder, holders_here
from causeway.hub.road.referrals.queries.facts import ReferralFact, facts_of

MOST_NAMED = 20
"""Of a group so many are named; of more only the number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Referrals that would stand together. `more` are not named."""

    named: tuple[ReferralFact, ...]
    more: int

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.named) + self.more


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What would be: the groups, whether anything would change, who works on what moves, and a mark of all of it."""

    groups: tuple[Group, ...]
    changes: bool
    joins_others: bool
    held: tuple[Holder, ...]
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """One judgement before it is made. `others` are those beside which the referral is put; `leaving`: what gets
    a line of its own in the queue, since it was taken for a telling of the same event; `staying`: the other tellings
    that stay under the line of the first, `under`. `coming`: what comes under that line.
    """

    referral: ReferralFact
    others: tuple[ReferralFact, ...]
    judged: Judged
    foreseen: Foreseen
    leaving: tuple[ReferralFact, ...] = ()
    staying: Group | None = None
    coming: Group | None = None
    under: ReferralFact | None = None


@query(Permission.MERGE_CLUSTERS)
def judging(actor: Actor, referral_id: UUID, beside_id: UUID, *, is_same: bool, with_all: bool = False) -> Judging:
    """What it would do to say that two belong together, or do not; `with_all`: the referral does not belong with any of
    the other's cluster.

    Raises:
        NotFound: one of them is not visible.
        Invalid, Conflict: it cannot be said (see `would_settle`).
    """
    facts = facts_of([referral_id, beside_id])
    if len(facts) < len({referral_id, beside_id}):
        raise NotFound(_("There is no such referral."))
    others = others_of_cluster(referral_id, beside_id, most=MOST_JUDGED) if with_all else (beside_id,)
    judged = Judged(referral_id=referral_id, other_ids=others, is_same=is_same)
    foreseen = _foreseen(actor, would_settle(judged), first=referral_id)
    named = facts_of(others)
    leaving = {} if is_same else would_leave(referral_id, others)
    everyone = {**named, **facts}
    head_id = next(iter(leaving.values()), None)
    staying = [one for one in duplicates_of(head_id) if one not in leaving] if head_id else []
    told = facts_of([head_id, *staying[:MOST_NAMED]]) if head_id and staying else {}
    return Judging(
        referral=facts[referral_id],
        others=tuple(named[one] for one in others if one in named),
        judged=judged,
        foreseen=foreseen,
        leaving=tuple(fact for one, fact in sorted(everyone.items()) if one in leaving),
        staying=_group(staying, told) if staying else None,
        under=told.get(head_id) if head_id else None,
    )


@query(Permission.MERGE_CLUSTERS)
def merging(actor: Actor, referral_id: UUID, beside_id: UUID) -> Judging:
    """What it would do to say that two tell of one event.

    Raises:
        NotFound: one of them is not visible.
        Invalid, Conflict: it cannot be said (see `would_merge`, `require_none_left`, `would_settle`).
    """
    facts = facts_of([referral_id, beside_id])
    if len(facts) < len({referral_id, beside_id}):
        raise NotFound(_("There is no such referral."))
    found = would_merge(referral_id, beside_id)
    require_none_left(found)
    judged = found.judged
    foreseen = _foreseen(actor, would_settle(judged), first=found.head_id)
    named = facts_of([found.head_id, *found.moved[:MOST_NAMED]])
    return Judging(
        referral=facts[referral_id],
        others=(facts[beside_id],),
        judged=judged,
        foreseen=foreseen,
        coming=_group(list(found.moved), named),
        under=named.get(found.head_id),
    )


@query(Permission.MERGE_CLUSTERS)
def taking_back(actor: Actor, decision_id: UUID) -> tuple[Decision, ReferralFact, Foreseen]:
    """A decision, the referral that it is about, and what it would do to take it back.

    Raises:
        NotFound: there is no such decision.
        Conflict: it was taken back already, or cannot be.
    """
    settling = would_settle_without(decision_id)
    said = decision(decision_id)
    if said is not None and said.is_event:
        require_latest(said)
    fact = facts_of([said.referral_id]).get(said.referral_id) if said else None
    if said is None or fact is None:
        raise NotFound(_("There is no such decision."))
    return said, fact, _foreseen(actor, settling, first=said.referral_id)


def _foreseen(actor: Actor, settling: Settling, *, first: UUID) -> Foreseen:
    groups = sorted(settling.groups(), key=lambda group: first not in group)
    facts = facts_of([one for group in groups for one in group[:MOST_NAMED]])
    moved = [one for ids in settling.moved().values() for one in ids]
    held = [holder for holder in holders_here(actor, moved).values() if not holder.is_me]
    return Foreseen(
        groups=tuple(_group(group, facts) for group in groups),
        changes=bool(moved or settling.renamed),
        joins_others=bool(settling.renamed),
        held=tuple(sorted(held, key=lambda holder: holder.reference)),
        mark=mark_of(settling),
    )


def _group(ids: list[UUID], facts: dict[UUID, ReferralFact]) -> Group:
    named = tuple(facts[one] for one in ids[:MOST_NAMED] if one in facts)
    return Group(named=named, more=len(ids) - len(named))
