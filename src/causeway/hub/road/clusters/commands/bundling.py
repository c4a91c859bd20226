"""What all tellings of one event say together, kept beside the first, so that the next is compared with all of it."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.road.clusters.models import Membership
from causeway.hub.road.clusters.neighbours import MEDIA, key_of
from causeway.linking import Bundle, LinkInput, bundle_of, told_again
from causeway.vocabulary.selectors import SelectorKind

MOST_TELLINGS = 500
"""A flood of one event is not read whole when one of its tellings goes or is told anew."""


def record_telling(head_id: UUID, telling: LinkInput) -> None:
    """Add a telling, stored by now, that joined the bundle of this first one. Runs inside the transaction that clears,
    which holds the desk's lock.
    """
    told = _hold(head_id)
    if told is None:
        gather_anew(head_id)
    else:
        bundle = told_again(from_document(Bundle, told), telling)
        Membership.objects.filter(referral_id=head_id).update(bundle=to_document(bundle))


def gather_anew(head_id: UUID) -> None:
    """Put together what the tellings that are still here say: one of them is gone, or was told anew. Runs inside the
    caller's transaction.
    """
    _hold(head_id)
    tellings = Membership.objects.filter(Q(referral_id=head_id) | Q(duplicate_of_id=head_id)).order_by("number")
    found = [
        (referral_id, from_document(LinkInput, facts))
        for referral_id, facts in tellings.values_list("referral_id", "facts")[:MOST_TELLINGS]
    ]
    first = [facts for referral_id, facts in found if referral_id == head_id]
    others = [facts for referral_id, facts in found if referral_id != head_id]
    told = to_document(bundle_of(first[0], *others)) if first and others else None
    Membership.objects.filter(referral_id=head_id).update(bundle=told)


def brings_news_of(facts: LinkInput, head_id: UUID, *, besides: UUID) -> bool:
    """Whether it names somebody or holds a file that no other telling of the event had. An address alone is no news:
    they change. Runs inside the desk's transaction.
    """
    ours = _what_counts(facts)
    tellings = Membership.objects.filter(Q(referral_id=head_id) | Q(duplicate_of_id=head_id)).exclude(
        referral_id=besides
    )
    for document in tellings.order_by("number").values_list("facts", flat=True)[:MOST_TELLINGS]:
        ours -= _what_counts(from_document(LinkInput, document))
    return bool(ours)


def _what_counts(facts: LinkInput) -> set[str]:
    selectors = {key_of(kind.value, value) for kind, value in facts.keyed() if kind is not SelectorKind.IP}
    return selectors | {key_of(MEDIA, media.sha256) for media in facts.media}


def _hold(head_id: UUID) -> Any:
    """What the first telling keeps of all, its row locked until the transaction ends: erasing takes no desk's lock."""
    rows = Membership.objects.select_for_update().filter(referral_id=head_id)
    return next(iter(rows.values_list("bundle", flat=True)), None)
