"""A case begins with the playbook for what is known: danger that triage found counts like what the sender named."""

from pathlib import Path
from typing import Any

import pytest

from causeway.hub.base.vault.sealing import write_sealed
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.cases.queries.case_view import open_to_read
from causeway.hub.road.cases.words import TaskState
from causeway.hub.road.referrals.commands.supplement_referral import NewFile, NewSupplement, supplement_referral
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.referral import Attachment
from hub.conftest import SmallWorld
from hub.desk_at_work import DeskAtWork, about, desk_at_work, picture


@pytest.fixture
def desk(world: SmallWorld, tmp_path: Path, settings: Any) -> DeskAtWork:
    """A desk at work, with a vault of the test's own."""
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    return desk_at_work(world)


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


def test_what_is_added_to_a_referral_brings_back_a_step_that_its_condition_had_set_aside(desk: DeskAtWork) -> None:
    referral_id = desk.send(about("tidepool"))
    desk.work()
    investigator = desk.world.member(desk.kent, Role.INVESTIGATOR)
    case_id = open_case(investigator, referral_id, playbook_code="image_referral")
    assert open_to_read(investigator, case_id).tasks[0].state is TaskState.NOT_APPLICABLE
    file = NewFile(written=write_sealed([picture(1)]), attachment=Attachment(name="boat.jpg"))
    supplement_referral(desk.sender, referral_id, NewSupplement(text="A file.", files=[file]))
    desk.work()
    task = open_to_read(investigator, case_id).tasks[0]
    assert (task.code, task.state) == ("check_authority", TaskState.TO_DO)
    assert task.due_at is not None
