"""What all tellings of one event say together, kept beside the first, so that the next is compared with all of it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.road.clusters.models import Membership
from causeway.linking import Bundle, LinkInput, brings_news, bundle_of, told_again

MOST_TELLINGS = 500
"""A flood of one event is not read whole when one of its tellings goes or is told anew."""
_AT_ONCE = 50


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
    tellings = list(_tellings(head_id))
    is_told_again = len(tellings) > 1 and tellings[0].referral_id == str(head_id)
    told = to_document(bundle_of(*tellings)) if is_told_again else None
    Membership.objects.filter(referral_id=head_id).update(bundle=told)


def brings_news_of(facts: LinkInput, head_id: UUID, *, besides: UUID) -> bool:
    """Whether it says what no other telling of the event said (`causeway.linking.brings_news`). Runs inside the desk's
    transaction.
    """
    return brings_news(facts, (one for one in _tellings(head_id) if one.referral_id != str(besides)))


def first_tellings(head_id: UUID) -> list[UUID]:
    """The first telling and the others as they were cleared, as many as are looked at. Runs inside the desk's
    transaction.
    """
    later = Membership.objects.filter(duplicate_of_id=head_id).order_by("number")
    return [head_id, *later.values_list("referral_id", flat=True)[: MOST_TELLINGS - 1]]


def _tellings(head_id: UUID) -> Iterator[LinkInput]:
    """What the first telling says, then the others as they were cleared, read some at a time."""
    first = Membership.objects.filter(referral_id=head_id).values_list("facts", flat=True)
    yield from (from_document(LinkInput, facts) for facts in first)
    later = Membership.objects.filter(duplicate_of_id=head_id).order_by("number")
    last = -1
    for _ in range(1, MOST_TELLINGS, _AT_ONCE):
        page = list(later.filter(number__gt=last).values_list("number", "facts")[:_AT_ONCE])
        yield from (from_document(LinkInput, facts) for _number, facts in page)
        if len(page) < _AT_ONCE:
            return
        last = page[-1][0]


def _hold(head_id: UUID) -> Any:
    """What the first telling keeps of all, its row locked until the transaction ends."""
    rows = Membership.objects.select_for_update().filter(referral_id=head_id)
    return next(iter(rows.values_list("bundle", flat=True)), None)
