"""Which referrals share what, and how telling it is.

A shared identifier weighs as much as `selectors.telling` says: the more referrals share it, the less it tells. A
shared file weighs likewise; a near file (PDQ, within 31 of 256 bits at quality 50 or more) a little less. A reason
names the kind of thing that is shared, never its value.
"""

from collections.abc import Iterable
from functools import lru_cache
from math import log
from typing import NamedTuple

from causeway.linking._compared import Compared, compared
from causeway.linking._handles import alike_handles, is_slip
from causeway.linking._holders import changed_hands
from causeway.linking._looks import telling_look
from causeway.linking._names import Likeness, alike_names
from causeway.linking._rarity import key_telling, media_rarity
from causeway.linking._sightings import weigh_sightings
from causeway.linking.bundles import Bundle, event_of
from causeway.linking.events import SameEvent, same_event
from causeway.linking.marks import marks_of_handles
from causeway.linking.model import LinkingPolicy, LinkInput, Sharing
from causeway.linking.ties import BETWEEN
from causeway.vocabulary.findings import Link, LinkKind, MediaDigests
from causeway.vocabulary.phrases import Phrase, counted, phrase, say_all
from causeway.vocabulary.selectors import Selector, SelectorKind

EXACT_MEDIA_WEIGHT = 0.9
NEAR_MEDIA_WEIGHT = 0.8
CHANGED_HANDS = 0.4
"""What is left of a shared handle that two accounts held: people do move, and identifiers do get confused."""
ALIKE_HANDLE = 0.4
"""Two handles that look alike: people keep to one name, and names get taken."""
ALIKE_NAME = {Likeness.SPELT_ALIKE: 1.0, Likeness.SHORTENED: 0.8, Likeness.SLIPPED: 0.8, Likeness.BY_EAR: 0.7}
"""What is left of a name where two are alike and not the same: it never links, and supports what else two share."""
COMMON_HANDLE, USELESS_HANDLE = 4, 50
"""From so many referrals with such a handle on it tells less, and from so many on nothing."""
MOST_LOOSENED, SHORT_OF_A_CLUSTER = 3, 0.05
"""So many links are left of what somebody shares who passes on what goes round, so much lighter than a cluster asks."""


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
    events = {
        head: event_of(new, bundle, sharing=sharing, policy=policy)
        for head, bundle in told.items()
        if head != new.referral_id
    }
    links = [_link(new, head, found) for head, event in events.items() for found in _of_event(event)]
    passes_on = any(event is not None and event.goes_round for event in events.values())
    for old in neighbours:
        if old.referral_id == new.referral_id:
            continue
        between, bundle = _links_between(new, old, sharing, policy), told.get(old.duplicate_of or old.referral_id)
        if passes_on or (bundle is not None and bundle.goes_round(policy)):
            between = _loosened(between, policy)
        if bundle is None or _has_its_reference(new, old):
            between += _of_event(same_event(new, old, sharing=sharing, policy=policy))
        links += (_link(new, old.referral_id, found) for found in _worth_telling(between, policy))
    return tuple(sorted(links, key=_order))


def _order(link: Link) -> tuple[float, str, LinkKind, str, str]:
    value = link.selector.value if link.selector else ""
    return -link.weight, link.right, link.kind, link.reason, value


def media_weight(shared_by: int) -> float:
    """How telling it is to share one file, given how many referrals hold it: what is widely passed on tells little."""
    return EXACT_MEDIA_WEIGHT * media_rarity(shared_by)


def pdq_distance(left: MediaDigests, right: MediaDigests, *, minimum_quality: int) -> int | None:
    """The bits in which two PDQ digests differ (0 to 256), or None where one cannot be compared."""
    one, other = telling_look(left, minimum_quality), telling_look(right, minimum_quality)
    return None if one is None or other is None else (one ^ other).bit_count()


class _Found(NamedTuple):
    """What links two, before it is put into words."""

    kind: LinkKind
    weight: float
    phrases: tuple[Phrase, ...]
    selector: Selector | None = None


def _worth_telling(found: list[_Found], policy: LinkingPolicy) -> list[_Found]:
    """Those that link by themselves, and the weak ones that only add to them."""
    if all(one.weight < policy.minimum_weight for one in found):
        return []
    return [one for one in found if one.weight >= policy.weak_weight]


def _loosened(found: list[_Found], policy: LinkingPolicy) -> list[_Found]:
    """The most telling of these, so light that together they hold no two in a cluster: hundreds pass on what goes
    round, and would pull in all that each of them did besides.
    """
    # Equally telling ones in an order of their own: what two share comes as a set, in another order each time.
    by_value = sorted(found, key=lambda one: (one.kind, one.selector.value if one.selector else ""))
    kept = sorted(by_value, key=lambda one: -one.weight)[:MOST_LOOSENED]
    if not kept:
        return kept
    each = 1 - (1 - (policy.cluster_weight - SHORT_OF_A_CLUSTER)) ** (1 / len(kept))
    return [_Found(one.kind, min(one.weight, round(each, 4)), one.phrases, one.selector) for one in kept]


