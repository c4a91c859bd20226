"""One force among others without names: who counts, how it is rounded, and that it is published once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, NotPermitted
from causeway.hub.commons.demand.commands.publish_distribution import publish_distribution
from causeway.hub.commons.demand.distributions import FEWEST_FORCES, distribution_of, settled_quarter
from causeway.hub.commons.demand.models import PublishedDistribution
from causeway.hub.commons.demand.queries.distributions import among_others, published_by_us
from causeway.monitoring import Unit
from causeway.vocabulary.organisations import Role
from hub.demand.conftest import Demand
from hub.organisations.signing_in import client_of


def forces(number: int, *, of: int = 20) -> list[Unit]:
    return [Unit(name=str(each), events=each % of, of=of) for each in range(number)]


def test_nine_forces_are_too_few_and_small_ones_do_not_count() -> None:
    assert distribution_of(forces(FEWEST_FORCES - 1)) is None
    assert distribution_of(forces(FEWEST_FORCES - 1) + forces(30, of=9)) is None
    assert distribution_of(forces(FEWEST_FORCES)) is not None


@given(st.lists(st.integers(0, 20), min_size=FEWEST_FORCES, max_size=40))
def test_what_is_published_is_in_order_and_rounded_to_five_points(events: list[int]) -> None:
    found = distribution_of([Unit(name=str(n), events=each, of=20) for n, each in enumerate(events)])
    assert found is not None
    shown = (found.lower, found.middle, found.upper)
    assert sorted(shown) == list(shown)
    assert all(round(share * 20) == pytest.approx(share * 20) for share in shown)


@pytest.mark.parametrize(
    ("now", "first", "last"),
    [
        (datetime(2026, 8, 5, tzinfo=UTC), date(2026, 4, 1), date(2026, 6, 30)),
        (datetime(2026, 7, 5, tzinfo=UTC), date(2026, 1, 1), date(2026, 3, 31)),
        (datetime(2026, 2, 20, tzinfo=UTC), date(2025, 10, 1), date(2025, 12, 31)),
    ],
)
def test_a_quarter_is_published_once_its_outcomes_have_had_their_time(now: datetime, first: date, last: date) -> None:
    assert settled_quarter(now) == (first, last)


def test_a_desk_with_few_forces_publishes_nothing(demand: Demand) -> None:
    demand.arrive()
    desk = demand.road.world.member(demand.road.world.desk, Role.SUPERVISOR)
    with pytest.raises(Conflict, match="too few"):
        publish_distribution(desk, now=demand.now + timedelta(days=200))
    assert published_by_us(desk, now=demand.now)[2] is False
    with pytest.raises(NotPermitted):
        publish_distribution(demand.road.world.member(demand.road.force, Role.SUPERVISOR), now=demand.now)


def test_a_force_sees_itself_among_others_and_a_quarter_is_published_once(demand: Demand) -> None:
    first, last = settled_quarter(demand.now)
    demand.arrive(days_ago=(demand.now.date() - last).days)
    with acting_as(demand.road.world.program(demand.road.world.desk)):
        PublishedDistribution(
            desk_id=demand.road.world.desk.id, measure="returned", first=first, last=last, forces=12,
            lower=0.4, middle=0.5, upper=0.7, published_at=demand.now,
        ).save(force_insert=True)  # fmt: skip
    force = demand.road.world.member(demand.road.force, Role.SUPERVISOR)
    (found,) = among_others(force, now=demand.now)
    assert (found.desk, found.forces, found.middle) == ("Causeway Desk", 12, 0.5)
    assert (found.own.part, found.own.whole) == (0, 1)
    assert "You among other forces" in client_of(force).get("/demand/compare/").content.decode()
    desk = demand.road.world.member(demand.road.world.desk, Role.SUPERVISOR)
    client = client_of(desk)
    assert "has been published" in client.get("/demand/compare/").content.decode()
    assert "This quarter has been published" in client.post("/demand/compare/publish/", follow=True).content.decode()
