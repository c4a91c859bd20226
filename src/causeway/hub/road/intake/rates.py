"""How often one address may use the public door.

Kept in memory alone, under a digest salted afresh at each start: no address is stored or logged.
"""

import hashlib
import secrets
import threading
from collections import deque


class Rate:
    """At most `most` uses within `seconds`, by each address."""

    def __init__(self, *, most: int, seconds: float, addresses: int = 50_000) -> None:
        self._most, self._seconds, self._addresses = most, seconds, addresses
        self._salt = secrets.token_bytes(16)
        self._uses: dict[bytes, deque[float]] = {}
        self._lock = threading.Lock()

    def allows(self, address: str, now: float) -> bool:
        """Count one use at `now` (seconds of any steady clock) and say whether it is within the rate."""
        key = hashlib.blake2b(address.encode(), key=self._salt, digest_size=16).digest()
        with self._lock:
            uses = self._uses.setdefault(key, deque())
            while uses and uses[0] <= now - self._seconds:
                uses.popleft()
            if len(uses) >= self._most:
                return False
            uses.append(now)
            if len(self._uses) > self._addresses:
                self._forget(now)
            return True

    def _forget(self, now: float) -> None:
        gone = [key for key, uses in self._uses.items() if not uses or uses[-1] <= now - self._seconds]
        for key in gone:
            del self._uses[key]
        while len(self._uses) > self._addresses:
            del self._uses[next(iter(self._uses))]


TELLING = Rate(most=30, seconds=3_600)
"""A school shares one address among many, and one person seldom tells thirty things in an hour."""

RECEIPTS = Rate(most=12, seconds=900)
"""Eighty bits cannot be guessed; this keeps guessing from being a load."""