def _links_between(new: LinkInput, old: LinkInput, sharing: Sharing, policy: LinkingPolicy) -> list[_Found]:
    ours, theirs = compared(new), compared(old)
    found = _selector_links(ours, theirs, sharing) if ours.keyed.keys() & theirs.keyed.keys() else []
    if ours.subject_handles and theirs.subject_handles:
        found += _alike_handles(ours, theirs, sharing)
    if ours.subject_names and theirs.subject_names:
        found += _alike_names(ours, theirs, sharing)
    if new.media and old.media:
        found += _media_links(ours, theirs, sharing, policy)
    return found


def _has_its_reference(new: LinkInput, old: LinkInput) -> bool:
    is_given = new.sender_reference is not None and new.sender_reference == old.sender_reference
    return is_given and new.sender == old.sender


def _of_event(event: SameEvent | None) -> list[_Found]:
    if event is None:
        return []
    first, *others = event.reasons
    reasons = (phrase("The same event, it seems: {first}", first=first), *others)
    return [_Found(LinkKind.SAME_EVENT, event.score, reasons)]


def _selector_links(ours: Compared, theirs: Compared, sharing: Sharing) -> list[_Found]:
    new, old, found = ours.facts, theirs.facts, []
    for key in ours.keyed.keys() & theirs.keyed.keys():
        shared_by, seen = sharing.selectors.get(key, 2), ours.keyed[key]
        if key[0] is SelectorKind.IP:
            is_proxy = key in new.proxies or key in old.proxies
            weight, reasons = weigh_sightings(seen, theirs.keyed[key], shared_by, is_proxy=is_proxy)
        else:
            weight, reasons = key_telling(key, shared_by, is_verified=key in new.verified and key in old.verified)
        if changed_hands(key, new, old):
            weight *= CHANGED_HANDS
            reasons = (phrase("the same handle, but two accounts held it by their identifiers"),)
        found.append(_Found(LinkKind.SELECTOR, weight, reasons, seen[0]))
    return found


def _alike_handles(ours: Compared, theirs: Compared, sharing: Sharing) -> list[_Found]:
    """At most one link, for the two handles of the subjects that look most alike."""
    alike = alike_handles(ours.subject_handles, theirs.subject_handles)
    if alike is None:
        return []
    kind, value = alike[0]
    shared_by = min((sharing.selectors.get(mark, 2) for mark in marks_of_handles((alike[0],))), default=2)
    left = 1 - log(max(shared_by, COMMON_HANDLE) / COMMON_HANDLE) / log(USELESS_HANDLE / COMMON_HANDLE)
    weight = round(ALIKE_HANDLE * max(0.0, left), 4)
    words = (
        phrase("handles at one service that differ in a letter or two")
        if is_slip(alike)
        else phrase("handles at two services that look alike")
    )
    return [_Found(LinkKind.SELECTOR, weight, (words,), Selector(kind=kind, value=value))]


_NAMES = {
    Likeness.SPELT_ALIKE: phrase(
        "the same name in other letters, or with a second name more; many people share a name"
    ),
    Likeness.SHORTENED: phrase("names of which one is a short form of the other; many people share a name"),
    Likeness.SLIPPED: phrase("names that differ in a letter or two; many people share a name"),
    Likeness.BY_EAR: phrase("names that sound alike; many people share a name"),
}


def _alike_names(ours: Compared, theirs: Compared, sharing: Sharing) -> list[_Found]:
    """At most one link, for the two names of the subjects that are surest to be one."""
    alike = alike_names(ours.subject_names, theirs.subject_names)
    if alike is None:
        return []
    key, _, likeness = alike
    alone, _ = key_telling(key, sharing.selectors.get(key, 2))
    selector = Selector(kind=key[0], value=key[1])
    return [_Found(LinkKind.SELECTOR, round(alone * ALIKE_NAME[likeness], 4), (_NAMES[likeness],), selector)]


def _media_links(ours: Compared, theirs: Compared, sharing: Sharing, policy: LinkingPolicy) -> list[_Found]:
    """At most one link for the same file and one for a near one: the most telling."""
    exact = ours.sha256s & theirs.sha256s
    is_viral = ours.facts.is_viral or theirs.facts.is_viral
    found = []
    if exact:
        weight = max(media_weight(sharing.holders_of(sha256, is_viral=is_viral)) for sha256 in exact)
        found.append(_Found(LinkKind.EXACT_MEDIA, weight, (phrase("The same file came with both"),)))
    others = [media for media in theirs.facts.media if media.sha256 not in exact]
    distances = [
        (distance, media_rarity(sharing.holders_of(left.sha256, is_viral=is_viral)))
        for left in ours.facts.media
        if left.sha256 not in exact
        for right in others
        if (distance := pdq_distance(left, right, minimum_quality=policy.minimum_quality)) is not None
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
        found.append(_Found(LinkKind.NEAR_MEDIA, weight, (reason,)))
    return found


def _link(new: LinkInput, right: str, found: _Found) -> Link:
    return Link(
        left=new.referral_id,
        right=right,
        kind=found.kind,
        weight=found.weight,
        reason=_said(found.phrases),
        selector=found.selector,
        phrases=found.phrases,
    )


@lru_cache(maxsize=4_096)
def _said(phrases: tuple[Phrase, ...]) -> str:
    """The same few reasons are said again and again."""
    return say_all(phrases, BETWEEN)
