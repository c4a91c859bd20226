"""The doctor tells of owed work that keeps failing, by the fault's code."""

from uuid import uuid4

import pytest
from django.utils import timezone

from causeway.cli import doctor, doctor_at_work
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.queues.working.claiming import Stage, owe_all, piece, put_off
from causeway.hub.road.queues.working.owed import FAILING_AFTER
from hub.conftest import SmallWorld, world  # noqa: F401 fixtures


def test_owed_work_that_keeps_failing_is_told_and_a_first_failure_is_not(
    world: SmallWorld,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, desk = timezone.now(), world.program(world.desk)
    work = piece(
        organisation_id=world.desk.id, referral_id=uuid4(), sender_id=uuid4(), stage=Stage.EXAMINE, owed_at=now
    )
    with acting_as(desk):
        owe_all([work])
        for _ in range(FAILING_AFTER - 1):
            put_off(work.id, "vault_unavailable", now)
    found = doctor_at_work.owed()
    assert (found.is_well, found.text) == (True, "1 owed, none keeps failing")
    with acting_as(desk):
        put_off(work.id, "vault_unavailable", now)
    monkeypatch.setattr("causeway.cli.doctor.load_hub", lambda migrate: None)  # the test's own database is ready
    (found,) = [finding for finding in doctor._examine() if finding.part == "owed work"]
    assert not found.is_well
    assert found.text == "1 of 1 owed pieces of work keep failing (vault_unavailable)"
    assert found.mend
