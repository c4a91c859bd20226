"""Who holds a thing: counted and remembered so that no one sender, and no one event told again and again, hides the
others.

A sender may send a million referrals that name somebody's account. Were they counted one by one, the account would
soon tell nothing; were only the latest looked at, nobody else's would be. So of one sender only so many count, each
sender's latest come in turn, and of one bundle only the first few are looked at. These would soon lie behind what
others tell, though the event is told of again and again: so the events last told of are remembered beside them.
"""

from collections.abc import Callable, Iterator
from itertools import chain, islice, zip_longest

MOST_OF_ONE_SENDER = 200
"""So many referrals of one sender count, and so many of its latest are remembered, for each thing that they share: as
many as a mailbox, a telephone or a device can stand in and still tell as much as it can (`selectors.telling`).
"""
MOST_OF_ONE_BUNDLE = 3
"""So many tellings of one event are looked at, for each thing that they share: the first, and two more."""
MOST_OF_A_LOOK = 10
"""So many referrals are looked at for each file that looks alike: there may be many such files."""
_LATELY = 20
"""Among so many of a sender's latest the tellings of one event are counted."""


_SENDERS_LATELY = 10
"""Of so many senders, those heard last."""
_LOUD = 3
"""So many events are remembered that went on being told of."""


class Holders:
    """The referrals that hold one thing. What is done for each is bounded, however many hold it."""

    __slots__ = ("_counts", "_latest", "_loud", "count", "events", "told")

    def __init__(self) -> None:
        self.told = 0
        """How many hold it, every one counted."""
        self.events = 0
        """The same, of each bundle at most `MOST_OF_ONE_BUNDLE`."""
        self.count = 0
        """The same, and of each sender at most `MOST_OF_ONE_SENDER`."""
        self._counts: dict[str, int] = {}
        self._latest: dict[str, list[str]] = {}
        self._loud: tuple[str, ...] = ()

    def senders(self, *, besides: str) -> int:
        """How many senders hold it, one left out."""
        return len(self._counts) - (besides in self._counts)

    def add(self, referral_id: str, sender: str, *, bundle: str | None, bundle_of: Callable[[str], str]) -> None:
        """Count a referral and remember it, unless enough others of its bundle are. `bundle` is the head of the bundle
        into which it was put, `bundle_of` gives that of one known before, which is its own where it heads one.
        """
        self.told += 1
        counted = self._counts.setdefault(sender, 0)
        if bundle is not None:
            senders = islice(reversed(self._latest.values()), _SENDERS_LATELY)
            lately = chain.from_iterable(known[-_LATELY:] for known in senders)
            if sum(bundle_of(one) == bundle for one in lately) >= MOST_OF_ONE_BUNDLE:
                self._loud = (bundle, *(one for one in self._loud if one != bundle))[:_LOUD]
                return
        self.events += 1
        if counted < MOST_OF_ONE_SENDER:
            self._counts[sender] = counted + 1
            self.count += 1
        # The sender heard last stands last.
        known = self._latest.pop(sender, [])
        known.append(referral_id)
        if len(known) >= 2 * MOST_OF_ONE_SENDER:
            del known[:-MOST_OF_ONE_SENDER]
        self._latest[sender] = known

    def remembered(self) -> Iterator[str]:
        """Of each sender the latest that hold it, all that are still known of."""
        return chain.from_iterable(self._latest.values())

    def latest(self, most: int, *, besides: str) -> list[str]:
        """The latest of each sender in turn, the sender heard last first; up to `most`."""
        senders = islice(reversed(self._latest.values()), most + 1)
        newest_first = [[one for one in known[: -(most + 2) : -1] if one != besides] for known in senders]
        if len(newest_first) == 1:
            return newest_first[0][:most]
        rows = zip_longest(*newest_first)
        return [one for row in rows for one in row if one is not None][:most]

    def told_of(self, most: int, *, besides: str) -> list[str]:
        """As `latest`; where it comes to `most`, behind the first tellings of events that went on being told of."""
        found = self.latest(most, besides=besides)
        if len(found) < most:
            return found
        return list(dict.fromkeys((*(one for one in self._loud if one != besides), *found)))[:most]
