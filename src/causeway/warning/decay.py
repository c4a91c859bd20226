"""Counters that fade, without touching them as time goes by.

Forward decay (Cormode, Shkapenyuk, Srivastava, Xu: "Forward Decay", ICDE 2009): an event at time t adds 2^((t - L) / h)
for a landmark L and a half-life h, and a counter is read at time n by dividing by 2^((n - L) / h). So a counter is only
ever added to, events of one moment may come in any order, and state that nobody looks at costs nothing.
"""

from math import exp2
from typing import Final

_FURTHEST: Final = 400
"""Half-lives from the landmark after which it moves. 2^1023 is the largest power that a float holds."""


class Decay:
    """One half-life and its landmark. Times are in seconds since 1970, `half_life` in seconds."""

    __slots__ = ("half_life", "landmark")

    def __init__(self, half_life: float, landmark: float) -> None:
        self.half_life = half_life
        self.landmark = landmark

    def weight(self, at: float) -> float:
        """What an event at this time adds to a counter."""
        return exp2((at - self.landmark) / self.half_life)

    def share_left(self, now: float) -> float:
        """By what a counter is multiplied to read it now."""
        return exp2((self.landmark - now) / self.half_life)

    def half_lives_to_move(self, now: float) -> int:
        """By how many whole half-lives the landmark should move, mostly none. Counters are then multiplied by two to
        the minus so many, which a float does exactly.
        """
        passed = int((now - self.landmark) / self.half_life)
        return passed if passed >= _FURTHEST else 0

    def move(self, half_lives: int) -> None:
        """Move the landmark; the caller scales the counters."""
        self.landmark += half_lives * self.half_life
