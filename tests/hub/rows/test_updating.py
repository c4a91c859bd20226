"""Rows changed by one statement, each to values of its own."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.rows.updating import update_each
from causeway.hub.road.queues.models import Alert, Work
from causeway.vocabulary.organisations import OrganisationKind
from hub.conftest import SmallWorld

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def _alerts(world: SmallWorld, count: int) -> list[Alert]:
    own = world.desk.id
    rows = [Alert(organisation_id=own, referral_id=uuid4(), raised_at=NOW, next_at=NOW) for _ in range(count)]
    return Alert.objects.bulk_create(rows)


def test_each_row_gets_its_own_values_by_one_statement_and_no_other_changes(world: SmallWorld) -> None:
    with acting_as(world.program(world.desk)):
        changed, beside = _alerts(world, 2), _alerts(world, 1)[0]
        for number, row in enumerate(changed):
            row.level, row.codes, row.next_at = number + 3, [f"code {number}"], NOW + timedelta(hours=number)
            row.gathered_level = None if number else 1
            row.turn = 9  # is not asked for
        with CaptureQueriesContext(connection) as captured:
            update_each(changed, ["level", "codes", "next_at", "gathered_level"])
        assert len(captured) == 1
        stored = {row.id: row for row in Alert.objects.all()}
        for row in changed:
            names = ("level", "codes", "next_at", "gathered_level")
            assert [getattr(stored[row.id], name) for name in names] == [getattr(row, name) for name in names]
            assert stored[row.id].turn == 0
        assert stored[beside.id].level == 0


def test_a_value_that_does_not_fit_is_refused_and_not_cut(world: SmallWorld) -> None:
    with acting_as(world.program(world.desk)):
        row = Work(
            organisation_id=world.desk.id,
            referral_id=uuid4(),
            sender_id=uuid4(),
            stage="clear",
            owed_at=NOW,
            not_before=NOW,
        )
        row.save(force_insert=True)
        row.stage = "x" * 21
        with pytest.raises(DataError), transaction.atomic():
            update_each([row], ["stage"])


def test_nobody_changes_what_is_anothers(world: SmallWorld) -> None:
    with acting_as(world.program(world.desk)):
        (row,) = _alerts(world, 1)
    row.level = 5
    with acting_as(world.program(world.organisation(OrganisationKind.SERVICE, "Noisy Quay"))):
        update_each([row], ["level"])
    with acting_as(world.program(world.desk)):
        assert Alert.objects.get(id=row.id).level == 0
