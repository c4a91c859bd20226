"""How complete each sender's referrals were, month by month, what was missing most, and what that went with.

The costs compare a sender's own referrals that lacked something with those that did not. That is no proof that the one
caused the other. Every figure rests on ten referrals or more, a comparison on ten of each sort.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean, median

from causeway.triage.comparing import LEAST_GROUP


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldReferral:
    """A referral as its sender told it: its completeness (0 to 100), the codes of what was missing in whole or in part,
    after how many days it was routed (None while it is not), and whether it led nowhere (None while nothing is known).
    """

    sender: str
    received_at: datetime
    score: float
    missing: frozenset[str]
    days_to_route: float | None = None
    led_nowhere: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthScore:
    """A month, as in 2026-11, how many referrals it had, and how complete they were on average."""

    month: str
    referrals: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that was missing from `referrals`, a `share` (0 to 1) of all that the sender told. `days_more`: by how
    much the median of days until routed is higher where it was missing; `nowhere_more`: by how much more of them led
    nowhere (a difference of shares). None where there are too few to compare.
    """

    code: str
    referrals: int
    share: float
    days_more: float | None
    nowhere_more: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderCompleteness:
    """One sender: its months with enough referrals, oldest first, and its gaps, the most frequent first. `told` is how
    many it told in all, where only `referrals` of them were drawn.
    """

    sender: str
    referrals: int
    score: float
    months: tuple[MonthScore, ...]
    gaps: tuple[Gap, ...]
    told: int | None = None

    @property
    def told_in_all(self) -> int:
        """How many it told, drawn or not."""
        return self.referrals if self.told is None else self.told


def are_enough(referrals: int) -> bool:
    """Whether anything is said of so many referrals."""
    return referrals >= LEAST_GROUP


def completeness_by_sender(
    told: Iterable[ToldReferral], in_all: Mapping[str, int] | None = None
) -> tuple[SenderCompleteness, ...]:
    """Each sender of ten referrals or more, the one with most first. `in_all` is how many each sender told, where
    `told` was drawn from more.
    """
    senders: dict[str, list[ToldReferral]] = {}
    for one in told:
        senders.setdefault(one.sender, []).append(one)
    found = [
        _of_sender(sender, all_told, (in_all or {}).get(sender, 0))
        for sender, all_told in senders.items()
        if are_enough(len(all_told))
    ]
    return tuple(sorted(found, key=lambda one: (-one.told_in_all, one.sender)))


def _of_sender(sender: str, told: Sequence[ToldReferral], in_all: int) -> SenderCompleteness:
    months: dict[str, list[float]] = {}
    for one in told:
        months.setdefault(f"{one.received_at:%Y-%m}", []).append(one.score)
    missing = Counter(code for one in told for code in one.missing)
    return SenderCompleteness(
        sender=sender,
        referrals=len(told),
        score=fmean(one.score for one in told),
        months=tuple(
            MonthScore(month=month, referrals=len(scores), score=fmean(scores))
            for month, scores in sorted(months.items())
            if len(scores) >= LEAST_GROUP
        ),
        gaps=tuple(
            _gap(code, count, told)
            for code, count in sorted(missing.items(), key=lambda item: (-item[1], item[0]))
            if count >= LEAST_GROUP
        ),
        told=in_all if in_all > len(told) else None,
    )


def _gap(code: str, count: int, told: Sequence[ToldReferral]) -> Gap:
    lacking = [one for one in told if code in one.missing]
    whole = [one for one in told if code not in one.missing]
    days = [[one.days_to_route for one in some if one.days_to_route is not None] for some in (lacking, whole)]
    nowhere = [[float(one.led_nowhere) for one in some if one.led_nowhere is not None] for some in (lacking, whole)]
    return Gap(
        code=code,
        referrals=count,
        share=count / len(told),
        days_more=median(days[0]) - median(days[1]) if _are_enough(days) else None,
        nowhere_more=fmean(nowhere[0]) - fmean(nowhere[1]) if _are_enough(nowhere) else None,
    )


def _are_enough(sides: Sequence[Sequence[float]]) -> bool:
    return min(map(len, sides)) >= LEAST_GROUP
