"""Two policies side by side on past referrals: what would change, for whom, and why.

Each referral was judged by both. What is printed by group joins small groups, so that none of fewer than ten referrals
stands alone.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from math import ceil
from typing import Any

from causeway.vocabulary.findings import BAND_ORDER, Band, Priority, Reason

FIRST_SHARE = 0.05
"""Of a queue: what a desk takes up first."""
LEAST_GROUP = 10
SENDER_SIZES: tuple[tuple[int, str], ...] = ((100, "100 or more"), (10, "10 to 99"), (1, "1 to 9"))
"""By how many of these referrals a sender told: from so many on, and what it is called."""
UNKNOWN_GROUP, OTHER_GROUP = "unknown", "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A past referral as both policies judge it. `language` is the sender's and
    `country` that to which it goes, both empty where unknown. `gain` is what came of it, from 0 to 3, None while
    nothing is known (`calibration.gain_of`).
    """

    referral_id: str
    sender: str
    received_at: datetime
    old: Priority
    new: Priority
    language: str = ""
    country: str = ""
    gain: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A reason whose part changed: its code, its words, and its points under both."""

    code: str
    text: str
    old: float
    new: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """A referral that would stand in a lower band, or would alert nobody any more, and by which reasons."""

    referral_id: str
    old_band: Band
    new_band: Band
    old_score: float
    new_score: float
    reasons: tuple[Changed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupBands:
    """How many referrals of a group stand in each band, most urgent first, under both."""

    name: str
    referrals: int
    old: tuple[int, ...]
    new: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyComparison:
    """What a change would do. `moves` counts referrals by old and new band. The first `first_size` of the queue:
    `entered` would come into it, `left` would leave it.
    """

    old_version: str
    new_version: str
    referrals: int
    moves: Mapping[tuple[Band, Band], int]
    imminent: tuple[int, int]
    falls: tuple[Fall, ...]
    first_size: int
    entered: tuple[str, ...]
    left: tuple[str, ...]
    by_sender_size: tuple[GroupBands, ...]
    by_language: tuple[GroupBands, ...]
    by_country: tuple[GroupBands, ...]

    @property
    def changed(self) -> int:
        """How many change band."""
        return sum(count for (old, new), count in self.moves.items() if old is not new)

    @property
    def risen(self) -> int:
        """How many would stand in a higher band."""
        return sum(n for (old, new), n in self.moves.items() if BAND_ORDER.index(new) < BAND_ORDER.index(old))

    def moved(self) -> list[tuple[Band, Band, int]]:
        """Old band, new band, how many; the most urgent first."""
        order = BAND_ORDER.index
        return sorted(
            ((old, new, count) for (old, new), count in self.moves.items()),
            key=lambda move: (order(move[0]), order(move[1])),
        )

    def document(self) -> dict[str, Any]:
        """The comparison as JSON data; bands stand by name."""
        document = asdict(self)
        document["moves"] = [
            {"old": old.value, "new": new.value, "referrals": count} for old, new, count in self.moved()
        ]
        document |= {"changed": self.changed, "fallen": len(self.falls), "risen": self.risen}
        for name in ("by_sender_size", "by_language", "by_country"):
            for row in document[name]:
                for policy in ("old", "new"):
                    row[policy] = {band.value: count for band, count in zip(BAND_ORDER, row[policy], strict=True)}
        for fall in document["falls"]:
            fall["old_band"], fall["new_band"] = fall["old_band"].value, fall["new_band"].value
        return document


def compare_policies(judged: Iterable[Judged], *, old_version: str, new_version: str) -> PolicyComparison:
    """Compare what two policies say of the same referrals."""
    past = list(judged)
    size = ceil(FIRST_SHARE * len(past))
    before, after = _first(past, size, lambda one: one.old), _first(past, size, lambda one: one.new)
    sizes = sender_sizes(one.sender for one in past)
    return PolicyComparison(
        old_version=old_version,
        new_version=new_version,
        referrals=len(past),
        moves=dict(Counter((one.old.band, one.new.band) for one in past)),
        imminent=(sum(one.old.is_imminent for one in past), sum(one.new.is_imminent for one in past)),
        falls=tuple(_fall(one) for one in past if _falls(one)),
        first_size=size,
        entered=tuple(one for one in after if one not in set(before)),
        left=tuple(one for one in before if one not in set(after)),
        by_sender_size=_grouped(past, lambda one: sizes[one.sender]),
        by_language=_grouped(past, lambda one: one.language),
        by_country=_grouped(past, lambda one: one.country),
    )


def sender_sizes(senders: Iterable[str]) -> dict[str, str]:
    """The size of each sender, by how often it is named."""
    told = Counter(senders)
    return {sender: next(name for least, name in SENDER_SIZES if count >= least) for sender, count in told.items()}


def joined_small(counts: Mapping[str, int]) -> dict[str, str]:
    """Under which name each group is shown: small ones together, with the next larger where they are too few still, so
    that none can be worked out from the total.
    """
    shown = {name: name or UNKNOWN_GROUP for name in counts}
    rising = sorted(counts, key=lambda name: (counts[name], name))
    together = 0
    for name in rising:
        if counts[name] >= LEAST_GROUP and (together == 0 or together >= LEAST_GROUP):
            break
        shown[name] = OTHER_GROUP
        together += counts[name]
    return shown


def queue_order(band: Band, received_at: datetime, referral_id: str) -> tuple[int, datetime, str]:
    """How a queue stands: by band, in a band by arrival."""
    return BAND_ORDER.index(band), received_at, referral_id


def _first(past: Sequence[Judged], size: int, priority: Callable[[Judged], Priority]) -> list[str]:
    ordered = sorted(past, key=lambda one: queue_order(priority(one).band, one.received_at, one.referral_id))
    return [one.referral_id for one in ordered[:size]]


def _falls(one: Judged) -> bool:
    return BAND_ORDER.index(one.new.band) > BAND_ORDER.index(one.old.band) or (
        one.old.is_imminent and not one.new.is_imminent
    )


def _fall(one: Judged) -> Fall:
    return Fall(
        referral_id=one.referral_id,
        old_band=one.old.band,
        new_band=one.new.band,
        old_score=one.old.score,
        new_score=one.new.score,
        reasons=_changed(one.old.reasons, one.new.reasons),
    )


def _changed(old: Iterable[Reason], new: Iterable[Reason]) -> tuple[Changed, ...]:
    """The reasons whose points differ, and the alarms that only one raises, the greatest loss first. A feature that
    moved to another group is the same feature.
    """
    before, after = ({_feature(one): one for one in reasons} for reasons in (old, new))
    changed = []
    for feature, shown in {**before, **after}.items():
        left, right = (reasons[feature].contribution if feature in reasons else None for reasons in (before, after))
        if left != right:
            changed.append(Changed(code=shown.code, text=shown.text, old=left or 0.0, new=right or 0.0))
    return tuple(sorted(changed, key=lambda one: (one.new - one.old, one.code)))


def _feature(reason: Reason) -> str:
    group, _, name = reason.code.partition(".")
    return reason.code if group == "imminent" else name


def _grouped(past: Sequence[Judged], group: Callable[[Judged], str]) -> tuple[GroupBands, ...]:
    shown = joined_small(Counter(map(group, past)))
    members: dict[str, list[Judged]] = {}
    for one in past:
        members.setdefault(shown[group(one)], []).append(one)
    return tuple(
        GroupBands(
            name=name,
            referrals=len(those),
            old=_bands(one.old.band for one in those),
            new=_bands(one.new.band for one in those),
        )
        for name, those in sorted(members.items(), key=lambda item: (-len(item[1]), item[0]))
    )


def _bands(bands: Iterable[Band]) -> tuple[int, ...]:
    counted = Counter(bands)
    return tuple(counted[band] for band in BAND_ORDER)
