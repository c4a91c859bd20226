"""A case begins with the playbook for what is known: danger that triage found counts like what the sender named."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.cases.queries.case_view import open_to_read
from causeway.vocabulary.organisations import Role
from hub.conftest import SmallWorld
from hub.desk_at_work import DeskAtWork, about, desk_at_work


@pytest.fixture
def desk(world: SmallWorld, tmp_path: Path, settings: Any) -> Iterator[DeskAtWork]:
    """A desk at work, with a vault of the test's own."""
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    with desk_at_work(world) as at_work:
        yield at_work


@pytest.mark.parametrize(
    ("told", "tasks_begin_with"),
    [({}, "Read what the sender describes"), ({"is_contact_ongoing": True}, "Find out where the child is")],
)
def test_danger_that_triage_found_chooses_the_playbook_for_it(
    desk: DeskAtWork, told: dict[str, Any], tasks_begin_with: str
) -> None:
    referral_id = desk.send(about("tidepool", **told))
    desk.work()
    investigator = desk.world.member(desk.kent, Role.INVESTIGATOR)
    case_id = open_case(investigator, referral_id)
    assert open_to_read(investigator, case_id).tasks[0].title == tasks_begin_with
