"""What all tellings of one event say together, so that the next is compared with what is known of it by now.

A first telling may lack the time, or know it from a clock that was never set, and tellings go on for days. So a bundle
remembers whom it names, what came with it, what was written, the time on which most agree, and when it was last told.
It is bounded, however often an event is told.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from causeway.linking._going_round import known_among
from causeway.linking.events import SameEvent, compare_tellings, stated_time
from causeway.linking.model import LinkingPolicy, LinkInput, Sharing
from causeway.vocabulary.selectors import SelectorKind

MOST_NAMED = 60
"""So many identifiers of subjects, and as many of children, are remembered of a bundle: the first."""
MOST_FILES = 24
MOST_PAGES = 20
MOST_LINES = 120
MOST_TIMES = 12

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """One event as told so far. `facts` are those of its first telling with what others added: `received_at` is when
    it was last told and `occurred_at` the time on which most agree. `calls_viral` counts tellings that call it content
    that goes round; `stated` and `recalled` are the times that machines and people give.
    """

    facts: LinkInput
    tellings: int = 1
    calls_viral: int = 0
    stated: tuple[datetime, ...] = ()
    recalled: tuple[datetime, ...] = ()

    @property
    def head(self) -> str:
        """The id of its first telling."""
        return self.facts.referral_id

    def goes_round(self, policy: LinkingPolicy) -> bool:
        """Whether many told of files that go round, and of no child."""
        is_of_files = bool(self.facts.media) and not self.facts.victims
        return is_of_files and self.calls_viral >= policy.calls_viral and self.tellings >= policy.viral_from


def bundle_of(first: LinkInput, *others: LinkInput, policy: LinkingPolicy | None = None) -> Bundle:
    """What these tellings say together; the first heads them."""
    pages = tuple(item for item in first.selectors if item.kind is SelectorKind.URL)[:MOST_PAGES]
    alone = Bundle(facts=replace(first, selectors=pages, verified=frozenset(), duplicate_of=None))
    bundle = _told(alone, first)
    for telling in others:
        bundle = told_again(bundle, telling, policy=policy)
    return bundle


def told_again(bundle: Bundle, telling: LinkInput, *, policy: LinkingPolicy | None = None) -> Bundle:
    """The bundle with one more telling. What goes round, told of by many, takes in no file of another look and no
    child: one telling put there by mistake would keep all later ones out.
    """
    policy = policy or LinkingPolicy()
    known, counted = bundle.facts, _told(bundle, telling)
    at, is_recalled = _agreed(counted, policy)
    media, victims = telling.media, telling.victims
    if bundle.goes_round(policy):
        media, victims = known_among(media, known.media, policy), known.victims
    pages = (item for item in telling.selectors if item.kind is SelectorKind.URL)
    facts = replace(
        known,
        received_at=max(known.received_at, telling.received_at),
        proxies=_grown(known.proxies, telling.proxies, MOST_NAMED),
        subjects=_grown(known.subjects, telling.subjects, MOST_NAMED),
        victims=_grown(known.victims, victims, MOST_NAMED),
        conversation=_grown(known.conversation, telling.conversation, MOST_LINES),
        selectors=_added(known.selectors, pages, MOST_PAGES),
        media=_added(known.media, media, MOST_FILES),
        is_viral=known.is_viral or telling.is_viral,
        occurred_at=at,
        is_recalled=is_recalled,
    )
    return replace(counted, facts=facts, tellings=bundle.tellings + 1)


def event_of(
    new: LinkInput, bundle: Bundle, *, sharing: Sharing | None = None, policy: LinkingPolicy | None = None
) -> SameEvent | None:
    """Whether a referral tells of the event of a bundle, or None."""
    calls = bundle.calls_viral + new.is_viral
    return compare_tellings(new, bundle.facts, sharing or Sharing(), policy or LinkingPolicy(), calls_viral=calls)


def _told(bundle: Bundle, telling: LinkInput) -> Bundle:
    """The counts of a bundle with those of a telling."""
    stated, recalled, at = bundle.stated, bundle.recalled, stated_time(telling)
    if at is not None and telling.is_recalled:
        recalled = (*recalled, at)[:MOST_TIMES]
    elif at is not None:
        stated = (*stated, at)[:MOST_TIMES]
    return replace(bundle, stated=stated, recalled=recalled, calls_viral=bundle.calls_viral + telling.is_viral)


def _agreed(bundle: Bundle, policy: LinkingPolicy) -> tuple[datetime | None, bool]:
    """The time with which most others agree, and whether people only recall it; a machine's stands above theirs, and
    of two that as many agree with the one told first.
    """
    if bundle.stated:
        near = [sum(abs(one - other) <= policy.same_moment for other in bundle.stated) for one in bundle.stated]
        return bundle.stated[near.index(max(near))], False
    ordered = sorted(bundle.recalled)
    return (ordered[(len(ordered) - 1) // 2], True) if ordered else (None, bundle.facts.is_recalled)


def _grown(known: frozenset[T], more: Set[T], most: int) -> frozenset[T]:
    return known if more <= known or len(known) >= most else known | more


def _added(known: Sequence[T], more: Iterable[T], most: int) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*known, *more)))[:most]
