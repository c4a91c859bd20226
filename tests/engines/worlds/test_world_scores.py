"""The scores say what they claim: perfect answers score 1, each kind of mistake costs what it should."""

from itertools import combinations

from causeway.vocabulary.findings import Band, Route
from causeway.worlds import (
    World,
    score_duplicates,
    score_links,
    score_listed,
    score_media,
    score_routes,
    score_urgent,
)


def route(country: str | None, force: str | None) -> Route:
    return Route(country=country, force=force, basis=None, about=None, reason="")


def true_routes(world: World) -> dict[str, list[Route]]:
    return {item.id: [route(item.truth.country, item.truth.force)] for item in world.referrals}


def test_the_truth_itself_scores_one(world: World) -> None:
    scores = (
        score_duplicates(world, world.duplicate_pairs()),
        score_links(world, world.linked_pairs()),
        score_media(world, world.media_pairs()),
        score_listed(world, [item.id for item in world.referrals if any(item.truth.listed_media)]),
    )

    assert {(score.precision, score.recall, score.f1) for score in scores} == {(1.0, 1.0, 1.0)}
    assert all(score.support == score.found > 0 for score in scores)


def test_half_the_true_pairs_cost_recall_alone(world: World) -> None:
    true = sorted(tuple(sorted(pair)) for pair in world.duplicate_pairs())
    score = score_duplicates(world, true[: len(true) // 2])

    assert score.precision == 1.0
    assert score.recall == (len(true) // 2) / len(true)


def test_false_pairs_cost_precision_alone(world: World) -> None:
    true = world.duplicate_pairs()
    ids = [item.id for item in world.referrals]
    false = [pair for pair in map(frozenset, combinations(ids, 2)) if pair not in true][: len(true)]
    score = score_duplicates(world, [*true, *false])

    assert (score.precision, score.recall) == (0.5, 1.0)


def test_finding_nothing_makes_no_false_claim_and_misses_everything(world: World) -> None:
    score = score_links(world, [])

    assert (score.precision, score.recall, score.f1) == (1.0, 0.0, 0.0)


def test_order_repetition_and_pairs_with_oneself_make_no_difference(world: World) -> None:
    left, right = sorted(next(iter(world.duplicate_pairs())))

    assert score_duplicates(world, [(left, right), (right, left), (left, left)]).found == 1


def test_a_link_within_one_person_is_right_though_only_a_third_referral_tells_it(world: World) -> None:
    people: dict[str, list[str]] = {}
    for item in world.referrals:
        if item.truth.subject_id:
            people.setdefault(item.truth.subject_id, []).append(item.id)
    pairs = {frozenset(pair) for told in people.values() for pair in combinations(told, 2)}
    score = score_links(world, pairs)

    assert (score.precision, score.recall) == (1.0, 1.0)


def test_true_routes_are_right_and_none_is_wrong(world: World) -> None:
    score = score_routes(world, true_routes(world))

    assert (score.right, score.right_country, score.unknown_though_knowable, score.wrong) == (1.0, 1.0, 0.0, 0.0)


def test_either_of_two_places_may_stand_first(world: World) -> None:
    routes = true_routes(world)
    item = next(item for item in world.referrals if item.truth.also)
    routes[item.id] = [route(item.truth.also[0].country, item.truth.also[0].force)]

    assert score_routes(world, routes).right == 1.0


def test_no_answer_is_unknown_where_the_referral_says_and_right_where_it_does_not(world: World) -> None:
    silent = sum(item.truth.country is None for item in world.referrals)
    score = score_routes(world, {})

    assert score.right == silent / len(world.referrals)
    assert score.unknown_though_knowable == 1 - score.right
    assert score.wrong == 0.0


def test_a_guess_where_nothing_is_said_is_wrong(world: World) -> None:
    routes = true_routes(world)
    silent = next(item for item in world.referrals if item.truth.country is None)
    routes[silent.id] = [route("GB", None)]

    assert score_routes(world, routes).wrong == 1 / len(world.referrals)


def test_the_country_alone_is_unknown_where_the_force_is_said(world: World) -> None:
    item = next(item for item in world.referrals if item.truth.force and not item.truth.also)
    score = score_routes(world, {**true_routes(world), item.id: [route(item.truth.country, None)]})

    assert score.unknown_though_knowable == 1 / len(world.referrals)
    assert score.right_country == 1.0


def test_urgent_ones_count_only_in_the_top_band(world: World) -> None:
    urgent = [item.id for item in world.referrals if item.truth.is_urgent]
    missed = {item.id: Band.HIGH for item in world.referrals}
    caught = {**missed, **dict.fromkeys(urgent, Band.VERY_HIGH)}

    assert score_urgent(world, missed).recall == 0.0
    assert score_urgent(world, caught).recall == 1.0
    assert score_urgent(world, caught).share_in_top == len(urgent) / len(world.referrals)
