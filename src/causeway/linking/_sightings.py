"""How telling it is that two referrals name one address, from where and when each saw it."""

from collections.abc import Sequence

from causeway.selectors import Weighed, in_order, ip_telling, telling
from causeway.vocabulary.phrases import counted
from causeway.vocabulary.selectors import Selector


def weigh_sightings(ours: Sequence[Selector], theirs: Sequence[Selector], shared_by: int, *, is_proxy: bool) -> Weighed:
    """An address is weighed by its two nearest sightings, since port and time count, and less the more share it."""
    nearest = max((ip_telling(left, right) for left in ours for right in theirs), key=in_order)
    alone, limit = (
        max((telling(selector, shared_by=count, possible_proxy=is_proxy) for selector in ours), key=in_order)
        for count in (2, shared_by)
    )
    if is_proxy or not alone[0]:
        return min(nearest, limit, key=in_order)
    rarity = limit[0] / alone[0]
    if rarity == 1:
        return nearest
    weight, reasons = nearest
    shared = counted("shared by {n} referral", "shared by {n} referrals", shared_by)
    return weight * rarity, (*reasons, shared)
