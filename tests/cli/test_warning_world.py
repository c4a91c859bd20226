"""The evaluation on worlds: what it tells is there, adds up, and the same again."""

from collections import Counter
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from causeway.cli.warning_watched import WORLD_SETTINGS, Watching, watched_world
from causeway.cli.warning_world import FIT_SEED, days_waited, evaluate_world, false_candidates, false_rate
from causeway.cli.warning_world_figures import print_world
from causeway.cli.warning_worlds import evaluate_worlds
from causeway.warning import Watch, warning_policy
from causeway.warning.alerting import DAY
from causeway.worlds.behaviour import START, BehaviourWorld
from causeway.worlds.behaviour_manners import SEEKERS, BehaviourKind


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return evaluate_world(7, accounts=1_200, weeks=2)


def test_what_is_fitted_is_fitted_on_another_world(told: dict[str, Any]) -> None:
    assert told["fitted_on_seed"] == told["seed"] + FIT_SEED


def test_the_figures_name_the_versions_they_were_made_under(told: dict[str, Any]) -> None:
    assert told["made_under"]["policy_digest"] == warning_policy().digest
    digests = {told["calibration"][form]["digest"] for form in ("logistic", "isotonic")}
    assert len(digests) == 2


def test_ours_finds_more_than_plain_counts(told: dict[str, Any]) -> None:
    assert told["ours"]["ap"]["estimate"] > told["message_count"]["ap"]["estimate"]
    assert told["ours"]["ap"]["estimate"] > told["new_contact_count"]["ap"]["estimate"]
    assert all(gain["low"] <= gain["estimate"] <= gain["high"] for gain in told["gain"].values())


def test_a_team_reviews_so_many_on_each_of_the_worlds_days(told: dict[str, Any]) -> None:
    """With the policy's own words apart: what comes of one, two and five reviews a day, beside what knows nothing."""
    assert list(told["alerts_a_day"]) == ["1", "2", "5"]
    for alerts, at in told["alerts_a_day"].items():
        rankings = {name: one for name, one in at.items() if name != "gain"}
        assert rankings.keys() == {"ours", "message_count", "new_contact_count", "two_party_only"}
        assert at["gain"].keys() == rankings.keys() - {"ours"}
        for one in rankings.values():
            assert one["alerts_spent"] == pytest.approx(int(alerts) * 14)
            assert one["precision"] == pytest.approx(one["recall"] * told["seekers"] / one["alerts_spent"])
            assert one["interval"][0] <= one["recall"] <= one["interval"][1]
    five = told["alerts_a_day"]["5"]
    assert five["ours"]["recall"] > max(five[name]["recall"] for name in five["gain"])
    assert 0 <= five["ours"]["days_until"]["quarter"] <= 14


def test_how_an_account_stands_on_a_day_knows_nothing_of_later_days() -> None:
    """The first week of a world is told alike whether or not the world goes on."""
    world = watched_world(7, 500, 2, warning_policy())
    first = BehaviourWorld(
        weeks=1,
        events=[event for event in world.world.events if event["at"] < START + 7 * DAY],
        kinds=world.world.kinds,
        owners=world.world.owners,
    )
    alone = Watching(first, Watch(warning_policy(), WORLD_SETTINGS))
    assert list(alone.candidates())
    for name, scores in alone.by_day.items():
        np.testing.assert_array_equal(scores[:, :6], world.days.scores[name][:, :6])


def test_a_seeker_that_was_never_raised_is_not_found_on_its_first_day() -> None:
    kinds = dict.fromkeys(("early", "late", "met_nobody", "quiet"), BehaviourKind.SEEKER)
    met = [{"actor": name, "target": "young", "at": 0.0} for name in ("early", "late")]
    world = BehaviourWorld(weeks=1, events=met, kinds={**kinds, "young": BehaviourKind.TEENAGER}, owners={})
    found: Any = SimpleNamespace(world=world, raised={"early": DAY / 2, "met_nobody": DAY})
    np.testing.assert_array_equal(days_waited(found), [0.5, np.inf, 0.0, np.inf])


@pytest.mark.parametrize(
    ("half", "said"), [(None, "0.50, fewer than half of all seekers;"), (3.25, "half of all seekers within 3.2 days;")]
)
def test_how_long_half_of_the_seekers_took_is_told_in_words(
    told: dict[str, Any], half: float | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    alerts = {**told["alerts"], "f_latency": 0.5, "days_until_quartiles": [1.0, half, None]}
    print_world({**told, "alerts": alerts})
    assert said in " ".join(capsys.readouterr().out.split())


def test_alerts_by_kind_add_up(told: dict[str, Any]) -> None:
    kinds = told["kinds"]
    assert sum(row["accounts"] for row in kinds.values()) == told["accounts"]
    seekers = [
        row for name, row in kinds.items() if name in ("seeker", "slow_seeker", "many_accounts", "careful_seeker")
    ]
    found = sum(row["raised"] for row in seekers)
    assert told["alerts"]["recall"] == pytest.approx(found / told["seekers"])
    false = sum(row["raised"] for row in kinds.values()) - found
    innocents = told["accounts"] - told["seekers"]
    assert told["alerts"]["false_per_100000_a_week"] == pytest.approx(100_000 * false / innocents / told["weeks"])


def test_a_candidate_that_comes_again_is_counted_again_and_its_account_is_not() -> None:
    found: Any = SimpleNamespace(
        world=SimpleNamespace(weeks=4),
        names=["seeker", "adult", "family", "quiet", "player"],
        labels=np.array([True, False, False, False, False]),
        times_raised=Counter({"seeker": 3, "adult": 2, "family": 1}),
    )
    assert false_rate(np.array([True, True, True, False, False]), found) == 100_000 * 2 / 4 / 4
    assert false_candidates(found) == 100_000 * 3 / 4 / 4


def test_ordinary_people_are_seldom_raised(told: dict[str, Any]) -> None:
    kinds = told["kinds"]
    ordinary = sum(kinds[name]["raised"] for name in ("teenager", "adult", "family", "celebrity"))
    assert ordinary == 0
    assert kinds["seeker"]["raised"] > 0


def test_several_worlds_are_told_each_and_together() -> None:
    found = evaluate_worlds(11, 2, accounts=500, weeks=1)
    assert [each["seed"] for each in found["worlds"]] == [11, 12]
    assert sum(counts[1] for counts in found["kinds"].values()) == sum(each["accounts"] for each in found["worlds"])
    seekers = [found["kinds"][kind.value] for kind in SEEKERS]
    assert [sum(each) for each in zip(*seekers, strict=True)] == [
        sum(each["seekers"][place] for each in found["worlds"]) for place in (0, 1)
    ]
    for kind, (raised, all_of_them) in found["persons"].items():
        assert (raised, all_of_them) <= tuple(found["kinds"][kind])
    assert found["persons"]["many_accounts"][1] == 2  # eight accounts in two worlds
    for alerts, recalls in found["recall_at_alerts_a_day"].items():
        each = [one["recall_at_alerts_a_day"][alerts]["ours"] for one in found["worlds"]]
        assert recalls["ours"] == pytest.approx(sum(each) / 2)
    assert all(each["evaders"][0] <= each["seekers"][0] for each in found["worlds"])
