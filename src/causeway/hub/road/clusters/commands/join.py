"""Letting a cleared referral stand among the others: its selectors, its links, its cluster and its bundle."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Count, Max, Q

from causeway.clearing.holders import MOST_OF_ONE_BUNDLE
from causeway.hub.base.acting.doors import current_actor
from causeway.hub.base.rows.documents import to_document
from causeway.hub.road.clusters.commands.bundling import brings_news_of, first_tellings, gather_anew, record_telling
from causeway.hub.road.clusters.commands.note_widely_shared import note_widely_shared
from causeway.hub.road.clusters.commands.wear_out import note_worn_out
from causeway.hub.road.clusters.models import Bundling, Link, Membership, ReferralSelector
from causeway.hub.road.clusters.neighbours import MARK, MEDIA, key_of
from causeway.hub.road.clusters.queries.sizes import largest_of
from causeway.hub.road.clusters.queries.verdicts import joined_and_apart, parted_clusters
from causeway.hub.road.referrals.queries.told import Told
from causeway.linking import LinkInput, SelectorKey, joined_by, marks_of
from causeway.selectors import comparison_key
from causeway.vocabulary.findings import Clearing
from causeway.vocabulary.findings import Link as FoundLink


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Where a referral stands now: its cluster, the head of its bundle if it is a duplicate, and whether it says more
    than those before.
    """

    cluster_id: UUID
    head_id: UUID | None
    brings_news: bool


def last_number() -> int:
    """That of the desk's last clearing, -1 before the first. Runs inside the transaction that clears, which holds the
    desk's lock.
    """
    last = Membership.objects.filter(desk_id=current_actor().organisation_id).aggregate(last=Max("number"))["last"]
    return -1 if last is None else int(last)


def cleared_among(referral_ids: Collection[UUID]) -> set[UUID]:
    """Which of these referrals were cleared before. Runs inside the transaction that clears."""
    return set(Membership.objects.filter(referral_id__in=list(referral_ids)).values_list("referral_id", flat=True))


def join_cluster(
    referral: Told,
    facts: LinkInput,
    clearing: Clearing,
    now: datetime,
    *,
    number: int,
    was_cleared: bool,
    worn: Collection[SelectorKey] = (),
) -> Joined:
    """Store what linking found, as the desk's clearing of this number; `worn` are the selectors that link nothing any
    more. Runs inside the transaction that clears, which holds the desk's lock.

    A referral that is cleared again, after a supplement, stays in the bundle in which it stands, or out of the one from
    which a person took it.
    """
    known = Membership.objects.filter(referral_id=referral.id).first() if was_cleared else None
    head_id = UUID(clearing.duplicate_of) if clearing.duplicate_of else None
    if known is not None and (known.duplicate_of_id or _heads_a_bundle(referral.id)):
        head_id = known.duplicate_of_id
    if known is not None and Bundling.objects.filter(referral_id=referral.id, parted_at__isnull=False).exists():
        head_id = None
    is_newly_bundled = known is not None and known.duplicate_of_id is None and head_id is not None
    if is_newly_bundled and _keep_apart(referral.id, head_id):
        head_id = None
    brings_news = head_id is not None and brings_news_of(facts, head_id, besides=referral.id)
    _add_selectors(referral, facts, head_id, now)
    _add_links(referral.desk_id, clearing.links, now)
    if clearing.widely_shared or known is not None:
        note_widely_shared(referral.id, referral.dossier_id, referral.desk_id, clearing.widely_shared, now)
    if worn:
        note_worn_out(worn, now)
    cluster_id = _merged_cluster(referral.id, known, clearing.links, head_id)
    membership = Membership(
        id=known.id if known else uuid4(),
        referral_id=referral.id,
        desk_id=referral.desk_id,
        dossier_id=referral.dossier_id,
        sender_id=referral.sender_id,
        sender_reference=facts.sender_reference or "",
        received_at=referral.received_at,
        cluster_id=cluster_id,
        duplicate_of_id=head_id,
        number=number,
        facts=to_document(replace(facts, duplicate_of=None)),
        looks=[[media.pdq, media.pdq_quality or 0] for media in facts.media if media.pdq],
        bundle=known.bundle if known else None,
        since=known.since if known else now,
    )
    membership.save(force_insert=known is None, force_update=known is not None)
    if known is not None and (known.duplicate_of_id or known.bundle is not None):
        gather_anew(known.duplicate_of_id or referral.id)
    elif head_id is not None:
        record_telling(head_id, facts)
    if head_id is not None and not (known and Bundling.objects.filter(referral_id=referral.id).exists()):
        Bundling(
            referral_id=referral.id,
            dossier_id=referral.dossier_id,
            head_id=head_id,
            brings_news=brings_news,
            bundled_at=now,
        ).save(force_insert=True)
    return Joined(cluster_id=cluster_id, head_id=head_id, brings_news=brings_news)


