"""Which selectors of a referral are compared: the most telling, so that a log of sign-ins costs no more than a person.

What is left out here still stands in the referral, and people find it there.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from causeway.linking import SelectorKey
from causeway.selectors import FoundSelector, comparison_key, telling
from causeway.vocabulary.selectors import Selector

MOST_SELECTORS = 500
"""A person's identifiers number some dozens. A report with thousands holds the addresses of a log, each of which tells
little; to look round for all of them kept the desk waiting for seconds.
"""
MOST_SIGHTINGS = 10
"""Of one address, the latest with port and time: every pair of sightings is weighed."""

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def compared(found: Iterable[FoundSelector]) -> tuple[FoundSelector, ...]:
    """The most telling of what was found and all that is said of them, in the order told."""
    found = tuple(found)
    proxies = {comparison_key(item.selector) for item in found if item.possible_proxy}
    kept = _most_telling({item.selector for item in found}, proxies) if len(found) > MOST_SIGHTINGS else None
    return found if kept is None else tuple(item for item in found if item.selector in kept)


def _most_telling(selectors: Iterable[Selector], proxies: set[SelectorKey]) -> set[Selector]:
    weighed = {
        selector: telling(selector, shared_by=2, possible_proxy=comparison_key(selector) in proxies)[0]
        for selector in selectors
    }

    def rank(selector: Selector) -> tuple[float, float, str, int]:
        at = (selector.at or _LONG_AGO) - _LONG_AGO
        return -weighed[selector], -at.total_seconds(), selector.value, selector.port or 0

    sightings: dict[SelectorKey, int] = {}
    kept: set[Selector] = set()
    for selector in sorted(weighed, key=rank):
        key = comparison_key(selector)
        sightings[key] = sightings.get(key, 0) + 1
        if sightings[key] <= MOST_SIGHTINGS:
            kept.add(selector)
        if len(kept) == MOST_SELECTORS:
            break
    return kept
