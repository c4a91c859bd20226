"""Two bundles that a person says tell of one event become one, and come apart again where that is taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.rows.documents import from_document
from causeway.hub.base.theme.numbers import grouped
from causeway.hub.road.clusters.commands.bundling import brings_news_of, gather_anew
from causeway.hub.road.clusters.commands.judge import Judged
from causeway.hub.road.clusters.models import Bundling, Membership, Verdict
from causeway.hub.road.clusters.queries.cluster import bundle_places, duplicates_of
from causeway.hub.road.clusters.queries.verdicts import Decision, pairs_apart
from causeway.linking import LinkInput

MOST_MERGED = 500
"""So many tellings come into another bundle at once: as many as a bundle is made anew from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """A bundle that would come into another: its tellings, its first one ahead, and the first telling of the other,
    which was cleared before. `was_head_id` is the first telling from whose bundle a person took the first of them out,
    where it `brought_news` or not.
    """

    head_id: UUID
    moved: tuple[UUID, ...]
    was_head_id: UUID | None = None
    brought_news: bool = False

    @property
    def joining_id(self) -> UUID:
        """The first telling of the bundle that comes into the other."""
        return self.moved[0]

    @property
    def judged(self) -> Judged:
        """The word by which it comes about."""
        return Judged(
            referral_id=self.joining_id,
            other_ids=(self.head_id,),
            is_same=True,
            moved=self.moved,
            was_head_id=self.was_head_id,
            brought_news=self.brought_news,
        )


def would_merge(one_id: UUID, other_id: UUID) -> Merging:
    """What would come into whose bundle if these two told of one event. Runs inside the desk's transaction.

    Raises:
        Conflict: they count as one event already, one is not cleared yet, there are too many tellings, or somebody said
            that tellings of the two do not belong together.
    """
    places = bundle_places([one_id, other_id])
    heads = {places[one].head_id if one in places else one for one in (one_id, other_id)}
    if len(heads) < 2:
        raise Conflict(_("These two count as one event already."))
    in_order = list(
        Membership.objects.filter(referral_id__in=heads).order_by("number").values_list("referral_id", "dossier_id")
    )
    if len(in_order) < 2:
        raise Conflict(_("A referral has not been cleared yet; try again in a moment."))
    head_id, joining_id = (referral_id for referral_id, _dossier_id in in_order)
    moved = (joining_id, *duplicates_of(joining_id))
    if len(moved) > MOST_MERGED:
        fault = _("More than %(most)s referrals tell of it: too many to count with another event by hand.")
        raise Conflict(fault % {"most": grouped(MOST_MERGED)})
    ours, theirs = set(moved), {head_id, *duplicates_of(head_id)}
    if any({left, right} & theirs and {left, right} & ours for left, right in pairs_apart(moved)):
        raise Conflict(_("Somebody said that tellings of these do not belong together. Take that back first."))
    was = Bundling.objects.filter(referral_id=joining_id).exclude(head_id=joining_id).first()
    if was is None:
        return Merging(head_id=head_id, moved=moved)
    return Merging(head_id=head_id, moved=moved, was_head_id=was.head_id, brought_news=was.brings_news)


def merge(merging: Merging, now: datetime) -> None:
    """Let them be one bundle. Runs inside the desk's transaction, which holds its lock."""
    joining = Membership.objects.get(referral_id=merging.joining_id)
    brings_news = brings_news_of(from_document(LinkInput, joining.facts), merging.head_id, besides=merging.joining_id)
    place = {"head_id": merging.head_id, "brings_news": brings_news, "bundled_at": now, "joined_at": now}
    row = Bundling(referral_id=joining.referral_id, dossier_id=joining.dossier_id, **place)
    Bundling.objects.bulk_create([row], ignore_conflicts=True)
    Bundling.objects.filter(referral_id=joining.referral_id).update(parted_at=None, **place)
    Bundling.objects.filter(referral_id__in=merging.moved[1:]).update(head_id=merging.head_id, joined_at=now)
    Membership.objects.filter(referral_id__in=merging.moved).update(duplicate_of_id=merging.head_id)
    for one in (merging.head_id, merging.joining_id):
        gather_anew(one)


def require_latest(said: Decision) -> None:
    """Refuse to take apart what came into a further bundle since. Runs inside the desk's transaction.

    Raises:
        Conflict: it did.
    """
    if Membership.objects.filter(referral_id=_head_of(said), duplicate_of_id__isnull=False).exists():
        raise Conflict(_("Both were put with a further event since. Take that back first."))


def take_apart(said: Decision, now: datetime) -> dict[UUID, UUID]:
    """Let those that came into the bundle by this decision, and stand there still, stand under their own first telling
    again; gives each with the first telling of the bundle that it leaves. What was told since stays where it is. What a
    person took out of another bundle before stays out of that one. Runs inside the desk's transaction, which holds its
    lock.
    """
    head_id, joining_id = _head_of(said), said.moved[0]
    is_free = Membership.objects.filter(referral_id=joining_id).exclude(duplicate_of_id__isnull=False)
    back = Membership.objects.filter(referral_id__in=said.moved, duplicate_of_id=head_id)
    leaving = set(back.values_list("referral_id", flat=True))
    if joining_id not in leaving and not is_free.exists():
        return {}
    tellings = leaving - {joining_id}
    Bundling.objects.filter(referral_id__in=leaving & {joining_id}).update(
        head_id=said.was_head_id or joining_id, brings_news=said.brought_news, parted_at=now, joined_at=None
    )
    Membership.objects.filter(referral_id__in=leaving & {joining_id}).update(duplicate_of_id=None)
    Bundling.objects.filter(referral_id__in=tellings).update(head_id=joining_id, joined_at=None)
    Bundling.objects.filter(referral_id__in=_joined_before(tellings)).update(joined_at=F("bundled_at"))
    Membership.objects.filter(referral_id__in=tellings).update(duplicate_of_id=joining_id)
    for one in (head_id, joining_id):
        gather_anew(one)
    return dict.fromkeys(sorted(leaving), head_id)


def _joined_before(referral_ids: Collection[UUID]) -> set[UUID]:
    """Those of them that another word, which counts still, put where they stand."""
    ids = list(referral_ids)
    words = Verdict.objects.filter(Q(left_id__in=ids) | Q(right_id__in=ids), is_event=True, taken_back_at=None)
    return {UUID(moved[0]) for moved in words.values_list("moved", flat=True)} & set(ids)


def _head_of(said: Decision) -> UUID:
    """The first telling of the bundle into which the others came."""
    return next(one for one in (said.referral_id, *said.other_ids) if one != said.moved[0])
