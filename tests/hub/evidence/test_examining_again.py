"""A picture is looked at again when the process that looked was killed, so that it is matched all the same; and many
pictures are looked at in several transactions.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.road.evidence.commands import examine
from causeway.hub.road.evidence.examining import Looks
from causeway.hub.road.evidence.models import Examination
from causeway.hub.road.queues.clearing.stages import Tools
from causeway.hub.road.queues.models import Work
from causeway.hub.road.queues.working.labour import Hands
from causeway.hub.road.queues.working.worker import Worker, run_until_idle
from causeway.matching import EXAMINER_CRASHED
from causeway.vocabulary.findings import MediaDigests
from hub.conftest import SmallWorld
from hub.desk_at_work import DeskAtWork, about, desk_at_work, picture


class Killed:
    """An examiner whose process is killed so often."""

    def __init__(self, examiner: Looks, times: int) -> None:
        self._examiner, self.left = examiner, times

    def examine(self, data: bytes) -> MediaDigests:
        found = self._examiner.examine(data)
        self.left -= 1
        return replace(found, pdq=None, fault=EXAMINER_CRASHED) if self.left >= 0 else found


@pytest.fixture
def road(world: SmallWorld, tmp_path: Path, settings: Any) -> DeskAtWork:
    """A desk at work, with a vault of its own."""
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    return desk_at_work(world)


@pytest.mark.parametrize(("times", "fault"), [(1, ""), (2, EXAMINER_CRASHED)])
def test_one_kill_costs_nothing_and_a_file_that_always_kills_is_marked(
    road: DeskAtWork, times: int, fault: str
) -> None:
    referral_id = road.send(about("one"), picture(1))
    tools = Tools(examiner=Killed(road.tools.examiner, times), router=road.tools.router)
    run_until_idle(timezone.now(), worker=Worker(Hands(tools)))
    with acting_as(road.desk):
        (found,) = Examination.objects.filter(referral_id=referral_id)
    assert found.fault == fault
    assert bool(found.pdq) is not bool(fault)


def test_many_files_are_examined_in_several_transactions_and_cleared_after_the_last(
    road: DeskAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examine, "LONGEST_SECONDS", -1.0)  # each file needs a transaction of its own
    referral_id = road.send(about("one"), *map(picture, range(3)))
    road.work()
    with acting_as(road.desk):
        assert Examination.objects.filter(referral_id=referral_id).count() == 3
        acts = [entry.act for entry in timeline_of(referral_id)]
        assert not Work.objects.filter(done_at=None).exists()
    assert acts.count(Act.ATTACHMENT_EXAMINED) == 3
    assert acts.count(Act.REFERRAL_CLEARED) == 1
