"""What all the links between two referrals come to together.

Different kinds of evidence may add up: a line and a handle that looks alike say more than either. Two of one kind do
not: who shares one telephone shares the next for the same reason. So of each kind the most telling counts, and they
are put together as independent (a noisy or; Pearl 1988). That two tell of one event was weighed from the same things
already, and stands beside the sum, not in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import prod

from causeway.linking.model import LinkingPolicy
from causeway.vocabulary.findings import Link, LinkKind
from causeway.vocabulary.phrases import phrase, say_all

BETWEEN = "; "
"""What stands between the phrases of a link's reason."""
_COUNTS_NO_MORE = phrase("so many share it by now that it counts no more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two referrals with all that links them. `weight` runs from 0 to 1. `by_person`: somebody joined them, whatever
    the links say.
    """

    left: str
    right: str
    weight: float
    links: tuple[Link, ...] = ()
    by_person: bool = False


def ties(links: Iterable[Link]) -> tuple[Tie, ...]:
    """The links pair by pair, the heaviest pair first."""
    pairs: dict[tuple[str, str], list[Link]] = {}
    for link in links:
        pairs.setdefault((link.left, link.right), []).append(link)
    found = (
        Tie(left=left, right=right, weight=combined_weight(shared), links=tuple(shared))
        for (left, right), shared in pairs.items()
    )
    return tuple(sorted(found, key=lambda tie: (-tie.weight, tie.right)))


def joined_by(links: Iterable[Link], policy: LinkingPolicy | None = None) -> tuple[Tie, ...]:
    """The ties that are heavy enough to join a cluster."""
    least = (policy or LinkingPolicy()).cluster_weight
    return tuple(tie for tie in ties(links) if tie.weight >= least)


def combined_weight(links: Iterable[Link]) -> float:
    """What the links between two referrals come to, from 0 to 1."""
    strongest: dict[object, float] = {}
    same_event = 0.0
    for link in links:
        if link.kind is LinkKind.SAME_EVENT:
            same_event = max(same_event, link.weight)
            continue
        sort = _sort_of(link)
        strongest[sort] = max(strongest.get(sort, 0.0), link.weight)
    together = 1 - prod(1 - weight for weight in strongest.values())
    return round(max(same_event, together), 6)


def worn_out_link(link: Link) -> Link:
    """A link of the past by a selector that is worn out: it weighs nothing, and says why."""
    phrases = (*link.phrases, _COUNTS_NO_MORE)
    return replace(link, weight=0.0, reason=say_all(phrases, BETWEEN), phrases=phrases)


def _sort_of(link: Link) -> object:
    """An exact and a near file are one kind of evidence."""
    return link.selector.kind if link.selector is not None else "media"
