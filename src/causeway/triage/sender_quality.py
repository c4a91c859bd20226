"""What one sender's referrals are like: how many, how complete, how many led somewhere, and whether it floods.

For reading, and for telling a sender. Nothing here lowers a priority: within a band senders stand by turns whoever they
are, and a flood is named so that somebody asks the sender what is going on. Every share rests on ten referrals or more.
"""

from dataclasses import dataclass

from causeway.triage.comparing import LEAST_GROUP

LEAST_FLOOD = 50
"""Fewer in a day are no flood, however little the sender sends else; our own choice."""
FLOOD_TIMES = 5
"""So many times what the sender sends on a usual day is a flood; our own choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderCounts:
    """What was counted of one sender in `days`, the last of them apart: `last_day` is not among `before`.
    `completeness` is the mean of `assessed` referrals, from 0 to 100; of `known` it is known whether they led
    somewhere, and `led_somewhere` did.
    """

    sender: str
    days: int
    before: int
    last_day: int
    assessed: int = 0
    completeness: float = 0.0
    known: int = 0
    led_somewhere: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderProfile:
    """A sender as pages show it. None where a figure would rest on fewer than ten referrals."""

    sender: str
    referrals: int
    a_day: float
    last_day: int
    is_flood: bool
    completeness: float | None
    led_somewhere: float | None
    known: int


def profile_of(counts: SenderCounts) -> SenderProfile:
    """The profile of one sender."""
    usual = counts.before / max(counts.days - 1, 1)
    return SenderProfile(
        sender=counts.sender,
        referrals=counts.before + counts.last_day,
        a_day=usual,
        last_day=counts.last_day,
        is_flood=counts.last_day >= max(LEAST_FLOOD, FLOOD_TIMES * usual),
        completeness=counts.completeness if counts.assessed >= LEAST_GROUP else None,
        led_somewhere=counts.led_somewhere / counts.known if counts.known >= LEAST_GROUP else None,
        known=counts.known,
    )
