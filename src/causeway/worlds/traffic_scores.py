"""How well somebody did on a world of traffic: counted as the referrals stream by, never pair by pair.

B-cubed: of each referral, the share of those put with it that belong with it (precision), and of those that belong
with it the share put with it (recall); their means, and the harmonic mean of the two (Bagga and Baldwin 1998). Pairs:
the same over all pairs, so that a large bundle counts by the square of its size. NDCG: gains of 2 to the power of the
danger, less one, discounted by the logarithm of the rank (Järvelin and Kekäläinen 2002; Burges et al. 2005).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb, log2

from causeway.worlds.truth import TruePlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """Precision, recall and F1 of groups, each from 0 to 1: by referral (B-cubed) and by pair. A referral without any
    company is right by itself in B-cubed and no pair. `left_alone` is the share of those with true company that were
    put with nobody.
    """

    bcubed_precision: float
    bcubed_recall: float
    bcubed_f1: float
    pair_precision: float
    pair_recall: float
    pair_f1: float
    left_alone: float


def score_grouping(found: Mapping[str, str], true: Mapping[str, str]) -> Grouping:
    """Score groups, given as referral to the name of its group; both name the same referrals."""
    both = Counter((found[one], group) for one, group in true.items())
    found_sizes, true_sizes = Counter(found[one] for one in true), Counter(true.values())
    total = len(true)
    precision = _share(sum(n * n / found_sizes[mine] for (mine, _), n in both.items()), total)
    recall = _share(sum(n * n / true_sizes[theirs] for (_, theirs), n in both.items()), total)
    right = sum(comb(n, 2) for n in both.values())
    pair_precision = _share(right, sum(comb(n, 2) for n in found_sizes.values()))
    pair_recall = _share(right, sum(comb(n, 2) for n in true_sizes.values()))
    in_company = [one for one, group in true.items() if true_sizes[group] > 1]
    return Grouping(
        bcubed_precision=precision,
        bcubed_recall=recall,
        bcubed_f1=_f1(precision, recall),
        pair_precision=pair_precision,
        pair_recall=pair_recall,
        pair_f1=_f1(pair_precision, pair_recall),
        left_alone=_share(sum(found_sizes[found[one]] == 1 for one in in_company), len(in_company), empty=0.0),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """Shares from 0 to 1. `accuracy`: country and force are those of some party, or rightly unknown. `precision`: of
    the answers given; `recall`: of those where the referral says it. `right_country`: the country alone. `unknown`:
    of those where the referral says it, left without the country or without the force. `wrong`: of all, sent where
    nobody is.
    """

    accuracy: float
    precision: float
    recall: float
    right_country: float
    unknown: float
    wrong: float


class RouteTally:
    """Counts routes against the truth as they come."""

    def __init__(self) -> None:
        self._counts = Counter[str]()

    def add(self, places: Collection[TruePlace], country: str | None, force: str | None) -> None:
        """One referral: where its parties are as far as it says, and where somebody would send it."""
        stated = {(place.country, place.force) for place in places}
        here = {force for land, force in stated if land == country}
        is_right = (country, force) in stated if places else country is None
        is_short = bool(places) and (country is None or (force is None and bool(here - {None})))
        self._counts["all"] += 1
        self._counts["knowable"] += bool(places)
        self._counts["answered"] += country is not None
        self._counts["right"] += is_right
        self._counts["right answers"] += is_right and country is not None
        self._counts["right country"] += bool(here) if places else country is None
        self._counts["unknown"] += is_short and not is_right
        self._counts["wrong"] += not is_right and not is_short

    def score(self) -> Routing:
        """What was counted so far."""
        counts = self._counts
        return Routing(
            accuracy=_share(counts["right"], counts["all"]),
            precision=_share(counts["right answers"], counts["answered"]),
            recall=_share(counts["right answers"], counts["knowable"]),
            right_country=_share(counts["right country"], counts["all"]),
            unknown=_share(counts["unknown"], counts["knowable"], empty=0.0),
            wrong=_share(counts["wrong"], counts["all"], empty=0.0),
        )


def ndcg(dangers: Sequence[int], *, top: int | None = None) -> float:
    """Of dangers in the order in which somebody would take them up; 1 where there is none. `top` looks no further
    than so many ranks.
    """
    best = _discounted(sorted(dangers, reverse=True)[:top])
    return _discounted(dangers[:top]) / best if best else 1.0


def _discounted(dangers: Iterable[int]) -> float:
    return sum(((1 << danger) - 1) / log2(rank + 1) for rank, danger in enumerate(dangers, start=1))


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _share(part: float, whole: float, *, empty: float = 1.0) -> float:
    return part / whole if whole else empty
