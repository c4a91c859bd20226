"""How well somebody did on a world whose truth is known: precision and recall of pairs, right routes, urgent ones in
the top band.

A pair is right when it is true; a link between two referrals of one person is right even where only the way through a
third tells it, but only pairs that share a stated identifier are asked for. An empty denominator scores 1: nothing
was asked, nothing was missed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

from causeway.vocabulary.findings import Band, Route
from causeway.worlds.truth import Pair, World

T = TypeVar("T")

TOP_BANDS: frozenset[Band] = frozenset({Band.VERY_HIGH})
"""The bands in which a truly urgent referral must stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Precision, recall and their harmonic mean, each from 0 to 1;

    `support` true pairs were asked for, `found` were given.
    """

    precision: float
    recall: float
    f1: float
    support: int
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteScore:
    """Shares of `support` referrals, from 0 to 1.

    `right`: country and force are as true, unknown where truly unknown. `right_country`: the country alone.
    `unknown_though_knowable`: the referral settles a country or force and no answer was given. `wrong`: somebody was
    sent to a country or force where nobody is.
    """

    right: float
    right_country: float
    unknown_though_knowable: float
    wrong: float
    support: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentScore:
    """Recall of truly urgent referrals in the top band, and the share of all referrals that stand there."""

    recall: float
    share_in_top: float
    support: int


def score_duplicates(world: World, found: Iterable[Collection[str]]) -> Score:
    """Score pairs of referral ids that somebody holds to tell of one event."""
    true = world.duplicate_pairs()
    return score_of(_pairs(found), asked=true, accepted=true)


def score_links(world: World, found: Iterable[Collection[str]]) -> Score:
    """Score pairs of referral ids that somebody holds to be about one person, by selectors.

    Links by media: `score_media`.
    """
    truths = world.truths
    pairs = _pairs(found)
    accepted = frozenset(
        pair
        for pair in pairs
        for left, right in (sorted(pair),)
        if _same_person(truths[left].subject_id, truths[right].subject_id)
    )
    return score_of(pairs, asked=world.linked_pairs(), accepted=accepted | world.linked_pairs())


def score_media(world: World, found: Iterable[Collection[str]]) -> Score:
    """Score pairs of referral ids that somebody holds to carry the same picture, exact or near."""
    true = world.media_pairs()
    return score_of(_pairs(found), asked=true, accepted=true)


def score_listed(world: World, found: Iterable[str]) -> Score:
    """Score the ids of referrals that somebody holds to carry a picture of the world's bank."""
    true = frozenset(frozenset((one.id,)) for one in world.referrals if any(one.truth.listed_media))
    return score_of(frozenset(frozenset((one,)) for one in found), asked=true, accepted=true)


def score_routes(world: World, routes: Mapping[str, Sequence[Route]]) -> RouteScore:
    """Score routes by referral id. The first route counts; it is right when it is where some party of the referral
    truly is.

    A referral with parties in two places truly goes to both, so either may stand first.
    """
    right = right_country = unknown = wrong = 0
    for one in world.referrals:
        given = routes.get(one.id, ())
        country, force = (given[0].country, given[0].force) if given else (None, None)
        places = (one.truth.place, *one.truth.also)
        is_right = (country, force) in {(place.country, place.force) for place in places}
        is_short = (country is None and one.truth.country is not None) or (
            force is None and country is not None and any(place.force for place in places if place.country == country)
        )
        right += is_right
        right_country += country in {place.country for place in places}
        unknown += is_short and not is_right
        wrong += not is_right and not is_short
    total = len(world.referrals)
    return RouteScore(
        right=right / total,
        right_country=right_country / total,
        unknown_though_knowable=unknown / total,
        wrong=wrong / total,
        support=total,
    )


def score_urgent(world: World, bands: Mapping[str, Band], *, top: Collection[Band] = TOP_BANDS) -> UrgentScore:
    """Score bands by referral id."""
    urgent = [one.id for one in world.referrals if one.truth.is_urgent]
    caught = sum(bands.get(one) in top for one in urgent)
    in_top = sum(bands.get(one.id) in top for one in world.referrals)
    return UrgentScore(
        recall=_share(caught, len(urgent)), share_in_top=in_top / len(world.referrals), support=len(urgent)
    )


def _same_person(left: str | None, right: str | None) -> bool:
    return left is not None and left == right


def _pairs(found: Iterable[Collection[str]]) -> frozenset[Pair]:
    """As unordered pairs; a referral paired with itself is dropped."""
    return frozenset(pair for pair in map(frozenset, found) if len(pair) == 2)


def score_of(found: Set[T], *, asked: Set[T], accepted: Set[T]) -> Score:
    """Score what was found: `accepted` is right, `asked` should have been found."""
    precision = _share(len(found & accepted), len(found))
    recall = _share(len(found & asked), len(asked))
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Score(precision=precision, recall=recall, f1=f1, support=len(asked), found=len(found))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
