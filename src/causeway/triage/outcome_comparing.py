"""Two policies measured on what came of past referrals: who of the confirmed rises or falls, and which of the two
puts first what mattered.

A referral without an outcome yet is counted as unknown, never as nothing found; its share is given by age, for what
came lately had no time to be confirmed. Both policies are measured on the same referrals, and each bootstrap sample is
ranked by both, so that the interval of the difference is that of pairs (Efron and Tibshirani, "An Introduction to the
Bootstrap", 1993, section 13.3). Who was worked on first under the old policy had the better chance to be confirmed,
which favours the old one; nothing here can mend that. A desk that receives many has few outcomes of its newest, so the
figures may rest on older referrals than the shares of what is known.

No number is given of fewer than ten, nor one from which such a number could be worked out.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causeway.triage.comparing import FIRST_SHARE, LEAST_GROUP, Judged, joined_small, queue_order, sender_sizes
from causeway.triage.few import hidden_with, sayable
from causeway.triage.outcome_moves import Moved, all_moved
from causeway.triage.ranking import CONFIRMED, DRAWS, Measured, measured, ndcgs

Numbers = NDArray[np.float64]


AGES: tuple[tuple[timedelta, str], ...] = (
    (timedelta(days=30), "under 30 days"),
    (timedelta(days=90), "30 to 89 days"),
    (timedelta(days=365), "90 to 364 days"),
)
OLDER = "365 days or more"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownByAge:
    """Of how many referrals of an age something is known; None where it may not be said."""

    age: str
    referrals: int
    known: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """A figure under both policies, and the difference, new less old."""

    old: Measured
    new: Measured
    difference: Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOutcomes:
    """A group of referrals: of how many an outcome is known; both figures where enough is, of `measured` referrals."""

    name: str
    referrals: int
    known: int | None
    measured: int | None
    ndcg: Paired | None
    recall_first: Paired | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeComparison:
    """All figures. `ndcg` is how near the queue is to the best order, `recall_first` the share of what was confirmed
    that stands in the first 5%; both of `measured` referrals of known outcome, older ones too. `lowers_recall` is None
    where that cannot be told.
    """

    known: int | None
    unknown: int | None
    measured: int | None
    by_age: tuple[KnownByAge, ...]
    moved: tuple[Moved, ...]
    ndcg: Paired | None
    recall_first: Paired | None
    by_sender_size: tuple[GroupOutcomes, ...]
    by_language: tuple[GroupOutcomes, ...]
    by_country: tuple[GroupOutcomes, ...]

    @property
    def lowers_recall(self) -> bool | None:
        """Whether fewer of the confirmed would stand in the first 5%."""
        return None if self.recall_first is None else self.recall_first.difference.value < 0

    def document(self) -> dict[str, Any]:
        """The comparison as JSON data. A figure does not say on how many it rests where that may not be said."""
        found = {**asdict(self), "lowers_recall": self.lowers_recall}
        for one in (found, *found["by_sender_size"], *found["by_language"], *found["by_country"]):
            if one["measured"] is None:
                for figure in filter(None, (one["ndcg"], one["recall_first"])):
                    for measure in figure.values():
                        del measure["referrals"]
        return found


def compare_outcomes(
    past: Sequence[Judged], *, now: datetime, older: Sequence[Judged] = (), seed: int = 1, draws: int = DRAWS
) -> OutcomeComparison:
    """Measure both policies on what came of these referrals, and of `older` ones whose outcome is known. `now` (aware)
    says how old each is; `seed` makes the bootstrap repeatable.
    """
    known = [one for one in past if one.gain is not None]
    before = [one for one in older if one.gain is not None]
    measured_on = before + known
    sizes = sender_sizes(one.sender for one in (*older, *past)) | sender_sizes(one.sender for one in past)
    told, told_unknown = _part(len(known), len(past)), _part(len(past) - len(known), len(past))
    is_own = not before
    told_measured = told if is_own else sayable([len(measured_on)])[0]

    def grouped(group: Callable[[Judged], str]) -> tuple[GroupOutcomes, ...]:
        return _grouped(past, measured_on, group, is_own=is_own, seed=seed, draws=draws)

    return OutcomeComparison(
        known=told,
        unknown=told_unknown,
        measured=told_measured,
        by_age=_by_age(past, now),
        moved=all_moved(past, before, told_unknown=told_unknown, told_measured=told_measured),
        ndcg=_ndcg(measured_on, seed, draws),
        recall_first=_recall(measured_on, seed, draws),
        by_sender_size=grouped(lambda one: sizes[one.sender]),
        by_language=grouped(lambda one: one.language),
        by_country=grouped(lambda one: one.country),
    )


def _by_age(past: Iterable[Judged], now: datetime) -> tuple[KnownByAge, ...]:
    seen: Counter[str] = Counter()
    known: Counter[str] = Counter()
    for one in past:
        age = next((name for before, name in AGES if now - one.received_at < before), OLDER)
        seen[age] += 1
        known[age] += one.gain is not None
    names = [name for name in (*(name for _, name in AGES), OLDER) if seen[name]]
    told = _parts([(known[name], seen[name]) for name in names])
    return tuple(
        KnownByAge(age=name, referrals=seen[name], known=part)
        for name, part in zip(names, told, strict=True)
        if seen[name] >= LEAST_GROUP
    )


def _part(count: int, whole: int) -> int | None:
    """A part of a whole that is told, where neither it nor the rest is too small."""
    return sayable([count, whole - count])[0]


def _parts(parts: Sequence[tuple[int, int]]) -> list[int | None]:
    """A part of each of several wholes, where the sum of the parts and that of the rests are told."""
    told = [_part(count, whole) if whole >= LEAST_GROUP else None for count, whole in parts]
    too_small = {place for place, part in enumerate(told) if part is None}
    hidden = hidden_with([(count, whole - count) for count, whole in parts], too_small)
    return [None if place in hidden else part for place, part in enumerate(told)]


def _ranks(known: Sequence[Judged]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The place of each referral in the queue of each policy."""
    found = []
    for is_new in (False, True):
        order = sorted(
            range(len(known)),
            key=lambda place: queue_order(
                (known[place].new if is_new else known[place].old).band,
                known[place].received_at,
                known[place].referral_id,
            ),
        )
        rank = np.empty(len(known), dtype=np.intp)
        rank[order] = np.arange(len(known))
        found.append(rank)
    return found[0], found[1]


