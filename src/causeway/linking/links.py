"""Which referrals share what, and how telling it is.

A shared identifier weighs as much as `selectors.telling` says: the more referrals share it, the less it tells. A
shared file weighs likewise; a near file (PDQ, within 31 of 256 bits at quality 50 or more) a little less. A reason
names the kind of thing that is shared, never its value.
"""

from collections.abc import Iterable
from math import log

from causeway.linking._handles import alike_handles, is_slip
from causeway.linking._holders import changed_hands
from causeway.linking._looks import telling_look
from causeway.linking._rarity import media_rarity
from causeway.linking.bundles import Bundle, event_of
from causeway.linking.events import SameEvent, same_event
from causeway.linking.marks import marks_of_handle
from causeway.linking.model import LinkingPolicy, LinkInput, Sharing
from causeway.selectors import Weighed, in_order, ip_telling, telling
from causeway.vocabulary.findings import Link, LinkKind, MediaDigests
from causeway.vocabulary.phrases import Phrase, counted, phrase, say_all
from causeway.vocabulary.selectors import Selector, SelectorKind

EXACT_MEDIA_WEIGHT = 0.9
NEAR_MEDIA_WEIGHT = 0.8
CHANGED_HANDS = 0.4
"""What is left of a shared handle that two accounts held: people do move, and identifiers do get confused."""
ALIKE_HANDLE = 0.4
"""Two handles that look alike: people keep to one name, and names get taken."""
COMMON_HANDLE, USELESS_HANDLE = 4, 50
"""From so many referrals with such a handle on it tells less, and from so many on nothing."""
BETWEEN = "; "
"""What stands between the phrases of a link's reason."""


def find_links(
    new: LinkInput,
    neighbours: Iterable[LinkInput],
    *,
    sharing: Sharing | None = None,
    policy: LinkingPolicy | None = None,
    bundles: Iterable[Bundle] = (),
) -> tuple[Link, ...]:
    """Every link between a referral and its neighbours, most telling first; `left` is always the new one.

    `bundles` say what is known by now of the events of which these neighbours tell: whether the new one tells of such
    an event is compared with all of it, once, and its link leads to the first telling.
    """
    sharing, policy, told = sharing or Sharing(), policy or LinkingPolicy(), {one.head: one for one in bundles}
    neighbours = [neighbour for neighbour in neighbours if neighbour.referral_id != new.referral_id]
    links: list[Link] = []
    for old in neighbours:
        between = _links_between(new, old, sharing, policy)
        if (old.duplicate_of or old.referral_id) not in told or _has_its_reference(new, old):
            between += _event_link(new, old.referral_id, same_event(new, old, sharing=sharing, policy=policy))
        links += _worth_telling(between, policy)
    for head, bundle in told.items():
        links += _event_link(new, head, event_of(new, bundle, sharing=sharing, policy=policy))
    return tuple(sorted(links, key=lambda link: (-link.weight, link.right, link.kind, link.reason)))


def media_weight(shared_by: int) -> float:
    """How telling it is to share one file, given how many referrals hold it: what is widely passed on tells little."""
    return EXACT_MEDIA_WEIGHT * media_rarity(shared_by)


def pdq_distance(left: MediaDigests, right: MediaDigests, *, minimum_quality: int) -> int | None:
    """The bits in which two PDQ digests differ (0 to 256), or None where one cannot be compared."""
    one, other = telling_look(left, minimum_quality), telling_look(right, minimum_quality)
    return None if one is None or other is None else (one ^ other).bit_count()


def _worth_telling(links: list[Link], policy: LinkingPolicy) -> list[Link]:
    """Those that link by themselves, and the weak ones that only add to them."""
    if all(link.weight < policy.minimum_weight for link in links):
        return []
    return [link for link in links if link.weight >= policy.weak_weight]


def _links_between(new: LinkInput, old: LinkInput, sharing: Sharing, policy: LinkingPolicy) -> list[Link]:
    links = [*_selector_links(new, old, sharing), *_alike_handles(new, old, sharing)]
    return links + _media_links(new, old, sharing, policy)


def _has_its_reference(new: LinkInput, old: LinkInput) -> bool:
    return (
        new.sender == old.sender and new.sender_reference is not None and new.sender_reference == old.sender_reference
    )


