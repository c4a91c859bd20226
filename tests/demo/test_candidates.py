"""The demonstration's service has candidates of each source at its desk, the most pressing first, and one decided."""

import pytest

from causeway.demo.candidates import put_before_reviewers
from causeway.demo.shared_bank import share_a_bank
from causeway.hub.road.candidates.ordering import Rule
from causeway.hub.road.candidates.queries.desk import desk_counts, desk_page
from causeway.vocabulary.organisations import Role
from demo.small_cast import small_cast
from hub.conftest import SmallWorld, world_with_a_desk


@pytest.fixture
def world(db: None) -> SmallWorld:
    return world_with_a_desk()


def test_each_source_is_there_and_danger_stands_first(world: SmallWorld) -> None:
    cast = small_cast(world)
    share_a_bank(cast, world.desk)
    assert put_before_reviewers(cast) == 5
    reviewer = cast.person_of(cast.organisations["harbourline"], Role.REVIEWER).actor
    groups = desk_page(reviewer).groups
    assert groups[0].lines[0].rule is Rule.DANGER
    assert {line.source.value for group in groups for line in group.lines} == {
        "screening",
        "early_warning",
        "user_report",
    }
    assert [len(group.lines) for group in groups] == [1, 3]
    assert desk_counts(reviewer).decided == 1
