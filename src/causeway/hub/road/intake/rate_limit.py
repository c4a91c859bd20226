"""So many requests a second for one credential, counted in the memory of each web process.

It keeps a client that went wrong from taking every thread of the process. It is no fairness between senders: that is
the worker's, which takes owed work by turns. With several processes a credential gets the rate from each.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

RATE_PER_SECOND = 50.0
BURST = 500.0
"""A report with files takes about ten requests; a clearing-house hears 12 reports a second in bursts, from all senders
together (design numbers).
"""

_MOST_KEYS = 10_000


class RateLimit:
    """A token bucket for each key; the keys longest unused are forgotten first."""

    def __init__(
        self,
        rate_per_second: float = RATE_PER_SECOND,
        burst: float = BURST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rate, self._burst, self._clock = rate_per_second, burst, clock
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait_seconds(self, key: Hashable) -> float:
        """Take one request from the key's bucket and give 0, or leave it and give for how long to wait."""
        now = self._clock()
        with self._lock:
            left, since = self._buckets.pop(key, (self._burst, now))
            left = min(self._burst, left + (now - since) * self._rate)
            allowed = left >= 1
            self._buckets[key] = (left - 1 if allowed else left, now)
            while len(self._buckets) > _MOST_KEYS:
                self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self._rate


per_credential = RateLimit()
"""The limit of this process."""