def _event_link(new: LinkInput, right: str, event: SameEvent | None) -> list[Link]:
    if event is None or right == new.referral_id:
        return []
    first, *others = event.reasons
    reasons = (phrase("The same event, it seems: {first}", first=first), *others)
    return [_link(new, right, LinkKind.SAME_EVENT, event.score, reasons)]


def _selector_links(new: LinkInput, old: LinkInput, sharing: Sharing) -> list[Link]:
    ours, theirs = new.keyed(), old.keyed()
    links = []
    for key in ours.keys() & theirs.keys():
        shared_by = sharing.selectors.get(key, 2)
        if key[0] is SelectorKind.IP:
            is_proxy = key in new.proxies or key in old.proxies
            weight, reasons = _weigh_sightings(ours[key], theirs[key], shared_by, is_proxy=is_proxy)
        else:
            is_verified = key in new.verified and key in old.verified
            weight, reasons = telling(ours[key][0], shared_by=shared_by, verified=is_verified)
        if changed_hands(key, new, old):
            weight *= CHANGED_HANDS
            reasons = (phrase("the same handle, but two accounts held it by their identifiers"),)
        links.append(_link(new, old.referral_id, LinkKind.SELECTOR, weight, reasons, ours[key][0]))
    return links


def _alike_handles(new: LinkInput, old: LinkInput, sharing: Sharing) -> list[Link]:
    """At most one link, for the two handles of the subjects that look most alike."""
    alike = alike_handles(new.subjects, old.subjects)
    if alike is None:
        return []
    ours = alike[0]
    shared_by = min((sharing.selectors.get(mark, 2) for mark in marks_of_handle(ours)), default=2)
    left = 1 - log(max(shared_by, COMMON_HANDLE) / COMMON_HANDLE) / log(USELESS_HANDLE / COMMON_HANDLE)
    weight = round(ALIKE_HANDLE * max(0.0, left), 4)
    words = (
        phrase("handles at one service that differ in a letter or two")
        if is_slip(alike)
        else phrase("handles at two services that look alike")
    )
    return [_link(new, old.referral_id, LinkKind.SELECTOR, weight, (words,), Selector(kind=ours[0], value=ours[1]))]


def _weigh_sightings(ours: list[Selector], theirs: list[Selector], shared_by: int, *, is_proxy: bool) -> Weighed:
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


def _media_links(new: LinkInput, old: LinkInput, sharing: Sharing, policy: LinkingPolicy) -> list[Link]:
    """At most one link for the same file and one for a near one: the most telling."""
    exact = {media.sha256 for media in new.media} & {media.sha256 for media in old.media}
    is_viral = new.is_viral or old.is_viral
    links = []
    if exact:
        weight = max(media_weight(sharing.holders_of(sha256, is_viral=is_viral)) for sha256 in exact)
        links.append(
            _link(new, old.referral_id, LinkKind.EXACT_MEDIA, weight, (phrase("The same file came with both"),))
        )
    distances = [
        (distance, media_rarity(sharing.holders_of(left.sha256, is_viral=is_viral)))
        for left in new.media
        if left.sha256 not in exact
        for right in old.media
        if right.sha256 not in exact
        and (distance := pdq_distance(left, right, minimum_quality=policy.minimum_quality)) is not None
        and distance <= policy.radius_bits
    ]
    if distances:
        nearest, rarity = min(distances, key=lambda pair: pair[0])
        weight = NEAR_MEDIA_WEIGHT * rarity * (1 - nearest / (4 * policy.radius_bits))
        reason = counted(
            "Pictures that look alike came with both ({n} of 256 bits differs)",
            "Pictures that look alike came with both ({n} of 256 bits differ)",
            nearest,
        )
        links.append(_link(new, old.referral_id, LinkKind.NEAR_MEDIA, weight, (reason,)))
    return links


def _link(
    new: LinkInput,
    right: str,
    kind: LinkKind,
    weight: float,
    phrases: tuple[Phrase, ...],
    selector: Selector | None = None,
) -> Link:
    return Link(
        left=new.referral_id,
        right=right,
        kind=kind,
        weight=weight,
        reason=say_all(phrases, BETWEEN),
        selector=selector,
        phrases=phrases,
    )