def _keep_apart(referral_id: UUID, head_id: UUID | None) -> bool:
    """Whether a person said that it belongs neither with this first telling nor with one that tells it again."""
    _joined, apart = joined_and_apart(referral_id)
    tellings = Membership.objects.filter(Q(referral_id=head_id) | Q(duplicate_of_id=head_id))
    return bool(apart) and tellings.filter(referral_id__in=apart).exists()


def _heads_a_bundle(referral_id: UUID) -> bool:
    return Membership.objects.filter(duplicate_of_id=referral_id).exists()


def _add_selectors(referral: Told, facts: LinkInput, head_id: UUID | None, now: datetime) -> None:
    pairs = dict.fromkeys((kind.value, value) for kind, value in map(comparison_key, facts.selectors))
    pairs |= dict.fromkeys((MEDIA, media.sha256) for media in facts.media)
    keyed = {key_of(kind, value): (kind, value) for kind, value in pairs}
    keyed |= {key_of(kind.value, value): (MARK, value) for kind, value in marks_of(facts)}
    enough = _followed_enough(keyed, head_id) if head_id is not None else set()
    ReferralSelector._base_manager.bulk_create(
        (
            ReferralSelector(
                referral_id=referral.id,
                dossier_id=referral.dossier_id,
                desk_id=referral.desk_id,
                sender_id=referral.sender_id,
                kind=kind,
                value=value,
                key=key,
                added_at=now,
                is_followed=key not in enough,
            )
            for key, (kind, value) in keyed.items()
        ),
        ignore_conflicts=True,
    )


def _followed_enough(keys: Collection[str], head_id: UUID) -> set[str]:
    """The keys that already lead to enough tellings of the event."""
    first = first_tellings(head_id)
    found = ReferralSelector.objects.filter(referral_id__in=first, key__in=list(keys), is_followed=True)
    counted = found.order_by().values("key").annotate(tellings=Count("id"))
    return set(counted.filter(tellings__gte=MOST_OF_ONE_BUNDLE).values_list("key", flat=True))


def _add_links(desk_id: UUID, links: Iterable[FoundLink], now: datetime) -> None:
    Link._base_manager.bulk_create(
        (
            Link(
                desk_id=desk_id,
                left_id=UUID(link.left),
                right_id=UUID(link.right),
                kind=link.kind.value,
                weight=link.weight,
                reason=link.reason[:500],
                document=to_document(link),
                found_at=now,
            )
            for link in links
        ),
        ignore_conflicts=True,
    )


def _merged_cluster(
    referral_id: UUID, known: Membership | None, links: Iterable[FoundLink], head_id: UUID | None
) -> UUID:
    """The cluster of this referral after every link that is telling enough has joined what it holds together, but for
    what persons keep apart: of those, a later telling joins where its first telling stands.

    A cluster is named by one of its members, and the largest keeps its name: joining renames only the smaller ones.
    """
    linked = [UUID(tie.right) for tie in joined_by(links)]
    found = dict(
        Membership.objects.filter(referral_id__in=linked).order_by("number").values_list("referral_id", "cluster_id")
    )
    own = [known.cluster_id] if known else []
    heaviest_first = dict.fromkeys(found[one] for one in linked if one in found)
    in_order = dict.fromkeys([*own, *_of_first_telling(head_id, found), *heaviest_first])
    joined = _let_in(in_order)
    clusters = dict.fromkeys(cluster for cluster in (*found.values(), *own) if cluster in joined)
    if not clusters:
        return referral_id
    chosen = largest_of(clusters)
    others = [cluster for cluster in clusters if cluster != chosen]
    if others:
        Membership.objects.filter(cluster_id__in=others).update(cluster_id=chosen)
    return chosen


def _of_first_telling(head_id: UUID | None, found: Mapping[UUID, UUID]) -> list[UUID]:
    """The cluster of the first telling, where it is one of several found clusters."""
    clusters = set(found.values())
    if head_id is None or len(clusters) < 2:
        return []
    if head_id in found:
        return [found[head_id]]
    return list(
        Membership.objects.filter(referral_id=head_id, cluster_id__in=clusters).values_list("cluster_id", flat=True)
    )


def _let_in(clusters: Collection[UUID]) -> set[UUID]:
    """Those of these clusters that may be one, in this order: none that persons keep apart from one before it."""
    parted = parted_clusters(clusters)
    joined: set[UUID] = set()
    for cluster in clusters:
        if not any(frozenset((cluster, other)) in parted for other in joined):
            joined.add(cluster)
    return joined
