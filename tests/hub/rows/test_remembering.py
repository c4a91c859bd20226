"""What hardly ever changes is looked up once a stretch, and by nobody for another."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.queries.directory import listing_for, names_of
from causeway.hub.base.rows.remembering import remembering
from causeway.vocabulary.organisations import OrganisationKind
from hub.conftest import SmallWorld


def _looks(world: SmallWorld) -> int:
    with CaptureQueriesContext(connection) as queries:
        names_of({world.desk.id})
        listing_for(world.desk.id)
    return len(queries)


def test_within_a_stretch_one_look_does_and_outside_each_is_new(world: SmallWorld) -> None:
    with acting_as(world.program(world.desk)), remembering():
        assert _looks(world) == 2
        assert _looks(world) == 0
    with acting_as(world.program(world.desk)):
        assert [_looks(world), _looks(world)] == [2, 2]


def test_nobody_reads_what_another_organisation_looked_up(world: SmallWorld) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    with remembering():
        with acting_as(world.program(world.desk)):
            assert _looks(world) == 2
        with acting_as(world.program(force)):
            assert _looks(world) == 2


def test_nothing_is_believed_for_long(world: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("causeway.hub.base.rows.remembering.BELIEVED_SECONDS", 0.0)
    with acting_as(world.program(world.desk)), remembering():
        assert [_looks(world), _looks(world)] == [2, 2]
