"""What is remembered of accounts, pairs, devices and conversations: numbers, times and flags, all of which expire.

The classes are slotted and hold plain values, so that an update costs a few additions. Counters whose names stand in
`FADING`, `FADING_HARD` or `FADING_FAST` are weighted by forward decay (`decay.py`); read them through a `Reading`.
"""

from collections.abc import Mapping
from math import inf
from typing import Final

from causeway.warning.decay import Decay

MINOR_BELOW: Final = 18
_LIKELY: Final = 0.5
"""From this confidence on, an account whose stated or estimated age is below 18 counts as a minor's."""
_SURE: Final = 0.7
"""From this confidence on, an account counts as a minor's own, to whom contact with minors is everyday life."""

FADING: Final = (
    "minors_met", "answered", "refused", "mutual_known", "strangers_met", "asked", "asked_strangers", "regions_far",
    "taken_aside", "private_pairs", "started", "sent", "received", "gap_years", "copies",
)  # fmt: skip
"""Counters of an account that fade slowly."""
FADING_HARD: Final = ("blocked_by", "reported_by", "invited_off", "invited_off_quickly", "gifts", "pressed", "acts")
"""Counters of hard facts, few and telling, which fade more slowly still."""
FADING_FAST: Final = ("minors_met_lately",)

_FACTS: Final = ("age", "age_confidence", "country", "region", "language", "created_at", "device_was_blocked", "device")
_ALARMS: Final = ("drift", "drift_at", "days_above", "day", "quiet_until", "raised_score", "lift", "highest_score")


class Account:
    """One account: what is known of it, its fading counters, and where its alerts stand.

    `text` holds the sums of `text/account.py`, fading slowly, or None where no message was weighed; `counted_as` the
    slices it was counted in, and `raised_as` those in which it was counted as raised.
    """

    __slots__ = (
        *FADING,
        *FADING_HARD,
        *FADING_FAST,
        *_FACTS,
        *_ALARMS,
        "counted_as",
        "digests",
        "is_exempt",
        "is_minor",
        "last_at",
        "raised_as",
        "recent_group",
        "text",
    )

    age: float | None
    age_confidence: float | None
    country: str | None
    region: str | None
    language: str | None
    created_at: float | None
    device_was_blocked: bool | None
    device: str | None
    text: list[float] | None
    counted_as: list[str] | None
    raised_as: list[str] | None

    def __init__(self, at: float) -> None:
        self.last_at = at
        self.age = self.age_confidence = self.created_at = None
        self.country = self.region = self.language = None
        self.device_was_blocked = self.device = None
        self.is_minor = self.is_exempt = False
        self.digests: list[str] = []
        self.recent_group = ""
        self.text = self.counted_as = self.raised_as = None
        self.minors_met = self.answered = self.refused = self.asked = self.asked_strangers = 0.0
        self.mutual_known = self.strangers_met = self.blocked_by = self.reported_by = 0.0
        self.regions_far = self.taken_aside = self.pressed = self.acts = 0.0
        self.invited_off = self.invited_off_quickly = self.private_pairs = self.started = 0.0
        self.sent = self.received = self.gap_years = 0.0
        self.gifts = self.copies = self.minors_met_lately = 0.0
        self.drift = self.drift_at = self.quiet_until = self.raised_score = self.lift = 0.0
        self.highest_score = -inf
        self.days_above = self.day = 0

    def judge_age(self) -> None:
        """Say anew whether this is a minor's account. An age without a confidence is a claim, no more than likely."""
        is_young = self.age is not None and self.age < MINOR_BELOW
        confidence = _LIKELY if self.age_confidence is None else self.age_confidence
        self.is_minor = is_young and confidence >= _LIKELY
        self.is_exempt = is_young and confidence >= _SURE

    @property
    def likely_age(self) -> float | None:
        """The age, or None where a young one is stated that the service doubts: a claim to be young is no youth."""
        is_doubted = self.age is not None and self.age < MINOR_BELOW and not self.is_minor
        return None if is_doubted else self.age


class Pair:
    """Two accounts, in the order of their names. Times are 0 where something has not happened; `flags` holds what each
    did, the second's bits shifted by `SECOND`. `public_at` is the last time before they wrote in private.
    """

    __slots__ = ("first_at", "flags", "last_at", "private_at", "public_at")

    def __init__(self, at: float) -> None:
        self.first_at = self.last_at = at
        self.public_at = 0.0
        self.private_at = 0.0
        self.flags = 0


MET, REQUESTED, ANSWERED, BLOCKED, REPORTED, GAVE, INVITED, WROTE, STRANGER, CONNECTED = (1 << bit for bit in range(10))
"""What one account of a pair did towards the other, and whether its request told of common contacts."""
SECOND: Final = 10
"""By how many bits the flags of a pair's second account are shifted."""


class Device:
    """One device, and what all accounts on it did that minors did not want; a hard fact, see `Account.acts`."""

    __slots__ = ("acts", "last_at")

    def __init__(self, at: float) -> None:
        self.last_at = at
        self.acts = 0.0


class Conversation:
    """A group or a public place: who spoke there lately, and when, no more than `LISTENED_TO` of them."""

    __slots__ = ("last_at", "speakers")

    def __init__(self, at: float) -> None:
        self.last_at = at
        self.speakers: dict[str, float] = {}


LISTENED_TO: Final = 32


class Reading:
    """One moment at which counters are read: `slow`, `hard` and `fast` are what is left of what was counted at the
    landmark, and `devices` are looked up by their names.
    """

    __slots__ = ("devices", "fast", "hard", "now", "slow")

    def __init__(self, now: float, slow: Decay, hard: Decay, fast: Decay, devices: Mapping[str, Device]) -> None:
        self.now = now
        self.slow = slow.share_left(now)
        self.hard = hard.share_left(now)
        self.fast = fast.share_left(now)
        self.devices = devices