def _paired(known: Sequence[Judged], figure: Callable[[Numbers], float | None], seed: int, draws: int) -> Paired | None:
    """A figure of the gains in the order of each queue; each sample is ranked by both."""
    gains = np.array([one.gain or 0 for one in known], dtype=np.float64)
    ranks = _ranks(known)
    in_order = [np.empty_like(gains) for _ in ranks]
    for ordered, rank in zip(in_order, ranks, strict=True):
        ordered[rank] = gains
    values = [figure(ordered) for ordered in in_order]
    rng = np.random.default_rng(seed)
    spread = []
    for _ in range(draws):
        drawn = rng.integers(0, len(known), size=len(known))
        pair = [figure(ordered[np.sort(rank[drawn])]) for ordered, rank in zip(in_order, ranks, strict=True)]
        if None not in pair:
            spread.append(pair)
    if None in values or not spread:
        return None
    old, new = np.array(spread, dtype=np.float64).T
    before, after = (float(value or 0) for value in values)
    size = len(known)
    return Paired(
        old=measured(before, old, size),
        new=measured(after, new, size),
        difference=measured(after - before, new - old, size),
    )


def _ndcg(known: Sequence[Judged], seed: int, draws: int) -> Paired | None:
    if len(known) < LEAST_GROUP:
        return None
    return _paired(known, lambda gains: float(ndcgs(gains[None])[0]), seed, draws)


def _recall(known: Sequence[Judged], seed: int, draws: int) -> Paired | None:
    if sum((one.gain or 0) >= CONFIRMED for one in known) < LEAST_GROUP:
        return None
    first = ceil(FIRST_SHARE * len(known))

    def share(gains: Numbers) -> float | None:
        hits = gains >= CONFIRMED
        return float(hits[:first].sum() / hits.sum()) if hits.any() else None

    return _paired(known, share, seed, draws)


def _grouped(
    past: Sequence[Judged],
    measured_on: Sequence[Judged],
    group: Callable[[Judged], str],
    *,
    is_own: bool,
    seed: int,
    draws: int,
) -> tuple[GroupOutcomes, ...]:
    """Groups of `past`; what is older is measured with the group to which it would belong. `is_own` says that nothing
    older is measured.
    """
    shown = joined_small(Counter(map(group, past)))
    members: dict[str, list[Judged]] = {}
    for one in past:
        members.setdefault(shown[group(one)], []).append(one)
    ordered = sorted(members.items(), key=lambda item: (-len(item[1]), item[0]))
    known: dict[str, list[Judged]] = {name: [] for name, _those in ordered}
    for one in measured_on:
        if group(one) in shown:
            known[shown[group(one)]].append(one)
    told = _parts([(sum(one.gain is not None for one in those), len(those)) for _name, those in ordered])
    measured_on_each = told if is_own else sayable([len(known[name]) for name, _those in ordered])
    return tuple(
        GroupOutcomes(
            name=name,
            referrals=len(those),
            known=part,
            measured=size,
            ndcg=_ndcg(known[name], seed, draws),
            recall_first=_recall(known[name], seed, draws),
        )
        for (name, those), part, size in zip(ordered, told, measured_on_each, strict=True)
        if len(those) >= LEAST_GROUP
    )
