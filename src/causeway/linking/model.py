"""What linking looks at: the compact facts of one referral, and what counts as telling.

A neighbour is the `LinkInput` of another referral. A store keeps these facts beside the document, so that finding and
comparing neighbours never reads whole referrals.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from causeway.selectors import comparison_key
from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.referral import Concern
from causeway.vocabulary.selectors import Selector, SelectorKind

SelectorKey = tuple[SelectorKind, str]
"""By what selectors are compared: kind and canonical value, without port and time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkInput:
    """One referral as linking sees it.

    `selectors` are all that it names; `subjects` and `victims` the keys of those that belong to a subject or a
    victim. `conversation` holds a fingerprint of each line that was written, never the line, and `particulars` one of
    each place, school, age and plan that is stated. `sender_reference` is None where the sender wrote a placeholder.
    `is_viral`: the sender calls it content that goes round. `is_recalled`: its times are as people recall them, not as
    a machine wrote them down. `brings_child_of`: subjects of whom it names a child that nobody had named before, so
    that children are counted and not searched for. `duplicate_of` is the head of the bundle in which it already stands,
    if any.
    """

    referral_id: str
    sender: str
    received_at: datetime
    selectors: tuple[Selector, ...] = ()
    verified: frozenset[SelectorKey] = frozenset()
    proxies: frozenset[SelectorKey] = frozenset()
    subjects: frozenset[SelectorKey] = frozenset()
    victims: frozenset[SelectorKey] = frozenset()
    media: tuple[MediaDigests, ...] = ()
    concern: Concern | None = None
    occurred_at: datetime | None = None
    sender_reference: str | None = None
    narrative: str | None = None
    conversation: frozenset[str] = frozenset()
    particulars: frozenset[str] = frozenset()
    is_viral: bool = False
    is_recalled: bool = False
    brings_child_of: frozenset[SelectorKey] = frozenset()
    duplicate_of: str | None = None

    def __hash__(self) -> int:
        """By its name and time alone: equal facts have both, and the rest is much to hash."""
        return hash((self.referral_id, self.received_at))

    def keyed(self) -> dict[SelectorKey, list[Selector]]:
        """The selectors by key; one address may have been seen at several ports and times."""
        return _keyed(self)


@lru_cache(maxsize=2_048)
def _keyed(facts: LinkInput) -> dict[SelectorKey, list[Selector]]:
    keyed: dict[SelectorKey, list[Selector]] = {}
    for selector in facts.selectors:
        keyed.setdefault(comparison_key(selector), []).append(selector)
    return keyed


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """In how many referrals, this one included, each selector and each file (by SHA-256) stands, and the sender's
    reference among the sender's own. What is not named stands in two.

    An event told again counts a few times at most, and so does one sender's flood. `selectors_told` counts a flood in
    full, and `media_told` every telling that holds a file. `senders` are those who name a selector, besides the sender
    of this referral.
    """

    selectors: Mapping[SelectorKey, int] = field(default_factory=dict)
    media: Mapping[str, int] = field(default_factory=dict)
    selectors_told: Mapping[SelectorKey, int] = field(default_factory=dict)
    media_told: Mapping[str, int] = field(default_factory=dict)
    senders: Mapping[SelectorKey, int] = field(default_factory=dict)
    reference: int = 2

    def named_by(self, key: SelectorKey) -> int:
        """How many referrals name a selector, one sender's in full; 1 where nothing is known."""
        return self.selectors_told.get(key, self.selectors.get(key, 1))

    def holders_of(self, sha256: str, *, is_viral: bool) -> int:
        """How many hold a file: events where it is told of one, tellings where somebody says that it goes round."""
        held = self.media.get(sha256, 2)
        return max(held, self.media_told.get(sha256, 2)) if is_viral else held


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkingPolicy:
    """What counts as near, as telling and as the same event.

    `radius_bits` and `minimum_quality` are those that the PDQ reference recommends (of 256 bits, and of 100). Weights
    run from 0 to 1: below `minimum_weight` nothing is linked, but what weighs `weak_weight` adds to what links
    already; two whose links together stay below `cluster_weight` are shown as linked and join no cluster. At or below
    `candidate_weight` a shared selector leads to nobody and is no sign of one event. More than `reference_most`
    referrals seldom tell of one event: a reference that stands in more says nothing. Where
    `calls_viral` tellings call a file viral it is taken for that at once; where one does, from `viral_from` referrals
    on.
    """

    radius_bits: int = 31
    minimum_quality: int = 50
    minimum_weight: float = 0.2
    weak_weight: float = 0.1
    cluster_weight: float = 0.6
    same_event_score: float = 0.6
    candidate_weight: float = 0.1
    candidates_each: int = 50
    candidates_of_a_crowd: int = 10
    candidates_most: int = 200
    reference_most: int = 20
    same_moment: timedelta = timedelta(minutes=15)
    same_hour: timedelta = timedelta(minutes=75)
    same_day: timedelta = timedelta(hours=24)
    other_time: timedelta = timedelta(hours=72)
    soon_received: timedelta = timedelta(hours=72)
    calls_viral: int = 2
    viral_from: int = 10
    alike_narrative: float = 88.0
    least_narrative_characters: int = 40
    same_conversation_share: float = 0.5
    other_conversation_share: float = 0.1
    least_conversation_lines: int = 4
